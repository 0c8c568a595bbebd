"""Explorers of what lives in an account: a cell may delete it, a cut zone silences it.

Then the picture stays as it was last seen, and a sentence says what is missing and what
brings it back.
"""

from functools import cached_property

from .panel import Explorer, Picture
from .svg import NARROW, lines

WIDTH = 848


class LiveExplorer(Explorer):
    """A picture of something that may be gone. A subclass gives what is marked so."""

    @cached_property
    def _seen(self):
        """The picture while it was there, {whether it is narrow: Picture}."""
        return {}

    def missing(self):
        """ "" while it answers, else a sentence: what is missing, and what brings it
        back. For a subclass to give."""
        raise NotImplementedError

    def seen(self):
        """The present state as a Picture. For a subclass to give."""
        raise NotImplementedError

    def act(self, name, value):
        """Do what a control asks for, and return a sentence. For a subclass to give."""
        raise NotImplementedError

    def change(self, name, value):
        return self.missing() or self.act(name, value)

    def now(self):
        return self.missing()

    def picture(self):
        missing = self.missing()
        if not missing:
            self._seen[self.narrow] = self.seen()
            return self._seen[self.narrow]
        if seen := self._seen.get(self.narrow):
            return Picture(seen.svg, [missing, *seen.text])
        wide = NARROW if self.narrow else WIDTH
        words, end = lines(8, 24, [missing], wide - 16, 17)
        return self.framed(wide, max(60, end), [missing], words)
