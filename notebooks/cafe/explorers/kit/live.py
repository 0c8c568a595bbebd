"""Explorers of what lives in an account: a cell may delete it, a cut zone silences it.

Then the picture stays as it was last seen, and a sentence says what is missing and what
brings it back.
"""

from .panel import Explorer, Picture
from .svg import paragraph, picture

WIDTH = 848


class LiveExplorer(Explorer):
    """A picture of something that may be gone. A subclass gives what is marked so."""

    _seen: Picture | None = None  # the picture while it was there

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
            self._seen = self.seen()
            return self._seen
        if self._seen is None:
            words = paragraph(8, 24, missing, WIDTH - 16)
            return Picture(picture(WIDTH, 60, self.heading, missing, words), [missing])
        return Picture(self._seen.svg, [missing, *self._seen.text])
