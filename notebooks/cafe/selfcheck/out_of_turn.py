"""What to do about a cell that fails because it was run out of its turn.

Run alone, a cell lacks what the cells above it make. Run a second time, it makes what
is there already. The lesson's notebook tells, and what has run so far.
"""

import re
import symtable
from functools import cache

from .. import aws
from ..course.pages import cells, place

MADE = """\
It is made under “{}”, by the cell that begins
    {}
Choose Run > Run All Above Selected Cell, then run this cell."""
DONE = """\
This has been done before: go on with the next cell. To do it anew, choose
Run > Run All Above Selected Cell, then run this cell."""
CUT = """\
{} is cut, perhaps in a picture. Bring it back with {}.account.restore_zones(),
then run this cell again."""
OPEN = """\
A statement before this one has failed, and its transaction is still open.
Call rollback() on the connection, then run this cell again."""


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
        first, *others = [names_made(source) for source in self._sources()] or [set()]
        return set().union(*others) - first

    def advice(self, error):
        """What to do about an error of the running cell, or None if nobody knows.

        Of a cell that the learner has written or changed, less is known.
        """
        said, is_the_lessons = str(error), self._running in self._sources()
        if isinstance(error, NameError):
            return self._made_by(lambda source: error.name in names_made(source))
        if "current transaction is aborted" in said:
            return OPEN
        if is_the_lessons and (self._running in self._done or "already exist" in said):
            return DONE
        if "not found" in said or "does not exist" in said:
            wanted = words(said) | texts(self._running)
            return self._made_by(lambda source: wanted & resources_made(source))
        if is_the_lessons and aws.account.failed_zones:
            zones = " and ".join(sorted(aws.account.failed_zones))
            named = re.search(r"\baws as (\w+)", self._sources()[0])
            return CUT.format(zones, named[1] if named else "aws")
        return None

    def _made_by(self, makes):
        """Which is the first cell above the running one that makes what it lacks."""
        sources = self._sources()
        if self._running in sources:
            sources = sources[: sources.index(self._running)]
        for (cell, _, _), source in zip(self._cells(), sources):
            if makes(source):
                heading = place(self.lesson, cell).heading
                return MADE.format(heading, source.splitlines()[0])
        return None

    def _cells(self):
        return [cell for cell in cells(self.lesson) if cell[1] == "code"]

    def _sources(self):
        return [source.strip() for _, _, source in self._cells()]


@cache  # asked of each cell, whenever a lesson begins anew
def names_made(source):
    """The names that a cell gives a value to; none, if it is no plain Python."""
    try:
        symbols = symtable.symtable(source, "a cell", "exec").get_symbols()
    except SyntaxError:  # %%sql
        return frozenset()
    return frozenset(
        s.get_name() for s in symbols if s.is_assigned() or s.is_imported()
    )


def resources_made(source):
    """The names in a cell that makes something: "till", also of create_till()."""
    made = re.findall(r"\b(?:create|restore)_(\w+)|\bmake\(", source)
    return {*made} | texts(source) if made else set()


def texts(source):
    """The texts of one word in a cell: names of tables, instances, vaults, …"""
    return {*re.findall(r'(?<!client\()(?<!resource\()"([\w-]+)"', source)}


def words(message):
    return {*re.findall(r"[\w-]+", message)}
