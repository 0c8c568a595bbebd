"""The questions of lesson 07: one answer in Python, openCypher, Gremlin and SQL."""

import networkx
import pytest

from cafe.aws.neptune import bulk
from cafe.lessons.graph_questions import (
    QUESTIONS,
    certified_products,
    fraud_ring,
    show,
)
from cafe.shop import graph as shop_graph
from peers.conformance_cypher import compare
from peers.graph_peers import LANGUAGES, Peers

ALL_THREE = ("openCypher", "Gremlin", "SQL")


@pytest.fixture(scope="module")
def peers():
    return Peers()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_an_engine_answers_every_question_as_python_does(peers, language):
    compared, different = compare(peers, people=8, languages=[language])
    assert different == []
    assert {name for _, name in compared} == {*QUESTIONS}
    assert compared.total() > 15


# --- what the answers say ---------------------------------------------------------


@pytest.mark.slow
def test_friends_of_friends_holds_neither_me_nor_my_friends(peers):
    friends = peers.views["FRIEND"]
    for person in [*friends][:100]:
        found = QUESTIONS["friends_of_friends"].python(friends, person)
        distances = networkx.single_source_shortest_path_length(friends, person, 2)
        assert {*found} == {node for node, hops in distances.items() if hops == 2}


@pytest.mark.slow
def test_a_recommendation_was_bought_by_friends_and_never_by_me(peers):
    friends, bought = peers.views["FRIEND"], peers.views["BOUGHT"]
    names = bought.nodes(data="name")
    for person in [*friends][:100]:
        mine = {names[product] for product in bought[person]}
        theirs = [names[p] for friend in friends[person] for p in bought[friend]]
        found = QUESTIONS["recommendation"].python(friends, bought, person)
        assert all(theirs.count(name) == n for name, n in found)
        assert not mine & {name for name, _ in found}


@pytest.mark.parametrize(
    "people, things, found",
    [
        (4, 3, 4),
        (5, 4, 5),
        (3, 2, 0),
        (5, 1, 0),
        (4, 2, 0),
    ],
)
def test_a_ring_is_at_least_four_people_and_three_shared_things(people, things, found):
    used = networkx.MultiDiGraph()
    for n in range(people):
        used.add_node(f"person-{n}", label="Person", name=f"P {n}", customer_id=n)
    for n in range(people):
        card = f"card-{min(n, things - 1)}"
        used.add_node(card, label="Card", name=card)
        for person in (n, (n + 1) % people):
            used.add_edge(f"person-{person}", card, f"{card}-{person}", label="USED")
    assert len(fraud_ring(shop_graph.between(used, "USED"))) == found


def test_a_certificate_is_reached_only_by_way_of_the_beans(peers):
    organic = peers.ask("python", "certified_products", certificate="Organic")
    assert "Flat white" in organic and "Americano" not in organic


# --- how they are written ---------------------------------------------------------


@pytest.mark.slow
def test_what_is_unknown_is_certified_by_nothing():
    graph = shop_graph.property_graph()
    assert certified_products(graph, "Nothing") == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_opencypher_keeps_to_what_neptune_has(name):
    text = QUESTIONS[name].opencypher.lower()
    for word in ("shortestpath", "call ", "exists {", "all(", "any(", "none(", "^"):
        assert word not in text


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_shown_with_its_three_texts(name):
    question = show(name)
    for text in question.texts().values():
        assert all(line in repr(question) for line in text.splitlines())
        assert max(map(len, text.splitlines())) <= 62  # half a window of 1280
    assert question.title.rstrip().endswith((".", "?"))
    assert "&lt;" in question._repr_html_() or "<-" not in question.opencypher


def test_an_unknown_question_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="friends_of_friends.*certified_products"):
        show("enemies")


@pytest.mark.parametrize("languages", [("SQL",), ("Gremlin", "openCypher")])
def test_only_the_languages_that_are_named_are_shown(languages):
    question = show("friends_of_friends", *languages)
    heads = [line for line in repr(question).splitlines() if line in ALL_THREE]
    assert heads == [*languages]
    for language in ALL_THREE:
        is_shown = f'aria-label="{language}"' in question._repr_html_()
        assert is_shown == (language in languages)
    assert show("friends_of_friends") == QUESTIONS["friends_of_friends"]


def test_an_unknown_language_is_refused_with_the_three_there_are():
    with pytest.raises(ValueError, match="'Cypher'.*openCypher, Gremlin, SQL"):
        show("recommendation", "SQL", "Cypher")


def test_a_line_is_scrolled_to_and_never_broken():
    page = show("recommendation")._repr_html_()
    for part in (
        "white-space: pre;",
        "overflow-x: auto",
        "word-break: normal",
        'tabindex="0"',
    ):
        assert page.count(part) == 3


# --- the graph, and the loader's files --------------------------------------------


def test_the_graph_has_every_row_of_the_tables(peers):
    labels = [label for *_, label in peers.graph.edges(data="label")]
    assert labels.count("FRIEND") == 2_932
    assert labels.count("USED") == 1_652
    assert len(labels) - labels.count("FRIEND") - labels.count("USED") == 12_411 + 40
    assert peers.graph.nodes["person-17"]["customer_id"] == 17


def test_a_person_without_a_tie_is_still_in_the_view():
    graph = networkx.MultiDiGraph()
    for name in ("a", "b", "c"):
        graph.add_node(name, label="Person")
    graph.add_node("d", label="Card")
    graph.add_edge("a", "b", "1", label="FRIEND")
    assert [*shop_graph.between(graph, "FRIEND")] == ["a", "b", "c"]


NODES = "~id,~label,name:String,age:Int\na,Person,Ana,31\nb,Card,,\n"


def test_a_file_gives_nodes_and_edges_their_types():
    graph = networkx.MultiDiGraph()
    assert bulk.load(graph, NODES) == 2
    assert bulk.load(graph, "~id,~from,~to,~label,days:int\ne,a,b,USED,-2\n") == 1
    assert graph.nodes["a"] == {"label": "Person", "name": "Ana", "age": 31}
    assert graph.nodes["b"] == {"label": "Card"}
    assert graph["a"]["b"]["e"] == {"label": "USED", "days": -2}


@pytest.mark.parametrize(
    "text, code, words",
    [
        ("~id,~from,~to,~label\ne,a,z,USED\n", "FROM_OR_TO_VERTEX_ARE_MISSING", "'z'"),
        (
            "~id,~from,~to,~label\ne,a,b,USED\ne,b,a,USED\n",
            "ID_ASSIGNED_TO_MULTIPLE_EDGES",
            "Line 3",
        ),
        ("id,label\na,Person\n", "PARSING_ERROR", "~id and ~label"),
        ("", "PARSING_ERROR", "no columns"),
        ("~id,~label\nx\n", "PARSING_ERROR", "Line 2 has more or fewer"),
        ("~id,~label\n,Person\n", "PARSING_ERROR", "no ~id"),
        ("~id,~label,age:Int\nx,Person,old\n", "PARSING_ERROR", "'old' is no Int"),
        ("~id,~label,age:Int\nx,Person,1_000\n", "PARSING_ERROR", "'1_000' is no Int"),
        ("~id,~label,age:Int\nx,Person,-2147483649\n", "PARSING_ERROR", "is no Int"),
        (f"~id,~label,age:Int\nx,Person,{'9' * 5000}\n", "PARSING_ERROR", "is no Int"),
        ("~id,~label,age:Long\nx,Person,3\n", "PARSING_ERROR", "It has: String, Int."),
    ],
)
def test_a_file_with_a_mistake_is_refused_as_a_whole(text, code, words):
    graph = networkx.MultiDiGraph()
    bulk.load(graph, NODES)
    with pytest.raises(bulk.LoadError, match=code) as refusal:
        bulk.load(graph, text)
    assert words in str(refusal.value) and refusal.value.code == code
    assert len(graph) == 2 and not graph.edges
