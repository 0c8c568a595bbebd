// The one view of self-checks, predictions, the practice exam and the glossary. It
// shows what Python sends, tells Python what the learner answers, and grades nothing: a
// right answer reaches the page when it is earned.

const RESTARTED = `${GONE}; your answers are kept.`;
const ANSWER_IS_NEXT = `${BUSY}: your answer is next.`;
const ALARMS = [600, 300, 60]; // seconds left that are said aloud
const LEAST_MINUTE = 120; // seconds: below that, time is told in seconds
const SIGNS = { right: "✓", wrong: "✗", raised: "!", untried: "…", noted: "✎" };

// Text with `code` in backticks, as nodes.
function rich(text) {
  return text
    .split("`")
    .map((part, index) => (index % 2 ? node("code", {}, part) : part));
}

function list(lines) {
  return node("ul", {}, ...lines.map((line) => node("li", {}, ...rich(line))));
}

function setInert(element, inert) {
  element.setAttribute("aria-disabled", String(inert));
}

const isInert = (element) => element.getAttribute("aria-disabled") === "true";

// The ways to answer. Each makes its inputs and returns the element that holds them,
// read() for the answer so far, and write(answer) to show an earlier one.

function choices(type) {
  return (question, name) => {
    const inputs = question.choices.map(({ key }) =>
      node("input", { type, name, value: key }),
    );
    const labels = question.choices.map(({ key, text }, index) =>
      node(
        "label",
        { class: "cafe-choice" },
        inputs[index],
        node("span", { class: "cafe-letter" }, key),
        " ",
        node("span", {}, ...rich(text)),
      ),
    );
    return {
      element: node("div", { class: "cafe-choices" }, ...labels),
      read() {
        const picked = inputs.filter((input) => input.checked);
        const keys = picked.map((input) => input.value);
        return type === "radio" ? (keys[0] ?? null) : keys;
      },
      write(answer) {
        for (const input of inputs) input.checked = answer.includes(input.value);
      },
    };
  };
}

function order(question, name, say) {
  const steps = node("ol", { class: "cafe-order" });
  const move = (item, step) => {
    const places = [...steps.children];
    const place = places.indexOf(item) + step;
    const text = item.querySelector(".cafe-text").textContent;
    if (place < 0) return say(`“${text}” is already the first.`);
    if (place >= places.length) return say(`“${text}” is already the last.`);
    const focused = document.activeElement;
    if (step < 0) places[place].before(item);
    else places[place].after(item);
    focused.focus();
    say(`“${text}” is now ${place + 1} of ${places.length}.`);
  };
  const arrow = (item, text, word, sign, step) =>
    node(
      "button",
      {
        type: "button",
        class: "cafe-arrow",
        "aria-label": `Move ${word}: ${text}`,
        title: `Move ${word}`,
        onclick: () => move(item, step),
      },
      sign,
    );
  for (const { key, text } of question.choices) {
    const item = node("li", { "data-key": key });
    item.append(
      node("span", { class: "cafe-letter" }, key),
      node("span", { class: "cafe-text" }, ...rich(text)),
      arrow(item, text, "up", "↑", -1),
      arrow(item, text, "down", "↓", 1),
    );
    steps.append(item);
  }
  return {
    element: steps,
    read: () => [...steps.children].map((item) => item.dataset.key),
    write(answer) {
      for (const key of answer) {
        steps.append(steps.querySelector(`[data-key="${key}"]`));
      }
    },
  };
}

function match(question, name) {
  const cards = question.choices.map(({ key, text }) => {
    const id = `${name}-${key}`;
    const inputs = question.bins.map((bin) =>
      node("input", { type: "radio", name: id, value: bin }),
    );
    const labels = inputs.map((input) =>
      node("label", { class: "cafe-bin" }, input, node("span", {}, input.value)),
    );
    const misplaced = node("strong", { class: "cafe-misplaced", hidden: "" });
    const element = node(
      "div",
      { class: "cafe-card", role: "radiogroup", "aria-labelledby": id },
      node(
        "div",
        { id, class: "cafe-card-text" },
        node("span", { class: "cafe-letter" }, key),
        " ",
        node("span", {}, ...rich(text), " ", misplaced),
      ),
      node("div", { class: "cafe-bins" }, ...labels),
    );
    element.addEventListener("change", () => (misplaced.hidden = true));
    return { key, inputs, element, misplaced };
  });
  return {
    element: node("div", { class: "cafe-cards" }, ...cards.map((c) => c.element)),
    read() {
      const sorted = cards.map(({ key, inputs }) => [
        key,
        inputs.find((input) => input.checked)?.value,
      ]);
      return Object.fromEntries(sorted.filter(([, bin]) => bin !== undefined));
    },
    write(answer) {
      for (const { key, inputs } of cards) {
        for (const input of inputs) input.checked = input.value === answer[key];
      }
    },
    // Each card of these letters says that its place is not the right one.
    mark(letters) {
      for (const { key, misplaced } of cards) {
        misplaced.hidden = !letters.includes(key);
        misplaced.textContent = misplaced.hidden ? "" : "✗ not here";
      }
    },
  };
}

function field(question) {
  const input = node("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    inputmode: question.kind === "number" ? "decimal" : "text",
  });
  return {
    element: node(
      "label",
      { class: "cafe-field" },
      node("span", {}, "Your answer"),
      input,
      node("span", {}, question.unit ?? ""),
    ),
    read: () => input.value,
    write: (answer) => (input.value = answer),
  };
}

const KINDS = {
  single: choices("radio"),
  multiple: choices("checkbox"),
  order,
  match,
  number: field,
  short: field,
};

// What was said about an answer: a sign and a word, the message, the details.
function words({ outcome, word, message, details }) {
  return [
    node("span", { class: "cafe-sign", "aria-hidden": "true" }, SIGNS[outcome]),
    node(
      "div",
      { class: "cafe-words" },
      node("strong", {}, word),
      " ",
      ...rich(message),
      ...(details.length ? [list(details)] : []),
    ),
  ];
}

function makeFieldset(question, inputs) {
  return node(
    "fieldset",
    {},
    node(
      "legend",
      {},
      node("span", { class: "cafe-number" }, question.heading),
      node("span", { class: "cafe-stem" }, ...rich(question.stem)),
    ),
    node("p", { class: "cafe-how" }, question.how),
    inputs.element,
  );
}

// A settled answer stays as it is, and yet keeps the focus that it may have.
function keepSettled(form, fieldset) {
  const stay = (event) => {
    if (!form.classList.contains("cafe-settled")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  fieldset.addEventListener("click", stay, { capture: true });
}

function settle(form, inputs) {
  form.classList.add("cafe-settled");
  for (const control of inputs.element.querySelectorAll("input, button")) {
    setInert(control, true);
    control.readOnly = true;
  }
}

function explain(more, others) {
  if (!others.length) return;
  more.hidden = false;
  more.replaceChildren(
    node("summary", {}, "Each choice explained"),
    list(others),
  );
}

// One question: its inputs, its button, its live region. `line.ask(content)` sends a
// wish to Python and says false when there is no kernel to hear it.
function makeQuestion(question, name, line) {
  const status = node("div", { class: "cafe-status", role: "status" });
  const say = (text) => {
    status.className = "cafe-status cafe-aside";
    status.replaceChildren(node("div", { class: "cafe-words" }, text));
  };
  const inputs = KINDS[question.kind](question, name, say);
  const button = node(
    "button",
    { type: "submit", class: "cafe-button" },
    question.button,
  );
  const compare = node(
    "button",
    { type: "button", class: "cafe-button", hidden: "", onclick: askToCompare },
    "Compare",
  );
  const more = node("details", { class: "cafe-more", hidden: "" });
  const fieldset = makeFieldset(question, inputs);
  const element = node(
    "form",
    { class: "cafe-question", "data-question": question.id, onsubmit: submit },
    fieldset,
    node("div", { class: "cafe-actions" }, button, compare),
    status,
    more,
  );
  keepSettled(element, fieldset);
  const patience = line.patience(say, () => release(RESTARTED));
  const draft = line.drafts.get(question.id);
  const keepDraft = () => line.drafts.set(question.id, inputs.read());
  for (const event of ["input", "click"]) fieldset.addEventListener(event, keepDraft);

  let turn = 0;
  let pressed = null;

  function wish(control, content) {
    if (isInert(control)) return;
    pressed = { control, label: control.textContent };
    control.textContent = "Checking…";
    setInert(control, true);
    if (line.ask({ question: question.id, ...content })) patience.start();
    else release(RESTARTED);
  }

  function release(text) {
    patience.stop();
    if (pressed) {
      pressed.control.textContent = pressed.label;
      setInert(pressed.control, false);
      pressed = null;
    }
    if (text) say(text);
  }

  function submit(event) {
    event.preventDefault();
    wish(button, { do: "answer", answer: inputs.read() });
  }

  function askToCompare() {
    wish(compare, { do: "compare" });
  }

  function show(standing) {
    if (!standing || standing.turn === turn) return;
    turn = standing.turn;
    element.dataset.turn = turn;
    release();
    line.drafts.delete(question.id);
    if (standing.answer !== null) inputs.write(standing.answer);
    inputs.mark?.(standing.misplaced ?? []);
    status.className = `cafe-status cafe-${standing.outcome}`;
    status.replaceChildren(...words(standing));
    button.textContent = standing.button;
    setInert(button, standing.settled);
    if (standing.settled) settle(element, inputs);
    compare.hidden = !standing.compare;
    if (standing.compare) {
      compare.textContent = standing.compare;
      setInert(compare, standing.outcome !== "noted");
    }
    explain(more, standing.others);
  }

  return {
    element,
    show,
    // A second view of the same question takes over what the first one has.
    resume: () => draft !== undefined && inputs.write(draft),
    stop: patience.stop,
  };
}

// One question of an exam: every change is kept at once, and may be changed again. What
// is right is said when the paper is over.
function makeExamQuestion(question, name, line) {
  const status = node("div", { class: "cafe-kept", role: "status" });
  const say = (text) => status.replaceChildren(text);
  const inputs = KINDS[question.kind](question, name, say);
  const fieldset = makeFieldset(question, inputs);
  const mark = node("input", { type: "checkbox" });
  const marking = node("label", { class: "cafe-mark" }, mark, " Mark for later");
  const verdict = node("div", { class: "cafe-status" });
  const more = node("details", { class: "cafe-more", hidden: "" });
  const element = node(
    "form",
    {
      class: "cafe-question",
      "data-question": question.id,
      onsubmit: (event) => event.preventDefault(),
    },
    fieldset,
    node("div", { class: "cafe-actions" }, marking, status),
    verdict,
    more,
  );
  keepSettled(element, fieldset);
  const patience = line.patience(say, () => say(RESTARTED));

  let sent = null; // the newest answer, until Python has kept it
  let shown = null;
  const content = () => [inputs.read() ?? []].flat();

  function wish(wanted) {
    if (line.ask({ question: question.id, ...wanted })) patience.start();
    else say(RESTARTED);
  }

  inputs.element.addEventListener("change", () => {
    const answer = content();
    sent = JSON.stringify(answer);
    wish({ do: "answer", answer });
  });
  mark.addEventListener("change", () => {
    wish({ do: "mark", marked: mark.checked });
  });

  function show(standing) {
    const text = JSON.stringify(standing);
    if (text === shown) return;
    shown = text;
    patience.stop();
    mark.checked = standing.marked;
    element.classList.toggle("cafe-marked", standing.marked);
    const over = standing.outcome !== undefined;
    if (over || sent === null || sent === JSON.stringify(standing.answer)) {
      sent = null;
      inputs.write(standing.answer);
      say(over ? "" : standing.kept);
    }
    if (!over) return;
    verdict.className = `cafe-status cafe-${standing.outcome}`;
    verdict.replaceChildren(...words(standing));
    marking.hidden = true;
    settle(element, inputs);
    explain(more, standing.others);
  }

  return { element, show, stop: patience.stop };
}

function inWords(seconds) {
  if (seconds >= LEAST_MINUTE) return `${Math.floor(seconds / 60)} minutes left.`;
  return `${Math.floor(seconds)} seconds left.`;
}

// What surrounds the questions of an exam: its beginning, its time, its end.
// `goTo(id)` takes the learner to a question.
function makeExam(ask, goTo) {
  const button = (text, onclick) =>
    node("button", { type: "button", class: "cafe-button", onclick }, text);
  const wish = (content) => ask(content) || say(RESTARTED);

  const intro = node("div", { class: "cafe-intro" });
  const start = button("Begin", () => wish({ do: "begin", timed: false }));
  const startTimed = button("", () => wish({ do: "begin", timed: true }));
  const before = node(
    "div",
    { class: "cafe-before" },
    intro,
    node("div", { class: "cafe-actions" }, start, startTimed),
  );

  const time = node("p", { class: "cafe-time", role: "timer" });
  const aloud = node("div", { class: "cafe-unseen", role: "status" });

  const handIn = button("Hand in", () => wish({ do: "hand in", anyway: false }));
  const status = node("div", { class: "cafe-status", role: "status" });
  const anyway = button("Hand in as it is", () =>
    wish({ do: "hand in", anyway: true }),
  );
  const stay = button("Go on", () => {
    wish({ do: "stay" });
    handIn.focus();
  });
  const choice = node("div", { class: "cafe-actions", hidden: "" }, anyway, stay);
  const after = node(
    "div",
    { class: "cafe-hand-in" },
    node("div", { class: "cafe-actions" }, handIn),
    status,
    choice,
  );

  function say(text) {
    status.className = "cafe-status cafe-aside";
    status.replaceChildren(text);
  }

  let deadline = null;
  let said = Infinity;
  let ticking = null;

  function tick() {
    const seconds = Math.max(0, (deadline - performance.now()) / 1000);
    time.textContent = inWords(seconds);
    const alarm = ALARMS.findLast((each) => seconds <= each && each < said);
    if (alarm) {
      said = alarm;
      aloud.textContent = inWords(seconds);
    }
    if (seconds === 0) {
      clearInterval(ticking);
      if (!ask({ do: "look" })) say(RESTARTED);
    }
  }

  function run(seconds) {
    clearInterval(ticking);
    time.hidden = seconds === null;
    if (seconds === null) return;
    if (said === Infinity) said = seconds; // no alarm for what is past
    deadline = performance.now() + seconds * 1000;
    ticking = setInterval(tick, 1000);
    tick();
  }

  function warn(warning) {
    status.className = warning ? "cafe-status cafe-wrong" : "cafe-status";
    choice.hidden = !warning;
    if (!warning) return status.replaceChildren();
    const ways = Object.entries(warning.open).map(([number, id]) =>
      node(
        "button",
        {
          type: "button",
          class: "cafe-way",
          "aria-label": `Go to question ${number}`,
          onclick: () => goTo(id),
        },
        number,
      ),
    );
    status.replaceChildren(node("div", { class: "cafe-words" }, warning.text));
    const lead = node("span", { class: "cafe-ways" }, "Go to question:");
    choice.replaceChildren(anyway, stay, lead, ...ways);
  }

  function show(exam) {
    intro.replaceChildren(...exam.intro.map((text) => node("p", {}, ...rich(text))));
    startTimed.textContent = exam.begin;
    before.hidden = exam.state !== "ready";
    after.hidden = exam.state !== "open";
    run(exam.left);
    const warned = JSON.stringify(exam.warning);
    if (after.dataset.warned !== warned) warn(exam.warning);
    after.dataset.warned = warned;
  }

  return { before, time, aloud, after, show, stop: () => clearInterval(ticking) };
}

// A link to a cell of another notebook: JupyterLab opens it in a tab and goes there.
// Elsewhere, it is a plain link to the file.
function linkTo({ text, file, cell }, folder) {
  const place = { path: folder + file, id: `#cell-id=${cell}` };
  return node(
    "a",
    {
      href: `${file}#cell-id=${cell}`,
      "data-commandlinker-command": "rendermime:handle-local-link",
      "data-commandlinker-args": JSON.stringify(place),
    },
    text,
  );
}

// The folder of the notebook that a widget stands in, "" for the top one.
function folderOf(model) {
  const path = model.widget_manager?.context?.path ?? "";
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function makeEnd(live, folder) {
  const element = node("div", {
    class: "cafe-end",
    ...(live ? { role: "status" } : { role: "group", "aria-label": "Report" }),
    tabindex: "-1",
  });
  const point = ({ name, text, aside, links = [] }) => {
    const linked = links.flatMap((link) => [" ", linkTo(link, folder), ";"]);
    return node(
      "li",
      {},
      node("strong", {}, name),
      ` ${text} `,
      aside,
      ...linked.slice(0, -1),
    );
  };
  return {
    element,
    show(end) {
      if (!end || element.dataset.text === end.text) return;
      element.dataset.text = end.text;
      const parts = (end.parts ?? [end]).filter(({ points }) => points.length);
      element.replaceChildren(
        node("p", { class: "cafe-score" }, end.text),
        ...(end.notes ?? []).map((text) => node("p", {}, text)),
        ...parts.flatMap(({ lead, points }) => [
          node("p", {}, lead),
          node("ul", {}, ...points.map(point)),
        ]),
      );
    },
  };
}

function renderSheet({ model, el }, drafts) {
  const isExam = model.get("look") === "exam";
  const view = nextView();
  let alive = true;

  const banner = node("div", { class: "cafe-banner", role: "status" });
  const progress = node("p", { class: "cafe-progress" });
  const end = makeEnd(!isExam, folderOf(model));

  function setAlive(now) {
    if (now === alive) return;
    alive = now;
    banner.textContent = now ? "" : RESTARTED;
  }

  function ask(content) {
    if (!alive) return false;
    try {
      model.send(content);
    } catch {
      setAlive(false); // the connection was closed
    }
    return alive;
  }

  const patience = (say, giveUp) =>
    makePatience(
      () => alive && isBusy(model),
      () => say(ANSWER_IS_NEXT),
      () => {
        setAlive(false);
        giveUp();
      },
    );

  const questions = new Map(
    model.get("questions").map((question, index) => [
      question.id,
      (isExam ? makeExamQuestion : makeQuestion)(
        question,
        view + index,
        { ask, patience, drafts },
      ),
    ]),
  );
  const asked = node(
    "div",
    {},
    ...[...questions.values()].map((question) => question.element),
  );
  const goTo = (id) => {
    const { element } = questions.get(id);
    element.scrollIntoView({ block: "center" });
    element.querySelector("input").focus({ preventScroll: true });
  };
  const exam = isExam ? makeExam(ask, goTo) : null;

  function show() {
    const standing = model.get("standing");
    progress.textContent = standing.progress;
    for (const [id, question] of questions) question.show(standing.questions[id]);
    end.show(standing.end);
    if (exam) showExam(standing.exam);
  }

  // What disappears must not take the focus with it: JupyterLab's keys would act.
  function showExam(standing) {
    const was = root.dataset.state;
    const held = root.contains(document.activeElement);
    root.dataset.state = standing.state;
    asked.hidden = standing.state === "ready";
    exam.show(standing);
    if (!held || was === standing.state) return;
    if (standing.state === "open") goTo(questions.keys().next().value);
    if (standing.state === "over") end.element.focus();
  }

  const root = node(
    "div",
    {
      class: `cafe-quiz cafe-${model.get("look")}`,
      role: "group",
      "aria-label": model.get("title"),
    },
    node(
      "div",
      { class: "cafe-head" },
      node("p", { class: "cafe-title" }, model.get("title")),
      progress,
      ...(exam ? [exam.time] : []),
    ),
    banner,
    ...(exam ? [exam.aloud, end.element, exam.before] : []),
    asked,
    exam ? exam.after : end.element,
  );
  holdKeys(root);
  show();
  for (const question of questions.values()) question.resume?.();
  if (exam) ask({ do: "look" }); // the time that is left, as of now
  el.append(root);

  const die = () => setAlive(false);
  const deafen = listen(model, {
    "change:standing": () => {
      setAlive(true);
      show();
    },
    comm_live_update: die, // a live comm only ever turns dead
  });
  const unwatch = whenKernelDies(model, die);
  return () => {
    deafen();
    unwatch();
    for (const question of questions.values()) question.stop();
    exam?.stop();
  };
}

// Text for searching: small letters, one space before each word.
const searchable = (text) =>
  ` ${text}`.toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, " ");

// The glossary: a field that filters the terms as one types. It needs no kernel.
function renderGlossary({ model, el }) {
  const folder = folderOf(model);
  const terms = model.get("terms").map((term) => ({
    searched: searchable(`${term.name} ${term.text}`),
    element: node(
      "div",
      { class: "cafe-term" },
      node("dt", {}, ...rich(term.name)),
      node("dd", {}, ...rich(term.text), " ", linkTo(term.link, folder)),
    ),
  }));
  const input = node("input", { type: "search", autocomplete: "off" });
  const status = node("p", { class: "cafe-found", role: "status" });

  function filter() {
    const words = searchable(input.value).trim().split(" ");
    let found = 0;
    for (const { searched, element } of terms) {
      element.hidden = !words.every((word) => searched.includes(` ${word}`));
      found += !element.hidden;
    }
    status.textContent = `${found} of ${terms.length} terms`;
  }

  const root = node(
    "div",
    {
      class: "cafe-quiz cafe-glossary",
      role: "group",
      "aria-label": model.get("title"),
    },
    node("p", { class: "cafe-title" }, model.get("title")),
    node("label", { class: "cafe-field" }, node("span", {}, "Find a word"), input),
    status,
    node("dl", {}, ...terms.map(({ element }) => element)),
  );
  input.addEventListener("input", filter);
  holdKeys(root);
  filter();
  el.append(root);
}

// Once for each sheet. What was chosen and not yet sent outlives its view: JupyterLab may
// draw an output a second time, and a learner may open a second view of it.
export default () => {
  const drafts = new Map(); // for each question, the answer so far
  return {
    render(context) {
      const isGlossary = context.model.get("look") === "glossary";
      return isGlossary ? renderGlossary(context) : renderSheet(context, drafts);
    },
  };
};
