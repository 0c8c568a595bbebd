// Draws what the kernel sends, and tells it which control was used.
// Controls are built once and then patched, so the focus stays where it is.

const PATIENCE = 4000; // milliseconds until a missing answer is explained
const GONE =
  "Python was restarted, so this picture stands still. " +
  "Run this cell again to go on.";
const SILENT =
  "No answer from Python yet. If a cell is running, wait for it; " +
  "otherwise run this cell again.";

let views = 0;

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
    const button = make("button", { type: "button", className: "cafe-button" });
    button.addEventListener("click", () => send(null));
    return [button, (now) => setText(button, now.label)];
  },

  toggle: (control, id, send) => {
    const input = make("input", { type: "checkbox", id });
    const words = make("label", { htmlFor: id });
    input.addEventListener("change", () => send(input.checked));
    return [
      make("span", { className: "cafe-toggle" }, input, words),
      (now) => {
        input.checked = now.value;
        setText(words, now.label);
      },
    ];
  },

  slider: (control, id, send) => {
    const input = make("input", { type: "range", id });
    const words = make("output", { htmlFor: id });
    const label = make("label", { htmlFor: id });
    input.addEventListener("input", () => send(Number(input.value)));
    return [
      make("span", { className: "cafe-slider" }, label, input, words),
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
      return make("span", { className: "cafe-radio" }, input, label);
    });
    const fieldset = make("fieldset", { className: "cafe-choice" }, legend, ...radios);
    return [
      fieldset,
      (now) => {
        setText(legend, now.label);
        for (const input of fieldset.querySelectorAll("input"))
          input.checked = input.value === now.value;
      },
    ];
  },
};

function setText(node, words) {
  if (node.textContent !== words) node.textContent = words;
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
  const view = `cafe-${++views}-`;
  const heading = make("p", { className: "cafe-heading", id: `${view}heading` });
  const controls = make("div", { className: "cafe-controls" });
  const picture = make("div", { className: "cafe-picture" });
  const status = make("div", { className: "cafe-status" });
  const words = make("ul", { className: "cafe-words" });
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

  let patience, dead, shape;
  let updates = new Map();

  function send(name, value) {
    if (dead) return setText(status, GONE);
    clearTimeout(patience);
    patience = setTimeout(() => setText(status, SILENT), PATIENCE);
    model.send({ name, value });
  }

  function build(rows) {
    updates = new Map();
    controls.replaceChildren(
      ...rows.map((row) => {
        const nodes = row.map((control) => {
          const id = view + control.name;
          const [node, update] = KINDS[control.kind](control, id, (value) =>
            send(control.name, value),
          );
          updates.set(control.name, update);
          return node;
        });
        const line = make("div", { className: "cafe-row" }, ...nodes);
        line.style.setProperty("--cafe-columns", row.length);
        return line;
      }),
    );
  }

  function showControls() {
    const rows = model.get("controls");
    const names = JSON.stringify(
      rows.map((row) => row.map((c) => [c.name, Object.keys(c.options ?? {})])),
    );
    if (names !== shape) build(rows);
    shape = names;
    for (const control of rows.flat()) updates.get(control.name)(control);
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
    "change:controls": showControls,
    "change:svg": showPicture,
    "change:words": showWords,
    "change:turn": () => {
      clearTimeout(patience);
      setText(status, model.get("status"));
    },
    "comm_live_update": () => {
      clearTimeout(patience);
      dead = true;
      setText(status, GONE);
    },
  };

  setText(heading, model.get("heading"));
  panel.classList.toggle("cafe-aligned", model.get("aligned"));
  showControls();
  showPicture();
  showWords();
  setText(status, model.get("status"));
  for (const [event, reaction] of Object.entries(reactions)) model.on(event, reaction);
  el.append(panel);

  return () => {
    clearTimeout(patience);
    for (const [event, reaction] of Object.entries(reactions))
      model.off(event, reaction);
  };
}

export default { render };
