"""The console's forms: fields, the call that they make, and how far the service is.

As in AWS's console one fills in fields and presses Create. Under the fields stands the
call that this makes, as one would type it. What is refused, and how far a resource is,
the service says.
"""

from dataclasses import dataclass

from ...aws import Session
from ...aws.errors import ClientError, ParamValidationError
from .calls import Hidden
from .panel import Button, Choice, Explorer, Secret, Text
from .svg import NARROW, box, code_rows, group, label, patterned, stack, wrapped
from .words import counted

MOST_STEPS = 60  # of the clock, until one stops waiting

WIDTH, CODE_LINE, BAR = 848, 17, 24
PYTHON, GAP = 462, 12  # how wide the card of Python is; that of the CLI has the rest
BREAK = " \\     "  # where a command goes on in the next line


@dataclass(frozen=True)
class Progress:
    """How far it is: `share` from 0 to 1, and what the service says, in words."""

    share: float
    health: str  # quiet, busy, well or ill
    words: str
    details: tuple = ()


SIGNS = {"busy": "◐", "well": "●", "ill": "✕"}


class ConsoleForm(Explorer):
    """A form over one service. A subclass gives what is marked so below."""

    service = ""  # its name for client()
    noun = ""  # what it makes: "database"
    moves = "", {}  # a press of the clock: "one minute", {"minutes": 1}
    usual = "", 0  # how long AWS needs, in words and in seconds
    aligned = True
    needed: dict = {}  # {a required parameter: the control that gives it}

    def __init__(self, account):
        self.account = account
        self.client = Session(account=account).client(self.service)
        self.values = {}
        self._secret = Hidden()
        self._made = self._pressed = None
        self._refused = ""
        self._before = self._code()

    def fields(self):
        """The controls that one fills in, in rows. For a subclass to give."""
        raise NotImplementedError

    def text(self, name, title, note):
        """A field to type in."""
        return Text(name, title, self.values.get(name, ""), note)

    def choice(self, name, title, options, note="", usual=""):
        """A field to choose in; until one has, the `usual` option is chosen."""
        return Choice(name, title, self.values.get(name, usual), options, note)

    def call(self):
        """The Call that the fields make so far. For a subclass to give."""
        raise NotImplementedError

    def name(self):
        """What the new thing is to be called. For a subclass to give."""
        raise NotImplementedError

    def look(self, name):
        """(status, whether it is done, what one needs then) of what was made, as the
        service describes it. For a subclass to give."""
        raise NotImplementedError

    # --- controls --------------------------------------------------------------

    def controls(self):
        span, _ = self.moves
        return [
            *self.fields(),
            [
                Button("create", f"Create {self.noun}", main=True),
                Button("clock", f"Move the clock {span}"),
                Button("wait", "Wait until it is ready"),
            ],
        ]

    def change(self, name, value):
        self._before = self._code()
        if name == "create":
            return self._create()
        self._refused = ""
        if name in ("clock", "wait"):
            self._advance(MOST_STEPS if name == "wait" else 1)
            return f"It is {self.account.clock.now:%H:%M:%S} UTC. {self._state().words}"
        control = self._control(name)
        if isinstance(control, Secret):
            self._secret = Hidden(value)
        else:
            self.values[name] = value.strip() if isinstance(control, Text) else value
        options = getattr(control, "options", None)
        return f"{control.label}: {options[value]}." if options else ""

    def now(self):
        return self._state().words

    def _create(self):
        call = self.call()
        try:
            call.send(self.client)
        except (ClientError, ParamValidationError) as error:
            self._refused = str(error)
            return " ".join(["It was refused.", *self._empty(call)])
        self._refused = ""
        self._made, self._pressed = self.name(), self.account.clock.now
        return f"The call was sent. {self._state().words}"

    def _empty(self, call):
        """[a sentence that names the fields still to be filled in], or nothing."""
        missing = {}
        for parameter, name in self.needed.items():
            if parameter not in call.arguments:
                missing.setdefault(self._control(name).label, []).append(parameter)
        fields = [f"{label} ({', '.join(each)})" for label, each in missing.items()]
        return [f"In this form, fill in {'; '.join(fields)}."] if fields else []

    def start_over(self, **fields):
        """Take away what was made by hand, and fill in these fields."""
        self.take_away()
        for name, value in fields.items():
            self.set(name, value)

    def take_away(self):
        """Delete what there is of the kind that the form makes. For a subclass."""
        raise NotImplementedError

    def _advance(self, most):
        """Move the clock step by step, until what was made is done."""
        for _ in range(most):
            self.account.clock.advance(**self.moves[1])
            if self._state().health != "busy":
                return

    # --- how far it is ---------------------------------------------------------

    def _state(self):
        """The Progress of what was made last."""
        if self._refused:
            return Progress(
                0, "ill", "It was refused.", tuple(self._refused.split("\n"))
            )
        if self._made is None:
            return Progress(0, "quiet", "Nothing has been created yet.")
        try:
            status, is_done, needed = self.look(self._made)
        except ClientError:
            return Progress(
                0, "quiet", f"{self._made} was made here, and deleted since."
            )
        if is_done:
            return Progress(1, "well", f"{self._made}: {status}.", needed)
        words, seconds = self.usual
        passed = (self.account.clock.now - self._pressed).total_seconds()
        return Progress(
            min(passed / seconds, 0.95),
            "busy",
            f"{self._made}: {status}.",
            (f"{_span(passed)} so far; AWS says {words}.",),
        )

    # --- in words --------------------------------------------------------------

    def _filled(self):
        """A sentence for each field."""
        for control in (control for row in self.fields() for control in row):
            if isinstance(control, Secret):
                said = "typed, and not shown." if control.filled else "empty."
            elif isinstance(control, Choice):
                chosen = control.options.get(control.value, "not chosen")
                said = f"{chosen}. {control.note}".strip()
            else:
                said = f"{getattr(control, 'words', control.value) or 'empty'}."
            yield f"{control.label}: {said}"

    def _code(self):
        """The lines in Python and in the shell."""
        call = self.call()
        return call.python(), call.shell()

    def picture(self):
        python, shell = self._code()
        state = self._state()
        text = [
            *self._filled(),
            f"In Python: {_in_one(python[1:])}",
            f"In a shell: {' '.join(shell).replace(BREAK, ' ')}",
            state.words,
            *state.details,
        ]
        wide = NARROW if self.narrow else WIDTH
        bar, y = _bar(2, wide, state)
        cards, y = _cards(y, wide, (python, shell), self._before)
        return self.framed(wide, y, text, bar, *cards)


def _in_one(lines):
    """Lines of code in one."""
    joined = " ".join(line.strip() for line in lines)
    for opening, closing in ("()", "[]", "{}"):
        joined = joined.replace(f"{opening} ", opening)
        joined = joined.replace(f", {closing}", closing)
    return joined


def _span(seconds):
    number, unit = (seconds // 60, "minute") if seconds >= 60 else (seconds, "second")
    return counted(round(number), unit)


# --- in a picture ----------------------------------------------------------------


def _cards(y, wide, codes, before):
    """The call in Python and for the shell, side by side if there is room; and where
    they end."""
    titles = "The same in Python", "The same with the AWS CLI"
    is_wide = wide == WIDTH
    widths = (PYTHON, WIDTH - PYTHON - GAP) if is_wide else (wide, wide)
    rows = [_rows(*each) for each in zip(codes, before, widths)]
    heights = [42 + CODE_LINE * len(each) for each in rows]
    if is_wide:
        heights, places = [max(heights)] * 2, [(0, y), (PYTHON + GAP, y)]
    else:
        places = [(0, y), (0, y + heights[0] + GAP)]
    cards = [_card(*each) for each in zip(places, widths, heights, titles, rows)]
    return cards, places[1][1] + heights[1] + GAP


def _rows(lines, before, wide):
    """Code in as many rows as it needs, each with whether it stood there before."""
    room = wide - 22
    return [(row, line in before) for line in lines for row in code_rows(line, room)]


def _card(place, wide, height, title, rows):
    """Code under a title; a line that is new since the last change has a plus."""
    (x, y), drawn = place, []
    for number, (row, is_known) in enumerate(rows):
        below = y + 46 + CODE_LINE * number
        if not is_known:
            drawn += [
                box(x + 12, below - 13, wide - 20, CODE_LINE, "cafe-ex-new-line", 3),
                label(x + 4, below, "+", "cafe-ex-code cafe-ex-name"),
            ]
        drawn.append(label(x + 18, below, row, "cafe-ex-code"))
    return group(
        box(x + 1, y, wide - 2, height, "cafe-ex-code-card", 8),
        label(x + 18, y + 22, title, "cafe-ex-name"),
        *drawn,
    )


def _bar(y, wide, state):
    """How far it is, once there was a call: its state in words, a bar, and below it
    what one needs next, or why it was refused; and where that ends."""
    if state.health == "quiet":
        return "", y
    words = wrapped(f"{SIGNS[state.health]} {state.words}", wide, 15)
    look = f"cafe-ex-name cafe-ex-{state.health}"
    parts = stack(1, y + 15, 18, words, look)
    y += 16 + 18 * len(words)
    if state.health in ("busy", "well"):
        parts += _progress(y - 8, wide, state)
        y += 32
    look, size = ("cafe-ex-ill", 15) if state.health == "ill" else ("cafe-ex-text", 13)
    details = [row for each in state.details for row in wrapped(each, wide, size)]
    parts += stack(1, y + 4, 18, details, look)
    return group(*parts), y + 8 + 18 * len(details)


def _progress(y, wide, state):
    """The bar, as full as the state says."""
    full = wide - 2
    look = "cafe-ex-up" if state.health == "well" else "cafe-ex-busy-bar"
    done = state.share * full
    yield box(1, y, full, BAR, "cafe-ex-slot", 6)
    if done:
        yield box(1, y, done, BAR, look, 6)
    if 0 < state.share < 1:
        yield patterned(1, y, done, BAR, "lines", 6)
