"""What to do about a cell that fails because it was run out of its turn.

Run alone, a cell lacks what the cells above it make. Run a second time, it makes what
is there already. The lesson's notebook tells, and what has run so far.
"""

import re
import symtable

from ..course.pages import cells, place

MADE = """\
It is made under “{}”, by the cell that begins
    {}
Choose Run > Run All Above Selected Cell, then run this cell."""
AGAIN = """\
This cell has run before: go on with the next one. To begin anew instead, choose
Run > Run All Above Selected Cell, then run this cell."""


class Turns:
    """Which cells of a lesson ("02b") have run in this kernel since it was begun."""

    def __init__(self):
        self.start("")

    def start(self, lesson):
        """The lesson begins, and none of its cells has run."""
        self.lesson = lesson
        self._done = set()
        self._running = ""

    def begins(self, source):
        """A cell with this source runs from now on."""
        self._running = source.strip()

    def ends(self, success):
        """The running cell has ended."""
        if success:
            self._done.add(self._running)

    def names(self):
        """The names that the lesson's cells make, but for those of its first."""
        first, *others = [names_made(source) for _, source in self._cells()] or [set()]
        return set().union(*others) - first

    def advice(self, error):
        """What to do about an error of the running cell, or None if nobody knows."""
        if isinstance(error, NameError):
            return self._made_by(lambda source: error.name in names_made(source))
        if self._running in self._done:
            return AGAIN
        if "not found" in str(error):
            wanted = words(str(error)) | texts(self._running)
            return self._made_by(lambda source: wanted & resources_made(source))
        return None

    def _made_by(self, makes):
        """Which is the first cell above the running one that makes what it lacks."""
        for cell, source in self._above():
            if makes(source):
                heading = place(self.lesson, cell).heading
                return MADE.format(heading, source.splitlines()[0])
        return None

    def _above(self):
        """The cells above the running one; all, when the learner has changed it."""
        everything = self._cells()
        sources = [source for _, source in everything]
        if self._running in sources:
            return everything[: sources.index(self._running)]
        return everything

    def _cells(self):
        """[(id, source)] of the lesson's code."""
        return [
            (cell, source.strip())
            for cell, kind, source in cells(self.lesson)
            if kind == "code"
        ]


def names_made(source):
    """The names that a cell gives a value to; none, if it is no plain Python."""
    try:
        symbols = symtable.symtable(source, "a cell", "exec").get_symbols()
    except SyntaxError:  # %%sql
        return set()
    return {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}


def resources_made(source):
    """The names in a cell that creates or restores: "till", also of create_till()."""
    made = re.findall(r"\b(?:create|restore)_(\w+)", source)
    return {*made} | texts(source) if made else set()


def texts(source):
    """The texts of one word in a cell: names of tables, instances, vaults, …"""
    return {*re.findall(r'(?<!client\()(?<!resource\()"([\w-]+)"', source)}


def words(message):
    return {*re.findall(r"[\w-]+", message)}
