"""JupyterLab in a real browser, on a copy of the course.

CAFE_SCREENSHOTS names a folder for pictures: Page.picture(name) saves one there.
CAFE_SLOWDOWN=4 makes the page four times slower: what waits too little then fails.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import TimeoutError as NotYet
from playwright.sync_api import expect, sync_playwright

from tools import require
from tools.notebooks import METADATA

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "test"
QUIET = {
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Spontaneous saves would make what a test finds in the file depend on time.
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
# No style sheet or frame of JupyterLab is looked into: no rule asked here needs one.
AXE = {"resultTypes": ["violations"], "preload": False, "iframes": False}
# What axe is asked about colours alone.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# Marks what is made as something was before: of the same elements axe would find the
# same. What an element is made of, with all that it stands in: its tag and attributes,
# whether it has words, and how many elements bear each id that it names. Of its words
# and of what is its alone, nothing. Says whether anything is new.
MARK_SEEN = """(elements) => {
  const alone = /^(aria-label|data-.*|href|id|name|title|value)$/;
  const names = /^(for|aria-(labelledby|describedby|controls))$/;
  const count = (ids) => ids.split(" ").map((id) =>
    document.querySelectorAll(`[id="${id}"]`).length);
  const told = ({ name, value }) =>
    `${name}=${names.test(name) ? count(value) : alone.test(name) ? !value : value}`;
  const seen = (window.cafeSeen ??= new Set());
  const isNew = (element, around) => {
    delete element.dataset.cafeSeen;
    if (element.localName === "svg") return true;
    const words = [...element.childNodes].some((child) =>
      child.nodeType === Node.TEXT_NODE && child.data.trim());
    const path = [around, element.localName, words, element.checked,
      ...[...element.attributes].map(told).sort()].join(" ");
    const known = seen.has(path);
    seen.add(path);
    const within = [...element.children].map((child) => isNew(child, path));
    if (!known || within.includes(true)) return true;
    if (element.matches("form, li, tr, .cafe-term")) element.dataset.cafeSeen = "";
    return false;
  };
  return elements.map((element) => isNew(element, "")).includes(true);
}"""
SEEN = "[data-cafe-seen]"
# For the kernel: what calls hold() goes on when Page.held is over.
HOLD = """
import time
from pathlib import Path
def hold():
    while Path("hold").exists():
        time.sleep(0.02)
"""
TO_THE_TOP = (
    "(panel.content.activeCellIndex = 0, panel.content.outerNode.scrollTop = 0, null)"
)
# For the kernel: what was shown before is not drawn anew after each cell to come.
FREEZE = """
import sys
if "cafe.explorers.kit.panel" in sys.modules:
    sys.modules["cafe.explorers.kit.panel"].freeze_all()
"""
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
BEGUN = "97_begun.ipynb"
VIEWPORT = {"width": 1280, "height": 900}
TINY = 0.05  # painted so, a page of 20,000 pixels costs little, and all in it the same

PATIENCE = 30_000  # milliseconds: a busy machine is no fault
LONG = 6 * PATIENCE  # for what may take long even so, such as a whole lesson
expect.set_options(timeout=PATIENCE)


class Lab:
    """A running JupyterLab and the folder that it shows."""

    def __init__(self, folder, port, base):
        self.folder = folder
        self.port = port
        self.base = base  # the path under which the server stands, as in a Hub
        self.url = f"http://127.0.0.1:{port}{base}"
        self.notebooks = folder / "notebooks"

    def call(self, method, path):
        request = urllib.request.Request(
            f"{self.url}/{path}?token={TOKEN}", method=method
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")

    def stop_kernels(self):
        for session in self.call("GET", "api/sessions"):
            self.call("DELETE", f"api/sessions/{session['id']}")

    def forget(self):
        """Deletes the learner's progress."""
        for file in self.notebooks.glob("progress*"):
            file.unlink()

    def write(self, name, cells):
        """A notebook of these code cells, {id: source}."""
        made = nbformat.v4.new_notebook(
            metadata=METADATA,
            cells=[
                nbformat.v4.new_code_cell(source, id=id) for id, source in cells.items()
            ],
        )
        nbformat.write(made, self.notebooks / name)


class Page:
    """A browser tab with one notebook open in JupyterLab."""

    def __init__(self, lab, tab, devtools):
        self.lab = lab
        self.tab = tab
        self.devtools = devtools  # what Playwright has no method for
        self.loaded = False
        self.begun = None  # the cells that `begin` has written, if nothing hurt them
        self.left_as = None  # how the last test has left it, for one that only looks
        self.errors = []  # what the page's console and scripts complained about
        self.received = []  # every message that the kernel sent to the page
        tab.on("pageerror", lambda error: self._complain(str(error)))
        tab.on("console", self._note)
        tab.on("websocket", lambda socket: socket.on("framereceived", self._hear))

    def _note(self, message):
        if message.type == "error":
            self._complain(message.text)

    def _complain(self, text):
        # JupyterLab complains so when it draws an output before it has heard of the
        # widget, and then draws it; anywidget when a busy page takes two seconds to
        # start one. The tests look for the widget.
        # JupyterLab complains too when a kernel is restarted while its debugger asks,
        # or stopped before it has answered all that it was sent, and when a notebook is
        # closed while the focus goes to its next cell.
        harmless = (
            "widget model not found",
            "[anywidget] Failed to initialize model.",
            "Could not restore the debugger state",
            "Canceled future for",
            "Cannot read properties of null (reading 'footer')",
        )
        # And in this one word when a notebook is closed while it is being saved, or its
        # kernel is being found: the promise of what is gone is broken off.
        if text != "Disposed" and not any(words in text for words in harmless):
            self.errors.append(text)

    def _hear(self, frame):
        text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
        self.received.append(text)

    def fresh(self):
        """No notebook is open, no kernel runs, and there is no progress."""
        self.close()
        self.lab.stop_kernels()
        self._tidy()

    def begin(self, cells):
        """A notebook of these cells, {id: source}, run by who has done nothing yet.

        It stays open and keeps its kernel: the next test that begins writes its cells
        into it and runs them, which takes a tenth of the time.
        """
        if self.begun is None:
            self.fresh()
            self.lab.write(BEGUN, cells)
            self.open(BEGUN)
        else:
            self.execute(FREEZE)
            self._tidy()
            self.command("notebook:clear-all-cell-outputs")
            if self.begun != cells:
                self._write(cells)
            self.run(TO_THE_TOP)
        self.begun = cells
        self.run_all()

    def _write(self, cells):
        """In the open notebook stand these cells and no others."""
        made = [
            {"cell_type": "code", "id": id, "source": source, "metadata": {}}
            for id, source in cells.items()
        ]
        self.run(
            "((notebook) => notebook.transact(() => {"
            " notebook.deleteCellRange(0, notebook.cells.length);"
            f" notebook.insertCells(0, {json.dumps(made)});"
            "}))(panel.content.model.sharedModel), null"
        )

    def _tidy(self):
        self.left_as = None
        self.lab.forget()
        self.errors.clear()
        self.received.clear()
        self.tab.set_viewport_size(VIEWPORT)
        self._measure(VIEWPORT["height"], 1)  # a failure may have left a tall page
        if self.loaded and os.environ.get("CAFE_SCREENSHOTS"):
            self.theme("light")

    def give_up(self, test):
        """Keeps a picture of a failure; the next notebook is opened in a new page."""
        self.left_as = None
        self.loaded = False  # whatever it shows, it is not ready for another test
        self.begun = None
        self.picture(re.sub(r"\W+", "-", test) + "-failed")

    def open(self, name):
        """Opens a notebook; the one that was open is closed without saving."""
        self.name = name
        if self.loaded:
            self.close()
            self.command("docmanager:open", path=f"notebooks/{name}")
        else:
            self.load()
        self.wait_for(self.name)

    def reload(self, look=lambda: None):
        """Loads the whole page anew, as a learner does who comes back, and looks.

        A page that is busy may look for a widget before it knows any, and then gives it
        up (ipywidgets, issue 4026). Lesson 00 says what to do; here it is loaded anew.
        """
        for patience in (PATIENCE / 3, PATIENCE / 3, PATIENCE):
            self.load()
            self.wait_for(self.name)
            expect.set_options(timeout=patience)
            try:
                return look()
            except AssertionError:
                if patience == PATIENCE:
                    raise
            finally:
                expect.set_options(timeout=PATIENCE)

    def load(self):
        path = f"lab/tree/notebooks/{self.name}"
        self.tab.goto(f"{self.lab.url}/{path}?token={TOKEN}&reset")
        self.loaded = True

    def wait_for(self, name):
        self._until(
            "name => window.jupyterapp?.shell.currentWidget?.context?.path"
            "?.endsWith(name)",
            name,
        )
        self.run("panel.context.ready")
        self.run("panel.sessionContext.ready")

    def close(self):
        """Closes the notebook and drops what was not saved."""
        self.begun = None
        if self.loaded:
            self.run(
                "(panel?.context && (window.closing = panel,"
                " panel.context.model.dirty = false, panel.close()), null)"
            )
            self._until("() => window.closing?.isDisposed ?? true")

    def leave(self, file):
        """Waits until a link has led to this lesson, and goes back from it."""
        begun, self.begun = self.begun, None
        self.wait_for(file)
        self.run("panel.sessionContext.shutdown().then(() => null)")
        self.close()
        self.wait_for(self.name)
        self.begun = begun

    def _until(self, condition, value=None):
        """Waits for a condition; asked at each frame, the page would do little else."""
        self.tab.wait_for_function(condition, arg=value, timeout=LONG, polling=50)

    def run(self, script):
        """The value of a script that may use `app` and `panel`, the open notebook."""
        return self.tab.evaluate(
            """async () => {
              const app = window.jupyterapp;
              const panel = app.shell.currentWidget;
              const late = (_, fail) =>
                setTimeout(() => fail(Error("no answer in LONG ms")), LONG);
              return await Promise.race([SCRIPT, new Promise(late)]);
            }""".replace("LONG", str(LONG)).replace("SCRIPT", script)
        )

    def command(self, name, **arguments):
        self.run(f"app.commands.execute({name!r}, {json.dumps(arguments)}), null")

    def run_all(self):
        """Runs all cells, behind the page: each change in sight would be painted."""
        self.run("(panel.hide(), null)")
        try:
            self._run_cells("notebook:run-all-cells")
        finally:
            self.run("(panel.show(), panel.activate(), null)")

    def run_cell(self, name):
        """Runs the one cell with this id."""
        self.run(
            "(panel.content.activeCellIndex = panel.content.widgets.findIndex("
            f"cell => cell.model.id === {name!r}), null)"
        )
        self._run_cells("notebook:run-cell")

    def _run_cells(self, command):
        """Runs cells until the last one has answered.

        What the kernel says of itself would be too early: it also rests between two
        cells, and after each step of a widget, which has a thread of its own.
        JupyterLab stops at the first error: then the test fails with it.
        """
        self.run(
            "(window.cellsRun = false,"
            f" app.commands.execute({command!r}).finally(() => window.cellsRun = true),"
            " null)"
        )
        self._until("() => window.cellsRun")
        found = self.outputs("error")
        errors = [f"{each['ename']}: {each['evalue']}" for each in found]
        assert not errors, f"{self.name}: {errors}"

    def scroll_down_to(self, selector):
        """Scrolls to the end of the notebook until the element there is drawn.

        JupyterLab draws only what is near the window; what it draws late, further up,
        pushes the end out of the window again.
        """
        last = "panel.content.widgets.length - 1"
        wanted = self.tab.locator(selector)
        for _ in range(30):
            self.run(f"panel.content.scrollToItem({last}, 'end').then(() => null)")
            with suppress(NotYet):
                return wanted.wait_for(timeout=1_000)
        raise AssertionError(f"{self.name}: {selector} is not drawn")

    def outputs(self, kind):
        """The outputs of one type ("error", "stream") of all cells."""
        return self.run(
            "[...panel.content.model.cells].flatMap((cell) =>"
            " cell.type === 'code' ? cell.outputs.toJSON() : [])"
            f".filter((output) => output.output_type === {kind!r})"
        )

    def execute(self, code):
        """Runs code in the notebook's kernel, as a cell elsewhere would."""
        self.run(
            "panel.sessionContext.session.kernel.requestExecute("
            f"{{code: {json.dumps(code)}}}).done.then(() => null)"
        )

    @contextmanager
    def held(self):
        """Meanwhile the kernel waits where it calls `hold` (see HOLD)."""
        file = self.lab.notebooks / "hold"
        file.touch()
        try:
            yield
        finally:
            file.unlink()

    def stop_kernel(self):
        self.begun = None
        self.run("panel.sessionContext.shutdown().then(() => null)")

    def restart_kernel(self):
        self._rest()  # a page that is still connecting would not hear of the restart
        self.run("panel.sessionContext.restartKernel().then(() => null)")
        self._rest()

    def renew_kernel(self):
        """Lets a test begin with a kernel that knows no widget of earlier ones."""
        if self.begun is not None:
            self.restart_kernel()

    def _rest(self):
        """Waits until the kernel is idle."""
        self._until(
            "() => window.jupyterapp.shell.currentWidget.sessionContext"
            ".session?.kernel?.status === 'idle'"
        )

    def save(self):
        """Saves the notebook and gives what the file then holds."""
        self.run("panel.context.save().then(() => null)")
        return (self.lab.notebooks / self.name).read_text(encoding="utf-8")

    def theme(self, name):
        """Changes the theme, unless it is there: each change paints all anew."""
        if self.tab.evaluate("document.body.dataset.jpThemeName") == THEMES[name]:
            return
        self.command("apputils:change-theme", theme=THEMES[name])
        there = "name => document.body.dataset.jpThemeName === name"
        self._until(there, THEMES[name])
        # Behind what JupyterLab covers the page with meanwhile, axe judges no colour.
        self._until("() => !document.getElementById('jupyterlab-splash')")

    def _themes(self):
        """All themes, the one that is there first."""
        there = self.tab.evaluate("document.body.dataset.jpThemeName")
        return sorted(THEMES, key=lambda name: THEMES[name] != there)

    def violations(self, selector, pictures=None):
        """What axe finds inside the elements: theme, rule, help, the first culprits.

        Before it, words of a picture that are too faint for what is behind them. In the
        dark theme only the rules about colours are asked: no other knows the theme.
        What is made as something was that axe has seen before is passed over.
        `pictures`, {name: selector}, are saved in both. The page stays in the theme
        that was looked at last.
        """
        found = []
        if not self.tab.locator(selector).evaluate_all(MARK_SEEN):
            return found
        self._grow()
        for theme in self._themes():
            self.theme(theme)
            rules = COLOURS if theme == "dark" else {}
            found += [(theme, *each) for each in self._faint(selector)]
            found += [(theme, *each) for each in self._axe(selector, rules)]
        self._shrink()
        if pictures and os.environ.get("CAFE_SCREENSHOTS"):
            for theme in self._themes():
                self.theme(theme)
                for name, part in pictures.items():
                    self.picture(f"{name}-{theme}", part)
        return found

    def faint(self, selector):
        """Words of pictures that are too faint for what is behind them now."""
        self._grow()
        found = self._faint(selector)
        self._shrink()
        return found

    def _shrink(self):
        self.run("(document.body.style.height = '', null)")
        self._measure(VIEWPORT["height"], 1)

    def _grow(self):
        """Makes the window as tall as the notebook.

        axe passes over what is out of view, and over all that stands in a body of no
        height, such as JupyterLab's. What is drawn only now may be taller than it was
        thought to be.
        """
        self.run("(document.body.style.height = '100vh', null)")
        height = 0
        for _ in range(5):
            tall = self.run(
                "panel.content.node.querySelector('.jp-WindowedPanel-inner')"
                ".scrollHeight"
            )
            if tall == height:
                break
            height = tall
            self._measure(int(height) + 200, TINY)
            self.run("(panel.content.outerNode.scrollTop = 0, null)")
            self.run("new Promise((drawn) => requestAnimationFrame(() => drawn(null)))")

    def _measure(self, height, scale):
        """Gives the page this height; on the screen it is so many times as large."""
        self.devtools.send(
            "Emulation.setDeviceMetricsOverride",
            {**VIEWPORT, "height": height, "deviceScaleFactor": 1, "mobile": False}
            | {"scale": scale},
        )

    def _faint(self, selector):
        return [(words,) for words in self.tab.evaluate(CONTRAST, selector)]

    def _axe(self, selector, rules):
        if not self.tab.evaluate("'axe' in window"):
            self.tab.evaluate(AXE_SCRIPT)
        found = self.tab.evaluate(
            "([where, how]) => axe.run(where, how).then((found) => found.violations)",
            [{"include": [[selector]], "exclude": [[SEEN]]}, AXE | rules],
        )
        return [
            (rule["id"], rule["help"], [node["html"] for node in rule["nodes"][:3]])
            for rule in found
        ]

    def picture(self, name, selector=None):
        """Saves a picture of an element, or of the page, if pictures are wanted."""
        folder = os.environ.get("CAFE_SCREENSHOTS")
        if not folder:
            return
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not selector:
            self.tab.screenshot(path=str(path))
            return
        before = self.tab.viewport_size
        target = self.tab.locator(selector).first
        target.scroll_into_view_if_needed()
        height = int(target.bounding_box()["height"])
        self.tab.set_viewport_size({"width": before["width"], "height": height + 400})
        target.screenshot(path=str(path))
        self.tab.set_viewport_size(before)


def copy_course(folder):
    """The lessons, their package and their data, side by side as in the project."""
    unwanted = shutil.ignore_patterns("progress*.json*", ".ipynb_*", "__pycache__")
    for part in ("notebooks", "data"):
        shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
    shutil.copy(
        ROOT / "tests" / "selfcheck" / "every_kind.toml",
        folder / "data" / "questions" / "99_every_kind.toml",
    )


def environment(private):
    """An environment in which no setting of this machine is read or changed."""
    settings = private / "settings"
    for plugin, values in QUIET.items():
        file = settings / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    own = {
        "JUPYTER_CONFIG_DIR": private / "config",
        "JUPYTER_DATA_DIR": private / "data",
        "JUPYTER_RUNTIME_DIR": private / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": private / "workspaces",
        "IPYTHONDIR": private / "ipython",
    }
    inherited = dict(os.environ)
    inherited.pop("CAFE_PROGRESS", None)
    return inherited | {key: str(value) for key, value in own.items()}


@contextmanager
def running_lab(scratch, base=""):
    """JupyterLab on a copy of the course, both in this folder; base: "/user/ada"."""
    folder, private = scratch / "course", scratch / "jupyter"
    copy_course(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"]
    command += [f"--ServerApp.base_url={base}/"]
    command += ["--LabApp.expose_app_in_browser=True"]
    command += ["--LabApp.extension_manager=readonly"]
    log = scratch / "server.log"
    with open(log, "wb") as output:
        server = subprocess.Popen(
            command, env=environment(private), stdout=output, stderr=output
        )
        try:
            running = Lab(folder, port, base)
            _wait_until_up(running, server, log)
            yield running
            running.stop_kernels()
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_up(lab, server, log):
    for _ in range(1800):  # three minutes, on a machine that does much else
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            return lab.call("GET", "api/status")
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(log.read_text(encoding="utf-8", errors="replace"))


@contextmanager
def opened_page(lab):
    """A page in a Chromium of its own, with nothing open yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=require.browser(), args=list(FLAGS)
        )
        yield page_in(browser, lab)
        browser.close()


def page_in(browser, lab):
    """A page of its own, as of another learner, in a browser that runs."""
    context = browser.new_context(viewport=VIEWPORT)
    tab = context.new_page()
    slowdown = {"rate": int(os.environ.get("CAFE_SLOWDOWN", "1"))}
    devtools = context.new_cdp_session(tab)
    devtools.send("Emulation.setCPUThrottlingRate", slowdown)
    return Page(lab, tab, devtools)
