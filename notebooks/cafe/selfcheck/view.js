// The one view of self-checks and predictions. It shows what Python sends, tells
// Python what the learner answers, and grades nothing: a right answer reaches the
// page when it is earned.

const GONE =
  "The notebook's kernel was restarted: run this cell again; your answers are kept.";
const BUSY = "The notebook is running another cell: your answer is next.";
const PATIENCE = 2000; // milliseconds without a reply before the view says why
const DEAD = ["restarting", "autorestarting", "terminating", "dead"];
const SIGNS = { right: "✓", wrong: "✗", raised: "!", untried: "…", noted: "✎" };

let views = 0; // makes the names of a view's inputs unique in the page

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

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
    const element = node(
      "div",
      { class: "cafe-card", role: "radiogroup", "aria-labelledby": id },
      node(
        "div",
        { id, class: "cafe-card-text" },
        node("span", { class: "cafe-letter" }, key),
        " ",
        node("span", {}, ...rich(text)),
      ),
      node("div", { class: "cafe-bins" }, ...labels),
    );
    return { key, inputs, element };
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

// One question: its inputs, its button, its live region. `ask(content)` sends a wish
// to Python and says false when there is no kernel to hear it.
function makeQuestion(question, name, ask) {
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
  const fieldset = node(
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
  const element = node(
    "form",
    { class: "cafe-question", "data-question": question.id, onsubmit: submit },
    fieldset,
    node("div", { class: "cafe-actions" }, button, compare),
    status,
    more,
  );
  // A settled answer stays as it is, and yet keeps the focus that it may have.
  const stay = (event) => {
    if (!element.classList.contains("cafe-settled")) return;
    event.preventDefault();
    event.stopPropagation();
  };
  fieldset.addEventListener("click", stay, { capture: true });

  let turn = 0;
  let waiting = null;
  let pressed = null;

  function wish(control, content) {
    if (isInert(control)) return;
    pressed = { control, label: control.textContent };
    control.textContent = "Checking…";
    setInert(control, true);
    if (ask({ question: question.id, ...content })) wait();
    else release(GONE);
  }

  function wait() {
    waiting = setTimeout(() => {
      const answerable = ask(null);
      if (answerable === "busy") {
        say(BUSY);
        wait();
      } else release(GONE);
    }, PATIENCE);
  }

  function release(text) {
    clearTimeout(waiting);
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

  function settle() {
    element.classList.add("cafe-settled");
    for (const control of inputs.element.querySelectorAll("input, button")) {
      setInert(control, true);
      control.readOnly = true;
    }
  }

  function show(standing) {
    if (!standing || standing.turn === turn) return;
    turn = standing.turn;
    element.dataset.turn = turn;
    release();
    if (standing.answer !== null) inputs.write(standing.answer);
    status.className = `cafe-status cafe-${standing.outcome}`;
    status.replaceChildren(...words(standing));
    button.textContent = standing.button;
    setInert(button, standing.settled);
    if (standing.settled) settle();
    compare.hidden = !standing.compare;
    if (standing.compare) {
      compare.textContent = standing.compare;
      setInert(compare, standing.outcome !== "noted");
    }
    if (standing.others.length) {
      more.hidden = false;
      more.replaceChildren(
        node("summary", {}, "Each choice explained"),
        list(standing.others),
      );
    }
  }

  return { element, show, stop: () => clearTimeout(waiting) };
}

function makeEnd() {
  const element = node("div", { class: "cafe-end", role: "status" });
  return {
    element,
    show(end) {
      if (!end || element.dataset.text === end.text) return;
      element.dataset.text = end.text;
      const points = end.points.map(({ name, text, aside }) =>
        node("li", {}, node("strong", {}, name), ` ${text} `, aside),
      );
      element.replaceChildren(
        node("p", { class: "cafe-score" }, end.text),
        ...(points.length
          ? [node("p", {}, end.lead), node("ul", {}, ...points)]
          : []),
      );
    },
  };
}

function render({ model, el }) {
  const name = `cafe-${++views}`;
  const manager = model.widget_manager;
  const kernel = manager?.kernel;
  let alive = true;

  const banner = node("div", { class: "cafe-banner", role: "status" });
  const progress = node("p", { class: "cafe-progress" });
  const end = makeEnd();

  function setAlive(now) {
    if (now === alive) return;
    alive = now;
    banner.textContent = now ? "" : GONE;
  }

  // Sends a wish; with null only says how things stand.
  function ask(content) {
    if (!alive) return false;
    if (content === null) {
      const state = manager?.kernel?.status === "busy" ? "busy" : false;
      if (!state) setAlive(false);
      return state;
    }
    try {
      model.send(content);
    } catch {
      setAlive(false); // the connection was closed
    }
    return alive;
  }

  const questions = new Map(
    model.get("questions").map((question, index) => [
      question.id,
      makeQuestion(question, `${name}-${index}`, ask),
    ]),
  );

  function show() {
    const standing = model.get("standing");
    progress.textContent = standing.progress;
    for (const [id, question] of questions) question.show(standing.questions[id]);
    end.show(standing.end);
  }

  function hear() {
    setAlive(true);
    show();
  }

  const onCut = () => setAlive(false); // a live comm only ever turns dead
  const onStatus = (_, status) => {
    if (DEAD.includes(status)) setAlive(false);
  };

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
    ),
    banner,
    ...[...questions.values()].map((question) => question.element),
    end.element,
  );
  // JupyterLab takes single keys as commands (d d deletes the cell): none may reach it
  // from here. Escape leaves for the cell, where they work again.
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") root.closest(".jp-Cell")?.focus();
    else event.stopPropagation();
  });
  show();
  el.append(root);

  model.on("change:standing", hear);
  model.on("comm_live_update", onCut);
  kernel?.statusChanged?.connect(onStatus);
  return () => {
    kernel?.statusChanged?.disconnect(onStatus);
    for (const question of questions.values()) question.stop();
  };
}

export default { render };
