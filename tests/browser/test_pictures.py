"""The explorers in JupyterLab: by mouse, by keyboard, in both themes."""

import re

from lab_page import HOLD
from panels import drag, panel, pull, show, status, violations
from playwright.sync_api import expect

from cafe.explorers.kit.svg import NARROW as SMALL

MAP = """
from cafe import aws
account = aws.Account()  # a new one for each run of the cells
rds = aws.Session(account=account).client("rds")
login = {"MasterUsername": "barista", "MasterUserPassword": "long-enough-1"}
rds.create_db_instance(
    DBInstanceIdentifier="orders", Engine="postgres", AllocatedStorage=20,
    DBInstanceClass="db.t4g.micro", MultiAZ=True, **login)
account.clock.advance(minutes=20)
account_map(account)
"""
KETTLE = """
from cafe.explorers.kit.panel import Explorer, Picture, Slider, Toggle
from cafe.explorers.kit.svg import label, picture

class Kettle(Explorer):
    heading = "A kettle"
    on, cups = False, 20
    def controls(self):
        cups = Slider("cups", "Cups", self.cups, 0, 40, f"{self.cups} cups")
        return [[Toggle("on", "is on", self.on), cups]]
    def change(self, name, value):
        setattr(self, name, value)
        return f"The kettle is {'on' if self.on else 'off'}, for {self.cups} cups."
    def picture(self):
        words = label(0, 20, f"{self.cups} cups")
        return Picture(picture(200, 30, self.heading, "cups", words), ["A kettle."])
Kettle()
"""
CELLS = {
    "set-up": "from cafe.explorers import *",
    "stack": "responsibility()",
    "joins": "joins()",
    "map": MAP,
    "kettle": KETTLE,
    "shop": "open_shop()",
    "tills": "two_tills()",
    "tables": "shop_tables()",
    "crash": "crash_and_restore()",
    "hours": "dba_hours()",
}
HEADINGS = {
    "stack": "Who does what? Press a box to hear why.",
    "joins": "Which rows meet?",
    "map": "The account in eu-west-1",
    "kettle": "A kettle",
    "shop": "Corner Cup is open. Cut a zone.",
    "tills": "Two tills, one file. Press their steps, in any order.",
    "tables": "Press a row, and follow its keys. Or link two columns.",
    "crash": "Drag the crash to any day, and to any hour.",
    "hours": "Whose hours? Press a task, and change what is assumed.",
}


def test_a_click_changes_the_picture_the_words_and_the_status(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "joins", "map")
    joins = panel(explorers, "joins")
    joins.get_by_role("radio", name="anti").click()
    expect(status(explorers, "joins")).to_have_text(
        "An anti join gives 1 row; left out: 3 of customers and 5 of orders."
    )
    expect(joins.locator("svg")).to_contain_text("result: 1 row")
    expect(joins.get_by_role("listitem").first).to_be_hidden()
    joins.get_by_text("The same in words").click()
    expect(joins.get_by_role("listitem").first).to_be_visible()
    account = panel(explorers, "map")
    account.get_by_role("button", name="Cut eu-west-1a").click()
    expect(status(explorers, "map")).to_contain_text("eu-west-1a is cut.")
    expect(account.get_by_role("button", name="Restore eu-west-1a")).to_be_visible()
    assert explorers.errors == []


def test_every_control_works_with_keys_and_keeps_the_focus(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "stack", "map", "kettle")
    keys = explorers.tab.keyboard
    button = panel(explorers, "map").get_by_role("button", name="eu-west-1a")
    button.focus()
    keys.press("Space")
    expect(status(explorers, "map")).to_contain_text("eu-west-1a is cut.")
    expect(button).to_be_focused()
    keys.press("Enter")
    expect(status(explorers, "map")).to_contain_text("eu-west-1a is back.")
    expect(button).to_be_focused()

    first = panel(explorers, "stack").get_by_role("radio").first
    first.focus()
    keys.press("ArrowDown")
    expect(status(explorers, "stack")).to_contain_text("Managed")
    second = panel(explorers, "stack").get_by_role("radio").nth(1)
    expect(second).to_be_focused()
    expect(second).to_be_checked()

    # Its column gets a frame, drawn before it, and the focus stays where it was.
    name = "Engine installation, Unmanaged: why?"
    box = panel(explorers, "stack").get_by_role("button", name=name)
    box.focus()
    keys.press("Enter")
    expect(status(explorers, "stack")).to_contain_text("installation")
    expect(box).to_be_focused()

    toggle = panel(explorers, "kettle").get_by_role("checkbox", name="is on")
    toggle.focus()
    keys.press("Space")
    expect(status(explorers, "kettle")).to_have_text("The kettle is on, for 20 cups.")
    expect(toggle).to_be_focused()

    slider = panel(explorers, "kettle").get_by_role("slider")
    slider.focus()
    keys.press("ArrowRight")
    expect(status(explorers, "kettle")).to_have_text("The kettle is on, for 21 cups.")
    expect(slider).to_have_attribute("aria-valuetext", "21 cups")
    expect(slider).to_be_focused()
    assert explorers.errors == []


SLOW = f"""{HOLD}
from cafe.explorers.kit.panel import Explorer
prompt = Explorer.set
def late(self, name, value=None):
    hold()
    time.sleep(0.2)
    prompt(self, name, value)
Explorer.set = late
"""
# All that a control was, frame by frame, until its panel's status has these words.
SEEN_UNTIL = """async (input, words) => {
  const status = input.closest(".cafe-panel").querySelector("[role=status]");
  const end = Date.now() + 30_000;
  const seen = new Set();
  while (!status.textContent.includes(words)) {
    if (Date.now() > end) throw Error(`not said in 30 s: ${words}`);
    seen.add(input.type === "radio" ? input.checked : input.value);
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }
  return [...seen];
}"""


def test_a_control_stays_as_it_was_left_while_the_kernel_is_late(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "joins", "kettle")
    explorers.execute(SLOW)
    radios = panel(explorers, "joins").get_by_role("radio")
    with explorers.held():
        radios.nth(1).check()
        radios.nth(2).check()
    assert radios.nth(2).evaluate(SEEN_UNTIL, "A right join gives") == [True]

    slider = panel(explorers, "kettle").get_by_role("slider")
    slider.focus()
    with explorers.held():
        for _ in range(4):
            explorers.tab.keyboard.press("ArrowRight")
    assert slider.evaluate(SEEN_UNTIL, "24 cups") == ["24"]
    explorers.execute("Explorer.set = prompt")
    assert explorers.errors == []


def test_a_panel_is_busy_from_the_press_to_the_answer(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "joins")
    explorers.execute(SLOW)
    joins = panel(explorers, "joins")
    working = joins.get_by_text("Working …")
    expect(working).to_be_hidden()
    height = joins.bounding_box()["height"]
    with explorers.held():
        joins.get_by_role("radio").nth(1).click()
        assert joins.get_attribute("aria-busy") == "true"
        assert working.is_visible()
        assert joins.bounding_box()["height"] == height
    expect(joins).to_have_attribute("aria-busy", "false")
    expect(working).to_be_hidden()
    expect(status(explorers, "joins")).to_contain_text("A left join gives")
    explorers.execute("Explorer.set = prompt")
    assert explorers.errors == []


def test_who_moves_what_the_page_has_already_waits_for_nobody(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "shop")
    explorers.execute(SLOW)
    shop = begin_again(explorers)
    expect(shop).to_have_attribute("aria-busy", "false")
    wait_for_what_is_played(explorers)
    with explorers.held():
        shop.get_by_role("slider").focus()
        explorers.tab.keyboard.press("End")
        for _ in range(10):
            assert shop.get_attribute("aria-busy") == "false"
            explorers.tab.wait_for_timeout(50)
    explorers.execute("Explorer.set = prompt")


def test_a_picture_says_something_before_anybody_has_touched_it(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "shop")
    expect(status(explorers, "shop")).to_have_text(
        "After 0 s: all three zones are up, and all is well."
    )


ZONE = "Cut this zone: eu-west-1a"
BACK = "the spare in eu-west-1b has taken over."


def begin_again(page):
    """The shop with its first zone cut, at that second."""
    shop = panel(page, "shop")
    wait_for_what_is_played(page)  # from the shop as it was at first
    page.received.clear()
    shop.get_by_role("button", name=ZONE).click()
    expect(shop.get_by_role("slider")).to_have_value("20")
    return shop


def wait_for_what_is_played(page, layout="svg"):
    """Until the page has every picture that the shop's slider plays: it is drawn for
    who sees the shop."""
    panel(page, "shop").scroll_into_view_if_needed()
    sent = re.compile(rf'"frames":\s*\[\s*\{{\s*"{layout}"')
    looked_at = 0
    for _ in range(600):
        news, looked_at = page.received[looked_at:], len(page.received)
        if any(map(sent.search, news)):
            return
        page.tab.wait_for_timeout(50)
    raise AssertionError("The pictures of the slider were not sent ahead.")


def test_a_part_of_a_picture_is_pressed_by_mouse_and_by_key(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "shop")
    shop = begin_again(explorers)
    zone = shop.locator("[data-control=cut]").first
    zone.focus()
    explorers.tab.keyboard.press("Enter")
    expect(status(explorers, "shop")).to_contain_text("All three zones are up again")
    expect(zone).to_be_focused()
    explorers.tab.keyboard.press(" ")
    expect(status(explorers, "shop")).to_contain_text("eu-west-1a goes dark.")
    assert explorers.errors == []


def test_two_tills_are_stepped_by_keys_until_a_line_is_struck_out(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "tills")
    tills = panel(explorers, "tills")
    tills.get_by_role("button", name="Begin again").click()
    for step in ("read", "add", "write"):
        for name in "AB":
            part = tills.locator(f'[data-control="{step} {name}"]')
            part.focus()
            explorers.tab.keyboard.press("Enter")
            expect(part).to_have_attribute("aria-pressed", "true")
            expect(part).to_be_focused()
    expect(status(explorers, "tills")).to_contain_text("till B overwrote till A")
    expect(tills.locator("svg")).to_contain_text("✕ lost")
    assert explorers.errors == []


def test_a_crash_is_dragged_over_the_year_and_over_the_day(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "crash")
    crash = panel(explorers, "crash")
    for name, value in {"day": 364, "hour": 23}.items():
        part = crash.locator(f".cafe-ex-dragged[data-control={name}]")
        drag(explorers, part, 0.5, 1.05)
        slider = crash.get_by_role("slider", name=name.title())
        expect(slider).to_have_value(str(value))
    expect(status(explorers, "crash")).to_contain_text("Saturday, 31 October, 23:00")
    assert explorers.errors == []


def test_two_columns_are_linked_by_keys_alone(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "tables")
    tables = panel(explorers, "tables")
    for column in ("orders.customer_id", "customers.customer_id"):
        head = tables.get_by_role("button", name=f"Link {column}")
        head.focus()
        explorers.tab.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-pressed", "true")
        expect(head).to_be_focused()
    expect(status(explorers, "tables")).to_contain_text("15,868 rows.")
    row = tables.get_by_role("button", name="Follow customers 323")
    row.focus()
    explorers.tab.keyboard.press(" ")
    expect(status(explorers, "tables")).to_contain_text("Customer 323.")
    assert explorers.errors == []


def test_time_is_dragged_over_the_picture_and_the_kernel_hears_where_it_rests(
    used_page,
):
    explorers = show(used_page, CELLS, HEADINGS, "shop")
    shop = begin_again(explorers)
    wait_for_what_is_played(explorers)
    pull(explorers, shop.locator(".cafe-ex-dragged"), 0.5, 0.9, height=0.33)
    expect(status(explorers, "shop")).to_contain_text(BACK)
    explorers.tab.mouse.up()
    value = shop.get_by_role("slider").input_value()
    assert 100 < int(value) < 150
    explorers.execute("open_shop")  # answers when what was sent before is done
    expect(shop.get_by_role("slider")).to_have_value(value)
    expect(status(explorers, "shop")).to_contain_text(f"After {value} s")


NARROW = {"width": 420, "height": 900}
LEAST_LETTER = """(picture) => Math.min(...[...picture.querySelectorAll("text")].map(
    (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""
IS_CUT = "(picture) => picture.scrollWidth > picture.clientWidth"


def test_at_every_width_letters_can_be_read_and_nothing_is_cut(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "shop")
    picture = panel(explorers, "shop").locator(".cafe-ex-picture")
    layouts = set()
    for width in range(1240, 600, -40):
        explorers.tab.set_viewport_size({"width": width, "height": 900})
        explorers.run("new Promise((drawn) => setTimeout(() => drawn(null), 50))")
        assert picture.evaluate(LEAST_LETTER) >= 9.99, width
        assert not picture.evaluate(IS_CUT), width
        layouts.add(picture.locator("svg").get_attribute("width"))
    assert layouts == {"848", str(SMALL)}
    assert explorers.errors == []


def test_what_is_played_is_sent_ahead_as_a_page_that_became_narrow_shows_it(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "shop")
    shop = panel(explorers, "shop")
    wait_for_what_is_played(explorers)
    explorers.tab.set_viewport_size({"width": 616, "height": 900})
    expect(shop.locator("svg")).to_have_attribute("width", str(SMALL))
    wait_for_what_is_played(explorers, "narrow")
    shop.get_by_role("slider").press("End")
    expect(shop.get_by_role("status")).to_contain_text("After 150 s")
    expect(shop.locator("svg")).to_have_attribute("width", str(SMALL))
    assert explorers.errors == []


def test_in_a_narrow_panel_a_slider_stands_below_its_words(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "kettle")
    slider = panel(explorers, "kettle").locator(".cafe-ex-slider")

    def places():
        parts = (slider.locator(part).bounding_box() for part in ("label", "input"))
        return [(place["y"], place["y"] + place["height"]) for place in parts]

    words, moved = places()
    assert moved[0] < words[1]
    explorers.tab.set_viewport_size(NARROW)
    words, moved = places()
    assert moved[0] >= words[1] - 1


def test_time_plays_by_itself_and_is_not_read_aloud_meanwhile(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "shop")
    shop = begin_again(explorers)
    shop.get_by_role("button", name="Play").click()
    live = status(explorers, "shop")
    expect(live).to_have_attribute("aria-live", "off")
    expect(live).to_contain_text(BACK)
    shop.get_by_role("button", name="Pause").click()
    value = shop.get_by_role("slider").input_value()
    shop.get_by_role("slider").focus()
    explorers.tab.keyboard.press("ArrowRight")
    expect(shop.get_by_role("slider")).to_have_value(str(int(value) + 5))
    expect(live).to_have_attribute("aria-live", "polite")
    assert explorers.errors == []


def test_d_d_on_a_control_deletes_no_cell(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "joins", "map", "kettle", "shop")
    count = explorers.run("panel.content.widgets.length")
    for name, role in {
        "joins": "radio",
        "map": "button",
        "kettle": "checkbox",
        "shop": "slider",
    }.items():
        panel(explorers, name).get_by_role(role).first.focus()
        explorers.tab.keyboard.press("d")
        explorers.tab.keyboard.press("d")
    assert explorers.run("panel.content.widgets.length") == count


def test_what_another_cell_does_is_seen_in_the_picture(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "map")
    explorers.execute("account.fail_zone('eu-west-1b')")
    expect(panel(explorers, "map")).to_contain_text("Zone eu-west-1b is cut.")


# Moves a slider, and says whether that waits for the kernel.
STEP = """(slider) => {
  slider.stepUp();
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  return slider.closest("[aria-busy=true]") !== null;
}"""


def test_without_a_kernel_a_panel_says_so_and_what_is_played_still_moves(used_page):
    explorers = show(used_page, CELLS, HEADINGS, "joins", "shop")
    wait_for_what_is_played(explorers)
    slider = panel(explorers, "shop").get_by_role("slider")
    while slider.evaluate(STEP):  # the pictures came for another width
        explorers.tab.wait_for_timeout(100)
    explorers.restart_kernel()
    expect(status(explorers, "joins")).to_contain_text("run this cell again")
    panel(explorers, "joins").get_by_role("radio").nth(1).click()
    expect(status(explorers, "joins")).to_contain_text("run this cell again")

    shop = panel(explorers, "shop")
    before = shop.locator("circle.cafe-ex-grip").get_attribute("cx")
    shop.get_by_role("slider").focus()
    explorers.tab.keyboard.press("ArrowRight")
    expect(shop.locator("circle.cafe-ex-grip")).not_to_have_attribute("cx", before)


def test_axe_finds_nothing_inside_the_panels_in_either_theme(used_page):
    explorers = show(used_page, CELLS, HEADINGS)
    panel(explorers, "map").get_by_role("button", name="Cut eu-west-1a").click()
    expect(status(explorers, "map")).to_contain_text("eu-west-1a is cut.")
    assert violations(explorers, "explorer") == []
