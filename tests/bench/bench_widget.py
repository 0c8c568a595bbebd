"""How long a click takes to be answered: our widget beside a bare ipywidgets button.

    .venv/bin/python tests/bench/bench_widget.py

Both stand in one notebook in one page and are clicked in turn. For each click the page
itself measures the time until the button changed (acknowledged) and until the reply of
the kernel stands in the page (answered).
"""

import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from bench.rows import Row, show_alone
from browser.lab_page import opened_page, running_lab

NOTEBOOK = "99_bench.ipynb"
ROUNDS = 30
CELLS = {
    "bare": """import ipywidgets
button, told = ipywidgets.Button(description="Check"), ipywidgets.HTML("0")
button.on_click(lambda _: setattr(told, "value", str(int(told.value) + 1)))
ipywidgets.VBox([button, told])""",
    "quiz": """from cafe.selfcheck import quiz
quiz("99")""",
}
# Clicks, then watches one element until its text has changed twice: by the click itself
# (ours says "Checking…") and by the kernel. The bare button knows only the second.
MEASURE = """async ([button, watched]) => {
  button = document.querySelector(button);
  watched = document.querySelector(watched);
  const changed = () => new Promise((done) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      done(performance.now());
    });
    const all = { childList: true, characterData: true, subtree: true };
    observer.observe(watched, all);
  });
  const reply = changed();
  const before = performance.now();
  const label = button.textContent;
  button.click();
  const acknowledged = button.textContent === label ? null : performance.now() - before;
  return [acknowledged, (await reply) - before];
}"""


def rows():
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_lab(Path(scratch)) as lab,
        opened_page(lab) as page,
    ):
        times = clicks(lab, page)
    reply, p95, _ = figures(times["bare ipywidgets"])
    our_reply, our_p95, acknowledged = figures(times["self-check"])
    yield Row("a click is acknowledged", acknowledged, reply, "ms", "a bare button")
    yield Row("a click is answered", our_reply, reply, "ms", "a bare button")
    yield Row("the slowest of twenty", our_p95, p95, "ms", "a bare button")


def clicks(lab, page):
    """name -> for each click, milliseconds until it was acknowledged and answered."""
    lab.write(NOTEBOOK, CELLS)
    page.open(NOTEBOOK)
    page.run_all()
    form = page.tab.locator('[data-question="99.q05"]')
    form.get_by_role("textbox").fill("3")
    ours = ['[data-question="99.q05"] button', '[data-question="99.q05"] [role=status]']
    bare = [".jp-OutputArea .widget-button", ".jp-OutputArea .widget-html-content"]
    times = {"bare ipywidgets": [], "self-check": []}
    for _ in range(ROUNDS):
        for name, selectors in zip(times, (bare, ours)):
            times[name].append(page.tab.evaluate(MEASURE, selectors))
            page.tab.wait_for_timeout(150)
    return times


def figures(pairs):
    """The median of the answers, the slowest of twenty, and how soon a click showed."""
    replies = sorted(reply for _, reply in pairs)
    slow = replies[int(len(replies) * 0.95) - 1]
    shown = [seen for seen, _ in pairs if seen is not None] or [0]
    return statistics.median(replies), slow, statistics.median(shown)


if __name__ == "__main__":
    show_alone(rows())
