"""No word of a picture is cut, leaves its box or stands on another: wide and narrow,
whatever one has set. Each picture is drawn in a page of its own, without JupyterLab.
"""

from pathlib import Path

import pytest

import cafe.explorers.kit
from explorers.test_explorers_from_a_cell import MAKERS
from explorers.test_filled import states

CSS = Path(cafe.explorers.kit.__file__).with_name("panel.css")
PAGE = f"""<style>{CSS.read_text(encoding="utf-8")}
*, *::before {{ animation: none !important; transition: none !important; }}</style>
<div class="cafe-panel"><div class="cafe-ex-picture"></div></div>"""
# What is wrong with the words that one sees; turned ones may share a corner.
ODD_WORDS = """(svg) => {
  const picture = document.querySelector(".cafe-ex-picture");
  picture.innerHTML = svg;
  const all = picture.firstChild.getBoundingClientRect();
  const isSeen = (text) => text.textContent.trim() && !text.closest("[opacity='0']")
    && text.getScreenCTM().b === 0 && text.getClientRects().length;
  const words = [...picture.querySelectorAll("text")].filter(isSeen)
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const isCut = ([, place]) => place.left < all.left - 1 || place.right > all.right + 1;
  const isOn = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
  const boxes = [...picture.querySelectorAll(
    "rect:is(.cafe-ex-zone, .cafe-ex-card, .cafe-ex-cell, .cafe-ex-chosen)")]
    .map((box) => box.getBoundingClientRect());
  const leaves = ([text, place]) => /\\w/.test(text) && boxes.some((box) =>
    box.left < place.left && place.left < box.right && box.right < place.right - 1
    && box.top < place.top && place.bottom < box.bottom);
  return [
    ...words.filter(leaves).map(([text]) => `leaves its box: ${text}`),
    ...words.filter(isCut).map(([text]) => `cut: ${text}`),
    ...words.flatMap(([text, place], index) => words.slice(index + 1)
      .filter(([, other]) => isOn(place, other))
      .map(([other]) => `${text} on ${other}`)),
  ];
}"""


@pytest.fixture(scope="module")
def tab(only_page):
    tab = only_page.tab.context.browser.new_page()
    tab.set_content(PAGE)
    yield tab
    tab.close()


@pytest.mark.parametrize("name", MAKERS)
def test_no_word_of_a_picture_is_cut_leaves_its_box_or_stands_on_another(tab, name):
    explorer = MAKERS[name]()
    odd = set()
    for state in states(explorer):
        for each in (explorer, explorer.narrowed()):
            odd |= {
                (state, each.narrow, words)
                for words in tab.evaluate(ODD_WORDS, each.picture().svg)
            }
    assert not odd
