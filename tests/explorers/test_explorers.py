"""The explorers: what they draw, what they say, and how controls change them."""

import asyncio
import json
import re
import time
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest

from cafe import aws
from cafe.aws.account import Resource
from cafe.aws.errors import ClientError
from cafe.explorers import (
    account_map,
    backup_days,
    cached_reads,
    crash_and_restore,
    dba_hours,
    document_or_columns,
    failover,
    hash_ring,
    joins,
    key_design,
    open_shop,
    placement,
    quorum,
    responsibility,
    sale,
    shop_tables,
    two_tills,
)
from cafe.explorers.kit.panel import (
    REST,
    Button,
    Choice,
    Explorer,
    Picture,
    Slider,
    Toggle,
)
from cafe.explorers.kit.standalone import MARGIN
from cafe.explorers.kit.svg import NARROW, label, picture


class Kettle(Explorer):
    """The smallest explorer that has every kind of control."""

    heading = "A kettle"

    def __init__(self):
        self.on, self.cups, self.tea, self.poured = False, 2, "green", 0

    def controls(self):
        return [
            [Button("pour", "Pour"), Toggle("on", "On", self.on)],
            [Slider("cups", "Cups", self.cups, 0, 4, f"{self.cups} cups")],
            [Choice("tea", "Tea", self.tea, {"green": "green", "black": "black"})],
        ]

    def change(self, name, value):
        if name == "pour":
            self.poured += 1
        else:
            setattr(self, name, value)
        return f"{name} is done."

    def picture(self):
        lines = [f"{self.tea}, {self.cups}", f"poured {self.poured}"]
        return Picture(picture(20, 10, "A kettle", lines[0]), lines)


def shown(explorer):
    """The widget that the notebook would show."""
    explorer._repr_mimebundle_()
    return explorer._panel


def a_full_account():
    """A Multi-AZ instance with a replica, and a cluster of three."""
    account = aws.Account(seed=1)
    rds = aws.Session(account=account).client("rds")
    login = {"MasterUsername": "barista", "MasterUserPassword": "long-enough-1"}
    rds.create_db_instance(
        DBInstanceIdentifier="orders",
        Engine="postgres",
        AllocatedStorage=20,
        DBInstanceClass="db.t4g.micro",
        MultiAZ=True,
        **login,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="orders")
    rds.create_db_instance_read_replica(
        DBInstanceIdentifier="reports",
        SourceDBInstanceIdentifier="orders",
        AvailabilityZone="eu-west-1c",
    )
    rds.create_db_cluster(
        DBClusterIdentifier="loyalty", Engine="aurora-postgresql", **login
    )
    rds.get_waiter("db_cluster_available").wait(DBClusterIdentifier="loyalty")
    for number in (1, 2, 3):
        rds.create_db_instance(
            DBInstanceIdentifier=f"loyalty-{number}",
            DBClusterIdentifier="loyalty",
            Engine="aurora-postgresql",
            DBInstanceClass="db.r7g.large",
        )
    account.clock.advance(minutes=20)
    return account


def map_of_a_full_account():
    return account_map(a_full_account())


EXPLORERS = [
    joins,
    responsibility,
    crash_and_restore,
    dba_hours,
    map_of_a_full_account,
    failover,
    open_shop,
    quorum,
    shop_tables,
    two_tills,
]


def states(explorer):
    """The explorer, once in each state that one control can bring about."""
    yield explorer
    for control in [control for row in explorer.controls() for control in row]:
        for value in getattr(control, "options", ()):
            explorer.set(control.name, value)
            yield explorer
        if isinstance(control, Button | Toggle):
            explorer.press(control.name)
            yield explorer


def drawn_words(explorer):
    """Every word of the picture's labels, and not of its title and summary."""
    root = ElementTree.fromstring(explorer.picture().svg)
    space = "{http://www.w3.org/2000/svg}"
    return [element.text for element in root.iter(f"{space}text")]


# --- the panel -------------------------------------------------------------------


def test_a_cell_can_do_what_a_control_does():
    kettle = Kettle()
    assert kettle.press("pour") is None
    kettle.press("on")
    kettle.set("cups", 3)
    kettle.set("tea", "black")
    assert (kettle.poured, kettle.on, kettle.cups, kettle.tea) == (1, True, 3, "black")
    assert kettle.status == "tea is done."


@pytest.mark.parametrize(
    "name, value, expected",
    [
        (
            "lid",
            True,
            r'There are:\n\.press\("pour"\)  Pour\n\.set\("on", …\)  On: True',
        ),
        ("cups", 9, "a whole number from 0 to 4"),
        ("cups", True, "a whole number from 0 to 4"),
        ("cups", 1.0, "a whole number from 0 to 4"),
        ("on", "yes", "True or False"),
        ("tea", "red", 'one of "green", "black"'),
        ("pour", 1, "use press"),
    ],
)
def test_a_wrong_control_or_value_is_refused_with_what_is_possible(
    name, value, expected
):
    kettle = Kettle()
    with pytest.raises(ValueError, match=expected):
        kettle.set(name, value)
    assert kettle.status == ""


def test_the_repr_is_the_text_alternative_and_no_address():
    assert repr(Kettle()) == "A kettle\n- green, 2\n- poured 0"
    kettle = Kettle()
    data, _ = kettle._repr_mimebundle_()
    assert data["text/plain"] == repr(kettle)


def test_a_message_from_the_page_changes_the_state_and_answers():
    kettle = Kettle()
    panel = shown(kettle)
    turn = panel.turn
    panel._handle_custom_msg({"name": "cups", "value": 4, "step": "view-1"}, [])
    assert kettle.cups == 4
    assert panel.words[0] == "green, 4"
    assert panel.status == "cups is done."
    assert panel.controls[1][0]["words"] == "4 cups"
    assert panel.turn == turn + 1
    assert panel.heard == "view-1"


def test_a_step_that_fails_is_heard_and_says_why_and_what_to_do():
    panel = shown(Kettle())
    words = panel.words
    panel._act(panel, {"name": "cups", "value": 400, "step": "view-1"}, [])
    assert panel.heard == "view-1"
    assert panel.status.startswith("This cannot be shown now: ValueError: 'cups' takes")
    assert "Run this cell again" in panel.status
    assert panel.words == words


def test_a_picture_whose_subject_is_gone_says_so_after_the_cell_that_took_it():
    kettle = Kettle()
    panel = shown(kettle)
    refusal = {"Error": {"Code": "NotFound", "Message": "Kettle not found."}}

    def picture():
        raise ClientError(refusal, "DescribeKettle")

    kettle.picture = picture
    kettle.keep_up()
    assert panel.status.startswith("This cannot be shown now: Kettle not found. Run")


class PlayedKettle(Kettle):
    played = "cups"


def test_each_picture_of_a_played_slider_is_sent_ahead_and_changes_nothing():
    kettle = PlayedKettle()
    panel = shown(kettle)
    assert [frame["said"] for frame in panel.frames] == [f"{n} cups" for n in range(5)]
    assert [frame["words"][0] for frame in panel.frames] == [
        f"green, {n}" for n in range(5)
    ]
    assert kettle.cups == 2
    kettle.set("tea", "black")
    assert panel.frames[4]["words"][0] == "black, 4"


def seen(kettle, narrow=False):
    """Its panel, once the page has told that it is on the screen."""
    panel = shown(kettle)
    panel._handle_custom_msg({"seen": True, "narrow": narrow}, [])
    return panel


def test_in_a_kernel_nothing_is_drawn_ahead_for_a_panel_that_nobody_sees():
    kettle = PlayedKettle()

    async def run_whole():
        panel = shown(kettle)
        kettle.set("tea", "black")
        await asyncio.sleep(4 * REST)
        return panel

    assert asyncio.run(run_whole()).frames == []


def test_in_a_kernel_a_step_has_its_picture_before_what_is_played_is_drawn():
    kettle = PlayedKettle()
    drawn = []
    kettle.frame = lambda value: drawn.append((kettle.tea, value)) or {"svg": "<svg/>"}

    async def two_steps():
        panel = seen(kettle)
        kettle.set("tea", "black")
        assert panel.words[0] == "black, 2"
        kettle.set("tea", "green")
        assert (panel.frames, drawn) == ([], [])
        await asyncio.sleep(4 * REST)
        return panel

    panel = asyncio.run(two_steps())
    assert len(panel.frames) == 5
    assert drawn == [("green", value) for value in range(5)]


def test_however_many_panels_draw_ahead_a_step_waits_for_one_picture():
    kettles, drawn, waited_for = [PlayedKettle() for _ in range(3)], [], []
    for kettle in kettles:
        kettle.frame = lambda value: drawn.append(value) or {"svg": "<svg/>"}

    async def a_step():
        """A message takes some turns of the loop from the socket to its answer."""
        before = len(drawn)
        for _ in range(10):
            await asyncio.sleep(0)
        waited_for.append(len(drawn) - before)

    async def some_steps():
        panels = [seen(kettle) for kettle in kettles]
        while len(drawn) < 15:
            await a_step()
            await asyncio.sleep(0.001)
        await asyncio.sleep(REST)
        assert all(len(panel.frames) == 5 for panel in panels)

    asyncio.run(some_steps())
    assert max(waited_for) == 1


def test_a_step_heard_in_a_thread_of_its_own_is_not_drawn_beside_another_picture():
    kettle, inside, beside = PlayedKettle(), [], []
    drawn = kettle.picture

    def picture():
        inside.append(None)
        time.sleep(0.005)
        beside.append(len(inside) - 1)
        inside.pop()
        return drawn()

    async def steps_beside_what_is_played():
        kettle.picture = picture
        panel = seen(kettle)
        await asyncio.sleep(REST)
        for tea in ("black", "green", "black"):
            await asyncio.to_thread(kettle.set, "tea", tea)
        await asyncio.sleep(REST)
        return panel

    panel = asyncio.run(steps_beside_what_is_played())
    assert max(beside) == 0
    assert len(panel.frames) == 5


class FoldedKettle(PlayedKettle):
    def picture(self):
        drawn = picture(NARROW if self.narrow else 848, 10, "A kettle", "")
        return Picture(drawn, [f"{self.tea}, {self.cups}"])


def width(svg):
    return int(ElementTree.fromstring(svg).get("width"))


def test_a_picture_is_sent_wide_and_narrow_and_kept_wide_in_the_notebook():
    kettle = FoldedKettle()
    kept = kettle._repr_mimebundle_()[0]["image/svg+xml"]
    assert width(kept) == 848 + 2 * MARGIN
    panel = kettle._panel
    assert [width(panel.svg), width(panel.narrow)] == [848, NARROW]
    kettle.freeze()
    assert width(panel.narrow) == NARROW


def test_what_is_played_is_drawn_ahead_once_as_the_page_that_sees_it_shows_it():
    kettle = FoldedKettle()

    async def narrow_then_wide():
        panel, layouts = seen(kettle, narrow=True), []
        for message in (None, {"seen": True, "narrow": False}):
            if message:
                panel._handle_custom_msg(message, [])
            await asyncio.sleep(4 * REST)
            layouts.append([{*frame} & {"svg", "narrow"} for frame in panel.frames])
        return layouts

    narrow, wide = asyncio.run(narrow_then_wide())
    assert (narrow, wide) == ([{"narrow"}] * 5, [{"svg"}] * 5)


class ForeseenKettle(Kettle):
    foreseen = ("tea",)


def test_in_a_kernel_what_is_foreseen_is_drawn_while_nobody_waits():
    kettle = ForeseenKettle()
    drawn, picture = [], Kettle.picture

    def noted(self):
        drawn.append(self.tea)
        return picture(self)

    async def looked_at():
        panel = seen(kettle)
        await asyncio.sleep(6 * REST)
        return panel

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kettle, "picture", noted)
        panel = asyncio.run(looked_at())
    options = kettle._control("tea").values()
    assert drawn[-len(options) :] == [*options]
    assert (kettle.tea, panel.words[0]) == ("green", "green, 2")


FORESEEING = [
    backup_days,
    cached_reads,
    document_or_columns,
    hash_ring,
    key_design,
    open_shop,
    placement,
    sale,
]


@pytest.mark.slow
@pytest.mark.parametrize("explorer", FORESEEING, ids=lambda make: make.__name__)
def test_what_is_foreseen_are_controls_that_only_set_attributes(explorer):
    made = explorer()
    before = repr(made)
    for name in made.foreseen:
        assert made._control(name).values()
    kept = dict(vars(made))
    next(made.foresee())
    assert vars(made) == kept
    assert repr(made) == before


@pytest.mark.slow
@pytest.mark.parametrize("explorer", FORESEEING, ids=lambda make: make.__name__)
def test_what_may_be_chosen_first_can_be_drawn(explorer):
    """What cannot be drawn ahead is told under a picture that nobody has touched."""
    made = explorer()
    values = [made._control(name).values() for name in made.foreseen]
    assert len([*made.foresee()]) == sum(map(len, values)) > 0


@pytest.mark.slow
def test_the_output_has_the_picture_with_its_colours_inside():
    for explorer in (responsibility(), joins(), account_map(a_full_account())):
        drawn = explorer._repr_mimebundle_()[0]["image/svg+xml"]
        ElementTree.fromstring(drawn)
        for missing in ("var(", "color-mix", "cafe-id-"):
            assert missing not in drawn
        used = set(re.findall(r"cafe-ex-(?:zone|cell|owner)\b", drawn))
        for name in used:
            assert re.search(rf"\.{name}[^{{]*{{[^}}]*(fill|stroke): #", drawn), name


def test_a_change_from_a_cell_reaches_the_picture_already_shown():
    kettle = Kettle()
    panel = shown(kettle)
    kettle.press("pour")
    assert panel.words[1] == "poured 1"


# --- SVG -------------------------------------------------------------------------


def test_text_and_attributes_are_escaped():
    drawn = label(0, 0, "<b> & 'c'", class_='x"y')
    assert "<b>" not in drawn
    element = ElementTree.fromstring(drawn)
    assert element.text == "<b> & 'c'"
    assert element.get("class") == 'x"y'


@pytest.mark.slow
@pytest.mark.parametrize("make", EXPLORERS, ids=lambda make: make.__name__)
def test_every_picture_is_well_formed_and_has_a_name(make):
    for explorer in states(make()):
        drawn = explorer.picture()
        root = ElementTree.fromstring(drawn.svg)
        space = "{http://www.w3.org/2000/svg}"
        parts = root.findall(".//*[@data-control][@role='button']")
        assert root.get("role") == ("group" if parts else "img")
        assert all(part.get("aria-label") for part in parts)
        assert root.find(f"{space}title").text
        assert root.find(f"{space}desc").text
        assert all(isinstance(line, str) and line for line in drawn.text)


# --- responsibility --------------------------------------------------------------


def test_the_stack_says_every_owner_in_words():
    explorer = responsibility()
    words = drawn_words(explorer)
    owners = sum(words.count(owner) for owner in ("AWS", "customer", "shared"))
    assert owners == len(explorer.models) * len(explorer.layers)


def test_choosing_a_model_reads_its_reasons():
    explorer = responsibility()
    for model in explorer.models:
        explorer.set("model", model.key)
        for layer in explorer.layers:
            assert layer.reasons[model.key] in repr(explorer)
        assert explorer.status.startswith(model.name)


def test_a_box_that_is_pressed_says_why_it_is_whose():
    explorer = responsibility()
    explorer.set("layer", "managed 0")
    layer = explorer.layers[0]
    assert explorer.status.endswith(f"customer. {layer.reasons['managed']}")
    assert explorer.chosen.key == "managed"
    assert explorer.picture().svg.count('aria-pressed="true"') == 1


# --- joins -----------------------------------------------------------------------


GAP, ROW = "cafe-ex-cell", 28


def result_rows(explorer):
    return explorer._joined[explorer.kind].table.rows


@pytest.mark.parametrize(
    "kind, count",
    [
        ("inner", 4),
        ("left", 5),
        ("right", 5),
        ("full", 6),
        ("anti", 1),
    ],
)
def test_each_join_keeps_the_rows_that_sql_keeps(kind, count):
    explorer = joins()
    explorer.set("join", kind)
    assert len(result_rows(explorer)) == count
    assert f"gives {count} row" in repr(explorer)


@pytest.mark.parametrize("how", ["inner", "left", "right", "full"])
def test_joins_agree_with_pandas(how):
    explorer = joins()
    left, right = (
        pd.DataFrame(table.rows, columns=table.columns).convert_dtypes()
        for table in explorer._tables
    )
    explorer.set("join", how)
    how = {"full": "outer"}.get(how, how)
    expected = left.merge(right, how=how, on="customer_id")
    rows = [
        tuple(None if pd.isna(v) else v for v in row)
        for row in expected.itertuples(index=False)
    ]
    assert len(rows) == len(result_rows(explorer))
    assert {*rows} == {*result_rows(explorer)}


def test_a_missing_value_is_marked_in_words():
    explorer = joins()
    explorer.set("join", "left")
    words = [e.text for e in ElementTree.fromstring(explorer.picture().svg).iter()]
    assert words.count("NULL") == 3  # the walk-in, and Chloe's two missing values
    assert "kept alone" in words


def test_rows_that_a_join_drops_are_named():
    text = repr(joins())
    assert "Left out of customers: customer_id 3, name Chloe." in text
    assert "Left out of orders: order_id 104, customer_id NULL, drink tea." in text
    assert "A NULL in customer_id meets nothing, not even another NULL." in text


def test_places_in_a_row_that_a_join_leaves_empty_are_one():
    explorer = joins()
    explorer.set("join", "anti")  # Chloe alone: three places before her, two after
    drawn = ElementTree.fromstring(explorer.picture().svg).iter()
    heights = [float(e.get("height")) for e in drawn if e.get("class") == GAP]
    assert sorted(h for h in heights if h > ROW) == [2 * ROW, 3 * ROW]


def test_on_a_narrow_page_no_line_ties_the_rows_of_a_join():
    svg = joins().narrowed().picture().svg
    assert width(svg) == NARROW
    assert "meets 2" in svg and "cafe-ex-tie" not in svg


# --- the account map -------------------------------------------------------------


def arrows(explorer):
    """The classes of the lines with an arrow head, the legend's three left out."""
    root = ElementTree.fromstring(explorer.picture().svg)
    return [e.get("class") for e in root.iter() if e.get("marker-end")][:-3]


def test_the_map_draws_all_that_the_account_holds_where_it_runs():
    explorer = map_of_a_full_account()
    words, text = drawn_words(explorer), repr(explorer)
    for resource in explorer.account.resources():
        assert any(resource.name.endswith(word) for word in words)
        assert resource.name in text
    assert "In eu-west-1a: orders, primary" in text
    assert "In eu-west-1b: orders, standby" in text
    assert "In eu-west-1c: reports, replica" in text
    assert "loyalty copy 5 in step, loyalty copy 6 in step" in text


def test_an_arrow_is_solid_for_a_standby_and_dashed_for_a_replica():
    standby, replica, volume = arrows(map_of_a_full_account())
    assert standby == volume == "cafe-ex-arrow"
    assert replica == "cafe-ex-arrow cafe-ex-dashed"


def touches(explorer):
    """{name: value} of each part of the picture that acts like a control."""
    root = ElementTree.fromstring(explorer.picture().svg)
    parts = [e for e in root.iter() if e.get("data-value")]
    return {e.get("data-control"): json.loads(e.get("data-value")) for e in parts}


def test_a_zone_of_the_map_is_touched_to_cut_it_and_again_to_restore_it():
    explorer = map_of_a_full_account()
    assert touches(explorer) == dict.fromkeys(explorer.zones, False)
    explorer.set("eu-west-1a", touches(explorer)["eu-west-1a"])
    assert not explorer.account.is_zone_up("eu-west-1a")
    assert touches(explorer)["eu-west-1a"] is True
    explorer.press("eu-west-1a")
    assert explorer.account.is_zone_up("eu-west-1a")


def test_what_lies_in_a_zone_is_no_wall_between_the_hand_and_the_zone():
    root = ElementTree.fromstring(map_of_a_full_account().picture().svg)
    through = [e for e in root.iter() if e.get("class") == "cafe-ex-through"]
    assert [e.get("class") for e in through[0].iter()].count("cafe-ex-cards") == 6


def test_a_cut_and_a_restored_zone_are_said():
    explorer = map_of_a_full_account()
    explorer.press("eu-west-1a")
    assert explorer.status.startswith("eu-west-1a is cut. Now orders, primary")
    assert "Zone eu-west-1a is cut." in repr(explorer)
    assert "✕ cut" in drawn_words(explorer)
    assert all("broken" in arrow for arrow in arrows(explorer)[:2])
    explorer.press("eu-west-1a")
    assert explorer.account.is_zone_up("eu-west-1a")
    assert explorer.status.startswith("eu-west-1a is back.")


def test_the_map_says_the_copies_of_a_zone_in_one_and_no_changed_role_as_gone():
    explorer = map_of_a_full_account()
    explorer.press("eu-west-1a")
    assert "; copies of loyalty in eu-west-1a: cut off." in explorer.status
    for _ in range(3):
        explorer.press("seconds")
    assert "loyalty-2, writer in eu-west-1b: available" in explorer.status
    assert "No longer" not in explorer.status


def test_the_map_explains_only_what_it_draws():
    account = aws.Account()
    words = ["takes writes", "copied before the answer", "copied a moment later"]
    assert not set(words) & set(drawn_words(account_map(account)))
    assert words[0] in drawn_words(map_of_a_full_account())
    a_table(account, "baskets")
    assert not set(words) & set(drawn_words(account_map(account)))


def test_moving_the_clock_shows_the_failover_and_says_it():
    explorer = map_of_a_full_account()
    explorer.press("eu-west-1a")
    explorer.press("minute")
    assert "loyalty-2, writer in eu-west-1b: available" in explorer.status
    explorer.press("minute")
    assert "Now orders, primary in eu-west-1b: available" in explorer.status
    assert explorer.status.endswith("No longer: orders, primary in eu-west-1a.")
    explorer.press("minute")
    assert explorer.status.endswith("Nothing else has changed.")


def test_the_map_shows_what_another_cell_changed():
    explorer = map_of_a_full_account()
    panel = shown(explorer)
    explorer.account.fail_zone("eu-west-1c")
    explorer.keep_up()
    assert "Zone eu-west-1c is cut." in panel.words
    assert "reports, replica in eu-west-1c" in panel.status
    turn = panel.turn
    explorer.keep_up()
    assert panel.turn == turn


class Shell:
    """What an explorer needs of IPython: someone to tell it that a cell was run."""

    def __init__(self):
        self.events, self.told = self, []

    def register(self, event, callback):
        self.told.append(callback)

    def unregister(self, event, callback):
        self.told.remove(callback)

    def run_cell(self):
        for callback in self.told:
            callback()


def test_an_earlier_map_goes_back_to_what_it_showed_first(monkeypatch):
    shell = Shell()
    monkeypatch.setattr("cafe.explorers.kit.panel.get_ipython", lambda: shell)
    account = aws.Account()
    first = account_map(account)
    panel = shown(first)
    account.fail_zone("eu-west-1a")
    account_map(aws.Account())  # another account's map takes nothing over
    shell.run_cell()
    later = shown(account_map(account))
    shell.run_cell()
    assert "Zone eu-west-1a is up. Nothing is here." in panel.words
    assert panel.heading.endswith(", as it was here") and panel.controls == []
    assert panel.status.endswith("To play with it, run this cell again.")
    assert "data-control" not in panel.svg and "Cut" not in panel.svg
    assert ">Cut</text>" in later.svg
    assert "Zone eu-west-1a is cut. Nothing is here." in later.words
    account.restore_zone("eu-west-1a")
    shell.run_cell()
    assert "Zone eu-west-1a is up. Nothing is here." in later.words


def test_an_empty_account_says_that_nothing_runs():
    explorer = account_map(aws.Account())
    assert "Nothing runs here yet." in drawn_words(explorer)
    assert repr(explorer).count("Nothing is here.") == 3


def test_a_service_of_the_whole_region_and_an_unknown_role_are_drawn():
    account = aws.Account()
    table = Resource("menu", "DynamoDB table", "table", "eu-west-1", "active")
    account.resources = lambda: [table]
    explorer = account_map(account)
    assert "menu" in drawn_words(explorer)
    assert "In eu-west-1: menu, table (DynamoDB table): active." in repr(explorer)


def test_two_services_may_each_have_something_of_the_same_name():
    account = a_full_account()
    a_table(account, "orders")
    standby, replica, volume = arrows(account_map(account))
    assert standby == volume == "cafe-ex-arrow"
    assert replica == "cafe-ex-arrow cafe-ex-dashed"


def a_table(account, name, **more):
    client = aws.Session(account=account).client("dynamodb")
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    account.clock.advance(minutes=1)
    return client


def test_a_table_is_no_volume_and_an_active_one_is_well():
    account = aws.Account()
    a_table(account, "baskets")
    words = drawn_words(account_map(account))
    assert "baskets: a table, kept in several zones" in words
    assert words.count("copy") == words.count("● active") == 3
    volumes = drawn_words(map_of_a_full_account())
    assert "loyalty: one volume, kept in six copies" in volumes


def test_a_table_of_two_regions_is_drawn_in_each_as_that_regions():
    account = aws.Account()
    a_table(account, "baskets").update_table(
        TableName="baskets",
        ReplicaUpdates=[{"Create": {"RegionName": "us-east-1"}}],
    )
    account.clock.advance(minutes=1)
    for here, there in (("eu-west-1", "us-east-1"), ("us-east-1", "eu-west-1")):
        explorer = account_map(account, here)
        assert "baskets: a table, kept in several zones" in drawn_words(explorer)
        assert there not in explorer.picture().svg + repr(explorer)


def looks_of(*resources):
    """The look of each card's shape, its first part's, and the words of the picture."""
    account = aws.Account()
    account.resources = lambda: list(resources)
    explorer = account_map(account)
    root = ElementTree.fromstring(explorer.picture().svg)
    cards = [e for e in root.iter() if e.get("class") == "cafe-ex-cards"]
    looks = [card[1][0].get("class").removeprefix("cafe-ex-") for card in cards]
    return looks, drawn_words(explorer)


def test_a_machine_that_keeps_no_data_is_drawn_as_no_disk():
    looks, words = looks_of(resource("one", "writer"), resource("two", "reader"))
    assert looks == ["machine cafe-ex-full", "machine cafe-ex-open"]
    assert "writer, no data of its own" in words


def lines_to_the_volume(explorer):
    """[whether it has an arrow head] of each line, the legend's two left out."""
    root = ElementTree.fromstring(explorer.picture().svg)
    lines = [e for e in root.iter() if e.get("class") == "cafe-ex-arrow"]
    return [e.get("marker-end") is not None for e in lines][:-2]


def test_each_instance_has_a_line_to_its_volume_and_the_writer_alone_an_arrow():
    account = aws.Account()
    things = {"one": "writer", "two": "reader", "menu copy 1": "copy"}
    account.resources = lambda: [
        replace(resource(name, role), source="menu", synchronous=True)
        for name, role in things.items()
    ]
    explorer = account_map(account)
    for explorer.narrow in (False, True):
        assert lines_to_the_volume(explorer) == [True, False]
        assert "writes to the volume" in drawn_words(explorer)


def resource(name="menu", role="primary", kind="A kind"):
    return Resource(name, kind, role, "eu-west-1a", "available")


def test_a_ledgers_node_is_said_neither_to_take_writes_nor_to_be_read_only():
    roles = ["peer", "node", "serverless", "replica", "reader", "standby", "unheard"]
    looks, words = looks_of(*(resource(role, role) for role in roles))
    kinds = ["plain", "full", "full", "open", "open", "hatch", "plain"]
    shapes = ["machine" if role == "reader" else "cylinder" for role in roles]
    assert looks == [f"{s} cafe-ex-{kind}" for s, kind in zip(shapes, kinds)]
    assert "keeps a copy of the ledger" in words
    assert "keeps a copy of the ledger" not in looks_of(resource())[1]


def test_a_long_name_and_a_long_kind_take_a_second_line():
    name = "orders-by-customer-and-by-day"
    _, words = looks_of(resource(name, "primary", "ElastiCache valkey"))
    first = words.index("orders-by-customer-and-")
    assert words[first:][:5] == [
        "orders-by-customer-and-",
        "by-day",
        "primary · ElastiCache",
        "valkey",
        "● available",
    ]


def test_a_card_is_as_high_as_its_lines_ask():
    account = aws.Account()
    account.resources = lambda: [resource(), resource("orders-" * 9)]
    root = ElementTree.fromstring(account_map(account).picture().svg)
    cards = [e for e in root.iter() if e.get("class") == "cafe-ex-cards"]
    assert len(cards) == 2
    for card in cards:
        bottom = float(card[0].get("y")) + float(card[0].get("height"))
        lines = [float(e.get("y")) for e in card if e.tag.endswith("text")]
        assert 6 <= bottom - max(lines) <= 14
    assert cards[1].findall("*")[-3].text.endswith("…")  # two lines and no more


def test_things_that_stand_alone_in_zones_of_their_own_stand_side_by_side():
    account = aws.Account()
    places = {"till": "eu-west-1a", "orders": "eu-west-1b", "reports": "eu-west-1c"}
    account.resources = lambda: [
        Resource(name, "A kind", "primary", zone, "available")
        for name, zone in places.items()
    ]
    root = ElementTree.fromstring(account_map(account).picture().svg)
    cards = [e for e in root.iter() if e.get("class") == "cafe-ex-cards"]
    assert len({card[0].get("x") for card in cards}) == 3
    assert len({card[0].get("y") for card in cards}) == 1


# --- the open shop ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "orders", "board"),
    [
        ("eu-west-1a", "waits from second 20 to 95", "always answered"),
        ("eu-west-1b", "always answered", "always answered"),
        ("eu-west-1c", "always answered", "waits from second 20 to the end"),
    ],
)
def test_each_zone_of_the_open_shop_takes_something_else_with_it(zone, orders, board):
    shop = open_shop()
    shop.set("cut", zone)
    shop.set("second", 150)
    text = shop.picture().text
    assert text[-3:] == [
        f"Taking orders: {orders}.",
        "Showing the menu: always answered.",
        f"Showing the top drinks: {board}.",
    ]


def test_an_open_shop_in_which_nothing_is_cut_is_well_to_the_end():
    shop = open_shop()
    shop.set("second", 150)
    assert shop.status == "After 150 s: all three zones are up, and all is well."


@pytest.mark.parametrize(
    ("zone", "inside"),
    [
        ("eu-west-1a", "orders (must wait), menu (one of three copies)"),
        ("eu-west-1b", "orders (no answer), menu (one of three copies)"),
        ("eu-west-1c", "menu (one of three copies), board (must wait)"),
    ],
)
def test_nothing_works_in_a_dark_zone_of_the_open_shop(zone, inside):
    shop = open_shop()
    shop.set("cut", zone)
    assert f"{zone} is dark: {inside}." in shop.picture().text


def test_the_spare_of_the_open_shop_takes_over_and_the_status_says_so():
    shop = open_shop()
    shop.set("cut", "eu-west-1a")
    shop.set("second", 60)
    assert shop.status == (
        "After 60 s: eu-west-1a is dark, and taking orders must wait."
    )
    shop.set("second", 100)
    assert shop.status == (
        "After 100 s: eu-west-1a is dark, and all goes on; the spare in eu-west-1b "
        "has taken over."
    )
