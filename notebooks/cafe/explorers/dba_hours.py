"""The hours of a year as the DBA, task by task, in three models.

All of it is assumed, none of it measured: each assumption has a slider.
"""

from dataclasses import dataclass, replace

from .kit.panel import Button, Choice, Explorer, Slider
from .kit.svg import NARROW, box, group, label, option

MODELS = {"EC2": "unmanaged", "RDS": "managed", "DynamoDB": "fully managed"}
WIDTH, NAMES, COLUMN, BAR, ROW, TOP = 860, 264, 196, 132, 34, 92
NARROW_COLUMN, NARROW_ROW, NARROW_TOP = 88, 70, 66


@dataclass(frozen=True)
class Task:
    """How often a year, how many half-hours each time, and what part of it, in percent,
    RDS and DynamoDB leave to you."""

    words: str
    times: int
    halves: int
    rds: int
    dynamodb: int

    def hours(self, model):
        left = {"EC2": 100, "RDS": self.rds, "DynamoDB": self.dynamodb}[model]
        return self.times * self.halves / 2 * left / 100


TASKS = {
    "system": Task("patch the operating system", 12, 4, 0, 0),
    "engine": Task("patch the engine", 4, 8, 50, 0),
    "backups": Task("look after the backups", 52, 1, 20, 20),
    "restore": Task("try out a restore", 4, 6, 100, 100),
    "machines": Task("repair and replace machines", 3, 12, 0, 0),
    "growth": Task("plan for growth", 4, 8, 50, 20),
    "design": Task("design tables and keys, tune queries", 12, 8, 100, 100),
    "access": Task("manage access and passwords", 12, 2, 100, 100),
}


def dba_hours():
    """A year's tasks as bars, and the assumptions behind them as sliders."""
    return DbaHours()


class DbaHours(Explorer):
    """Eight tasks, of which one is pressed and changed."""

    heading = "Whose hours? Press a task, and change what is assumed."
    aligned = True

    def __init__(self):
        self.tasks, self.chosen = dict(TASKS), "engine"

    def controls(self):
        task = self.tasks[self.chosen]
        names = {name: each.words for name, each in TASKS.items()}
        return [
            [
                Slider("times", "Times a year", task.times, 0, 60, f"{task.times}"),
                Slider(
                    *("halves", "Hours each time", task.halves, 0, 24),
                    _hours(task.halves / 2),
                ),
            ],
            [
                _share("rds", "Yours on RDS", task.rds),
                _share("dynamodb", "Yours on DynamoDB", task.dynamodb),
            ],
            [
                Choice("task", "Task", self.chosen, names, within=True),
                Button("again", "As it was"),
            ],
        ]

    def change(self, name, value):
        if name == "again":
            self.tasks = dict(TASKS)
            return self._sum()
        if name == "task":
            self.chosen = value
            return f"{self._said(value)}."
        changed = replace(self.tasks[self.chosen], **{name: value})
        self.tasks = self.tasks | {self.chosen: changed}
        return self._sum()

    def total(self, model):
        return sum(task.hours(model) for task in self.tasks.values())

    # --- in words --------------------------------------------------------------

    def _said(self, name):
        task = self.tasks[name]
        hours = [f"{_hours(task.hours(model))} on {model}" for model in MODELS]
        return f"{task.words}, {task.times} times a year: {', '.join(hours)}"

    def _sum(self):
        hours = [f"{_hours(self.total(model))} on {model}" for model in MODELS]
        return f"In all: {', '.join(hours)}. {self._gone()}"

    def _gone(self):
        """What part of the hours a service takes off you."""
        if not self.total("EC2"):
            return "Nothing to do is nothing to hand over."
        gone = {
            model: 100 - 100 * self.total(model) / self.total("EC2")
            for model in ("RDS", "DynamoDB")
        }
        parts = [f"{model} takes off {share:.0f} %" for model, share in gone.items()]
        return f"{', '.join(parts)}; the rest stays yours."

    def _text(self):
        return [self._sum(), *(f"{self._said(name)}." for name in self.tasks)]

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text, names = self._text(), enumerate(self.tasks)
        most = max([1, *(task.hours("EC2") for task in self.tasks.values())])
        if self.narrow:
            heads = [self._narrow_head(*each) for each in enumerate(MODELS)]
            rows = [self._narrow_task(number, name, most) for number, name in names]
            width, height = NARROW, NARROW_TOP + NARROW_ROW * len(rows)
        else:
            heads = [self._head(*each) for each in enumerate(MODELS)]
            rows = [self._task(number, name, most) for number, name in names]
            width, height = WIDTH, TOP + ROW * len(rows) + 4
        return self.framed(width, height, text, *heads, *rows, said=1)

    def _narrow_head(self, number, model):
        x = number * NARROW_COLUMN
        return group(
            box(x + 1, 1, NARROW_COLUMN - 4, NARROW_TOP - 12, "cafe-ex-zone", 8),
            label(x + 8, 22, model, "cafe-ex-note"),
            label(x + 8, 42, _hours(self.total(model)), "cafe-ex-name"),
        )

    def _narrow_task(self, number, name, most):
        """A task over its bars, each of them under its service."""
        task, y = self.tasks[name], NARROW_TOP + NARROW_ROW * number
        places = [
            (8 + place * NARROW_COLUMN, model) for place, model in enumerate(MODELS)
        ]
        bars = [
            _narrow_bar(x, y + 28, task.hours(model), task.hours("EC2"), most)
            for x, model in places
        ]
        return self._pressed(
            name, (1, y, NARROW - 2, NARROW_ROW - 6), (8, y + 19), *bars
        )

    def _head(self, number, model):
        x = _x(number)
        return group(
            box(x - 10, 1, BAR + 52, TOP - 14, "cafe-ex-zone", 8),
            label(x, 22, model, "cafe-ex-name"),
            label(x, 47, _hours(self.total(model)), "cafe-ex-figure"),
            label(x, 67, MODELS[model], "cafe-ex-note"),
        )

    def _task(self, number, name, most):
        task, y = self.tasks[name], TOP + ROW * number
        bars = [
            _bar(_x(place), y, task.hours(model), task.hours("EC2"), most)
            for place, model in enumerate(MODELS)
        ]
        return self._pressed(name, (1, y, WIDTH - 2, ROW - 6), (12, y + 18.5), *bars)

    def _pressed(self, name, room, place, *bars):
        """A task to be pressed, in its room; its words stand at a place in it."""
        words, chosen = self.tasks[name].words, name == self.chosen
        return option(
            "task",
            f"Change: {words}",
            room,
            label(*place, "▸ " * chosen + words, "cafe-ex-text"),
            *bars,
            value=name,
            chosen=chosen,
            plain="cafe-ex-cell",
        )


def _bar(x, y, hours, all_of_it, most):
    """A task's hours under one service, in figures beside the bar."""
    long, short = (BAR * part / most for part in (all_of_it, hours))
    return group(
        *_left_of(long, short, x, y + 7, 14),
        label(x + long + 6, y + 18.5, _hours(hours), "cafe-ex-note"),
    )


def _narrow_bar(x, y, hours, all_of_it, most):
    """The same, with the hours below it."""
    long, short = ((NARROW_COLUMN - 16) * part / most for part in (all_of_it, hours))
    return group(
        *_left_of(long, short, x, y, 12),
        label(x, y + 27, _hours(hours), "cafe-ex-note"),
    )


def _left_of(long, short, x, y, height):
    """The hours that are left, in the outline of those that there were."""
    if short < long:
        yield box(x, y, long, height, "cafe-ex-plate cafe-ex-gone", 3)
    yield box(x, y, short, height, "cafe-ex-kept", 3)


def _share(name, words, value):
    return Slider(name, words, value, 0, 100, f"{value} %", step=10)


def _x(number):
    return NAMES + 24 + COLUMN * number


def _hours(number):
    return f"{round(number, 1):g} h"
