// The ground on which the two views stand: view.js draws questions, panel.js explorers.
// Python joins it to each of them, since a widget is one text.

const GONE = "The notebook's kernel was restarted: run this cell again";
const BUSY = "The notebook is running another cell";
const SLOW = "No answer yet: the connection may be slow. If none comes, run this cell again.";
const DEAD = ["restarting", "autorestarting", "terminating", "dead"];
const PATIENCE = 2000; // milliseconds without a reply before a view says why
const UNHEARD = "data-lm-suppress-shortcuts"; // such an element has its keys for itself

// A name for each view in the page. Each widget loads this text anew, so the count is
// the page's and not the text's.
function nextView() {
  globalThis.cafeViews = (globalThis.cafeViews ?? 0) + 1;
  return `cafe-view-${globalThis.cafeViews}-`;
}

// An element; an attribute whose name begins with "on" is a listener.
function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// JupyterLab takes single keys as commands (d d deletes the cell): none may reach it
// from here. Escape leaves for the cell, where they work again.
function holdKeys(root) {
  root.dataset.cafeKeys = "held";
  if (!globalThis.cafeKeys) window.addEventListener("keydown", claim, { capture: true });
  globalThis.cafeKeys = true;
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") root.closest(".jp-Cell")?.focus();
    else event.stopPropagation();
  });
}

// Notebook 7 hears a key before it comes to us, and then asks whether the element that
// has the focus wants it for itself.
function claim({ target }) {
  if (target.closest?.("[data-cafe-keys]")) target.setAttribute(UNHEARD, "true");
}

const isBusy = (model) => model.widget_manager?.kernel?.status === "busy";

// From start() to stop(), says again and again why there is no reply yet: `next` while
// another cell is running. Only the kernel's own word tells that it was restarted.
function makePatience(model, say, next) {
  let waiting = null;
  const stop = () => clearTimeout(waiting);
  const start = () => {
    stop();
    waiting = setTimeout(look, PATIENCE);
  };
  function look() {
    say(isBusy(model) ? next : SLOW);
    start();
  }
  return { start, stop };
}

// Calls act() when the kernel stops or restarts; returns what ends the watch.
function whenKernelDies(model, act) {
  const changed = model.widget_manager?.kernel?.statusChanged;
  const react = (_, status) => DEAD.includes(status) && act();
  changed?.connect(react);
  return () => changed?.disconnect(react);
}

// Calls each reaction on its event of the model; returns what ends that.
function listen(model, reactions) {
  const each = Object.entries(reactions);
  for (const [event, reaction] of each) model.on(event, reaction);
  return () => each.forEach(([event, reaction]) => model.off(event, reaction));
}
