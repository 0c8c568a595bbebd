"""The console forms and two explorers in JupyterLab: typed, pressed, in both themes."""

import pytest
from panels import panel, show, status, violations
from playwright.sync_api import Locator, expect

PASSWORD = "typed-by-hand-1"
CELLS = {
    "set-up": """from cafe import aws
from cafe.explorers import *
account = aws.Account()  # a new one for each run of the cells""",
    "database": "rds_form(account)",
    "table": "dynamodb_form(account)",
    "reads": "cached_reads()",
    "stampede": "stampede()",
}
HEADINGS = {
    "database": "Create database",
    "table": "Create table",
    "reads": "Reads fall on a cache; what it does not have goes on",
    "stampede": "A stampede, and its cures",
}

# JupyterLab sends a panel's first steps to the cells' thread, later ones to another.
FIRST_STEP_IS_SLOW = """() => {
    window.sentLate = false;
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
        const text = typeof data === "string" ? data : new TextDecoder().decode(data);
        if (!text.includes('"step"')) return send.call(this, data);
        WebSocket.prototype.send = send;
        setTimeout(() => {
            send.call(this, data);
            window.sentLate = true;
        }, 1000);
    };
}"""


@pytest.fixture
def forms(used_page):
    return show(used_page, CELLS, HEADINGS)


def field(page, name, label):
    return panel(page, name).get_by_label(label, exact=True)


def fill_in(page, write=Locator.fill):
    """The demonstration's inputs, at once or key by key."""
    form = panel(page, "database")
    form.get_by_role("radio", name="MySQL").check()
    form.get_by_role("radio", name="Free Tier").check()
    write(field(page, "database", "DB instance identifier"), "database-1")
    write(field(page, "database", "Master username"), "admin")
    write(field(page, "database", "Master password"), PASSWORD)
    form.get_by_role("radio", name="Yes").check()
    expect(form.locator("svg")).to_contain_text("PubliclyAccessible=True")


def test_the_call_grows_as_one_types_and_the_password_stays_hidden(forms):
    fill_in(forms, write=Locator.press_sequentially)
    form = panel(forms, "database")
    picture = form.locator("svg")
    expect(picture).to_contain_text('DBInstanceIdentifier="database-1"')
    expect(picture).to_contain_text("--master-username admin")
    expect(picture).to_contain_text('MasterUserPassword="••••••••"')
    password = field(forms, "database", "Master password")
    expect(password).to_have_attribute("type", "password")
    assert PASSWORD not in form.inner_text()
    assert PASSWORD not in forms.save()
    assert not any(PASSWORD in message for message in forms.received)
    assert forms.errors == []


def test_create_and_the_clock_lead_to_an_endpoint(forms):
    fill_in(forms)
    form = panel(forms, "database")
    form.get_by_role("button", name="Create database").press("Enter")
    expect(status(forms, "database")).to_contain_text("database-1: creating.")
    clock = form.get_by_role("button", name="Move the clock one minute")
    for _ in range(10):
        clock.press("Space")
    expect(status(forms, "database")).to_contain_text("database-1: available.")
    expect(form.locator("svg")).to_contain_text("Port: 3306")
    expect(clock).to_be_focused()
    assert forms.errors == []


def test_a_filled_form_is_in_sight_with_its_buttons_on_a_screen_of_900_pixels(forms):
    fill_in(forms)
    for name in ("database", "table"):
        form = panel(forms, name).bounding_box()
        picture = panel(forms, name).locator("svg").bounding_box()
        assert picture["y"] + picture["height"] - form["y"] < 750


def test_letters_typed_into_a_field_are_no_commands_of_jupyterlab(forms):
    count = forms.run("panel.content.widgets.length")
    table = field(forms, "table", "Table name")
    table.press_sequentially("ddxaaz00 dd")
    table.press("ArrowDown")
    table.press("Enter")
    expect(table).to_have_value("ddxaaz00 dd")
    expect(table).to_be_focused()
    assert forms.run("panel.content.widgets.length") == count


def test_a_letter_that_comes_late_does_not_undo_the_next_ones(forms):
    forms.tab.evaluate(FIRST_STEP_IS_SLOW)
    table = field(forms, "table", "Table name")
    table.press_sequentially("orders")
    form = panel(forms, "table")
    form.get_by_role("radio", name="Customize settings").check()
    expect(form.get_by_role("radio", name="Provisioned")).to_be_visible()
    forms.tab.wait_for_function("() => window.sentLate")
    forms.execute("0")  # answers when what was sent before is done
    expect(form.locator("svg")).to_contain_text('TableName="orders"')
    expect(table).to_have_value("orders")


def test_a_field_keeps_its_text_and_a_radio_the_focus_when_others_appear(forms):
    table = field(forms, "table", "Table name")
    table.press_sequentially("orders")
    form = panel(forms, "table")
    customise = form.get_by_role("radio", name="Customize settings")
    customise.focus()
    customise.press("Space")
    expect(form.get_by_role("radio", name="Provisioned")).to_be_visible()
    expect(customise).to_be_focused()
    expect(table).to_have_value("orders")


def test_a_slider_of_the_cache_moves_by_key_and_its_pictures_follow(forms):
    slider = panel(forms, "reads").get_by_role("slider", name="TTL")
    slider.focus()
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "90 s")
    expect(status(forms, "reads")).to_contain_text("5:00: 7")
    expect(slider).to_be_focused()
    time = panel(forms, "reads").get_by_role("slider", name="Time")
    time.focus()
    time.press("Home")
    expect(status(forms, "reads")).to_contain_text("0:00: the cache is empty.")
    expect(panel(forms, "reads").locator("svg")).to_contain_text("0 copies")


def test_a_cure_is_shown_by_pressing_its_name_and_its_time_is_dragged(forms):
    cures = panel(forms, "stampede")
    cures.get_by_role("button", name="Show A lock").press("Enter")
    expect(status(forms, "stampede")).to_contain_text("A lock, after 8.8 s: 40")
    lanes = cures.locator(".cafe-ex-dragged")
    lanes.hover(position={"x": 60, "y": 60})  # brings it onto the screen
    box, mouse = lanes.bounding_box(), forms.tab.mouse
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.99, box["y"] + 60)
    mouse.up()
    expect(status(forms, "stampede")).to_contain_text("A lock, after 2")
    assert forms.errors == []


def test_axe_finds_nothing_inside_the_forms_in_either_theme(forms):
    fill_in(forms)
    panel(forms, "database").get_by_role("button", name="Create database").click()
    expect(status(forms, "database")).to_contain_text("database-1: creating.")
    assert violations(forms, "form") == []
