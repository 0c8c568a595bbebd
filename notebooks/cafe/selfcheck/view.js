// The one view of self-checks, predictions, the practice exam and the glossary. It
// shows what Python sends, tells Python what the learner answers, and grades nothing: a
// right answer reaches the page when it is earned.

const RESTARTED = `${GONE}. What you had answered is kept.`;
const LOST = `${GONE}, then answer this once more: it is not kept.`;
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

const isTried = (standing) => standing !== undefined && standing.outcome !== "untried";
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

// A settled answer stays as it is, and yet keeps the focus that it may have. Enter on a
// choice chooses it: only the button answers.
function guard(form, fieldset) {
  const stay = (event) => {
    if (!form.classList.contains("cafe-settled")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  fieldset.addEventListener("click", stay, { capture: true });
  fieldset.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key !== "Enter" || !["radio", "checkbox"].includes(target.type)) return;
    event.preventDefault();
    target.click();
  });
}

function settle(form, inputs, settled) {
  form.classList.toggle("cafe-settled", settled);
  for (const control of inputs.element.querySelectorAll("input, button")) {
    setInert(control, settled);
    control.readOnly = settled;
  }
}

function explain(more, others) {
  more.hidden = !others.length;
  more.replaceChildren(
    node("summary", {}, "Each choice explained"),
    list(others),
  );
}

// One question: its inputs, its button, its live region. `line.ask(content)` sends a
// wish to Python and gives its number, or null when there is no kernel to hear it.
function makeQuestion(question, name, line) {
  const status = node("div", { class: "cafe-status", role: "status" });
  const say = (text) => {
    status.className = "cafe-status cafe-aside";
    status.replaceChildren(node("div", { class: "cafe-words" }, text));
  };
  const inputs = KINDS[question.kind](question, name, say);
  const untouched = inputs.read();
  const button = node("button", { type: "submit", class: "cafe-button" });
  const compare = node("button", {
    type: "button",
    class: "cafe-button",
    onclick: () => wish(compare, { do: "compare" }),
  });
  const more = node("details", { class: "cafe-more" });
  const fieldset = makeFieldset(question, inputs);
  const element = node(
    "form",
    { class: "cafe-question", "data-question": question.id, onsubmit: submit },
    fieldset,
    node("div", { class: "cafe-actions" }, button, compare),
    status,
    more,
  );
  guard(element, fieldset);
  const patience = line.patience(say);
  const keepDraft = () => line.drafts.keep(question.id, inputs.read(), follow);
  const follow = (id, draft) => id === question.id && inputs.write(draft);
  for (const event of ["input", "click"]) fieldset.addEventListener(event, keepDraft);

  let standing; // what is shown, as Python told it; undefined before the first answer
  let asked = null; // the number of the wish that Python has not heard yet
  let replies = 0;

  function submit(event) {
    event.preventDefault();
    wish(button, { do: "answer", answer: inputs.read() });
  }

  function wish(control, content) {
    if (isInert(control)) return;
    asked = line.ask({ question: question.id, ...content });
    if (asked === null) return say(LOST);
    patience.start();
    control.textContent = "Checking…";
    setInert(control, true);
    settle(element, inputs, true); // what is chosen now would be undone by the reply
  }

  function heard(step, trouble) {
    if (step !== asked) return;
    line.drafts.drop(question.id);
    release();
    element.dataset.turn = replies += 1;
    if (trouble) say(trouble);
  }

  function release() {
    patience.stop();
    asked = null;
    draw();
  }

  function lose() {
    if (asked === null) return;
    release();
    say(LOST);
  }

  function show(now) {
    if (JSON.stringify(now) === JSON.stringify(standing)) return;
    if (standing && !now) inputs.write(untouched); // the progress was deleted
    standing = now;
    if (asked === null) draw();
  }

  function draw() {
    const now = standing ?? { button: question.button, others: [], settled: false };
    if (now.answer) inputs.write(now.answer);
    inputs.mark?.(now.misplaced ?? []);
    status.className = `cafe-status cafe-${now.outcome ?? "aside"}`;
    status.replaceChildren(...(standing ? words(standing) : []));
    button.textContent = now.button;
    settle(element, inputs, now.settled);
    setInert(button, now.settled);
    compare.hidden = !now.compare;
    compare.textContent = now.compare ?? "";
    setInert(compare, now.outcome !== "noted");
    explain(more, now.others);
  }

  draw();
  return {
    element,
    show,
    heard,
    lose,
    resume: () => line.drafts.join(follow, question.id),
    stop() {
      patience.stop();
      line.drafts.leave(follow);
    },
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
  guard(element, fieldset);
  const patience = line.patience(say);

  let standing; // what is shown, as Python told it
  let asked = null; // the number of the newest wish, until Python has heard it

  function wish(content) {
    asked = line.ask({ question: question.id, ...content });
    if (asked === null) lose();
    else patience.start();
  }

  inputs.element.addEventListener("change", () => {
    wish({ do: "answer", answer: [inputs.read() ?? []].flat() });
  });
  mark.addEventListener("change", () => {
    wish({ do: "mark", marked: mark.checked });
  });

  function heard(step, trouble) {
    if (step !== asked) return;
    patience.stop();
    asked = null;
    draw();
    if (trouble) say(trouble);
  }

  // The page shows again what is kept.
  function lose() {
    patience.stop();
    asked = null;
    draw();
    say(LOST);
  }

  function show(now) {
    if (JSON.stringify(now) === JSON.stringify(standing)) return;
    standing = now;
    if (asked === null) draw();
  }

  function draw() {
    mark.checked = standing.marked;
    element.classList.toggle("cafe-marked", standing.marked);
    inputs.write(standing.answer);
    const over = standing.outcome !== undefined;
    say(over ? "" : standing.kept);
    if (!over) return;
    verdict.className = `cafe-status cafe-${standing.outcome}`;
    verdict.replaceChildren(...words(standing));
    marking.hidden = true;
    settle(element, inputs, true);
    explain(more, standing.others);
  }

  return {
    element,
    show,
    heard,
    lose: () => asked !== null && lose(),
    stop: patience.stop,
  };
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
  const wish = (content) => ask(content) ?? say(RESTARTED);

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
  const next = button("", () => wish({ do: "next" }));
  const following = node("div", { class: "cafe-actions" }, next);

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
      wish({ do: "look" });
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
    following.hidden = exam.state !== "over";
    next.textContent = exam.next;
    run(exam.left);
    const warned = JSON.stringify(exam.warning);
    if (after.dataset.warned !== warned) warn(exam.warning);
    after.dataset.warned = warned;
  }

  const stop = () => clearInterval(ticking);
  return { before, time, aloud, after, following, show, stop };
}

// A link to a cell of another notebook: JupyterLab opens it in a tab of its own and goes
// there. Elsewhere, it is a plain link to the file, in a tab of the browser.
function linkTo({ text, file, cell }, folder) {
  const place = { path: folder + file, id: `#cell-id=${cell}` };
  const opened = document.querySelector(".jp-LabShell")
    ? {
        "data-commandlinker-command": "rendermime:handle-local-link",
        "data-commandlinker-args": JSON.stringify(place),
      }
    : { target: "_blank" };
  return node("a", { href: `${file}#cell-id=${cell}`, ...opened }, text);
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

// A sheet of questions; an exam may give way to the next paper.
function renderSheet({ model, el }, drafts) {
  let close = openSheet({ model, el }, drafts);
  const deafen = listen(model, {
    "change:questions": () => {
      const held = el.contains(document.activeElement);
      close();
      el.replaceChildren();
      close = openSheet({ model, el }, drafts);
      if (held) el.firstChild.focus();
    },
  });
  return () => {
    deafen();
    close();
  };
}

function openSheet({ model, el }, drafts) {
  const title = model.get("title");
  const isExam = model.get("look") === "exam";
  const view = nextView();
  let alive = true;
  let steps = 0;

  const banner = node("div", { class: "cafe-banner", role: "status" });
  const progress = node("p", { class: "cafe-progress" });
  const end = makeEnd(!isExam, folderOf(model));

  function setAlive(now) {
    if (now === alive) return;
    alive = now;
    banner.textContent = now ? "" : RESTARTED;
    if (!now) for (const question of questions.values()) question.lose();
  }

  // Sends a wish; gives its number, or null when there is no kernel to hear it.
  function ask(content) {
    if (!alive) return null;
    const step = `${view}${(steps += 1)}`;
    try {
      model.send({ ...content, step });
    } catch {
      setAlive(false); // the connection was closed
    }
    return alive ? step : null;
  }

  const patience = (say) => makePatience(model, say, ANSWER_IS_NEXT);

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
    if (model.get("look") === "diagnostic") showNext(standing.questions);
    end.show(standing.end);
    if (exam) showExam(standing.exam);
  }

  // Whoever is new need not see eight questions at once: each brings the next one.
  function showNext(standing) {
    const open = [...questions.keys()].filter((id) => !isTried(standing[id]));
    for (const [id, { element }] of questions)
      element.hidden = open.indexOf(id) > 0;
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
      "aria-label": title,
      tabindex: "-1",
    },
    node(
      "div",
      { class: "cafe-head" },
      node("p", { class: "cafe-title" }, title),
      progress,
      ...(exam ? [exam.time] : []),
    ),
    banner,
    ...(exam ? [exam.aloud, end.element, exam.before] : []),
    asked,
    exam ? exam.after : end.element,
    ...(exam ? [exam.following] : []),
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
      if (model.get("title") === title) show(); // else the next paper comes
    },
    "change:heard": () => {
      setAlive(true);
      const { step, trouble } = model.get("heard");
      for (const question of questions.values()) question.heard(step, trouble);
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

// A word as it is and, where it may be a plural, as the singular: `endings` are pairs.
function forms(word, endings) {
  const fitting = endings.filter(
    ([plural]) => word.endsWith(plural) && word.length > plural.length + 2,
  );
  const singular = ([plural, ending]) => word.slice(0, -plural.length) + ending;
  return [word, ...fitting.map(singular)];
}

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
    const typed = searchable(input.value).trim().split(" ");
    const words = typed.map((word) => forms(word, model.get("endings")));
    const isIn = (text) => (each) => each.some((form) => text.includes(` ${form}`));
    let found = 0;
    for (const { searched, element } of terms) {
      element.hidden = !words.every(isIn(searched));
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

// What was chosen and not yet sent outlives its view: JupyterLab may draw an output a
// second time, before or after the choice, and a learner may open a second view of it.
function makeDrafts() {
  const drafts = new Map(); // for each question, the answer so far
  const views = new Set(); // of each, what writes a draft of another view
  return {
    keep(id, draft, mine) {
      if (draft === null) return;
      drafts.set(id, draft);
      for (const follow of views) if (follow !== mine) follow(id, draft);
    },
    drop: (id) => drafts.delete(id),
    join(follow, id) {
      views.add(follow);
      if (drafts.has(id)) follow(id, drafts.get(id));
    },
    leave: (follow) => views.delete(follow),
  };
}

export default () => {
  const drafts = makeDrafts(); // of one sheet, for all its views
  return {
    render(context) {
      const isGlossary = context.model.get("look") === "glossary";
      return isGlossary ? renderGlossary(context) : renderSheet(context, drafts);
    },
  };
};
