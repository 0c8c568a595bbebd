"""How long a click takes to be answered: our widget beside a bare ipywidgets button.

    python -m pytest -p no:nbval -o addopts= -s tests/bench/bench_widget.py

Both stand in one notebook in one page and are clicked in turn. For each click the page
itself measures the time until the button changed (acknowledged) and until the reply of
the kernel stands in the page (answered). Nothing is asserted: times are for reading.
"""

import statistics

pytest_plugins = ["browser.conftest"]

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


def test_bench(lab, page):
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
    print(f"\n{f'ms, {ROUNDS} clicks':<18} acknowledged  answered: median  p95")
    for name, pairs in times.items():
        first = [ack for ack, _ in pairs if ack is not None]
        replies = sorted(reply for _, reply in pairs)
        p95 = replies[int(len(replies) * 0.95) - 1]
        said = f"{statistics.median(first):.1f}" if first else "–"
        print(f"{name:<18} {said:>12} {statistics.median(replies):>17.1f} {p95:>5.1f}")
