"""The bill of a month: what was used, times the prices."""

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .prices import prices

CENT = 0.01


@dataclass(frozen=True)
class Charge:
    """What one resource cost under one price: on a `day`, or in a month (None)."""

    service: str
    resource: str
    what: str
    quantity: float
    per: str
    usd: float
    region: str
    line: str
    day: date | None = None

    @property
    def amount(self):
        """How much of it, in words: "1,379.77 hours"."""
        digits = ",.2f" if self.quantity >= 1 else ".3g"
        plural = "s" if self.per in ("hour", "GB-month") else ""
        return f"{self.quantity:{digits}} {self.per}{plural}"


def charges(used, month):
    """The charges of each day of a month, in their order; the lines without a price.

    `used` is the meter's, `month` "2026-11". What is free in a month is what comes
    first in it.
    """
    first, after = bounds(month)
    hours = (after - first) / timedelta(hours=1)
    found, unpriced, taken = [], {}, Counter()
    for (day, region, line, resource), amount in sorted(used.items()):
        if not first <= day < after:
            continue
        if line not in prices():
            unpriced[line, resource] = None
            continue
        price = prices()[line]
        quantity = price.quantity(amount, hours)
        before = taken[region, line]
        taken[region, line] = total = before + quantity
        paid = max(0, total - price.free) - max(0, before - price.free)
        usd = paid * price.usd
        of = price.service, resource, price.what
        found.append(Charge(*of, quantity, price.per, usd, region, line, day))
    return found, list(unpriced)


def bounds(month):
    """The first day of a month, "2026-11", and the first one after it."""
    if not re.fullmatch("[1-8][0-9]{3}-(0[1-9]|1[0-2])", str(month)):
        raise ValueError(f"A month is written as '2026-11'; got {month!r}.")
    year, number = map(int, str(month).split("-"))
    first = date(year, number, 1)
    return first, first + timedelta(days=monthrange(year, number)[1])


class Bill:
    """The bill of a month: `lines` (a list of Charge), `total`, what is `unpriced`.

    Printed, it is a table. `until` is the moment up to which the account was read.
    """

    def __init__(self, used, month, until):
        self.month, self.until = month, until
        daily, self.unpriced = charges(used, month)
        self.lines = _of_the_month(daily)
        self.total = sum(line.usd for line in self.lines)

    def by_service(self):
        """{service: US dollars}, the dearest first."""
        sums = Counter()
        for line in self.lines:
            sums[line.service] += line.usd
        return dict(sums.most_common())

    def of(self, resource):
        """What one resource cost, in US dollars."""
        return sum(line.usd for line in self.lines if line.resource == resource)

    @property
    def heading(self):
        """Of which month it is, and how far."""
        first, _ = bounds(self.month)
        return f"{first:%B %Y}{self._how_far()}, in US dollars, without tax"

    def groups(self):
        """(service, US dollars, its lines, the names of those below half a cent)."""
        for service, usd in self.by_service().items():
            lines = [line for line in self.lines if line.service == service]
            shown = [line for line in lines if line.usd >= CENT / 2]
            yield service, usd, shown, _names(lines[len(shown) :])

    def left_out(self):
        """What has no price in the table, in words."""
        names = ", ".join(dict.fromkeys(line for line, _ in self.unpriced))
        return f"No price in the table, so not counted: {names}"

    def __repr__(self):
        text = [self.heading]
        for service, usd, lines, hidden in self.groups():
            text += [f"{service:79} {usd:8.2f}", *map(_row, lines)]
            if hidden:
                text.append(f"  and less than a cent: {hidden}")
        text.append(f"{'Total':79} {self.total:8.2f}")
        if self.unpriced:
            text.append(self.left_out())
        return "\n".join(text)

    def _how_far(self):
        """Which part of its month the bill is of, if it is not the whole."""
        first, after = bounds(self.month)
        if self.until.date() < first:
            return ", which has not begun"
        is_over = self.until.date() >= after
        return "" if is_over else f", up to {self.until:%d %b %H:%M}"


def _row(line):
    return f"  {line.resource[:15]:15} {line.what:42} {line.amount:>18} {line.usd:8.2f}"


def _names(lines):
    """The resources of lines, each once."""
    return ", ".join(dict.fromkeys(line.resource for line in lines))


def _of_the_month(daily):
    """The charges of days, added up by resource and price; the dearest first."""
    sums = {}
    for each in daily:
        place = each.line, each.region, each.resource
        quantity, usd, _ = sums.get(place, (0, 0, None))
        sums[place] = quantity + each.quantity, usd + each.usd, each
    lines = [
        replace(each, quantity=quantity, usd=usd, day=None)
        for quantity, usd, each in sums.values()
    ]
    # Two that cost the same stand by name, however their hours were added up.
    return sorted(
        lines, key=lambda line: (-round(line.usd, 9), line.line, line.resource)
    )
