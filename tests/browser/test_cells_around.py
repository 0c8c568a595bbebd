"""What the first widget of a page does for the cells around it.

One that begins with %%sql is coloured as SQL. In a text, a table stands on the left,
and no long word of code is cut. A
line that is printed ends between two words.
"""

import json

import pytest
from playwright.sync_api import expect

CELLS = {
    "set-up": "from cafe.selfcheck import begin, predict\nbegin('02')",
    "prediction": "predict('99.p01')",
    "query": "%%sql\nSELECT name, 'as' -- or 2\nFROM shops LIMIT 25;",
    "python": "if True and not None:\n    print('FROM', 1)  # SELECT",
}
QUERY = {
    "keyword": ["SELECT", "FROM", "LIMIT"],
    "string": ["'as'"],
    "comment": ["-- or 2"],
    "number": ["25"],
}
# {kind: its coloured texts}, in the order of the page, of ranges that are in the page.
COLOURED = """(kinds) => Object.fromEntries(kinds.map((kind) => [kind,
  [...(CSS.highlights.get(`cafe-${kind}`) ?? [])]
    .filter((range) => range.startContainer.isConnected)
    .map(({ startContainer, startOffset, endContainer, endOffset }) => {
      const range = new Range();
      range.setStart(startContainer, startOffset);
      range.setEnd(endContainer, endOffset);
      return range;
    })
    .sort((one, other) => one.compareBoundaryPoints(Range.START_TO_START, other))
    .map(String)]))"""
# The colour of a kind in a query, and JupyterLab's own for it.
PAINTED_AND_OWN = """(kind) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(--jp-mirror-editor-${kind}-color)`;
  const own = getComputedStyle(probe).color;
  probe.remove();
  return [getComputedStyle(document.body, `::highlight(cafe-${kind})`).color, own];
}"""
# How many ranges have come or gone while a picture moved: whatever it says.
MOVE_A_PICTURE = """(async () => {
  let changes = 0;
  const { add, delete: remove } = Highlight.prototype;
  const counted = (change) => function (range) {
    changes += 1;
    return change.call(this, range);
  };
  Object.assign(Highlight.prototype, { add: counted(add), delete: counted(remove) });
  const form = document.querySelector("form");
  form.insertAdjacentHTML("beforeend", "<svg><text>SELECT</text></svg>");
  const picture = form.lastElementChild;
  for (let i = 0; i < 20; i += 1) {
    picture.firstElementChild.setAttribute("x", i);
    picture.firstElementChild.textContent = `FROM ${i}`;
    await new Promise(requestAnimationFrame);
  }
  picture.remove();
  await new Promise(requestAnimationFrame);
  Object.assign(Highlight.prototype, { add, delete: remove });
  return changes;
})()"""


@pytest.fixture
def opened(used_page):
    used_page.begin(CELLS)
    expect(used_page.tab.locator("form").first).to_be_visible()
    yield used_page
    assert used_page.errors == []


def expect_coloured(page, wanted):
    """Waits until these texts are coloured, and no others."""
    page.tab.wait_for_function(
        f"(wanted) => JSON.stringify(({COLOURED})(Object.keys(wanted)))"
        " === JSON.stringify(wanted)",
        arg=wanted,
    )


def editor(page, name):
    return page.tab.locator(".jp-CodeCell .cm-content").nth([*CELLS].index(name))


def test_what_is_typed_is_coloured_as_sql_while_its_cell_is_sql(opened):
    expect_coloured(opened, QUERY)
    query = editor(opened, "query")
    query.click()
    query.press("Control+End")
    opened.tab.keyboard.type("\nwith")
    expect_coloured(opened, QUERY | {"keyword": [*QUERY["keyword"], "with"]})
    query.press("Control+Home")
    opened.tab.keyboard.type("# ")
    expect_coloured(opened, {kind: [] for kind in QUERY})
    opened.begun = {}  # the cells are others now


def test_a_picture_that_moves_colours_nothing_anew(opened):
    expect_coloured(opened, QUERY)
    assert opened.run(MOVE_A_PICTURE) == 0


def test_a_query_has_the_colours_of_the_theme_and_none_of_python(opened):
    expect_coloured(opened, QUERY)
    opened.picture("sql", ".jp-CodeCell.cafe-sql")
    spans = editor(opened, "query").locator(".cm-line span")
    plain = "(spans) => new Set(spans.map((each) => getComputedStyle(each).color)).size"
    assert spans.evaluate_all(plain) == 1
    for theme in ("light", "dark"):
        opened.theme(theme)
        for kind in QUERY:
            painted, own = opened.tab.evaluate(PAINTED_AND_OWN, kind)
            assert painted == own, (theme, kind)


def text_of(page, source):
    """A text in a new cell on top, as it is shown."""
    cell = {"cell_type": "markdown", "id": "text", "source": source, "metadata": {}}
    page.run(
        f"(panel.content.model.sharedModel.insertCell(0, {json.dumps(cell)}), null)"
    )
    page.begun = {}  # the cells are others now
    return page.tab.locator(".jp-MarkdownCell .jp-RenderedMarkdown")


def test_a_table_begins_where_its_text_does(opened):
    text = text_of(opened, "Words:\n\n| word | says |\n|:--|:--|\n| FROM | a table |")
    table, paragraph = (text.locator(each).bounding_box() for each in ("table", "p"))
    assert table["x"] == paragraph["x"]


def test_a_line_ends_within_a_word_of_code_that_is_wider_than_the_page(opened):
    text = text_of(opened, f"Run `{'long' * 100}` now.")
    code, paragraph = (text.locator(each).bounding_box() for each in ("code", "p"))
    assert code["width"] <= paragraph["width"]
    assert code["height"] > 30


# The words of what is printed that stand in more lines than one.
BROKEN = r"""(pre) => {
  const range = new Range(), text = pre.firstChild;
  return [...text.data.matchAll(/\S+/g)].filter((word) => {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  }).map(([word]) => word);
}"""


def test_a_line_that_is_printed_ends_between_two_words(opened):
    too_long = "x" * 400
    error = "is not authorized to perform: dynamodb:GetItem " * 9 + too_long
    said = {"output_type": "stream", "name": "stderr", "text": error}
    opened.run(
        f"(panel.content.model.cells.get(3).outputs.add({json.dumps(said)}), null)"
    )
    opened.begun = {}  # the cells are others now
    printed = opened.tab.locator("[data-mime-type$=stderr] pre")
    assert printed.evaluate(BROKEN) == [too_long]
