"""A crash at any hour of the shop's year: what is lost, what is left, for how long.

The orders are the shop's own, counted from one copy to the next. *Try it on real files*
does with DuckDB what the picture says: it copies a file, loses it, and opens the copy.
"""

import shutil
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from ..aws.machine import temporary_folder
from ..files import DATA
from .kit.panel import Button, Choice, Explorer, Slider
from .kit.svg import (
    NARROW,
    box,
    disc,
    dragged,
    group,
    label,
    option,
    paragraph,
    path,
    patterned,
    width_of,
)
from .kit.words import counted

BEGIN, DAYS = datetime(2025, 11, 1), 365
SCHEDULES = {
    "night": "every night",
    "week": "every Sunday",
    "month": "on the first of a month",
}
FAILURES = {"disk": "the disk", "engine": "the engine, and its disk lives"}
#: Assumptions. Six hours is what the table of the year gives for one such repair.
CLOSED = {
    "disk": ("6 hours", "to get a machine, and to put the copy back on it"),
    "engine": ("5 minutes", "to start it again, while it plays back its log"),
}
WIDTH, LEFT, RIGHT = 860, 118, 848
YEAR_Y, DAY_Y, CARDS_Y, ROWS_Y = 60, 132, 240, 352
CARD, ROW = 276, 32
HOURS = {0: "start", 6: "middle", 12: "middle", 18: "middle", 24: "end"}


def crash_and_restore():
    """A year of orders and copies, and a crash that one drags to any hour of it."""
    return CrashAndRestore()


class CrashAndRestore(Explorer):
    """The day and the hour of a crash, what fails, and how often one backs up."""

    heading = "Drag the crash to any day, and to any hour."
    played = "hour"

    def __init__(self):
        self.day, self.hour = 132, 15
        self.fails, self.schedule = "disk", "night"

    def controls(self):
        day = self.moment.strftime("%a %d %b %Y")
        hour = f"{self.hour}:00"
        return [
            [Slider("hour", "Hour", self.hour, 0, 23, hour)],
            [Slider("day", "Day", self.day, 0, DAYS - 1, day)],
            [
                Choice("fails", "What fails", self.fails, FAILURES),
                Choice("backup", "Back up", self.schedule, SCHEDULES, within=True),
                Button("try", "Try it on real files"),
            ],
        ]

    def change(self, name, value):
        if name == "try":
            return self._tried()
        attribute = "schedule" if name == "backup" else name
        setattr(self, attribute, value)
        return self.now()

    @property
    def moment(self):
        return BEGIN + timedelta(days=self.day, hours=self.hour)

    # --- what it comes to ------------------------------------------------------

    def _taken(self):
        return orders_before(self.moment)

    def _lost(self, schedule):
        """How many orders are gone: all since the copy, if the disk is."""
        if self.fails == "engine":
            return 0
        return self._taken() - orders_before(last_copy(schedule, self.moment))

    def _copy(self):
        """When the last copy was made, in words."""
        copy = last_copy(self.schedule, self.moment)
        return "today, 0:00" if copy.date() == self.moment.date() else _date(copy)

    def _tried(self):
        """The same crash, on a database of its own."""
        taken = times()[: self._taken()]
        kept = bisect_left(taken, last_copy(self.schedule, self.moment))
        found = crash(taken[:kept], taken[kept:], self.fails)
        return (
            f"Tried with DuckDB: {len(taken):,} orders were taken; after the crash the "
            f"file that is left opens with {found:,}, and {len(taken) - found:,} are "
            "missing."
        )

    # --- in words --------------------------------------------------------------

    def now(self):
        when = f"{_date(self.moment)}, {self.hour}:00"
        if self.fails == "engine":
            return f"{when}: the engine crashes. Its log brings every order back."
        lost = self._lost(self.schedule)
        if not lost:
            return f"{when}: the disk dies. Nothing was taken since the last copy."
        copy = self._copy()
        orders = counted(lost, "order")
        return f"{when}: the disk dies. Lost: {orders} since the copy of {copy}."

    def _text(self):
        time, why = CLOSED[self.fails]
        left = counted(self._taken() - self._lost(self.schedule), "order")
        return [
            self.now(),
            f"Left: {left}. No till takes orders for {time}, {why}: assumed.",
            *(
                f"Backed up {words}: {self._lost(schedule):,} lost."
                for schedule, words in SCHEDULES.items()
            ),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        if self.narrow:
            drawing, height = self._one_below_the_other()
            width = NARROW
        else:
            height, width = ROWS_Y + 20 + ROW * len(SCHEDULES), WIDTH
            drawing = [
                self._year(WIDE, *YEAR_WORDS),
                self._day(WIDE, self._says_what_fails(), *self._day_words()),
                *(
                    _card((CARD + 16) * number, CARDS_Y, CARD, *card)
                    for number, card in enumerate(self._cards())
                ),
                self._schedules(),
            ]
        return self.framed(width, height, text, *drawing)

    def _one_below_the_other(self):
        """The same on a narrow page, its words above what they name; and its height."""
        day, fails = self._date_of_day(), FAILURES[self.fails].split(",")[0]
        middle = min(max(SMALL.hour_x(self.hour), 72), NARROW - 72)
        words = [
            label(0, 14, "The year: orders a week, backups", "cafe-ex-text"),
            label(0, 146, f"{day:%A}, {day.day} {day:%B}: orders", "cafe-ex-text"),
            label(middle, 168, f"✕ {fails} fails", "cafe-ex-ill", "middle"),
        ]
        timelines = [
            group(self._year(SMALL), transform="translate(0 26)"),
            group(self._day(SMALL), transform="translate(0 52)"),
        ]
        cards = [
            _card(0, 300 + 106 * number, NARROW, *card)
            for number, card in enumerate(self._cards())
        ]
        y, plans = 296 + 106 * len(cards), []
        most = max(1, *map(self._lost, SCHEDULES))
        heading = label(0, y, "The same, had you backed up …", "cafe-ex-name")
        for number, schedule in enumerate(SCHEDULES):
            plans.append(self._narrow_plan(y + 14 + 52 * number, schedule, most))
        return [*words, *timelines, *cards, heading, *plans], y + 14 + 52 * len(plans)

    def _narrow_plan(self, y, schedule, most):
        lost = self._lost(schedule)
        words = f"{counted(lost, 'order')} lost"
        return self._plan_to_press(
            schedule,
            (1, y, NARROW - 2, 46),
            (10, y + 18),
            box(10, y + 26, 136 * lost / most, 12, "cafe-ex-refused", 3),
            label(NARROW - 10, y + 37, words, "cafe-ex-note", "end"),
        )

    def _year(self, at, *words):
        """The orders of each week, the copies under them, and the day of the crash."""
        x = at.year_x(self.day + 0.5)
        return dragged(
            "day",
            at.left,
            at.right,
            box(at.left, 4, at.right - at.left, YEAR_Y + 14, "cafe-ex-plate", 0),
            path(_weeks(at), "cafe-ex-served"),
            path(_copies(at, self.schedule), "cafe-ex-copy-ticks"),
            _months(at),
            path(f"M{x:.1f} 4V{YEAR_Y + 18}", "cafe-ex-crash"),
            disc(x, 8, 7, "cafe-ex-crash-grip"),
            *words,
        )

    def _date_of_day(self):
        return BEGIN + timedelta(days=self.day)

    def _says_what_fails(self):
        """Beside the hour of the crash, on the side that has room."""
        x, words = WIDE.hour_x(self.hour), FAILURES[self.fails].split(",")[0]
        anchor, aside = ("end", -8) if self.hour > 18 else ("start", 8)
        return label(x + aside, DAY_Y - 8, f"✕ {words} fails", "cafe-ex-ill", anchor)

    def _day_words(self):
        day = self._date_of_day()
        if has_copy(self.schedule, day) and self.hour > 3:
            yield label(LEFT, DAY_Y - 8, "◆ backup", "cafe-ex-note")
        yield label(0, DAY_Y + 14, f"{day:%A}", "cafe-ex-name")
        yield label(0, DAY_Y + 32, f"{day.day} {day:%B}", "cafe-ex-text")
        yield label(0, DAY_Y + 50, "each order", "cafe-ex-note")

    def _day(self, at, *words):
        """Each order of the day as a mark, and the hour of the crash."""
        x, top, day = at.hour_x(self.hour), DAY_Y, self._date_of_day()
        sign = "bar" if self.fails == "engine" else "cross"
        return dragged(
            "hour",
            at.left,
            at.hour_x(23),
            box(at.left, top, at.right - at.left, 48, "cafe-ex-cell", 4),
            patterned(x, top, at.right - x, 48, "dots", 0),
            _marks(at, day, self.moment, top + 24, sign),
            _marks(at, self.moment, day + timedelta(days=1), top + 24, "dot"),
            *(
                label(at.hour_x(hour), top + 66, f"{hour}:00", "cafe-ex-note", anchor)
                for hour, anchor in HOURS.items()
            ),
            _on_paper(at.right - 8, top + 42) if at.right - x > 125 else None,
            path(f"M{x:.1f} {top - 8}V{top + 52}", "cafe-ex-crash"),
            disc(x, top + 52, 7, "cafe-ex-crash-grip"),
            *words,
        )

    def _cards(self):
        """Of each card: its name, its figure, its words and the look of its name."""
        lost = self._lost(self.schedule)
        time, why = CLOSED[self.fails]
        rescue = f"in the copy of {self._copy()}"
        yield (
            "✕ Lost" if lost else "● Lost",
            counted(lost, "order"),
            f"taken since the copy of {self._copy()}" if lost else "none at all",
            "cafe-ex-ill" if lost else "cafe-ex-well",
        )
        yield (
            "● Left",
            counted(self._taken() - lost, "order"),
            rescue if self.fails == "disk" else "in the file and its log",
            "cafe-ex-well",
        )
        yield "◐ No till takes orders for", time, why, "cafe-ex-busy"

    def _schedules(self):
        """The same crash under each plan, as rows to press."""
        most = max(1, *map(self._lost, SCHEDULES))
        heading = "The same crash, had you backed up …"
        rows = [
            self._plan(number, schedule, most)
            for number, schedule in enumerate(SCHEDULES)
        ]
        return group(label(0, ROWS_Y, heading, "cafe-ex-name"), *rows)

    def _plan(self, number, schedule, most):
        y, lost = ROWS_Y + 14 + ROW * number, self._lost(schedule)
        length, words = 460 * lost / most, f"{counted(lost, 'order')} lost"
        return self._plan_to_press(
            schedule,
            (1, y, WIDTH - 2, 26),
            (12, y + 18),
            box(212, y + 6, length, 14, "cafe-ex-refused", 3),
            label(222 + length, y + 18, words, "cafe-ex-text"),
        )

    def _plan_to_press(self, schedule, room, place, *loss):
        chosen, words = schedule == self.schedule, SCHEDULES[schedule]
        look = "cafe-ex-name" if chosen else "cafe-ex-text"
        return option(
            "backup",
            f"Back up {words}",
            room,
            label(*place, "▸ " * chosen + words, look),
            *loss,
            value=schedule,
            chosen=chosen,
            plain="cafe-ex-cell",
        )


def _on_paper(right, y):
    """What becomes of the orders after the crash, on a plate that covers the dots."""
    words = "then on paper"
    wide = width_of(words, 12) + 10
    return group(
        box(right - wide + 4, y - 13, wide, 17, "cafe-ex-plate", 4),
        label(right, y, words, "cafe-ex-note", "end"),
    )


def _card(x, y, wide, name, figure, words, look):
    return group(
        box(x + 1, y - 22, wide - 2, 98, "cafe-ex-card", 8),
        label(x + 14, y, name, look),
        label(x + 14, y + 28, figure, "cafe-ex-figure"),
        paragraph(x + 14, y + 49, words, wide - 24, "cafe-ex-note", size=12),
    )


@dataclass(frozen=True)
class Room:
    """Where the year and the day lie, from left to right, and each how many months
    are named."""

    left: int
    right: int
    months: int = 1

    def year_x(self, day):
        return self.left + (self.right - self.left) * day / DAYS

    def hour_x(self, hour):
        return self.left + (self.right - self.left) * hour / 24


WIDE, SMALL = Room(LEFT, RIGHT), Room(7, NARROW - 7, 3)
YEAR_WORDS = (
    label(0, 34, "The year", "cafe-ex-name"),
    label(0, YEAR_Y - 8, "orders a week", "cafe-ex-note"),
    label(0, YEAR_Y + 14, "backups", "cafe-ex-note"),
)


@cache
def _copies(at, schedule):
    """A tick for each day at whose beginning a copy is made."""
    days = [n for n in range(DAYS) if has_copy(schedule, BEGIN + timedelta(days=n))]
    return "".join(f"M{at.year_x(day):.1f} {YEAR_Y + 6}v8" for day in days)


@cache
def _months(at):
    """The name of each month at its first day."""
    days = ((n, BEGIN + timedelta(days=n)) for n in range(DAYS))
    return group(
        *(
            label(at.year_x(number), YEAR_Y + 34, f"{day:%b}", "cafe-ex-note")
            for number, day in days
            if day.day == 1 and (day.month - BEGIN.month) % at.months == 0
        )
    )


@cache
def _weeks(at):
    """A bar for the orders of each week."""
    weeks = Counter((time - BEGIN).days // 7 for time in times())
    gap = 2 if at is WIDE else 1
    most, wide = max(weeks.values()), at.year_x(7) - at.left - gap
    return "".join(
        f"M{at.year_x(7 * week):.1f} {YEAR_Y}v{-40 * count / most:.1f}h{wide:.1f}"
        f"V{YEAR_Y}z"
        for week, count in sorted(weeks.items())
        if 7 * (week + 1) <= DAYS
    )


def _marks(at, begin, end, y, sign):
    """A mark for each order of a day between two moments."""
    shapes = {
        "cross": "M{x:.0f} {y}m-4 -4l8 8m-8 0l8 -8",
        "bar": "M{x:.0f} {y}m0 -12v24",
        "dot": "M{x:.0f} {y}m-1 0h2",
    }
    looks = {"cross": "lost", "bar": "kept", "dot": "paper"}
    some = times()[bisect_left(times(), begin) : bisect_left(times(), end)]
    midnight = begin.replace(hour=0)
    places = [at.hour_x((time - midnight).total_seconds() / 3600) for time in some]
    marks = "".join(shapes[sign].format(x=x, y=y) for x in places)
    return path(marks or "M0 0", f"cafe-ex-mark-{looks[sign]}")


def _date(moment):
    return f"{moment:%A}, {moment.day} {moment:%B}"


# --- the orders, the copies, and the crash -------------------------------------------


@cache
def times():
    """When each order of the shop was placed, in order."""
    import duckdb

    with duckdb.connect() as database:
        rows = database.execute(
            "SELECT ordered_at FROM read_csv(?) ORDER BY ordered_at",
            [str(DATA / "orders.csv")],
        ).fetchall()
    return [row[0] for row in rows]


def orders_before(moment):
    return bisect_left(times(), moment)


def has_copy(schedule, day):
    """Whether a copy is made at the beginning of a day; of the first one always."""
    due = {"night": True, "week": day.weekday() == 6, "month": day.day == 1}
    return due[schedule] or day == BEGIN


def last_copy(schedule, moment):
    """When the last copy before a moment was made."""
    day = moment.replace(hour=0)
    while not has_copy(schedule, day):
        day -= timedelta(days=1)
    return day


def crash(before, since, fails):
    """How many orders are found after a crash, on files of this machine.

    `before` are the orders when the copy was made, `since` those after it.
    """
    import duckdb

    folder = temporary_folder()
    disk, copy = folder / "shop.db", folder / "copy.db"
    with duckdb.connect(str(disk)) as database:
        database.execute("CREATE TABLE orders (ordered_at TIMESTAMP)")
        _add(database, before)
    shutil.copy(disk, copy)
    with duckdb.connect(str(disk)) as database:
        database.execute("PRAGMA disable_checkpoint_on_shutdown")  # it may not tidy up
        _add(database, since)
    with duckdb.connect(str(disk if fails == "engine" else copy)) as found:
        return found.execute("SELECT count(*) FROM orders").fetchone()[0]


def _add(database, moments):
    if moments:
        database.execute("INSERT INTO orders SELECT unnest(?)", [moments])
