"""Calls that may be refused, and what becomes of them, to look at.

attempt_in_full(table.get_item, Key={"customer": "ana"})     the whole message
attempt(table.get_item, Key={"customer": "ana"})             its end, in a row

What passes is green and has a ●, what is refused is red and has a ✕. In the whole
message each part that one reads for has its name beside it.
"""

import re
from dataclasses import dataclass
from html import escape
from textwrap import fill

from ..aws.errors import ClientError
from ..drivers import sql
from ..markup import show, verbatim

WIDE = 88  # letters in a line of text
DYNAMODB = "arn:aws:dynamodb:eu-west-1:123456789012:"  # shown as …
INK = "var(--jp-content-font-color1, #1f2328)"
BRAND = "var(--jp-brand-color1, #1976d2)"
GOOD, BAD = "var(--jp-success-color1, #388e3c)", "var(--jp-error-color1, #d32f2f)"
CODE = "font-family: var(--jp-code-font-family, monospace); font-size: 13px"
ROW = (
    "display: flex; flex-wrap: wrap; gap: 2px 14px; max-width: 900px; margin: 3px 0; "
    "box-sizing: border-box; padding: 5px 12px; border-radius: 4px; line-height: 1.5; "
    "overflow-wrap: anywhere; border-left: 4px solid {0}; "
    "background: color-mix(in srgb, {0} 9%, transparent)"
)
PART = (
    f"padding: 2px 4px; border-radius: 4px; border-bottom: 2px solid {BRAND}; "
    f"background: color-mix(in srgb, {BRAND} 12%, transparent)"
)
NAME = (
    "font: 600 12px var(--jp-ui-font-family, sans-serif); padding-left: 6px; "
    f"color: color-mix(in srgb, {BRAND} 70%, {INK})"
)
#: The message of a refused call, and what each of its parts says.
MESSAGE = re.compile(
    r"(?P<who>arn:\S+) is not authorized to perform: (?P<action>\S+) "
    r"on resource: (?P<what>\S+) (?P<why>.+)"
)
SAYS = {"who": "who", "action": "which action", "what": "on what", "why": "why"}


def attempt_in_full(call, **arguments):
    """Make a call with these arguments; show what AWS answers if it is refused."""
    show(Answer(call.__name__, _refusal(call, arguments)))


def attempt(call, **arguments):
    """The same, in short: the call, the code, and the end of the message."""
    show(Short(call.__name__, _refusal(call, arguments)))


def _refusal(call, arguments):
    """The error of AWS or of a database that a call raises; None if it passes."""
    try:
        call(**arguments)
    except (ClientError, sql.OperationalError) as error:
        return error
    return None


@dataclass(frozen=True)
class Answer:
    """What became of a call: all that AWS says."""

    call: str
    error: ClientError | sql.OperationalError | None

    def __repr__(self):
        said = str(self.error) if self.error else f"{self.call}: passes"
        return fill(said, WIDE, break_on_hyphens=False)

    def _repr_html_(self):
        if not self.error:
            return _row(_named(self.call), True)
        return _row(f'<span style="{CODE}; line-height: 2.2">{self._marked()}</span>')

    def _marked(self):
        """The message, its parts named."""
        text = str(self.error)
        found = MESSAGE.search(text)
        if not found:
            return escape(text)
        marked, last = [], 0
        for part, says in SAYS.items():
            first, end = found.span(part)
            named = f'{escape(found[part])}<span style="{NAME}">{says}</span>'
            marked += [
                escape(text[last:first]),
                f'<span style="{PART}">{named}</span>',
            ]
            last = end
        return "".join(marked)


@dataclass(frozen=True, repr=False)
class Short(Answer):
    """The same in a line or two: what is always alike is left out."""

    def __repr__(self):
        said = "passes"
        if self.error:
            what, why = self._end()
            said = f"{self._code()}: {what} {why}".rstrip()
        line = f"{self.call}: {said}"
        return fill(line, WIDE, subsequent_indent="    ", break_on_hyphens=False)

    def _repr_html_(self):
        call = _named(self.call)
        if not self.error:
            return _row(call, True)
        code, (what, why) = escape(self._code()), map(escape, self._end())
        said = f'{code}<br><span style="{CODE}">{what} <b>{why}</b></span>'
        return _row(f'{call}<span style="flex: 1 1 420px">{said}</span>')

    def _code(self):
        if isinstance(self.error, ClientError):
            return self.error.response["Error"]["Code"]
        return type(self.error).__name__

    def _end(self):
        """What the message says of the call, and why it is refused."""
        if not isinstance(self.error, ClientError):
            return str(self.error).split("FATAL:  ")[-1], ""
        message = self.error.response["Error"]["Message"]
        end = message.split("to perform: ")[-1].replace(DYNAMODB, "…")
        what, sign, why = end.partition(" because ")
        if not sign:
            what, sign, why = end.partition(" with an explicit ")
        return what, f"{sign}{why}".strip()


def _named(call):
    return f'<span style="{CODE}; min-width: 92px">{escape(call)}</span>'


def _row(html, passes=False):
    """A row that says whether a call passes, and more about it."""
    sign = "● passes" if passes else "✕ refused"
    style = ROW.format(GOOD if passes else BAD)
    head = f'<b style="min-width: 78px">{sign}</b>'
    return verbatim(f'<div style="{style}">{head}{html}</div>')
