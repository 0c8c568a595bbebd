"""What a check says: one of four outcomes, in words."""

from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType

from ..markup import ON_PAPER, VERBATIM
from .sql_table import MarkedTable

WORDS = MappingProxyType(  # since no answer is to change them
    {
        "right": "Right.",
        "wrong": "Not yet right.",
        "raised": "It raised an error.",
        "untried": "Not tried yet.",
    }
)
COLOURS = {
    "right": "var(--jp-success-color1, #2e7d32)",
    "wrong": "var(--jp-warn-color1, #b26a00)",
    "raised": "var(--jp-error-color1, #c62828)",
    "untried": "var(--jp-border-color1, #757575)",
}


class Words(str):
    """Text that a cell shows as it is, without quotes."""

    __repr__ = str.__str__


@dataclass(frozen=True, repr=False)
class Verdict:
    """The result of one try.

    `outcome` is "right", "wrong", "raised" or "untried". `message` is said to the
    learner. `details` are further sentences, one a line. `rows`, of a wrong answer in
    SQL, is the MarkedTable of what it gave. Raises ValueError when the outcome is none
    of the four.
    """

    outcome: str
    message: str = ""
    details: tuple[str, ...] = ()
    rows: MarkedTable | None = field(default=None, compare=False)

    def __post_init__(self):
        if self.outcome not in WORDS:
            raise ValueError(
                f"An outcome is one of {', '.join(WORDS)}; this one is"
                f" {self.outcome!r}."
            )

    def also(self, sentence):
        """The same with one more sentence at its end, if that is not empty."""
        return replace(self, details=(*self.details, sentence)) if sentence else self

    def __str__(self):
        first = f"{WORDS[self.outcome]} {self.message}".strip()
        rows = [str(self.rows)] if self.rows else []
        return "\n".join([first, *rows, *(f"- {detail}" for detail in self.details)])

    __repr__ = __str__

    def _repr_html_(self):
        details = "".join(f"<li>{escape(detail)}</li>" for detail in self.details)
        return (
            f'<div class="cafe-verdict cafe-{self.outcome} {VERBATIM}" style="'
            f"border-left: 4px solid {COLOURS[self.outcome]}; padding: 4px 12px;"
            ' color: var(--jp-content-font-color1, inherit)">'
            f"<strong>{WORDS[self.outcome]}</strong>"
            f' <span style="white-space: pre-line">{escape(self.message)}</span>'
            + (self.rows.html() if self.rows else "")
            + (f"<ul>{details}</ul>" if details else "")
            + f"{ON_PAPER}</div>"
        )
