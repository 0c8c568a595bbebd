"""Documents as a cell shows them: a card each, with the names of its fields in colour.

cards(found)                   how many were found, and a card for each of the first six
cards(found, most=3)           the first three
beside(before=…, after=…)      documents under a title each, and where they differ

`found` is what a find or a pipeline gives, or any list of dicts. In `beside` a field is
marked with ● where it is not as in the first document, and with ✕ where it is missing.
A number that is not whole is shown with two places.
"""

import json
from html import escape
from typing import NamedTuple

from ..markup import verbatim

INK = "var(--jp-content-font-color1, #1f2328)"
PAPER = "var(--jp-layout-color0, #fff)"
#: A field's name, and the ground of what is marked, by the mark.
NAME = f"color-mix(in srgb, var(--jp-brand-color1, #1976d2) 80%, {INK})"
GROUNDS = {
    "●": "color-mix(in srgb, var(--jp-brand-color1, #1976d2) 16%, transparent)",
    "✕": "color-mix(in srgb, var(--jp-error-color1, #d32f2f) 14%, transparent)",
}
_GRID = (
    "display: grid; gap: 12px; max-width: 900px; margin: 6px 0 10px; "
    "grid-template-columns: repeat(auto-fill, minmax(min(100%, {}px), 1fr))"
)
_CARD = (
    f"border: 1px solid color-mix(in srgb, {INK} 26%, {PAPER}); border-radius: 8px; "
    f"background: {PAPER}; color: {INK}; padding: 8px 12px; line-height: 1.6; "
    "overflow-wrap: anywhere"
)
STEP = 16  # pixels that a field inside of another is moved to the right
HANGING = 14  # pixels that a field's first line stands to the left of the others
FEW = 4  # lines: cards of so few are narrow, and four stand side by side
LONG = 20  # letters: a word of more does not fit in a narrow card
_WHOLE = "display: inline-block; max-width: 100%; text-indent: 0"


class Line(NamedTuple):
    """One field of a card. `path` are the names that lead to it, its own the last;
    `value` is empty where other fields follow inside."""

    path: tuple
    value: str
    mark: str = ""

    @property
    def name(self):
        return self.path[-1]

    @property
    def depth(self):
        return len(self.path) - 1

    @property
    def said(self):
        return "is gone" if self.mark == "✕" else self.value


class Cards:
    """What a cell shows: `note`, and [(title, lines)], titles perhaps empty."""

    def __init__(self, titled, note=""):
        self._titled, self._note = titled, note

    def __repr__(self):
        blocks = [self._note] if self._note else []
        for title, lines in self._titled:
            head = [title] if title else []
            blocks.append("\n".join(head + [_plain(line) for line in lines]))
        return "\n\n".join(blocks)

    def _repr_html_(self):
        inside = "\n".join(_card(title, lines) for title, lines in self._titled)
        note = f"<p>{escape(self._note)}</p>" if self._note else ""
        grid = _GRID.format(180 if self._is_narrow() else 240)
        grid = f'<div style="{grid}">\n{inside}\n</div>'
        return verbatim(note + (grid if self._titled else ""))

    def _is_narrow(self):
        """Whether narrow cards hold all: few lines, and no word that would break."""
        words = [
            word
            for _, card in self._titled
            for line in card
            for word in line.said.split()
        ]
        longest = max((len(lines) for _, lines in self._titled), default=0)
        return longest <= FEW and all(len(word) <= LONG for word in words)


def cards(found, most=6):
    """A card for each of the documents found, the first `most` of them."""
    documents = list(found)
    shown = [("", lines(document)) for document in documents[:most]]
    count = len(documents)
    note = f"{count} document{'s' * (count != 1)}" if count else "No document."
    first = f", the first {most if most > 1 else ''}".rstrip()
    return Cards(shown, note + first if count > most else note)


def beside(**documents):
    """Documents beside each other; what differs from the first of them is marked."""
    first = lines(next(iter(documents.values())))
    titled = [
        (title.replace("_", " "), _marked(lines(document), first))
        for title, document in documents.items()
    ]
    return Cards(titled)


def lines(document, path=()):
    """The lines of a document; what is inside of a field stands under it, indented."""
    found = []
    for name, value in document.items():
        here = (*path, name)
        inside = lines(value, here) if isinstance(value, dict) else []
        inside += [Line((*here, "–"), _in_one(each)) for each in _documents(value)]
        found += [Line(here, "" if inside else _text(value)), *inside]
    return found


def _documents(value):
    """The documents of a list; of anything else, and of a list of values, none."""
    has_them = isinstance(value, list) and all(isinstance(it, dict) for it in value)
    return value if has_them else []


def _in_one(document):
    return ", ".join(f"{name}: {_text(value)}" for name, value in document.items())


def _text(value):
    """A value as JSON writes it. What JSON doesn't know, an _id, is named."""
    if isinstance(value, float):
        value = round(value, 2)
    try:
        return json.dumps(value, ensure_ascii=False)
    except TypeError:
        return f"{type(value).__name__}(…)"


def _marked(own, first):
    """A document's own lines with ● where they are not in the first, and then with ✕
    what the first has and this one has not."""
    paths = {line.path for line in own}
    kept = [line if line in first else line._replace(mark="●") for line in own]
    return kept + [line._replace(mark="✕") for line in first if line.path not in paths]


def _plain(line):
    value = f" {line.said}" if line.said else ""
    return f"{line.mark or ' '} {'  ' * line.depth}{line.name}:{value}"


def _card(title, lines):
    head = f'<div style="font-weight: 600">{escape(title)}</div>\n' if title else ""
    rows = "\n".join(map(_row, lines))
    return f'<div style="{_CARD}">\n{head}{rows}\n</div>'


def _row(line):
    ground = f"; background: {GROUNDS[line.mark]}" if line.mark else ""
    weight = "; font-weight: 600" if line.name == "name" or line.mark else ""
    mark = f"{line.mark} " if line.mark else ""
    left = f"padding-left: {STEP * line.depth + HANGING}px; text-indent: -{HANGING}px"
    return (
        f'<div style="{left}{ground}">{mark}'
        f'<span style="color: {NAME}">{escape(line.name)}</span> '
        f'<span style="{weight.lstrip("; ")}">{_in_pieces(line.said)}</span></div>'
    )


def _in_pieces(said):
    """A value whose lines end between its parts, not within a pair or at a hyphen; an
    address that is wider than its card ends one before its @."""
    *first, last = said.split(", ")
    if not first and (" " in last or not set("-@") & set(last)):
        return escape(said)
    return " ".join(
        f'<span style="{_WHOLE}">{escape(piece).replace("@", "<wbr>@")}</span>'
        for piece in [*(f"{part}," for part in first), last]
    )
