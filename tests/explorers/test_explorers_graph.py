"""The explorers of graphs: what is drawn is what networkx and the rule find."""

import json
import os
import re
import subprocess
import sys
from math import log10
from pathlib import Path

import networkx
import pytest

from cafe.explorers import breadth_first, graph_explorer, hops
from cafe.explorers.hops import MARKS
from cafe.explorers.kit.svg import width_of
from cafe.lessons.graph_questions import fraud_ring, number
from cafe.lessons.hop_times import HOPS, QUERY, Hop, Network
from cafe.shop import graph as shop_graph
from fixtures.pictures import SVG, check_picture, drawn

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def graph():
    return shop_graph.property_graph()


@pytest.fixture(scope="module")
def network():
    return Network(people=400, ties=1_600)


@pytest.fixture
def explorer(graph):
    return graph_explorer(graph, 17)


def count(explorer, shape, look=""):
    return sum(
        look in element.get("class", "").split() or not look
        for element in drawn(explorer).iter(f"{SVG}{shape}")
    )


def standing(explorer, shape):
    """(element, x, y): each of a shape, and the place to which it is moved."""

    def below(element, x, y):
        moved = re.search(
            r"translate\(([-\d.]+)px, ([-\d.]+)px", element.get("style", "")
        )
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        if element.tag == f"{SVG}{shape}":
            yield element, x, y
        for child in element:
            yield from below(child, x, y)

    return below(drawn(explorer), 0, 0)


def words(explorer):
    return [element.text for element in drawn(explorer).iter(f"{SVG}text")]


@pytest.mark.slow
def test_every_picture_is_well_formed_and_its_words_are_the_repr(explorer, network):
    timed = hops(network)
    states = [
        (explorer, "to", "300"),
        (explorer, "hops", 3),
        (explorer, "hops", 1),
        (explorer, "view", "things"),
        (explorer, "view", "ring"),
        (timed, "measure", None),
    ]
    for each, control, value in states:
        each.set(control, value)
        check_picture(each)


@pytest.mark.slow
def test_two_runs_draw_and_say_the_same():
    """Texts in a set have another order in each process: two must draw the same."""
    code = """
from cafe.explorers import graph_explorer
from cafe.shop import graph
explorer = graph_explorer(graph.property_graph(), 17)
for view in ("friends", "things", "ring"):
    explorer.view = view
    print(repr(explorer), explorer.picture().svg)
"""
    told = [
        subprocess.check_output(
            [sys.executable, "-c", code],
            cwd=NOTEBOOKS,
            env=os.environ | {"PYTHONHASHSEED": seed},
            text=True,
        )
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]


# --- a person and their friends ---------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("distance", [1, 2, 3])
def test_everybody_within_the_hops_is_drawn_once(explorer, distance):
    explorer.set("hops", distance)
    within = networkx.ego_graph(explorer.friends, "person-17", distance)
    assert count(explorer, "circle", "cafe-ex-node") == len(within)
    assert count(explorer, "path", "cafe-ex-edge") == len(within.edges)
    said = f"{len(within) - 1} people within {distance} hop"
    assert said in repr(explorer)


@pytest.mark.slow
def test_no_two_people_stand_at_one_place_and_all_stand_in_the_picture(explorer):
    explorer.set("hops", 3)
    places = [(x, y) for x, y, _ in nodes_at(explorer)]
    assert len(set(places)) == len(places)
    assert all(0 < x < 848 and 0 < y < 500 for x, y in places)


@pytest.mark.slow
def test_the_path_is_a_shortest_one_and_its_steps_are_numbered(explorer):
    explorer.set("to", "300")
    hops_to = networkx.shortest_path_length(explorer.friends, "person-17", "person-300")
    assert f"{hops_to} friendships" in explorer.status
    edges = count(explorer, "path", "cafe-ex-way")
    assert edges == hops_to
    numbered = [text for text in words(explorer) if text[0].isdigit()]
    assert len(numbered) == hops_to
    explorer.set("to", "")
    assert count(explorer, "path", "cafe-ex-way") == 0


def nodes_at(explorer):
    """The middle and the radius of each circle of a person."""
    return [
        (x, y, float(each.get("r")))
        for each, x, y in standing(explorer, "circle")
        if "cafe-ex-node" in each.get("class", "")
    ]


def names_at(explorer):
    """Left, top, right and bottom of each name, and the name."""
    for each, x, y in standing(explorer, "text"):
        if "cafe-ex-halo" not in each.get("class"):
            continue
        x, y = x + float(each.get("x")), y + float(each.get("y"))
        wide = width_of(each.text)
        left = x - wide * ("start", "middle", "end").index(each.get("text-anchor")) / 2
        yield (left, y - 10, left + wide, y + 3, each.text)


def meet(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@pytest.mark.slow
@pytest.mark.parametrize("distance", [1, 2, 3])
@pytest.mark.parametrize("person, goal", [(995, "500"), (17, "300"), (283, "990")])
def test_with_a_path_no_name_covers_a_node_or_a_name(graph, person, goal, distance):
    explorer = graph_explorer(graph, person)
    explorer.set("to", goal)
    explorer.set("hops", distance)
    names = list(names_at(explorer))
    nodes = [(x - r, y - r, x + r, y + r) for x, y, r in nodes_at(explorer)]
    clashes = [
        (one[4], two[4])
        for one in names
        for two in names
        if one is not two and meet(one, two)
    ]
    clashes += [one[4] for one in names for two in nodes if meet(one, two)]
    assert clashes == []
    assert all(name[0] >= 0 and name[2] <= 848 for name in names)


@pytest.mark.parametrize("distance", [1, 2, 3])
def test_a_path_leaves_the_circle_as_large_as_it_was(graph, distance):
    explorer = graph_explorer(graph, 995)
    explorer.set("hops", distance)
    sizes = []
    for goal in ("", "500"):
        explorer.set("to", goal)
        ring = [
            ((x - 424) / 296) ** 2 + ((y - 254) / 222) ** 2
            for x, y, _ in nodes_at(explorer)
            if y < 500
        ]
        sizes.append(max(ring))
    assert sizes == pytest.approx([1, 1], abs=0.01)


def test_a_person_is_found_by_number_and_by_name(explorer):
    name = explorer.friends.nodes["person-300"]["name"]
    explorer.set("person", name.upper())
    assert explorer.start == "person-300"
    explorer.set("person", " 17 ")
    assert explorer.start == "person-17"
    explorer.set("person", "Nobody")
    assert explorer.start == "person-17" and "Nobody is called" in explorer.status


def test_a_customer_who_is_not_there_is_refused(graph):
    with pytest.raises(ValueError, match="99999"):
        graph_explorer(graph, 99_999)


def test_of_two_people_with_one_name_neither_is_taken(explorer):
    name = "Felix Köhler"
    for control in ("person", "to"):
        explorer.set(control, name)
        assert explorer.status == (
            "Several have that name: Felix Köhler (201), Felix Köhler (501). "
            "Give a number."
        )
    assert (explorer.start, explorer.goal) == ("person-17", None)


@pytest.mark.slow
def test_who_is_tied_to_oneself_is_no_friend_of_oneself(graph):
    odd = networkx.MultiDiGraph(graph)
    odd.add_edge("person-17", "person-17", label="FRIEND", days=1)
    assert repr(graph_explorer(odd, 17)) == repr(graph_explorer(graph, 17))


@pytest.mark.slow
@pytest.mark.parametrize(
    "node, settings",
    [
        ("person-5000", {"label": "Person"}),
        ("maeve", {"label": "Person", "name": "Maeve"}),
        ("person-5000", {}),
    ],
)
def test_a_person_who_could_not_be_shown_is_named(graph, node, settings):
    odd = networkx.MultiDiGraph(graph)
    odd.add_node(node, **settings)
    odd.add_edge("person-17", node, label="FRIEND")
    with pytest.raises(ValueError, match=f"and a name; '{node}' has"):
        graph_explorer(odd, 17)


@pytest.mark.slow
def test_an_edge_without_a_label_is_no_friendship(graph):
    odd = networkx.MultiDiGraph(graph)
    odd.add_edge("person-17", "person-18")
    assert repr(graph_explorer(odd, 17)) == repr(graph_explorer(graph, 17))


def test_hops_begin_at_a_person_of_the_network(network):
    for person in (0, 401, "17"):
        with pytest.raises(ValueError, match="from 1 to 400"):
            hops(network, person)


def test_where_no_path_leads_it_is_said():
    graph = networkx.MultiDiGraph()
    for n in (1, 2, 3):
        graph.add_node(f"person-{n}", label="Person", name=f"P {n}", customer_id=n)
    graph.add_edge("person-1", "person-2", "f", label="FRIEND")
    graph.add_edge("person-1", "person-2", "u", label="USED")
    explorer = graph_explorer(graph)
    explorer.set("to", "3")
    assert "No path leads to P 3 (3)." in repr(explorer)
    explorer.set("person", "3")
    assert "P 3 (3) has 0 friends" in repr(explorer)


# --- a walk from one to the next ----------------------------------------------------


def pressed(explorer):
    """{what is said of a part that one presses: its control and value}."""
    return {
        part.get("aria-label"): (
            part.get("data-control"),
            json.loads(part.get("data-value")),
        )
        for part in drawn(explorer).iter(f"{SVG}g")
        if part.get("role") == "button"
    }


@pytest.mark.parametrize("distance, within", [(1, 1), (2, 2), (3, 2)])
def test_everybody_up_to_two_hops_away_is_pressed_by_name(explorer, distance, within):
    explorer.set("hops", distance)
    near = networkx.ego_graph(explorer.friends, "person-17", within)
    names = {f"Walk to {explorer._named(node)}" for node in near}
    assert {*pressed(explorer)} == names


@pytest.mark.slow
def test_whoever_is_pressed_becomes_the_middle_and_the_path_leads_back(graph):
    explorer = graph_explorer(graph, 283)
    explorer.set(*pressed(explorer)["Walk to Felix Castaño (385)"])
    assert (explorer.start, explorer.goal) == ("person-385", "person-283")
    explorer.set(*pressed(explorer)["Walk to Camille Pham (109)"])
    assert explorer.goal == "person-283"  # where the walk began
    assert count(explorer, "path", "cafe-ex-way") == 2
    assert "path to Maeve Chen (283) has 2 friendships." in explorer.status
    explorer.set("visit", "283")
    assert explorer.goal is None and count(explorer, "path", "cafe-ex-way") == 0


@pytest.mark.slow
def test_on_a_narrow_page_the_friends_stand_below_the_path_that_led_to_them(graph):
    explorer = graph_explorer(graph, 283)
    explorer.set("visit", "385")
    narrow = explorer.narrowed()
    asked = [*pressed(narrow)]
    assert asked[:2] == ["Walk to Maeve Chen (283)", "Walk to Felix Castaño (385)"]
    friends = {*explorer.friends["person-385"]} - {"person-283"}
    assert {*asked[2:]} == {f"Walk to {explorer._named(each)}" for each in friends}
    assert "1. Maeve Chen" in words(narrow) and "8 friends" in words(narrow)


def test_on_a_narrow_page_it_is_said_who_of_a_group_are_friends(graph):
    explorer = graph_explorer(graph, 251, view="things")
    assert "Linh Nolan and Sipho Keane" in words(explorer.narrowed())
    explorer.set("view", "ring")
    assert "Nobody here is a friend of another." in words(explorer.narrowed())


def test_a_goal_that_was_typed_stays_while_one_walks(graph):
    explorer = graph_explorer(graph, 283)
    explorer.set("to", "500")
    explorer.set("visit", "385")
    assert explorer.goal == "person-500" and "4 friendships" in explorer.status


@pytest.mark.slow
def test_a_name_that_is_not_shown_covers_none_and_comes_up_at_its_node(graph):
    explorer = graph_explorer(graph, 648)  # who has most friends of friends
    groups = [
        part
        for part in drawn(explorer).iter(f"{SVG}g")
        if part.get("data-control") == "visit"
    ]
    assert len(groups) == len(explorer._tree(2))
    assert all(len(part.findall(f"{SVG}text")) == 1 for part in groups)
    shown = [*names_at(explorer)]
    assert 40 < len(shown) < len(groups)
    assert not any(meet(a, b) for a in shown for b in shown if a is not b)


def test_pressing_a_card_shows_who_used_it(graph):
    explorer = graph_explorer(graph, 995, view="ring")
    explorer.set(*pressed(explorer)["Who used card-0393"])
    assert explorer.status == (
        "card-0393 is used by Priya Kapoor (900), Tane Duarte (995)."
    )
    assert count(explorer, "path", "cafe-ex-way") == 2
    explorer.set(*pressed(explorer)["Walk to Priya Kapoor (900)"])
    assert explorer.view == "ring" and explorer.start == "person-900"


# --- cards and devices --------------------------------------------------------------


@pytest.mark.slow
def test_the_ring_is_shown_with_its_reasons(explorer):
    explorer.set("view", "ring")
    ring = fraud_ring(explorer.used)
    said = "6 people, 5 shared cards and devices, 0 friendships: reported."
    assert explorer.status == said
    assert "at least four people" in repr(explorer)
    assert "at least three shared things" in repr(explorer)
    assert all(f"({number(person)})" in repr(explorer) for person in ring)
    assert count(explorer, "circle", "cafe-ex-node") == len(ring)


def test_the_ring_fills_its_picture(explorer):
    explorer.set("view", "ring")
    across = [x for x, _, _ in nodes_at(explorer)]
    assert max(across) - min(across) > 700
    assert float(drawn(explorer).get("height")) < 150


def test_an_honest_flat_is_shown_and_not_reported(explorer):
    flat = next(
        person
        for person in explorer.used
        if person.startswith("person")
        and any(explorer.used.degree(thing) == 7 for thing in explorer.used[person])
    )
    explorer.set("view", "things")
    explorer.set("person", str(number(flat)))
    said = "7 people, 1 shared card or device, 8 friendships: not reported."
    assert said in repr(explorer)
    assert repr(explorer).count(" are friends.") == 8
    assert count(explorer, "path", "cafe-ex-friends") == 8


def test_cards_and_devices_differ_from_people_in_shape(explorer):
    explorer.set("view", "ring")
    shapes = {
        (r.get("width"), r.get("height"))
        for r in drawn(explorer).iter(f"{SVG}rect")
        if "cafe-ex-node" in r.get("class", "")
    }
    assert shapes == {("30", "20"), ("18", "28")}


# --- breadth first ------------------------------------------------------------------


@pytest.fixture(scope="module")
def layers(graph):
    return breadth_first(graph, 283)


def dotted(explorer, look):
    """The places of the dots of a look."""
    return [
        place
        for path in drawn(explorer).iter(f"{SVG}path")
        if path.get("class") == f"cafe-ex-layer{look}"
        for place in path.get("d").strip("M").split("M")
    ]


@pytest.mark.slow
def test_each_layer_has_those_whom_networkx_meets_there(layers):
    found = [len(each) for each in networkx.bfs_layers(layers.friends, layers.start)]
    for hop, people in enumerate(found):
        layers.set("hops", hop)
        check_picture(layers)
        assert len(dotted(layers, " cafe-ex-newly")) == (people if hop else 0)
        assert len(dotted(layers, "")) == max(0, sum(found[1:hop]))
        assert len(dotted(layers, " cafe-ex-yet")) == sum(found[hop + 1 :])
    assert layers.status == "7 hops: 22 new people, 999 in all; nobody is left."


def test_a_ring_is_pressed_and_no_bar_tells_what_comes(layers):
    layers.set(*pressed(layers)["Show 2 hops"])
    assert layers.status == "2 hops: 24 new people, 31 in all; 968 are left."
    assert words(layers).count("?") == 5 and "80" not in words(layers)
    assert "80 new" not in repr(layers)


@pytest.mark.slow
def test_the_layers_are_played_and_their_pictures_are_small(layers):
    assert [frame["said"] for frame in layers.frames()] == [
        "0 hops",
        "1 hop",
        *(f"{hop} hops" for hop in range(2, 8)),
    ]
    assert sum(len(frame["svg"]) for frame in layers.frames()) < 600_000


def test_layers_begin_at_a_customer_who_is_there(graph):
    with pytest.raises(ValueError, match="no customer 99999"):
        breadth_first(graph, 99_999)


# --- hops ---------------------------------------------------------------------------


def test_before_it_is_measured_there_are_people_and_no_times(network):
    explorer = hops(network)
    people = [network.in_graph(1, n) for n in HOPS]
    assert all(f"{n:,} people" in repr(explorer) for n in people)
    assert " ms" not in repr(explorer)
    assert explorer.status == "" and "▶ Measure" in words(explorer)
    assert pressed(explorer) == {"Measure": ("measure", None)}


def test_graph_and_both_stores_reach_the_same_people(network):
    for person in (1, 57, 400):
        for n in HOPS:
            reached = network.in_graph(person, n)
            assert network.in_row_store(person, n) == reached
            assert network.in_column_store(person, n) == reached


def test_only_the_row_store_finds_ties_by_its_index(network):
    asked = {"person": 1, "hops": 3}
    plan = network._sqlite.execute(f"EXPLAIN QUERY PLAN {QUERY}", asked).fetchall()
    steps = [step for *_, step in plan]
    assert any("USING COVERING INDEX by_person (a=?)" in step for step in steps)
    ((_, plan),) = network._duckdb.execute(f"EXPLAIN {QUERY}", asked).fetchall()
    assert re.search("seq(uential)?[ _]scan", plan, re.IGNORECASE)
    assert not re.search("index[ _]scan", plan, re.IGNORECASE)


def test_measuring_shows_the_times_of_all_three(network):
    explorer = hops(network)
    ticks = iter(range(1_000))

    def network_clock():
        return next(ticks)

    rows = network.measure(runs=1, clock=network_clock)
    assert [(row.hops, row.graph, row.row_store, row.column_store) for row in rows] == [
        (n, 1000, 1000, 1000) for n in HOPS
    ]
    explorer.press("measure")
    assert repr(explorer).count(" ms, the row store ") == len(HOPS)
    assert explorer.status.startswith("Beside the graph, the row store takes ")
    assert explorer.hops == HOPS[-1] and "measure" not in str(pressed(explorer))


def dots(explorer):
    """{racer: heights} of the measured points."""
    high = {name: [] for name in MARKS}
    for each in drawn(explorer).iter(f"{SVG}path"):
        for name, shape in MARKS.items():
            if each.get("d").endswith(shape):
                y = float(re.match(r"M[\d.]+ ([\d.]+)m", each.get("d"))[1])
                high[name] += [y] if y < 280 else []  # above the figures
    return high


def measured(network, shown=HOPS[-1]):
    """The explorer with times that are known."""
    explorer = hops(network)
    graph = (0.02, 0.05, 0.2, 0.6, 4)
    row_store, column_store = (0.01, 0.05, 0.4, 2.4, 20), (2, 2, 2, 3, 8)
    times = zip(HOPS, graph, row_store, column_store)
    explorer.rows = [Hop(n, 7**n, *each) for n, *each in times]
    explorer.set("hops", shown)
    return explorer


def test_as_many_times_as_long_is_as_much_higher_however_short_it_is(network):
    explorer = measured(network)
    low, high = dots(explorer)["graph"], dots(explorer)["column_store"]
    steps = [
        (one - other) / log10(times)
        for one, other, times in zip(low, high, (100, 40, 10, 5, 2))
    ]
    assert steps == pytest.approx([steps[0]] * 5, abs=0.5) and steps[0] > 20
    assert {"0.01", "0.1", "1", "10"} < {*words(explorer)}


def test_both_ends_of_the_race_are_said_for_each_store(network):
    assert (
        "Beside the graph, the row store takes 0.5 times as long at 1 hop and 5.0 "
        "times at 5; the column store 100 times at 1 hop and 2.0 times at 5."
    ) in repr(measured(network))


@pytest.mark.parametrize("shown", HOPS)
def test_the_lines_go_as_far_as_the_hops_and_so_do_the_figures(network, shown):
    explorer = measured(network, shown)
    assert [len(heights) for heights in dots(explorer).values()] == [shown] * 3
    row = explorer.rows[shown - 1]
    for time in (row.graph, row.row_store, row.column_store):
        assert any(
            f"{time:g}" in text and text.endswith(" ms") for text in words(explorer)
        )
    assert f"at {shown} hop" + "s" * (shown > 1) in words(explorer)


@pytest.mark.parametrize("shown", HOPS)
def test_each_who_is_reached_is_lit_in_a_place_of_their_own(network, shown):
    explorer = hops(network)
    explorer.set("hops", shown)
    lit = [
        place
        for path in drawn(explorer).iter(f"{SVG}path")
        if "cafe-ex-field" in path.get("class", "")
        for place in path.get("d").strip("M").split("M")
    ]
    assert len({*lit}) == len(lit) == network.in_graph(1, shown)
    newest = count(explorer, "path", "cafe-ex-newly")
    assert newest == 1


@pytest.mark.slow
def test_the_race_is_played_and_its_pictures_are_small(network):
    frames = hops().frames()
    assert [frame["said"] for frame in frames] == [
        "1 hop",
        *(f"{n} hops" for n in HOPS[1:]),
    ]
    assert sum(len(frame["svg"]) for frame in frames) < 300_000


@pytest.mark.slow
def test_an_explorer_of_hops_says_the_same_on_every_machine():
    assert repr(hops()) == repr(hops())
    assert "5 hops: 5,578 people." in repr(hops())
