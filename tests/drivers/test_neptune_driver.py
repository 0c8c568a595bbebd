"""The driver of Neptune: the graph behind an endpoint, and what is in the way to it."""

import networkx
import pytest

from cafe.drivers import neptune
from cafe.shop import graph as shop_graph
from fixtures.clusters import A, B, C, ClusterShop

NODES = "~id,~label,name:String\nann,Person,Ann\nbob,Person,Bob\n"
EDGES = "~id,~from,~to,~label\nf1,ann,bob,FRIEND\n"


@pytest.fixture
def shop():
    return ClusterShop("neptune", "one", "two")


def connected(shop, kind="Endpoint"):
    return neptune.connect(shop.cluster()[kind], account=shop.account)


def test_loaded_files_are_in_the_graph_of_every_endpoint(shop):
    assert connected(shop).load(NODES, EDGES) == 3
    for kind in ("Endpoint", "ReaderEndpoint"):
        graph = connected(shop, kind).graph
        assert graph.nodes["ann"] == {"label": "Person", "name": "Ann"}
        assert graph.has_edge("ann", "bob", "f1")


@pytest.mark.slow
def test_a_cluster_holds_the_shops_whole_graph(shop):
    connected(shop).load(*shop_graph.bulk_files().values())
    kept, whole = connected(shop).graph, shop_graph.property_graph()
    assert networkx.utils.graphs_equal(kept, whole)


def test_a_reader_loads_nothing_and_says_where_to_load(shop):
    with pytest.raises(neptune.ReadOnlyViolation, match="cluster endpoint"):
        connected(shop, "ReaderEndpoint").load(NODES)
    with pytest.raises(networkx.NetworkXError, match="[Ff]rozen"):
        connected(shop, "ReaderEndpoint").graph.add_node("eve")
    assert not connected(shop).graph.nodes


def test_after_a_failover_the_same_name_leads_to_the_new_writer(shop):
    connection = connected(shop)
    connection.load(NODES)
    shop.account.fail_zone(A)
    with pytest.raises(neptune.NotConnected, match="8182"):
        connection.graph  # noqa: B018
    shop.advance(seconds=30)
    connection.load(EDGES)
    assert connection.graph.has_edge("ann", "bob")


def test_a_cluster_whose_instances_are_all_down_cannot_be_connected_to(shop):
    for zone in (A, B, C):
        shop.account.fail_zone(zone)
    with pytest.raises(ConnectionError, match="down|nothing"):
        connected(shop)


@pytest.mark.parametrize(
    "host, port, words",
    [
        ("nowhere.example", 8182, "not known"),
        (None, 9999, "refused|security group"),
    ],
)
def test_a_wrong_name_or_port_is_told(shop, host, port, words):
    host = host or shop.cluster()["Endpoint"]
    with pytest.raises(neptune.NotConnected, match=words):
        neptune.connect(host, port, account=shop.account)


def test_nobody_outside_the_vpc_gets_in(shop):
    shop.account.client_address = "203.0.113.9"
    with pytest.raises(neptune.NotConnected, match="VPC"):
        connected(shop)


def test_nothing_is_loaded_while_too_few_copies_answer(shop):
    connection, volume = connected(shop), shop.client.volume("menu")
    for copy in (1, 2, 3):
        volume.lose(copy)
    with pytest.raises(neptune.NotConnected, match="storage"):
        connection.load(NODES)
    assert not connection.graph.nodes


def test_a_file_with_a_mistake_is_refused(shop):
    with pytest.raises(neptune.LoadError, match="FROM_OR_TO"):
        connected(shop).load(EDGES)


def test_what_is_missing_is_refused_with_what_there_is(shop):
    people = connected(shop)
    with pytest.raises(AttributeError) as caught:
        people.execute_open_cypher_query("MATCH (n) RETURN n")
    told = "Connection here has no 'execute_open_cypher_query'. There is: Connection: "
    assert str(caught.value) == told + "graph, load"
    with pytest.raises(TypeError, match=r"'region'. Here it takes: host, port$"):
        neptune.connect("menu", region="eu-west-1")
    with pytest.raises(TypeError, match=r"load\(\) got an .* Here it takes: files$"):
        people.load(nodes=NODES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("~id,~label,:Int\nann,Person,5\n", "The column ':Int' has no name"),
        ("~id,~label,name,name\nann,Person,Ann,Bo\n", "each column once. This one"),
        ('~id,~label,name\nann,Person,"Ann\n', "The file is no CSV: unexpected end"),
    ],
)
def test_a_file_that_cannot_be_read_in_one_way_only_is_refused(shop, text, told):
    with pytest.raises(neptune.LoadError, match=told):
        connected(shop).load(text)
    assert not connected(shop).graph.nodes


@pytest.mark.parametrize("text", [5, None, b"~id,~label"])
def test_a_file_is_given_as_its_text(shop, text):
    with pytest.raises(TypeError, match="A file is given as its text, a str; got"):
        connected(shop).load(text)


def test_a_host_that_is_no_name_is_not_known_and_a_port_may_be_text(shop):
    for host in (None, 5):
        with pytest.raises(neptune.NotConnected, match=f"{host}:8182: .*not known"):
            neptune.connect(host, account=shop.account)
    name = shop.cluster()["Endpoint"]
    assert not neptune.connect(name, "8182", account=shop.account).graph.nodes
