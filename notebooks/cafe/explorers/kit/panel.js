// Draws what the kernel sends, and tells it which control was used.
// Controls are built once and then patched, so the focus stays where it is.

const RESTARTED = `${GONE}.`;
const STEP_IS_NEXT = `${BUSY}: this one is next.`;
const SETTLED = 150; // milliseconds of rest after which the kernel hears of a move
const PLAYED_IN = 10_000; // milliseconds from the first picture to the last
const LONGEST = 1_200; // milliseconds between two pictures, where there are few
const TICK = 50;
const LEAST = 10 / 12; // pixels for a unit of the wide picture; with less it is folded
const GLIDE = ["slider", "text", "secret"]; // what is passed on the way is not missed
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

// Each kind of control: how it is built, and how it is brought up to date.
const KINDS = {
  button: (control, id, send) => {
    const button = node("button", {
      type: "button",
      class: control.main ? "cafe-ex-button cafe-ex-main" : "cafe-ex-button",
      onclick: () => send(null),
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
    const words = node("span", { class: "cafe-ex-said" });
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

  text: (control, id, send) =>
    line("text", id, send, (input, { value }) => {
      // What is being typed is newer than what the kernel has answered.
      if (!input.matches(":focus")) input.value = value;
    }),

  secret: (control, id, send) =>
    line("password", id, send, (input, { filled }) => {
      if (!filled && !input.matches(":focus")) input.value = "";
      input.placeholder = filled ? "typed, and not shown" : "";
    }),
};

function noteFor(id) {
  return node("span", { class: "cafe-ex-hint", id: `${id}-note` });
}

// A label, a line to type in, and a note under it; show() brings the line up to date.
function line(type, id, send, show) {
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
    show(input, now);
  };
  return [field, update];
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
  if (fresh.firstChild?.dataset?.key) return patchByKey(old, fresh);
  const before = [...old.childNodes];
  const after = [...fresh.childNodes];
  after.forEach((child, index) =>
    index < before.length ? patch(before[index], child) : old.append(child),
  );
  before.slice(after.length).forEach((child) => child.remove());
}

// Children that have keys are found again by them, wherever they stand: what one has
// pressed keeps the focus, and is seen to go to its new place.
function patchByKey(old, fresh) {
  const there = new Map([...old.children].map((child) => [child.dataset.key, child]));
  for (const child of [...fresh.children]) {
    const { key } = child.dataset;
    if (there.has(key)) patch(there.get(key), child);
    else old.append(child);
    there.delete(key);
  }
  for (const gone of there.values()) gone.remove();
}

// The part of a picture that acts like a control, if an event happened on one.
function touched(event) {
  const part = event.target.closest?.("[data-control][data-value]");
  return part && { name: part.dataset.control, value: JSON.parse(part.dataset.value) };
}

// Where a hand is over a picture, in the picture's own units.
function placeOf(event, svg) {
  const { clientX: x, clientY: y } = event;
  return new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse()).x;
}

// A button that moves a slider from its present place to its end. Who asked for less
// motion gets none, and moves the slider.
function makePlayer(root, slider, words, move) {
  const play = `▶ ${words}`;
  let playing = null;
  const button = node(
    "button",
    { type: "button", class: "cafe-ex-button", onclick: toggle },
    play,
  );
  button.hidden = STILL.matches;

  function go(value) {
    slider.value = value;
    move(value);
  }

  function stop() {
    clearInterval(playing);
    playing = null;
    setText(button, play);
    root.classList.remove("cafe-ex-playing");
  }

  function step() {
    const { value, min, max, step } = slider;
    const ticks = PLAYED_IN / TICK;
    const steps = Math.max(1, Math.round((max - min) / step / ticks));
    const next = Math.min(Number(value) + steps * step, max);
    go(next);
    if (next >= max) stop();
  }

  function toggle() {
    if (playing) return stop();
    if (Number(slider.value) >= slider.max) go(Number(slider.min));
    const steps = (slider.max - slider.min) / slider.step;
    const wait = Math.min(LONGEST, PLAYED_IN / steps);
    playing = setInterval(step, Math.max(TICK, wait));
    setText(button, "❚❚ Pause");
    root.classList.add("cafe-ex-playing");
  }

  return { button, stop };
}

function render({ model, el }) {
  const view = nextView();
  const heading = node("p", { class: "cafe-ex-heading", id: `${view}heading` });
  // Seen while the panel is busy; who cannot see it is told by aria-busy.
  const working = node(
    "span", { class: "cafe-ex-working", "aria-hidden": "true" }, "Working …",
  );
  const controls = node("div", { class: "cafe-ex-controls" });
  const more = node("details", { class: "cafe-ex-more" });
  const picture = node("div", {
    class: "cafe-ex-picture",
    onclick: press,
    onkeydown: (event) => {
      if (!["Enter", " "].includes(event.key) || !touched(event)) return;
      event.preventDefault();
      press(event);
    },
    onpointerdown: drag,
  });
  const status = node("div", { class: "cafe-ex-status", role: "status" });
  const words = node("ul", { class: "cafe-ex-words" });
  const same = node("details", {}, node("summary", {}, "The same in words"), words);
  const panel = node(
    "section",
    { class: "cafe-panel", "aria-labelledby": heading.id },
    heading, working, controls, picture, status, same,
  );
  holdKeys(panel);

  const patience = makePatience(model, (text) => setText(status, text), STEP_IS_NEXT);
  let shape;
  let resting = null, player = null, isAlive = true;
  let drawn = ""; // the text that the picture was drawn from
  let isNarrow = false, isSeen = false;
  // One step is on its way at a time: of two, the second may go by a thread that is
  // faster. Those after it wait here.
  let steps = 0, sent = null;
  const waiting = [];
  const built = new Map(); // for each control's shape: its node and its update

  function send(name, value) {
    if (name === model.get("played") && frame()) move(value);
    else ask(name, value);
  }

  function ask(name, value) {
    patience.start();
    // What the page has shown already keeps nobody waiting.
    panel.setAttribute("aria-busy", isAlive && !(name === model.get("played") && frame()));
    const last = waiting.at(-1);
    if (last?.name === name && GLIDE.includes(controlOf(name)?.kind)) last.value = value;
    else waiting.push({ name, value, step: `${view}${(steps += 1)}` });
    if (!sent) sendNext();
  }

  function sendNext() {
    sent = waiting.shift() ?? null;
    if (sent) model.send(sent);
  }

  function controlOf(name) {
    return model.get("controls").flat().find((control) => control.name === name);
  }

  // Once the page has every picture of the played slider, it shows one at once, and tells
  // the kernel when the hand rests.
  function move(value) {
    slider().value = value;
    showFrame();
    clearTimeout(resting);
    resting = setTimeout(() => {
      resting = null;
      ask(model.get("played"), value);
    }, SETTLED);
  }

  function slider() {
    return controls.querySelector(".cafe-ex-played input");
  }

  // Which of the two pictures is shown.
  function layout() {
    return isNarrow && model.get("narrow") ? "narrow" : "svg";
  }

  // What was sent ahead for the value of the played slider, if it was for this layout.
  function frame() {
    const frames = model.get("frames");
    if (!frames.length || !slider()) return null;
    const { value, min, step } = slider();
    const sent = frames[Math.round((value - min) / step)];
    return layout() in sent ? sent : null;
  }

  function showFrame() {
    const { words, status: told, said } = frame();
    showPicture();
    showWords(words);
    // What plays by itself is not read aloud picture by picture.
    const plays = panel.classList.contains("cafe-ex-playing");
    status.setAttribute("aria-live", plays ? "off" : "polite");
    setText(status, told);
    const input = slider();
    input.setAttribute("aria-valuetext", said);
    setText(input.parentElement.querySelector(".cafe-ex-said"), said);
  }

  function press(event) {
    const part = touched(event);
    if (part) send(part.name, part.value);
  }

  function drag(event) {
    const part = event.target.closest?.("[data-control][data-left]");
    if (!part) return;
    const { control, left, right } = part.dataset;
    const { least, most, step } = controlOf(control);
    const svg = picture.firstChild;
    let last = null;
    const follow = (event) => {
      const share = (placeOf(event, svg) - left) / (right - left);
      const steps = Math.round((share * (most - least)) / step);
      const value = Math.min(most, Math.max(least, least + steps * step));
      if (value !== last) send(control, (last = value));
    };
    const end = () => picture.removeEventListener("pointermove", follow);
    event.preventDefault(); // selects no text
    picture.setPointerCapture(event.pointerId);
    picture.addEventListener("pointermove", follow);
    for (const type of ["pointerup", "pointercancel"])
      picture.addEventListener(type, end, { once: true });
    follow(event);
  }

  // What stays keeps its node, and so what is being typed in it.
  function nodeOf(control) {
    if (!built.has(shapeOf(control))) {
      const { kind, name } = control;
      const parts = KINDS[kind](control, view + name, (value) => send(name, value));
      if (name === model.get("played")) addPlayer(parts[0], control.play);
      built.set(shapeOf(control), parts);
    }
    return built.get(shapeOf(control))[0];
  }

  function addPlayer(element, words) {
    element.classList.add("cafe-ex-played");
    const slider = element.querySelector("input");
    player = makePlayer(panel, slider, words, (value) => send(model.get("played"), value));
    element.append(player.button);
  }

  function lineOf(row) {
    const line = node("div", { class: "cafe-ex-row" }, ...row.map(nodeOf));
    line.style.setProperty("--cafe-columns", row.length);
    return line;
  }

  function build(rows) {
    const active = document.activeElement;
    const isFolded = (row) => row.every(({ folded }) => folded);
    const lines = rows.filter((row) => !isFolded(row)).map(lineOf);
    const foldedLines = rows.filter(isFolded).map(lineOf);
    more.replaceChildren(node("summary", {}, "More to change"), ...foldedLines);
    controls.replaceChildren(...lines, ...(foldedLines.length ? [more] : []));
    if (controls.contains(active)) active.focus();
  }

  // What the kernel answers to an earlier step is older than what one sees here.
  function showControls() {
    if (isAhead()) return;
    const rows = model.get("controls")
      .map((row) => row.filter(({ within }) => !within))
      .filter((row) => row.length);
    const now = JSON.stringify(rows.map((row) => row.map(shapeOf)));
    if (now !== shape) build(rows);
    shape = now;
    for (const control of rows.flat()) built.get(shapeOf(control))[1](control);
  }

  // What one has pressed keeps the focus, also where the drawing has got more parts
  // before it, or fewer.
  function keepFocus(redraw) {
    const active = document.activeElement;
    const { control, value } = picture.contains(active) ? { ...active.dataset } : {};
    redraw();
    if (control === undefined || value === undefined) return;
    const [named, valued] = [control, value].map((text) => CSS.escape(text));
    picture.querySelector(`[data-control="${named}"][data-value="${valued}"]`)?.focus();
  }

  // A step changes much at once, and each change asks for the picture.
  function showPicture() {
    const text = (frame() ?? { [layout()]: model.get(layout()) })[layout()];
    if (text !== drawn) draw(text);
    drawn = text;
    picture.classList.toggle("cafe-ex-narrow", layout() === "narrow");
  }

  function draw(text) {
    const holder = node("div");
    holder.innerHTML = text.replaceAll("cafe-id-", view);
    if (!holder.firstChild) return;
    const width = holder.firstChild.getAttribute("width");
    const isAsWide = picture.firstChild?.getAttribute("width") === width;
    keepFocus(() => {  // from one layout to the other nothing glides
      if (isAsWide) patch(picture.firstChild, holder.firstChild);
      else picture.replaceChildren(holder.firstChild);
    });
    panel.style.setProperty("--cafe-width", `${width}px`);
  }

  // Where letters of the wide picture would be too small to read, the narrow one is shown.
  function measure() {
    if (!el.clientWidth) return; // it is not shown now
    const wasNarrow = isNarrow;
    const [, wide] = / width="([\d.]+)"/.exec(model.get("svg")) ?? [];
    isNarrow = picture.clientWidth < wide * LEAST;
    if (isNarrow === wasNarrow || !model.get("narrow")) return;
    showPicture();
    if (isSeen) tellSeen();
  }

  function showWords(lines) {
    words.replaceChildren(...lines.map((line) => node("li", {}, line)));
  }

  function catchUp() {
    showPicture();
    showWords(frame()?.words ?? model.get("words"));
    setText(status, model.get("status"));
  }

  // Whether the kernel has yet to hear of something that is seen here already.
  const isAhead = () => Boolean(sent || resting);
  const isLate = () => isAhead() && frame() !== null;

  const deafen = listen(model, {
    "change:heading": () => setText(heading, model.get("heading")),
    "change:controls": showControls,
    "change:heard": () => {
      if (model.get("heard") !== sent?.step) return;
      sendNext();
      if (isAhead()) return;
      panel.setAttribute("aria-busy", false);
      showControls();
      catchUp();
    },
    "change:svg": () => layout() === "svg" && showPicture(),
    "change:narrow": () => layout() === "narrow" && showPicture(),
    "change:frames": showPicture,
    "change:words": () => isLate() || catchUp(),
    "change:turn": () => {
      patience.stop();
      if (!isLate()) catchUp();
    },
  });
  const unwatch = whenKernelDies(model, () => {
    patience.stop();
    isAlive = false;
    panel.setAttribute("aria-busy", false);
    setText(status, RESTARTED);
  });

  // What may come next is drawn ahead for who has the panel on the screen.
  const shown = new IntersectionObserver((entries) => {
    if (!isAlive || !entries.some(({ isIntersecting }) => isIntersecting)) return;
    shown.disconnect();
    isSeen = true;
    tellSeen();
  });

  function tellSeen() {
    if (isAlive) model.send({ seen: true, narrow: layout() === "narrow" });
  }

  setText(heading, model.get("heading"));
  panel.classList.toggle("cafe-ex-aligned", model.get("aligned"));
  panel.classList.toggle("cafe-ex-below", model.get("below"));
  if (model.get("below")) picture.after(controls);
  showControls();
  catchUp();
  el.append(panel);
  const watched = new ResizeObserver(measure);
  watched.observe(picture);
  shown.observe(panel);

  return () => {
    watched.disconnect();
    shown.disconnect();
    clearTimeout(resting);
    player?.stop();
    patience.stop();
    unwatch();
    deafen();
  };
}

export default { render };
