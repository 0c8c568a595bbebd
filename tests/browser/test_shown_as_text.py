"""Text in outputs stays text: two dollars make no mathematics, no word is cut."""

import pytest
from playwright.sync_api import expect

DOLLARS = "$summ + 3 $, $x$ and $$y$$"
CELLS = {
    "set-up": f"""\
%load_ext cafe.selfcheck.sql
import pandas
from IPython.display import HTML
from cafe.course.facts import Cited
from cafe.selfcheck.glossary import Terms
from cafe.selfcheck.verdict import Verdict
text = {DOLLARS!r}""",
    "verdict": "Verdict('wrong', text, (text,))",
    "frame": "pandas.DataFrame({text: [text]})",
    "rows": f"%%sql\nSELECT '{DOLLARS}' AS \"{DOLLARS}\"",
    "refusal": f"%%sql\nINSERT INTO shops VALUES (7, '{DOLLARS}', 'x', '{DOLLARS}')",
    "no-term": "Terms([], text)",
    "facts": "Cited([dict(id='F1', claim=text, figure=text, changed='', source=text,"
    " url='', checked='2026-11-01')])",
    "terms": "from cafe.selfcheck import glossary\nglossary('replication group')",
    "mathematics": "HTML('<p>$x$ is mathematics.</p>')",
}


@pytest.fixture
def shown(used_page):
    used_page.begin(CELLS)
    return used_page


def output(page, name):
    place = [*CELLS].index(name)
    return page.tab.locator(".jp-CodeCell").nth(place).locator(".jp-Cell-outputArea")


def test_two_dollars_in_an_output_make_no_mathematics(shown):
    shown.tab.set_viewport_size({"width": 1280, "height": 2000})
    expect(output(shown, "mathematics").locator("mjx-container")).to_be_visible()
    for name in [*CELLS][1:-2]:
        expect(output(shown, name)).to_contain_text("$x$ and $$y$$")
        expect(output(shown, name).locator("mjx-container")).to_have_count(0)


def test_a_refusal_breaks_its_lines_between_words(shown):
    box = output(shown, "refusal").locator(".cafe-refusal pre")
    box.evaluate("box => { box.style.width = '12rem' }")
    expect(box).to_contain_text("Error:")
    cut = box.evaluate(
        """box => {
          const text = box.firstChild, range = document.createRange();
          const line = (at) => {
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return range.getClientRects()[0]?.top;
          };
          return [...text.data].map((_, at) => at).filter((at) =>
            /[a-z]{2}/i.test(text.data.slice(at, at + 2)) && line(at) !== line(at + 1));
        }"""
    )
    assert cut == []
    assert box.bounding_box()["height"] > 60  # it has several lines


def test_a_term_does_not_run_over_its_meaning_in_a_narrow_page(shown):
    listed = output(shown, "terms").locator("dl")
    listed.evaluate("listed => { listed.style.width = '10rem' }")
    name, meaning = listed.evaluate(
        """listed => ["dt", "dd"].map((tag) =>
          listed.querySelector(tag).getBoundingClientRect().toJSON())"""
    )
    assert name["bottom"] <= meaning["y"] + 1
    assert name["x"] == meaning["x"]
