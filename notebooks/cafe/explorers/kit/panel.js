// Draws what the kernel sends, and tells it which control was used.
// Controls are built once and then patched, so the focus stays where it is.

const RESTARTED = `${GONE}.`;
const STEP_IS_NEXT = `${BUSY}: this one is next.`;

// Each kind of control: how it is built, and how it is brought up to date.
const KINDS = {
  button: (control, id, send) => {
    const button = node("button", {
      type: "button", class: "cafe-ex-button", onclick: () => send(null),
    });
    return [button, (now) => setText(button, now.label)];
  },

  toggle: (control, id, send) => {
    const onchange = () => send(input.checked);
    const input = node("input", { type: "checkbox", id, onchange });
    const words = node("label", { for: id });
    return [
      node("span", { class: "cafe-ex-toggle" }, input, words),
      (now) => {
        input.checked = now.value;
        setText(words, now.label);
      },
    ];
  },

  slider: (control, id, send) => {
    const oninput = () => send(Number(input.value));
    const input = node("input", { type: "range", id, oninput });
    const words = node("span");
    const label = node("label", { for: id });
    return [
      node("span", { class: "cafe-ex-slider" }, label, input, words),
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
    const legend = node("legend");
    const radios = Object.entries(control.options).map(([value, words], index) => {
      const input = node("input", {
        type: "radio", name: id, id: `${id}-${index}`, value,
        onchange: () => send(value),
      });
      const label = node("label", { for: input.id }, words);
      return node("span", { class: "cafe-ex-radio" }, input, label);
    });
    const note = noteFor(id);
    const fieldset = node(
      "fieldset",
      { class: "cafe-ex-choice", "aria-describedby": note.id },
      legend, ...radios, note,
    );
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
  return node("span", { class: "cafe-ex-hint", id: `${id}-note` });
}

// A label, a line to type in, and a note under it.
function line(type, id, send) {
  const label = node("label", { for: id });
  const note = noteFor(id);
  const input = node("input", {
    type,
    id,
    spellcheck: "false",
    autocomplete: type === "password" ? "new-password" : "off",
    autocapitalize: "none",
    "aria-describedby": note.id,
    oninput: () => send(input.value),
  });
  const field = node("span", { class: "cafe-ex-field" }, label, input, note);
  const update = (now) => {
    setText(label, now.label);
    setText(note, now.note);
  };
  return [field, input, update];
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
  const heading = node("p", { class: "cafe-ex-heading", id: `${view}heading` });
  const controls = node("div", { class: "cafe-ex-controls" });
  const picture = node("div", { class: "cafe-ex-picture" });
  const status = node("div", { class: "cafe-ex-status", role: "status" });
  const words = node("ul", { class: "cafe-ex-words" });
  const same = node(
    "details",
    { open: "" },
    node("summary", {}, "The same in words"),
    words,
  );
  const panel = node(
    "section",
    { class: "cafe-panel", "aria-labelledby": heading.id },
    heading, controls, picture, status, same,
  );
  holdKeys(panel);

  const patience = makePatience(
    () => isBusy(model),
    () => setText(status, STEP_IS_NEXT),
    () => setText(status, RESTARTED),
  );
  let shape;
  let steps = 0, awaited = null; // the last step, until the kernel has heard it
  const built = new Map(); // for each control's shape: its node and its update

  function send(name, value) {
    patience.start();
    awaited = `${view}${(steps += 1)}`;
    model.send({ name, value, step: awaited });
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
        const line = node("div", { class: "cafe-ex-row" }, ...row.map(nodeOf));
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
    const holder = node("div");
    holder.innerHTML = model.get("svg").replaceAll("cafe-id-", view);
    if (!holder.firstChild) return;
    if (picture.firstChild) patch(picture.firstChild, holder.firstChild);
    else picture.append(holder.firstChild);
    const width = picture.firstChild.getAttribute("width");
    panel.style.setProperty("--cafe-width", `${width}px`);
  }

  function showWords() {
    words.replaceChildren(...model.get("words").map((line) => node("li", {}, line)));
  }

  const deafen = listen(model, {
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
      patience.stop();
      setText(status, model.get("status"));
    },
  });
  const unwatch = whenKernelDies(model, () => {
    patience.stop();
    setText(status, RESTARTED);
  });

  setText(heading, model.get("heading"));
  panel.classList.toggle("cafe-ex-aligned", model.get("aligned"));
  showControls();
  showPicture();
  showWords();
  setText(status, model.get("status"));
  el.append(panel);

  return () => {
    patience.stop();
    unwatch();
    deafen();
  };
}

export default { render };
