"""How long a picture takes to follow a hand, measured in the page.

    .venv/bin/python tests/bench/bench_pictures.py

A slider whose pictures were sent ahead must move within a frame. A part that asks the
kernel must answer before a hand feels that it waits: a tenth of a second, in nineteen
cases of twenty.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from browser.lab_page import opened_page, running_lab

NOTEBOOK = "99_bench.ipynb"
CELLS = {
    "shop": "from cafe.explorers import cached_reads, joins, open_shop\nopen_shop()",
    "joins": "joins()",
    "reads": "cached_reads()",
}
ROUNDS = 40
FRAME, FELT = 16, 100  # milliseconds
# Acts on the control, and waits until something in the picture has changed.
MEASURE = """async ([control, picture, value]) => {
  control = document.querySelector(control);
  picture = document.querySelector(picture);
  const changed = new Promise((done) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      done(performance.now());
    });
    const all = { attributes: true, childList: true, characterData: true };
    observer.observe(picture, { ...all, subtree: true });
  });
  const before = performance.now();
  if (value === null) control.click();
  else {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return (await changed) - before;
}"""


def rows():
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_lab(Path(scratch)) as lab,
        opened_page(lab) as page,
    ):
        lab.write(NOTEBOOK, CELLS)
        page.open(NOTEBOOK)
        page.run_all()
        mark(page)
        played, asked, both = played_times(page), asked_times(page), both_times(page)
    yield Row("a played picture follows", slow(played), FRAME, "ms", "a frame,", 1)
    yield Row("a picture asks the kernel", slow(asked), FELT, "ms", "at most", 1)
    yield Row("one with played pictures asks", slow(both), FELT, "ms", "at most", 1)


def played_times(page):
    """Milliseconds from a move of the slider to the picture, without the kernel."""
    return [
        measure(page, "[data-bench=shop] [type=range]", "shop", 5 * (1 + number % 30))
        for number in range(ROUNDS)
    ]


def asked_times(page):
    """Milliseconds from a click to the kernel's picture."""
    return [
        measure(
            page,
            f"[data-bench=joins] span:nth-of-type({1 + number % 2}) input",
            "joins",
        )
        for number in range(1, ROUNDS + 1)
    ]


def both_times(page):
    """Milliseconds from a slider that changes all of another one's pictures."""
    slider = "[data-bench=reads] .cafe-ex-slider:not(.cafe-ex-played) input"
    return [
        measure(page, slider, "reads", 30 + 30 * (number % 8))
        for number in range(ROUNDS)
    ]


def mark(page):
    """Give each panel a name by which a style selector finds it."""
    page.tab.evaluate(
        """(names) => document.querySelectorAll(".cafe-panel").forEach(
          (panel, number) => (panel.dataset.bench = names[number]))""",
        [*CELLS],
    )


def measure(page, control, panel, value=None):
    picture = f"[data-bench={panel}] .cafe-ex-picture"
    time = page.tab.evaluate(MEASURE, [control, picture, value])
    page.tab.wait_for_timeout(200)
    return time


def slow(times):
    """The slowest of twenty."""
    return sorted(times)[int(len(times) * 0.95) - 1]


if __name__ == "__main__":
    show_alone(rows())
