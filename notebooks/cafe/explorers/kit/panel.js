// Draws what the kernel sends, and tells it which control was used.
// Controls are built once and then patched, so the focus stays where it is.

const PATIENCE = 2000; // milliseconds without an answer before the view says why
const GONE = "The notebook's kernel was restarted: run this cell again.";
const BUSY = "The notebook is running another cell: this one is next.";
const DEAD = ["restarting", "autorestarting", "terminating", "dead"];

// A number for each view in the page. Each widget loads this file anew, so the count
// is the page's and not the file's.
function nextView() {
  globalThis.cafeViews = (globalThis.cafeViews ?? 0) + 1;
  return `cafe-view-${globalThis.cafeViews}-`;
}

function make(name, properties = {}, ...children) {
  const node = document.createElement(name);
  const { data = {}, ...rest } = properties;
  Object.assign(node, rest);
  Object.assign(node.dataset, data);
  node.append(...children);
  return node;
}

// Each kind of control: how it is built, and how it is brought up to date.
const KINDS = {
  button: (control, id, send) => {
    const button = make("button", { type: "button", className: "cafe-ex-button" });
    button.addEventListener("click", () => send(null));
    return [button, (now) => setText(button, now.label)];
  },

  toggle: (control, id, send) => {
    const input = make("input", { type: "checkbox", id });
    const words = make("label", { htmlFor: id });
    input.addEventListener("change", () => send(input.checked));
    return [
      make("span", { className: "cafe-ex-toggle" }, input, words),
      (now) => {
        input.checked = now.value;
        setText(words, now.label);
      },
    ];
  },

  slider: (control, id, send) => {
    const input = make("input", { type: "range", id });
    const words = make("span");
    const label = make("label", { htmlFor: id });
    input.addEventListener("input", () => send(Number(input.value)));
    return [
      make("span", { className: "cafe-ex-slider" }, label, input, words),
      (now) => {
        Object.assign(input, { min: now.least, max: now.most, step: now.step });
        if (Number(input.value) !== now.value) input.value = now.value;
        input.setAttribute("aria-valuetext", now.words);
        setText(label, now.label);
        setText(words, now.words);
      },
    ];
  },

  choice: (control, id, send) => {
    const legend = make("legend");
    const radios = Object.entries(control.options).map(([value, words], index) => {
      const input = make("input", { type: "radio", name: id, id: `${id}-${index}` });
      input.value = value;
      input.addEventListener("change", () => send(value));
      const label = make("label", { htmlFor: input.id }, words);
      return make("span", { className: "cafe-ex-radio" }, input, label);
    });
    const note = noteFor(id);
    const fieldset = make("fieldset", {}, legend, ...radios, note);
    fieldset.className = "cafe-ex-choice";
    fieldset.setAttribute("aria-describedby", note.id);
    return [
      fieldset,
      (now) => {
        setText(legend, now.label);
        setText(note, now.note);
        for (const input of fieldset.querySelectorAll("input"))
          input.checked = input.value === now.value;
      },
    ];
  },

  text: (control, id, send) => {
    const [field, input, update] = line("text", id, send);
    return [
      field,
      (now) => {
        update(now);
        // What is being typed is newer than what the kernel has answered.
        if (!input.matches(":focus")) input.value = now.value;
      },
    ];
  },

  secret: (control, id, send) => {
    const [field, input, update] = line("password", id, send);
    return [
      field,
      (now) => {
        update(now);
        if (!now.filled && !input.matches(":focus")) input.value = "";
        input.placeholder = now.filled ? "typed, and not shown" : "";
      },
    ];
  },
};

function noteFor(id) {
  return make("span", { className: "cafe-ex-hint", id: `${id}-note` });
}

// A label, a line to type in, and a note under it.
function line(type, id, send) {
  const input = make("input", { type, id, spellcheck: false });
  input.autocomplete = type === "password" ? "new-password" : "off";
  input.autocapitalize = "none";
  const label = make("label", { htmlFor: id });
  const note = noteFor(id);
  input.setAttribute("aria-describedby", note.id);
  input.addEventListener("input", () => send(input.value));
  const field = make("span", { className: "cafe-ex-field" }, label, input, note);
  const update = (now) => {
    setText(label, now.label);
    setText(note, now.note);
  };
  return [field, input, update];
}

function setText(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

// What a control's node is built from; the rest is brought up to date.
function shapeOf({ kind, name, options = {} }) {
  return JSON.stringify([kind, name, options]);
}

// Make `old` like `fresh`, keeping elements, so that style changes can glide.
function patch(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes])
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((child, index) =>
    index < before.length ? patch(before[index], child) : old.append(child),
  );
  before.slice(after.length).forEach((child) => child.remove());
}

function render({ model, el }) {
  const view = nextView();
  const heading = make("p", { className: "cafe-ex-heading", id: `${view}heading` });
  const controls = make("div", { className: "cafe-ex-controls" });
  const picture = make("div", { className: "cafe-ex-picture" });
  const status = make("div", { className: "cafe-ex-status" });
  const words = make("ul", { className: "cafe-ex-words" });
  const same = make(
    "details",
    { open: true },
    make("summary", {}, "The same in words"),
    words,
  );
  const panel = make(
    "section",
    { className: "cafe-panel" },
    heading, controls, picture, status, same,
  );
  status.setAttribute("role", "status");
  panel.setAttribute("aria-labelledby", heading.id);
  // JupyterLab must not take a letter or an arrow meant for a control.
  panel.addEventListener("keydown", (e) => e.key !== "Escape" && e.stopPropagation());

  const kernel = model.widget_manager?.kernel;
  let patience, shape;
  let steps = 0, awaited = null; // the last step, until the kernel has heard it
  const built = new Map(); // for each control's shape: its node and its update

  function send(name, value) {
    clearTimeout(patience);
    patience = setTimeout(explain, PATIENCE);
    awaited = `${view}${(steps += 1)}`;
    model.send({ name, value, step: awaited });
  }

  // No answer came in time: say why, and look again while another cell runs.
  function explain() {
    const busy = kernel?.status === "busy";
    setText(status, busy ? BUSY : GONE);
    if (busy) patience = setTimeout(explain, PATIENCE);
  }

  function onKernel(_, now) {
    if (!DEAD.includes(now)) return;
    clearTimeout(patience);
    setText(status, GONE);
  }

  // What stays keeps its node, and so what is being typed in it.
  function nodeOf(control) {
    if (!built.has(shapeOf(control)))
      built.set(
        shapeOf(control),
        KINDS[control.kind](control, view + control.name, (value) =>
          send(control.name, value),
        ),
      );
    return built.get(shapeOf(control))[0];
  }

  function build(rows) {
    const active = document.activeElement;
    controls.replaceChildren(
      ...rows.map((row) => {
        const line = make("div", { className: "cafe-ex-row" }, ...row.map(nodeOf));
        line.style.setProperty("--cafe-columns", row.length);
        return line;
      }),
    );
    if (controls.contains(active)) active.focus();
  }

  // What the kernel answers to an earlier step is older than what one sees here.
  function showControls() {
    if (awaited) return;
    const rows = model.get("controls");
    const now = JSON.stringify(rows.map((row) => row.map(shapeOf)));
    if (now !== shape) build(rows);
    shape = now;
    for (const control of rows.flat()) built.get(shapeOf(control))[1](control);
  }

  function showPicture() {
    const holder = make("div");
    holder.innerHTML = model.get("svg").replaceAll("cafe-id-", view);
    if (!holder.firstChild) return;
    if (picture.firstChild) patch(picture.firstChild, holder.firstChild);
    else picture.append(holder.firstChild);
    const width = picture.firstChild.getAttribute("width");
    panel.style.setProperty("--cafe-width", `${width}px`);
  }

  function showWords() {
    words.replaceChildren(...model.get("words").map((line) => make("li", {}, line)));
  }

  const reactions = {
    "change:heading": () => setText(heading, model.get("heading")),
    "change:controls": showControls,
    "change:heard": () => {
      if (model.get("heard") !== awaited) return;
      awaited = null;
      showControls();
    },
    "change:svg": showPicture,
    "change:words": showWords,
    "change:turn": () => {
      clearTimeout(patience);
      setText(status, model.get("status"));
    },
  };

  setText(heading, model.get("heading"));
  panel.classList.toggle("cafe-ex-aligned", model.get("aligned"));
  showControls();
  showPicture();
  showWords();
  setText(status, model.get("status"));
  for (const [event, reaction] of Object.entries(reactions)) model.on(event, reaction);
  kernel?.statusChanged?.connect(onKernel);
  el.append(panel);

  return () => {
    clearTimeout(patience);
    kernel?.statusChanged?.disconnect(onKernel);
    for (const [event, reaction] of Object.entries(reactions))
      model.off(event, reaction);
  };
}

export default { render };
