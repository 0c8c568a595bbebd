"""The shape that every bench has: `rows()` measures, and gives these rows.

A bench run alone shows its rows; `make bench` shows those of all.
"""

import os
import platform
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

WIDTHS = (46, 12, 34, 8, 6)


class Row(NamedTuple):
    """One thing measured, beside a peer that was measured in the same run.

    The peer may be another library, ourselves at another size ("with 100 members"), or
    a limit. All three are compared as a ratio, ours divided by the peer's; of a rate,
    such as "calls/s", the peer's divided by ours. So small is good.
    """

    what: str
    ours: float
    peer: float
    unit: str
    whose: str  # whose number the peer's is
    goal: float | None = None  # the largest ratio wanted; None: only to be read

    @property
    def ratio(self):
        times = self.ours / self.peer
        return 1 / times if self.unit.endswith("/s") else times


def machine():
    """The processor's model, its cores, and Python's version."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")  # Linux has no better place
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(": ")[2]
                break
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def show_head():
    print(machine(), "\n")
    _line("what", "ours", "peer", "ratio", "goal")
    _line(*("-" * width for width in WIDTHS))


def show(rows):
    """One line a row, each as soon as it was measured."""
    for row in rows:
        missed = row.goal is not None and row.ratio > row.goal
        _line(
            row.what,
            f"{_short(row.ours)} {row.unit}",
            f"{row.whose} {_short(row.peer)} {row.unit}",
            _short(row.ratio),
            "" if row.goal is None else _short(row.goal),
            "missed" if missed else "",
        )


def show_alone(rows):
    """What a bench prints that was started by itself."""
    show_head()
    show(rows)


def rows_of(name):
    """What a bench measures, named without its `bench_`."""
    return list(import_module(f"bench.bench_{name}").rows())


def _line(*cells):
    padded = [cell.ljust(width) for cell, width in zip(cells, WIDTHS)]
    print(" | ".join([*padded, *cells[len(WIDTHS) :]]).rstrip(" |"), flush=True)


def _short(number):
    """Three digits that count: 0.0123, 1.23, 12.3, 123, 1,234."""
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"
