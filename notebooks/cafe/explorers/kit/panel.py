"""The panel that every explorer shares: controls, a picture, and words.

An explorer is a small class. It says which controls it has, draws its state,
and acts when a control is used; the panel does the rest. The words are the
picture's equal: they are folded under it, and they are the explorer's repr, so
they can be read without a browser and compared by a test.

Three ways to touch the picture itself: a part that is pressed (`svg.touchable`), a
part that is dragged (`svg.dragged`), and `played`, a slider whose pictures are all sent
ahead, so that the page shows them as fast as a hand moves, and plays them by itself.
"""

import asyncio
import copy
from dataclasses import KW_ONLY, asdict, dataclass
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

import anywidget
import traitlets
from IPython import get_ipython

from ...aws.errors import ClientError
from ...widgets import at_work, bundle, on_ground
from .standalone import standalone
from .svg import picture, untouched

HERE = Path(__file__).parent
AGAIN = "To play with it, run this cell again."
REST = 0.05  # seconds without a step after which the played pictures are drawn ahead
BREATH = 0.005  # seconds after each of them in which the kernel hears what has come


@dataclass(frozen=True)
class Picture:
    """What a state looks like: an SVG, and the same in sentences."""

    svg: str
    text: list[str]


@dataclass(frozen=True)
class Control:
    """What one may use, by its name; `within`: it stands in the picture, not beside it;
    `folded`: it stands behind "More to change", if all of its row does."""

    name: str
    label: str
    _: KW_ONLY
    within: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Button(Control):
    """Does one thing each time it is pressed; `main`: all the others lead to it."""

    main: bool = False
    kind: str = "button"

    def accepts(self, value):
        return value is None

    expects = "no value: use press"


@dataclass(frozen=True)
class Toggle(Control):
    """Is on or off."""

    value: bool
    kind: str = "toggle"

    def values(self):
        return [True, False]

    def accepts(self, value):
        return isinstance(value, bool)

    expects = "True or False"


@dataclass(frozen=True)
class Slider(Control):
    """A whole number in a range; `words` says the present one, and `play` what the
    button beside a played one does."""

    value: int
    least: int
    most: int
    words: str
    step: int = 1
    play: str = "Play"
    kind: str = "slider"

    def values(self):
        return range(self.least, self.most + 1, self.step)

    def accepts(self, value):
        whole = type(value) is int  # True and 1.0 are in a range, too
        return whole and value in self.values()

    @property
    def expects(self):
        steps = f" in steps of {self.step}" if self.step > 1 else ""
        return f"a whole number from {self.least} to {self.most}{steps}"


@dataclass(frozen=True)
class Choice(Control):
    """One of several; `options` maps each value to its words. "" is none yet."""

    value: str
    options: dict[str, str]
    note: str = ""
    kind: str = "choice"

    def values(self):
        return [*self.options]

    def accepts(self, value):
        return value in self.options

    @property
    def expects(self):
        return "one of " + ", ".join(map(_written, self.options))


class Typed(Control):
    """What one types."""

    def accepts(self, value):
        return isinstance(value, str)

    expects = "text"


@dataclass(frozen=True)
class Text(Typed):
    """A line of text that one types; `note` says what is asked for."""

    value: str
    note: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Secret(Typed):
    """A line that is shown as dots. What was typed goes to the kernel and never back:
    the page, and so the saved notebook, learns only whether it is `filled`."""

    filled: bool
    note: str = ""
    kind: str = "secret"


class Explorer:
    """A picture of a state, and controls that change the state.

    From a cell: `.help()` prints the controls and what each takes, `.set(name, value)`
    gives one a value, `.press(name)` presses a button or flips a toggle.

    A subclass gives `heading`, `controls()`, `picture()` and `now()`; and `change()`
    where a control does more than give the attribute of its name a value.
    """

    heading = ""
    aligned = False  # True: each row of controls is spread over the picture's width
    below = False  # True: the controls stand under the picture, which is read first
    #: A slider whose pictures are sent ahead: its `change` only sets attributes.
    played = ""
    #: Controls whose every value is tried while nobody waits, since the first time of
    #: each takes long: their `change` only sets attributes, and what is found is kept.
    foreseen: tuple[str, ...] = ()
    narrow = False  # True: for a narrow page, `picture` is svg.NARROW units wide
    status = ""
    _panel: "Panel | None" = None

    def controls(self):
        """The controls as they stand now, in rows."""
        raise NotImplementedError

    def picture(self):
        """The present state as a Picture."""
        raise NotImplementedError

    def now(self):
        """A sentence on the present state: the status, if a step or a cell has changed
        what is looked at."""
        return ""

    def change(self, name, value):
        """Do what the control `name` asks for. Returns a sentence that says it."""
        setattr(self, name, value)
        return self.now()

    def framed(self, width, height, text, *drawn, said=None):
        """A Picture of what is drawn. Its summary for a screen reader is the text, or
        the first sentences of it, so many as `said`."""
        summary = " ".join(text[:said])
        return Picture(picture(width, height, self.heading, summary, *drawn), text)

    def help(self):
        """Print how to use the controls from a cell: what each takes, and has now."""
        print("From a cell, behind the explorer's variable:", *self._usage(), sep="\n")

    def press(self, name):
        """Press a button, or flip a toggle; `.help()` prints the names."""
        control = self._control(name)
        flips = isinstance(control, Toggle)
        self.set(name, not control.value if flips else None)

    def set(self, name, value):
        """Give a control a value, as the mouse or the keyboard would; `.help()`
        prints the names and values."""
        control = self._control(name)
        if not control.accepts(value):
            got = type(value).__name__ if isinstance(control, Secret) else repr(value)
            raise ValueError(f"{name!r} takes {control.expects}; it got {got}.")
        with at_work:
            self.status = self.change(name, value)
            self.redraw(ahead=name != self.played)

    def redraw(self, ahead=True):
        """Show the present state in the panel, if there is one; `ahead`: and send what
        the played slider shows in this state."""
        if self._panel is not None:
            self._panel.show(ahead)

    def keep_up(self, *_):
        """Draw anew if what the explorer looks at has changed since."""
        if self._panel is None:
            return
        try:
            with at_work:
                if self._panel.words != self.picture().text:
                    self.status = self.now()
                    self.redraw()
        except Exception as error:
            self._panel.tell(error)

    def narrowed(self):
        """The same state, to be drawn for a narrow page."""
        twin = copy.copy(self)
        twin.narrow = True
        return twin

    def frames(self):
        """What the panel shows at each value of the played slider, in order."""
        return [self.frame(value) for value in self.played_values()]

    def played_values(self):
        """The values of the played slider, if there is one."""
        return self._control(self.played).values() if self.played else ()

    def frame(self, value):
        """What the panel shows at a value of the played slider."""
        twin = copy.copy(self)
        status = twin.change(self.played, value)
        drawn, said = twin.picture(), twin._control(self.played).words
        layout = "narrow" if self.narrow else "svg"
        return {layout: drawn.svg, "words": drawn.text, "status": status, "said": said}

    def foresee(self):
        """Draw the picture of each value of the foreseen controls, one at a step."""
        for name in self.foreseen:
            for value in self._control(name).values():
                twin = copy.copy(self)
                twin.change(name, value)
                yield twin.picture()

    def freeze(self):
        """Go back to what was shown first, without controls."""
        if self._panel is not None:
            self._panel.freeze()

    def _control(self, name):
        known = {control.name: control for row in self.controls() for control in row}
        if name not in known:
            there = "\n".join(self._usage())
            raise ValueError(f"No control is called {name!r}. There are:\n{there}")
        return known[name]

    def _usage(self):
        return [_usage(control) for row in self.controls() for control in row]

    def __repr__(self):
        return "\n".join([self.heading, *(f"- {line}" for line in self.picture().text)])

    def _repr_mimebundle_(self, **_):
        with at_work:
            if self._panel is None:
                self._panel = Panel(self)
            self.redraw()
            drawing = {"image/svg+xml": standalone(self.picture().svg)}
            return bundle(self._panel, repr(self), drawing)


def _usage(control):
    """The line that says how to use a control from a cell."""
    if isinstance(control, Button):
        return f'.press("{control.name}")  {control.label}'
    if isinstance(control, Secret):
        now = "filled" if control.filled else "empty"
    else:
        now = _written(control.value)
    return f'.set("{control.name}", …)  {control.label}: {control.expects}; now {now}'


def _written(value):
    """A value as one writes it in a cell."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _trouble(error):
    """Why a picture cannot be shown now, and what to do. A learner's cells may have
    taken away what it looks at."""
    if isinstance(error, ClientError):
        reason = error.response["Error"]["Message"]
    else:
        reason = f"{type(error).__name__}: {error}"
    return (
        f"This cannot be shown now: {reason.rstrip('.')}. Run this cell again; if that "
        "does not help, run the lesson from its top: Run, Restart Kernel and Run All "
        "Cells."
    )


_live = {}  # for each subject, the explorer that follows it


def kept_up(explorer, subject):
    """The explorer, drawn anew after each cell, since a cell may change its subject.

    An earlier explorer of the same subject then shows again what it showed first: a
    lesson that was run to its end still reads from the top, each picture in its place.
    """
    shell = get_ipython()
    if shell is None:
        return explorer
    _let_go(subject)
    _live[subject] = explorer
    shell.events.register("post_run_cell", explorer.keep_up)
    return explorer


def freeze_all():
    """Let no explorer follow its subject any longer: a lesson begins anew."""
    for subject in [*_live]:
        _let_go(subject)


def _let_go(subject):
    if explorer := _live.pop(subject, None):
        get_ipython().events.unregister("post_run_cell", explorer.keep_up)
        explorer.freeze()


_turns = WeakKeyDictionary()  # for each loop of events, the lock of who draws ahead


async def _in_turn(draw):
    """What draw() gives; whoever waits for the kernel waits for one picture at most,
    however many panels draw ahead."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        with at_work:
            drawn = draw()
        await asyncio.sleep(BREATH)
    return drawn


class Panel(anywidget.AnyWidget):
    """The view in the notebook. It draws what it is given and decides nothing."""

    _esm = on_ground(HERE / "panel.js")
    _css = HERE / "panel.css"

    heading = traitlets.Unicode().tag(sync=True)
    aligned = traitlets.Bool().tag(sync=True)
    below = traitlets.Bool().tag(sync=True)
    controls = traitlets.List().tag(sync=True)
    svg = traitlets.Unicode().tag(sync=True)
    narrow = traitlets.Unicode().tag(sync=True)  # the same for a narrow page, or ""
    played = traitlets.Unicode().tag(sync=True)
    frames = traitlets.List().tag(sync=True)  # for each value of the played slider
    words = traitlets.List().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    turn = traitlets.Int().tag(sync=True)  # tells the view that it was answered
    heard = traitlets.Unicode().tag(sync=True)  # the view's last step that was taken

    def __init__(self, explorer):
        super().__init__(
            heading=explorer.heading,
            aligned=explorer.aligned,
            below=explorer.below,
            played=explorer.played,
        )
        self._explorer = explorer
        self._first: tuple[Picture, str] | None = None  # and the narrow one's SVG
        self._seen = False  # by somebody who has it on the screen
        self._seen_narrow = False
        self._planned: asyncio.Task | None = None
        self.on_msg(self._act)

    def show(self, ahead=True):
        """Send the explorer's state to the page, and only what changed. `ahead`: what
        the played slider shows has changed, too, and follows when the hand rests."""
        explorer = self._explorer
        drawn, narrow = explorer.picture(), explorer.narrowed().picture().svg
        self._first = self._first or (drawn, narrow)
        with self.hold_sync():
            self.controls = [
                [asdict(control) for control in row] for row in explorer.controls()
            ]
            self.svg, self.narrow, self.words = drawn.svg, narrow, drawn.text
            if ahead:
                self.frames = []
            self.status = explorer.status or drawn.text[0]
            self.turn += 1
        if ahead:
            self._plan()

    def _plan(self):
        """Draw what may come next, for who sees the panel, when no step waits for its
        own picture. A lesson that is run whole draws nothing ahead."""
        if not (self._explorer.played or self._explorer.foreseen):
            return
        self._drop_plan()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # not in a kernel: nobody waits
            self.frames = self._explorer.frames()
        else:
            if self._seen:
                self._planned = loop.create_task(self._draw_ahead())

    def _drop_plan(self):
        planned, self._planned = self._planned, None
        if planned is not None and not planned.done():
            planned.get_loop().call_soon_threadsafe(planned.cancel)

    async def _draw_ahead(self):
        await asyncio.sleep(REST)
        explorer, foreseen = self._explorer, self._explorer.foresee()
        if self._seen_narrow:
            explorer = explorer.narrowed()
        try:
            frames = [
                await _in_turn(partial(explorer.frame, value))
                for value in explorer.played_values()
            ]
            with at_work:
                if self._planned is not asyncio.current_task():
                    return  # a step has come in the meantime
                self.frames = frames
            while await _in_turn(partial(next, foreseen, None)):
                pass
        except Exception as error:  # nobody sees what is raised here
            self.tell(error)

    def tell(self, error):
        """Say why a step failed, and leave the picture as it is."""
        with self.hold_sync():
            self.status = _trouble(error)
            self.turn += 1

    def freeze(self):
        """Show the first picture for good."""
        assert self._first, "a panel is shown before it is frozen"
        self._drop_plan()
        drawn, narrow = self._first
        with self.hold_sync():
            self.heading += ", as it was here"
            self.controls, self.frames = [], []
            self.svg, self.narrow = untouched(drawn.svg), untouched(narrow)
            self.words = drawn.text
            self.status = f"{self.words[0]} {AGAIN}"
            self.turn += 1

    def _see(self, is_narrow):
        """Somebody has it on the screen, on a narrow page or a wide one."""
        is_frozen = not self.controls
        is_news = not self._seen or is_narrow != self._seen_narrow
        if is_news and not is_frozen:
            self._seen, self._seen_narrow = True, is_narrow
            self._plan()

    def _act(self, _widget, message, _buffers):
        with at_work:
            if "seen" in message:
                return self._see(message["narrow"])
            try:
                self._explorer.set(message["name"], message["value"])
            except Exception as error:  # nobody sees what a widget raises
                self.tell(error)
            self.heard = message["step"]
