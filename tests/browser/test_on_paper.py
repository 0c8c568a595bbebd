"""What JupyterLab prints is nbconvert's page: nothing on it is cut by a sheet of A4."""

import nbformat
import pytest
from nbconvert import HTMLExporter

from cafe.files import DATA

SHEET = 718  # pixels between the margins of A4
CUT = """() => [...document.querySelectorAll("img, table, pre")].filter(each => {
    const holder = each.closest(".jp-OutputArea-output, .jp-Editor, .highlight");
    return each.getBoundingClientRect().right > innerWidth
        || each.scrollWidth > each.clientWidth + 1
        || holder && holder.scrollWidth > holder.clientWidth + 1
}).map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def sheet(only_page):
    """A page as wide as paper, in the one browser of these tests."""
    browser = only_page.tab.context.browser
    sheet = browser.new_page(viewport={"width": SHEET, "height": 1000})
    sheet.route("http*://**/*", lambda route: route.abort())
    sheet.emulate_media(media="print")
    yield sheet
    sheet.close()


@pytest.mark.parametrize("lesson", ["00_start_here", "11_slow", "12_who"])
def test_no_picture_code_or_table_is_cut_on_a_sheet_of_paper(lesson, sheet):
    path = DATA.parent / "notebooks" / f"{lesson}.ipynb"
    html, _ = HTMLExporter().from_notebook_node(nbformat.read(path, as_version=4))
    sheet.set_content(html, wait_until="domcontentloaded")
    assert sheet.locator("img").count() > 0
    assert sheet.evaluate(CUT) == []
