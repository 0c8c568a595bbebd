"""The explorers of lessons 06 to 08 in JupyterLab: documents, graphs, backups, ledger.

That the figures are right is shown in tests/explorers.
"""

import re

import pytest
from learner import FocusedKeyboard, Keyboard, all_of
from panels import panel, show, status, violations
from playwright.sync_api import expect

SET_UP = """
from cafe import aws, shop
from cafe.drivers import pymongo
from cafe.explorers import *
account = aws.Account()  # a new one for each run of the cells
account.client_address = "172.31.5.20"
docdb = aws.Session(account=account).client("docdb")
docdb.create_db_cluster(
    DBClusterIdentifier="catalogue", Engine="docdb",
    MasterUsername="barista", MasterUserPassword="espresso-2026")
docdb.create_db_instance(
    DBInstanceIdentifier="catalogue-1", DBClusterIdentifier="catalogue",
    Engine="docdb", DBInstanceClass="db.t4g.medium")
docdb.get_waiter("db_instance_available").wait(DBInstanceIdentifier="catalogue-1")
host = docdb.describe_db_clusters()["DBClusters"][0]["Endpoint"]
client = pymongo.MongoClient(
    host, username="barista", password="espresso-2026", account=account)
client.shop.products.insert_many(shop.catalogue())
graph = shop.graph.property_graph()
"""
CELLS = {
    "set-up": SET_UP,
    "columns": "document_or_columns()",
    "index": "index_explorer(client.shop.products)",
    "graph": "graph_explorer(graph, person=995)",
    "layers": "breadth_first(graph, 283, hops=3)",
    "hops": "hops()",
    "backups": "backup_days()",
    "ledger": "tamper()",
}
HEADINGS = {
    "columns": "The same shelf in columns, in a column of JSON, as documents",
    "index": "What does an index save?",
    "graph": "Who is tied to whom?",
    "layers": "Breadth first: layer by layer",
    "hops": "Hop by hop: a graph and SQL",
    "backups": "Thirty days of backups, and a disaster",
    "ledger": "Who changed the ledger, and who can tell?",
}
# For each explorer a control to click, and how the status then begins.
CLICKS = {
    "columns": ("button", "Up to Filter at home", "Filter at home: 4 new columns"),
    "index": ("button", "sku", "The index sku_1 names the documents"),
    "graph": ("radio", "What the rule for fraud finds", "6 people, 5 shared cards"),
    "layers": ("button", "Show 1 hop", "1 hop: 7 new people, 7 in all"),
    "hops": ("button", "Measure", "Beside the graph, the row store takes"),
    "backups": ("radio", "The Region is lost", "The Region is lost on day 18"),
    "ledger": ("button", "… with a majority", "The vote goes to those who cheat"),
}
# What a key does to each kind of control.
KEYS = {
    "button": "Enter",
    "checkbox": "Space",
    "radio": "ArrowDown",
    "range": "ArrowRight",
    "text": "1",
}
SAID = """panel => ["picture", "status", "words"].map(
    part => panel.querySelector(".cafe-ex-" + part).innerHTML)"""
# Text that leaves its picture or its panel, and text that lies on other text. A box
# holds the whole height of a line, and so two of them may touch; the box of a word on a
# slope is larger than the word.
MISPLACED = """panel => {
  // Where a line begins is rounded to a whole pixel, and to which one by its place.
  const inside = (a, b) => a.left > b.left - 1 && a.right < b.right + 1 &&
    a.top > b.top - 1.5 && a.bottom < b.bottom + 1;
  const apart = (a, b) => a.right < b.left + 2 || b.right < a.left + 2 ||
    a.bottom < b.top + 4 || b.bottom < a.top + 4;
  const found = [];
  for (const [frame, parts] of [
    ["svg", "text"],
    [".cafe-ex-controls", "button, input, label, legend, .cafe-ex-hint"],
  ]) {
    const box = panel.querySelector(frame).getBoundingClientRect();
    const seen = [...panel.querySelectorAll(`${frame} :is(${parts})`)]
      .map((node) => [node.textContent || node.type, node.getBoundingClientRect(),
        node.hasAttribute("transform")])
      .filter(([, at]) => at.width > 0);
    seen.forEach(([words, at, slopes], index) => {
      if (!inside(at, box)) found.push(`${words}: cut off`);
      for (const [others, there, leans] of seen.slice(index + 1))
        if (!(slopes || leans || apart(at, there)))
          found.push(`${words}: on ${others}`);
    });
  }
  const picture = panel.querySelector(".cafe-ex-picture");
  if (picture.scrollWidth > picture.clientWidth) found.push("the picture scrolls");
  return found;
}"""


@pytest.fixture
def explorers(used_page):
    """Every explorer as it is at first, with all of its controls unfolded."""
    page = show(used_page, CELLS, HEADINGS)
    for fold in all_of(page.tab.locator(".cafe-ex-more > summary")):
        fold.click()
    yield page
    assert used_page.errors == []


def click(page, name):
    """Click the explorer's control, and wait for what the status then says."""
    role, words, said = CLICKS[name]
    panel(page, name).get_by_role(role, name=words, exact=True).click()
    expect(status(page, name)).to_have_text(re.compile("^" + re.escape(said)))


def wait_until_still(page):
    """Wait until all that is seen to go to its place has got there."""
    page.tab.wait_for_function(
        "() => document.getAnimations().every((each) => each.playState !== 'running')"
    )


CHANGED = "each explorer after its click"


@pytest.fixture
def changed(request, used_page):
    """Every explorer after its click, for tests that only look, or end with it."""
    if used_page.left_as != CHANGED:
        explorers = request.getfixturevalue("explorers")
        for name in HEADINGS:
            click(explorers, name)
        wait_until_still(explorers)
        explorers.left_as = CHANGED
    yield used_page
    assert used_page.errors == []


def wait_for_an_answer(page, name, before):
    """Wait until the explorer says something else than it said before."""
    arguments = [panel(page, name).element_handle(), before]
    differs = f"([panel, before]) => String(({SAID})(panel)) !== String(before)"
    page.tab.wait_for_function(differs, arg=arguments)


def test_a_click_changes_all_that_is_said_and_misplaces_no_text(explorers):
    """The picture, the words and the status change; nothing is cut off or covered."""
    wait_until_still(explorers)
    for name in HEADINGS:
        inside = panel(explorers, name)
        assert (name, inside.evaluate(MISPLACED)) == (name, [])
        before = inside.evaluate(SAID)
        click(explorers, name)
        now = inside.evaluate(SAID)
        assert all(a != b for a, b in zip(before, now, strict=True)), name
    wait_until_still(explorers)
    for name in HEADINGS:
        found = panel(explorers, name).evaluate(MISPLACED)
        assert (name, found) == (name, [])
    explorers.left_as = CHANGED


def test_a_picture_says_its_words_to_who_cannot_see_it(changed):
    for name, heading in HEADINGS.items():
        words = panel(changed, name).locator(".cafe-ex-words li").all_text_contents()
        image = panel(changed, name).locator(".cafe-ex-picture > svg")
        expect(image).to_have_accessible_name(" ".join([heading, *words]))


def test_axe_finds_nothing_after_a_change_in_either_theme(changed):
    assert violations(changed, "lessons-6-to-8") == []


def test_no_key_inside_changes_the_notebook(changed):
    sources = "[...panel.content.model.cells].map((cell) => cell.sharedModel.source)"
    changed.left_as = None
    for name in HEADINGS:
        for kind in KEYS:
            for control in panel(changed, name).locator(f"[type={kind}]").all()[:1]:
                control.focus()
                for key in "ddxab":
                    changed.tab.keyboard.press(key)
    assert changed.run(sources) == [*CELLS.values()]


def test_each_control_is_reached_and_worked_by_keys_alone(explorers):
    """From the last to the first: who cheats matters once there was a cheat.

    The first of each kind is reached by Tab; the others wait for it, too.
    """
    tabs, keys = Keyboard(explorers), FocusedKeyboard(explorers)
    click(explorers, "ledger")  # so that there is something to undo
    reached = set()
    for name in reversed(HEADINGS):
        inside = panel(explorers, name)
        controls = inside.locator("button, input:not([type=radio]), input:checked")
        assert controls.evaluate_all("all => all.every((each) => each.tabIndex === 0)")
        for control in reversed(all_of(controls)):
            before = inside.evaluate(SAID)
            kind = control.get_attribute("type")
            (keys if kind in reached else tabs).reach(control)
            reached.add(kind)
            keys.press(KEYS[kind])
            wait_for_an_answer(explorers, name, before)
            expect(control).to_be_focused()  # of radio buttons the one chosen now


def test_pressing_a_name_in_the_graph_walks_there_by_mouse_and_by_keys(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "graph")
    graph, keys = panel(explorers, "graph"), explorers.tab.keyboard
    graph.get_by_role("button", name="Walk to Maeve Chen (283)").click()
    expect(status(explorers, "graph")).to_contain_text("Maeve Chen (283) has 7 friends")
    expect(status(explorers, "graph")).to_contain_text("path to Tane Duarte (995)")
    one = graph.get_by_role("button", name="Walk to Maeve Chen (283)")
    expect(one).to_be_focused()
    graph.get_by_role("button", name="Walk to Felix Castaño (385)").focus()
    keys.press("Enter")
    expect(status(explorers, "graph")).to_contain_text("2 friendships")
    assert explorers.errors == []


def test_the_hops_are_dragged_in_the_chart_of_their_times(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "hops")
    hops = panel(explorers, "hops")
    chart = hops.locator(".cafe-ex-dragged")
    chart.hover(position={"x": 60, "y": 60})  # brings it onto the screen
    box, mouse = chart.bounding_box(), explorers.tab.mouse
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.98, box["y"] + 60)
    mouse.up()
    expect(status(explorers, "hops")).to_contain_text("5 hops: 5,578 people")
    assert explorers.errors == []


def test_after_a_reload_each_explorer_or_its_text_is_there(used_page):
    # The kernel of many tests has the widgets of all to tell of, and that comes late.
    used_page.renew_kernel()
    explorers = show(used_page, CELLS, HEADINGS)
    firsts = {
        heading: panel(explorers, name)
        .locator(".cafe-ex-words li")
        .first.text_content()
        for name, heading in HEADINGS.items()
    }

    def look():
        for heading, words in firsts.items():
            output = explorers.tab.locator(".jp-OutputArea-output", has_text=heading)
            expect(output).to_contain_text(words)

    explorers.save()
    explorers.reload(look)
    explorers.errors.clear()  # JupyterLab's own, about requests that were under way
