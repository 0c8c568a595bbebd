"""A crash at any hour of the shop's year: what is lost, what is left, for how long.

The orders are the shop's own, counted from one copy to the next. *Try it on real files*
does with DuckDB what the picture says: it copies a file, loses it, and opens the copy.
"""

import shutil
from bisect import bisect_left
from collections import Counter
from datetime import datetime, timedelta
from functools import cache

from ..aws.machine import temporary_folder
from ..files import DATA
from .kit.panel import Button, Choice, Explorer, Picture, Slider
from .kit.svg import (
    box,
    dragged,
    group,
    label,
    paragraph,
    patterned,
    picture,
    tag,
    touchable,
)

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
        return self._now()

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

    def _now(self):
        when = f"{_date(self.moment)}, {self.hour}:00"
        if self.fails == "engine":
            return f"{when}: the engine crashes. Its log brings every order back."
        lost = self._lost(self.schedule)
        if not lost:
            return f"{when}: the disk dies. Nothing was taken since the last copy."
        copy = self._copy()
        return f"{when}: the disk dies. Lost: {_count(lost)} since the copy of {copy}."

    def _text(self):
        time, why = CLOSED[self.fails]
        left = self._taken() - self._lost(self.schedule)
        return [
            self._now(),
            f"Left: {_count(left)}. Nobody can order for {time}, {why}: an assumption.",
            *(
                f"Backed up {words}: {self._lost(schedule):,} lost."
                for schedule, words in SCHEDULES.items()
            ),
        ]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        drawing = [self._year(), self._day(), *self._cards(), self._schedules()]
        height = ROWS_Y + 20 + ROW * len(SCHEDULES)
        return Picture(
            picture(WIDTH, height, self.heading, " ".join(text), *drawing), text
        )

    def _year(self):
        """The orders of each week, the copies under them, and the day of the crash."""
        x = _year_x(self.day + 0.5)
        return dragged(
            "day",
            LEFT,
            RIGHT,
            box(LEFT, 4, RIGHT - LEFT, YEAR_Y + 14, "cafe-ex-plate", 0),
            tag("path", d=_weeks(), class_="cafe-ex-served"),
            tag("path", d=_copies(self.schedule), class_="cafe-ex-copy-ticks"),
            _months(),
            tag("path", d=f"M{x:.1f} 4V{YEAR_Y + 18}", class_="cafe-ex-crash"),
            tag("circle", cx=x, cy=8, r=7, class_="cafe-ex-crash-grip"),
            label(0, 34, "The year", "cafe-ex-name"),
            label(0, YEAR_Y - 8, "orders a week", "cafe-ex-note"),
            label(0, YEAR_Y + 14, "backups", "cafe-ex-note"),
        )

    def _day(self):
        """Each order of the day as a mark, and the hour of the crash."""
        x, top = _hour_x(self.hour), DAY_Y
        day = BEGIN + timedelta(days=self.day)
        has = has_copy(self.schedule, day)
        sign = "bar" if self.fails == "engine" else "cross"
        anchor = "end" if self.hour > 18 else "start"
        return dragged(
            "hour",
            LEFT,
            _hour_x(23),
            box(LEFT, top, RIGHT - LEFT, 48, "cafe-ex-cell", 4),
            patterned(x, top, RIGHT - x, 48, "dots", 0),
            _marks(day, self.moment, top + 24, sign),
            _marks(self.moment, day + timedelta(days=1), top + 24, "dot"),
            *(
                label(_hour_x(hour), top + 66, f"{hour}:00", "cafe-ex-note", anchor)
                for hour, anchor in HOURS.items()
            ),
            label(
                RIGHT - 8, top + 42, "then on paper", "cafe-ex-note cafe-ex-halo", "end"
            )
            if self.hour < 20
            else None,
            tag("path", d=f"M{x:.1f} {top - 8}V{top + 52}", class_="cafe-ex-crash"),
            tag("circle", cx=x, cy=top + 52, r=7, class_="cafe-ex-crash-grip"),
            label(
                x + (8 if anchor == "start" else -8),
                top - 8,
                f"✕ {FAILURES[self.fails].split(',')[0]} fails",
                "cafe-ex-ill",
                anchor,
            ),
            label(LEFT, top - 8, "◆ backup", "cafe-ex-note")
            if has and self.hour > 3
            else None,
            label(0, top + 14, f"{day:%A}", "cafe-ex-name"),
            label(0, top + 32, f"{day.day} {day:%B}", "cafe-ex-text"),
            label(0, top + 50, "each order", "cafe-ex-note"),
        )

    def _cards(self):
        lost = self._lost(self.schedule)
        time, why = CLOSED[self.fails]
        rescue = f"in the copy of {self._copy()}"
        yield _card(
            0,
            "✕ Lost" if lost else "● Lost",
            _count(lost),
            f"taken since the copy of {self._copy()}" if lost else "none at all",
            "cafe-ex-ill" if lost else "cafe-ex-well",
        )
        yield _card(
            1,
            "● Left",
            _count(self._taken() - lost),
            rescue if self.fails == "disk" else "in the file and its log",
            "cafe-ex-well",
        )
        yield _card(2, "◐ Nobody can order for", time, why, "cafe-ex-busy")

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
        chosen = schedule == self.schedule
        length = 460 * lost / most
        words = f"{_count(lost)} lost"
        return touchable(
            "backup",
            f"Back up {SCHEDULES[schedule]}",
            box(1, y, WIDTH - 2, 26, "cafe-ex-chosen" if chosen else "cafe-ex-cell"),
            label(
                12,
                y + 18,
                f"{'▸ ' if chosen else ''}{SCHEDULES[schedule]}",
                "cafe-ex-name" if chosen else "cafe-ex-text",
            ),
            box(212, y + 6, length, 14, "cafe-ex-refused", 3),
            label(222 + length, y + 18, words, "cafe-ex-text"),
            value=schedule,
            pressed=chosen,
        )


def _card(number, name, figure, words, look):
    x = (CARD + 16) * number
    return group(
        box(x + 1, CARDS_Y - 22, CARD - 2, 98, "cafe-ex-card", 8),
        label(x + 14, CARDS_Y, name, look),
        label(x + 14, CARDS_Y + 28, figure, "cafe-ex-figure"),
        paragraph(x + 14, CARDS_Y + 49, words, CARD - 24, "cafe-ex-note", size=12),
    )


def _year_x(day):
    return LEFT + (RIGHT - LEFT) * day / DAYS


def _hour_x(hour):
    return LEFT + (RIGHT - LEFT) * hour / 24


@cache
def _copies(schedule):
    """A tick for each day at whose beginning a copy is made."""
    days = [n for n in range(DAYS) if has_copy(schedule, BEGIN + timedelta(days=n))]
    return "".join(f"M{_year_x(day):.1f} {YEAR_Y + 6}v8" for day in days)


@cache
def _months():
    """The name of each month at its first day."""
    days = ((n, BEGIN + timedelta(days=n)) for n in range(DAYS))
    return group(
        *(
            label(_year_x(number), YEAR_Y + 34, f"{day:%b}", "cafe-ex-note")
            for number, day in days
            if day.day == 1
        )
    )


@cache
def _weeks():
    """A bar for the orders of each week."""
    weeks = Counter((time - BEGIN).days // 7 for time in times())
    most, wide = max(weeks.values()), _year_x(7) - LEFT - 2
    return "".join(
        f"M{_year_x(7 * week):.1f} {YEAR_Y}v{-40 * count / most:.1f}h{wide:.1f}"
        f"V{YEAR_Y}z"
        for week, count in sorted(weeks.items())
        if 7 * (week + 1) <= DAYS
    )


def _marks(begin, end, y, sign):
    """A mark for each order of a day between two moments."""
    shapes = {
        "cross": "M{x:.0f} {y}m-4 -4l8 8m-8 0l8 -8",
        "bar": "M{x:.0f} {y}m0 -12v24",
        "dot": "M{x:.0f} {y}m-1 0h2",
    }
    looks = {"cross": "lost", "bar": "kept", "dot": "paper"}
    some = times()[bisect_left(times(), begin) : bisect_left(times(), end)]
    midnight = begin.replace(hour=0)
    places = [_hour_x((time - midnight).total_seconds() / 3600) for time in some]
    path = "".join(shapes[sign].format(x=x, y=y) for x in places)
    return tag("path", d=path or "M0 0", class_=f"cafe-ex-mark-{looks[sign]}")


def _date(moment):
    return f"{moment:%A}, {moment.day} {moment:%B}"


def _count(orders):
    return f"{orders:,} order{'s' * (orders != 1)}"


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
    disk, copy, restart = (folder / f"{name}.db" for name in ("shop", "copy", "again"))
    database = duckdb.connect(str(disk))
    database.execute("CREATE TABLE orders (ordered_at TIMESTAMP)")
    insert = "INSERT INTO orders SELECT unnest(?)"
    if before:
        database.execute(insert, [before])
    database.execute("CHECKPOINT")
    shutil.copy(disk, copy)
    if since:
        database.execute(insert, [since])
    if fails == "engine":  # what it has written lies there, in the file and its log
        for file in folder.glob("shop.db*"):
            shutil.copy(file, folder / file.name.replace("shop", "again"))
    database.close()
    disk.unlink()
    left = restart if fails == "engine" else copy
    with duckdb.connect(str(left)) as found:
        return found.execute("SELECT count(*) FROM orders").fetchone()[0]
