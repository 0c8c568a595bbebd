"""The table of prices, `data/prices.toml`."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from ...files import read_toml

HOURS_OF_A_MONTH = 730  # an average one, as AWS's own calculator takes it
#: How much of what the meter counts is one unit, where it is not one.
UNITS = {"million": 1_000_000}


@dataclass(frozen=True)
class Price:
    """What AWS asks for one thing: `usd` per unit, `free` units a month for nothing.

    `per` is hour, GB-month, million or GB. `region` is where the price was found, and
    `checked` the day of its `source`.
    """

    id: str
    service: str
    what: str
    per: str
    usd: float
    region: str
    checked: date
    source: str
    free: float = 0

    def quantity(self, amount, hours):
        """Units in what the meter has: GB by the hour in a month of so many hours."""
        return amount / (hours if self.per == "GB-month" else UNITS.get(self.per, 1))


class Prices(dict):
    """{id: Price}; an id that is not there is answered with those like it."""

    def __missing__(self, line):
        begins = line.partition(".")[0]
        alike = [each for each in self if each.startswith(begins + ".")] or [*self]
        raise KeyError(f"{line} has no price here. There is: {', '.join(alike)}")


@cache
def prices():
    """{id: Price} of the whole table."""
    table = read_toml("prices.toml")["price"]
    return Prices({each["id"]: Price(**each) for each in table})


def month(line, amount=1):
    """US dollars of an average month of `amount` machines, GB, or million requests."""
    price = prices()[line]
    return price.usd * amount * (HOURS_OF_A_MONTH if price.per == "hour" else 1)
