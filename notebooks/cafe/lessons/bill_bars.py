"""A bill as a table: a bar for each line, of the kind by which it is paid.

    with_bars(aws.account.bill())

As text it is the bill as it is printed.
"""

from dataclasses import dataclass
from html import escape

from ..aws.pricing import Bill
from ..markup import verbatim

LINE = "var(--jp-brand-color1, #1976d2)"
WARM = "var(--jp-warn-color1, #f57c00)"
QUIET = "color: var(--jp-ui-font-color2, #6a6a6a)"
#: {what a line is paid by: (its bar, in words)}
KINDS = {
    "hour": (f'fill="{LINE}"', "by the hour"),
    "GB-month": (f'fill="{LINE}" fill-opacity="0.55"', "by the GB-month"),
    "million": (f'fill="{WARM}"', "by the request"),
    "GB": (f'fill="none" stroke="{LINE}"', "by the GB"),
}
LEFT, RIGHT = "text-align: left", "text-align: right"
SPREAD = "display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px"
TALL = 8  # pixels


def with_bars(bill):
    """A Bill, to look at."""
    return BillTable(bill)


@dataclass(frozen=True)
class BillTable:
    """The lines under their services, the dearest first, and their sum."""

    bill: Bill

    def __repr__(self):
        return repr(self.bill)

    def _repr_html_(self):
        bill = self.bill
        rows = [row for group in bill.groups() for row in self._rows(*group)]
        caption = f"{LEFT}; font-weight: 600; padding: 8px 0 4px"
        return verbatim(
            '<table style="width: 100%; max-width: 720px; table-layout: auto">'
            f'<caption style="{caption}">{escape(bill.heading)}</caption><tbody>'
            f"{''.join(rows)}{_row('Total', bill.total, 'font-size: 1.4em')}"
            f"{_note(bill.left_out()) if bill.unpriced else ''}"
            f"</tbody></table>{self._legend()}"
        )

    def _rows(self, service, usd, lines, hidden):
        yield _row(service, usd)
        yield from map(self._line, lines)
        if hidden:
            yield _note(f"and less than a cent: {hidden}")

    def _line(self, line):
        """What of its resource is paid, and how much of that; a bar below; dollars.

        The amount stands under the words where a page is narrow.
        """
        dearest = max(each.usd for each in self.bill.lines)
        words = f"<b>{escape(line.resource)}</b> · {escape(line.what)}"
        return (
            f'<tr><th scope="row" style="{LEFT}; font-weight: normal; width: 100%">'
            f'<div style="{SPREAD}"><span>{words}</span>'
            f'<span style="{QUIET}; white-space: nowrap">{line.amount}</span></div>'
            f"{_bar(line.per, line.usd / dearest)}</th>"
            f'<td style="{RIGHT}; padding-left: 24px">{line.usd:,.2f}</td></tr>'
        )

    def _legend(self):
        """What the bars mean, of those that there are."""
        there = {line.per for line in self.bill.lines}
        kinds = "".join(
            '<span style="white-space: nowrap; margin-right: 20px">'
            f'<svg width="24" height="{TALL}" aria-hidden="true">'
            f'<rect x="0.5" y="0.5" width="23" height="{TALL - 1}" rx="3" {bar}/></svg>'
            f" {words}</span>"
            for per, (bar, words) in KINDS.items()
            if per in there
        )
        return f'<p style="{QUIET}">{kinds}</p>'


def _bar(per, share):
    """A bar whose length is the line's share of the dearest one."""
    bar, _ = KINDS[per]
    return (
        f'<svg width="100%" height="{TALL}" aria-hidden="true"'
        ' style="display: block; margin-top: 4px">'
        f'<rect width="{100 * share:.1f}%" height="{TALL}" rx="3" {bar}/></svg>'
    )


def _row(words, usd, style=""):
    """A service or the total, and its sum."""
    style = f"font-weight: 600; {style}"
    return (
        f'<tr><th scope="row" style="{LEFT}; {style}">{escape(words)}</th>'
        f'<td style="{RIGHT}; {style}">{usd:,.2f}</td></tr>'
    )


def _note(words):
    return f'<tr><td colspan="2" style="{LEFT}; {QUIET}">{escape(words)}</td></tr>'
