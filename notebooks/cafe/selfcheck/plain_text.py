"""Text for those who read it without a browser: lines of one width."""

from textwrap import wrap

WIDTH = 80


def wrapped(text, mark):
    """Text as lines of WIDTH; the first starts with `mark`, the others align."""
    width = WIDTH - len(mark)
    lines = [part for line in text.strip().splitlines() for part in wrap(line, width)]
    return [f"{' ' * len(mark) if n else mark}{line}" for n, line in enumerate(lines)]
