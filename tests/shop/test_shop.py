"""The shop's data: what is committed, what holds in it, and how it grows."""

import subprocess
import sys

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from cafe import shop
from cafe.files import DATA
from cafe.lessons.hop_times import small_world
from cafe.shop.beans import RELATIONS


@pytest.fixture(scope="module")
def made():
    return shop.generate()


@pytest.fixture(scope="module")
def con():
    with shop.connect() as con:
        yield con


def one(con, query):
    ((value,),) = con.execute(query).fetchall()
    return value


@pytest.mark.slow
def test_the_committed_files_are_what_the_generator_writes(tmp_path):
    shop.write(tmp_path)
    for name in shop.TABLES:
        written = (tmp_path / f"{name}.csv").read_bytes()
        assert written == (DATA / f"{name}.csv").read_bytes(), name


@pytest.mark.slow
def test_two_runs_are_equal_and_another_seed_differs(made):
    again, other = shop.generate(), shop.generate(seed=7)
    for name in shop.TABLES:
        assert_frame_equal(made[name], again[name])
    assert not made["orders"].equals(other["orders"])


def test_loading_gives_back_what_was_generated(made):
    for name in shop.TABLES:
        assert_frame_equal(shop.load(name), made[name])


def test_load_gives_one_frame_or_several_in_the_order_asked_for():
    assert isinstance(shop.load("shops"), pd.DataFrame)
    products, shops = shop.load("products", "shops")
    assert list(products) == ["product_id", "name", "category"]
    assert list(shops) == ["shop_id", "name", "city", "opened_on"]


def test_an_unknown_table_is_refused_with_the_names_there_are():
    with pytest.raises(KeyError) as refusal:
        shop.load("shops", "invoices")
    assert "'invoices'" in str(refusal.value)
    assert all(name in str(refusal.value) for name in shop.TABLES)


def test_the_files_are_small():
    size = sum((DATA / f"{name}.csv").stat().st_size for name in shop.TABLES)
    assert size < 4_000_000


@pytest.mark.slow
def test_the_engine_accepts_every_key_and_holds_every_row(con, made):
    for name in shop.TABLES:
        assert one(con, f"SELECT count(*) FROM {name}") == len(made[name])
    kinds = "('PRIMARY KEY', 'FOREIGN KEY')"
    keys = f"SELECT count(*) FROM duckdb_constraints() WHERE constraint_type IN {kinds}"
    assert one(con, keys) == 10 + 10


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO customers VALUES (1, 'A', 'a@example.com', 1, '2026-01-01')",
        "INSERT INTO customers VALUES (0, 'A', 'a@example.com', 99, '2026-01-01')",
        "INSERT INTO orders VALUES (0, NULL, 1, '2026-01-01 08:00:00', 'app')",
        "INSERT INTO orders VALUES (0, 1, 1, '2026-01-01 08:00:00', 'phone')",
        "INSERT INTO order_lines VALUES (1, 9, 4, 'small', 1, 2.60)",
        "INSERT INTO order_lines VALUES (1, 9, 4, 'one size', 0, 2.60)",
        "INSERT INTO prices VALUES (4, 'small', 0)",
        "INSERT INTO friendships VALUES (2, 1, '2026-01-01')",
        "INSERT INTO used VALUES (0, 'card', 'card-1')",
        "INSERT INTO used VALUES (1, 'phone', 'phone-1')",
        "INSERT INTO beans VALUES ('Espresso', 'MADE_FROM', 'House roast')",
    ],
)
def test_the_engine_refuses_a_row_that_breaks_the_schema(con, statement):
    import duckdb

    with pytest.raises(duckdb.ConstraintException):
        con.execute(statement)


def test_the_connection_downloads_nothing_and_draws_no_progress_bar(con):
    for setting in ("autoinstall_known_extensions", "enable_progress_bar"):
        assert one(con, f"SELECT current_setting('{setting}')") is False


def test_about_a_fifth_of_the_orders_are_walk_ins_and_all_at_the_till(con):
    share = "SELECT avg((customer_id IS NULL)::INTEGER) FROM orders"
    assert 0.18 < one(con, share) < 0.23
    assert one(con, "SELECT count(DISTINCT channel) FROM orders") == 3


def test_about_six_percent_of_the_members_never_ordered(con):
    never = "FROM customers ANTI JOIN orders USING (customer_id)"
    assert 0.05 < one(con, f"SELECT count(*) {never}") / 1000 < 0.07


def test_three_products_were_never_sold(con):
    never = "FROM products ANTI JOIN order_lines USING (product_id)"
    assert one(con, f"SELECT count(*) {never}") == 3


def test_mornings_are_busy_on_workdays_and_later_at_weekends(con):
    busiest = """
        SELECT mode(hour(ordered_at)) FROM orders
        WHERE (isodow(ordered_at) > 5) = {weekend}
    """
    assert one(con, busiest.format(weekend=False)) == 8
    assert one(con, busiest.format(weekend=True)) in (10, 11)
    rush = "SELECT avg((hour(ordered_at) IN (7, 8))::INTEGER) FROM orders"
    assert 0.25 < one(con, rush) < 0.35


def test_the_year_is_covered_and_the_shops_close_on_two_days(con):
    days = "SELECT count(DISTINCT ordered_at::DATE) FROM orders"
    assert one(con, days) == 363
    ends = "SELECT min(ordered_at)::DATE || ' ' || max(ordered_at)::DATE FROM orders"
    assert one(con, ends) == "2025-11-01 2026-10-31"


def test_iced_drinks_are_for_the_summer(con):
    share = """
        SELECT avg((category = 'iced')::INTEGER)
        FROM order_lines JOIN orders USING (order_id) JOIN products USING (product_id)
        WHERE month(ordered_at) IN {months}
    """
    summer = one(con, share.format(months=(6, 7, 8)))
    winter = one(con, share.format(months=(12, 1, 2)))
    assert summer > 5 * winter > 0


def test_a_few_products_and_a_few_customers_make_most_of_the_sales(con):
    top = """
        WITH counts AS (SELECT {key}, count(*) AS n FROM {table}
                        WHERE {key} IS NOT NULL GROUP BY {key}),
             best AS (SELECT n FROM counts ORDER BY n DESC LIMIT {best})
        SELECT (SELECT sum(n) FROM best) / sum(n) FROM counts
    """
    products = top.format(key="product_id", table="order_lines", best=8)
    customers = top.format(key="customer_id", table="orders", best=200)
    assert 0.45 < one(con, products) < 0.75
    assert 0.45 < one(con, customers) < 0.65


def test_customers_tie_in_their_number_of_orders(con):
    counts = (
        "SELECT count(*) AS n FROM orders WHERE customer_id > 0 GROUP BY customer_id"
    )
    assert one(con, f"SELECT count(*) > count(DISTINCT n) FROM ({counts})")


def test_one_name_is_borne_by_two_customers(con):
    twice = "SELECT name FROM customers GROUP BY name HAVING count(*) > 1"
    assert len(con.execute(twice).fetchall()) == 1
    assert one(con, "SELECT count(DISTINCT email) FROM customers") == 1000
    odd = "SELECT count(*) FROM customers WHERE NOT email SIMILAR TO '{pattern}'"
    assert one(con, odd.format(pattern=r"[a-z]+\.[a-z]+\d+@example\.com")) == 0


def test_nobody_orders_or_befriends_before_joining(con):
    orders = "FROM orders JOIN customers USING (customer_id)"
    assert one(con, f"SELECT count(*) {orders} WHERE ordered_at < joined_on") == 0
    friends = """
        FROM friendships AS f JOIN customers AS c
        ON c.customer_id IN (f.customer_id, f.friend_id)
    """
    assert one(con, f"SELECT count(*) {friends} WHERE since < joined_on") == 0


def test_every_line_is_sold_at_the_price_of_its_size(con):
    lines = "FROM order_lines JOIN prices USING (product_id, size)"
    assert one(con, f"SELECT count(*) {lines} WHERE unit_price <> price") == 0


def test_a_point_is_given_for_each_whole_euro(con):
    wrong = """
        WITH spent AS (SELECT customer_id, floor(sum(quantity * unit_price)) AS euros
                       FROM orders JOIN order_lines USING (order_id)
                       GROUP BY customer_id)
        SELECT count(*) FROM loyalty LEFT JOIN spent USING (customer_id)
        WHERE points <> coalesce(euros, 0)
    """
    assert one(con, wrong) == 0
    assert one(con, "SELECT count(*) FROM loyalty WHERE points = 0") >= 50


def test_friends_are_a_small_world_around_the_shops(made):
    import networkx

    ties, home = made["friendships"], made["customers"].set_index("customer_id")
    home = home["home_shop_id"]
    same = home[ties["customer_id"]].to_numpy() == home[ties["friend_id"]].to_numpy()
    assert 2700 < len(ties) < 3300
    assert 0.6 < same.mean() < 0.8

    graph = networkx.Graph(ties[["customer_id", "friend_id"]].itertuples(index=False))
    largest = graph.subgraph(max(networkx.connected_components(graph), key=len))
    assert len(largest) > 950
    assert networkx.average_clustering(graph) > 10 * networkx.density(graph)
    assert max(networkx.single_source_shortest_path_length(largest, 1).values()) <= 10


def sharing(tables):
    """{(people, things that several of them used): how many such groups}"""
    import networkx

    rows = tables["used"][["customer_id", "number"]].itertuples(index=False)
    graph, groups = networkx.Graph(rows), {}
    for component in networkx.connected_components(graph):
        people = [node for node in component if not isinstance(node, str)]
        shared = [node for node in component - {*people} if graph.degree(node) > 1]
        kind = len(people), len(shared)
        groups[kind] = groups.get(kind, 0) + 1
    return groups


def test_one_ring_hides_among_couples_families_and_a_flat(made):
    alone = {(1, 0): 862}
    assert sharing(made) == alone | {
        (2, 1): 45,
        (3, 2): 5,
        (4, 2): 5,
        (7, 1): 1,
        (6, 5): 1,
    }


def test_nobody_in_the_ring_is_a_friend_of_another(made):
    used, ties = made["used"], made["friendships"]
    shared = used[used["number"].map(used["number"].value_counts()) == 2]
    ties_of = shared.groupby("number")["customer_id"].agg(tuple)
    friends = set(ties[["customer_id", "friend_id"]].itertuples(index=False, name=None))
    strangers = {person for pair in ties_of if pair not in friends for person in pair}
    families = used[used["number"].map(used["number"].value_counts()) > 2]
    assert len(strangers - {*families["customer_id"]}) == 6


def test_every_product_in_the_knowledge_graph_is_on_the_menu(made):
    beans = made["beans"]
    assert {*beans["relation"]} == {*RELATIONS}
    made_from = beans[beans["relation"] == "MADE_FROM"]
    assert {*made_from["subject"]} <= {*made["products"]["name"]}
    holds = beans[beans["relation"] == "HOLDS"]
    assert {*holds["subject"]} < {*beans[beans["relation"] == "GROWN_AT"]["object"]}


def test_the_measured_network_has_the_size_that_was_asked_for():
    ties = small_world(people=500, ties=2_000)
    assert len(ties) == 2_000 and not ties.duplicated().any()
    assert (ties["a"] < ties["b"]).all()
    assert ties["a"].min() >= 1 and ties["b"].max() <= 500
    assert_frame_equal(ties, small_world(people=500, ties=2_000))
    assert not ties.equals(small_world(people=500, ties=2_000, seed=7))
    with pytest.raises(ValueError, match="ties"):
        small_world(people=10, ties=100)


@pytest.mark.slow
def test_the_scale_multiplies_what_grows_and_keeps_the_shares():
    tables = shop.generate(scale=12)
    sizes = {name: len(table) for name, table in tables.items()}
    assert (sizes["customers"], sizes["orders"]) == (12_000, 240_000)
    assert (sizes["shops"], sizes["products"], sizes["prices"]) == (40, 40, 80)
    assert 33_000 < sizes["friendships"] < 39_000
    assert tables["customers"]["email"].is_unique
    orders = tables["orders"]["customer_id"]
    assert 0.18 < orders.isna().mean() < 0.23
    assert 0.93 < orders.nunique() / 12_000 < 0.96


@pytest.mark.slow
def test_a_scaled_shop_opens_with_all_its_keys():
    with shop.connect(scale=2) as con:
        assert one(con, "SELECT count(*) FROM orders") == 40_000


def test_each_product_of_the_catalogue_has_five_fields_and_a_sku_of_its_own():
    products = shop.catalogue()
    assert len({product["sku"] for product in products}) == len(products) == 36
    common = set.intersection(*map(set, products))
    assert common == {"sku", "name", "kind", "price", "tags"}
    assert len(set().union(*products)) == 53
    assert all(type(product["price"]) is int for product in products)


def test_the_catalogue_is_read_anew_so_that_a_change_stays_with_who_made_it():
    shop.catalogue()[0]["supplier"]["name"] = "Somebody else"
    assert shop.catalogue()[0]["supplier"]["name"] == "Harbour Roasters"


def test_the_catalogue_agrees_with_itself_and_with_the_tables(made):
    products = shop.catalogue()
    skus = {product["sku"] for product in products}
    needed = [sku for each in products for sku in each.get("fits", ())]
    needed += [sku for each in products for sku in each.get("requires", ())]
    assert set(needed) <= skus
    suppliers = [each["supplier"] for each in products if "supplier" in each]
    assert len({tuple(each.values()) for each in suppliers}) == 4
    assert len({each["id"] for each in suppliers}) == 4
    reviews = [each for product in products for each in product.get("reviews", ())]
    members = set(made["customers"]["customer_id"])
    assert {each["customer_id"] for each in reviews} <= members
    assert {each["stars"] for each in reviews} <= {1, 2, 3, 4, 5}


@pytest.mark.parametrize("scale", [0, -1, 1.5])
def test_a_scale_that_is_no_whole_number_is_refused(scale):
    with pytest.raises(ValueError, match="whole number"):
        shop.generate(scale=scale)


def test_importing_the_shop_imports_neither_pandas_nor_an_engine():
    heavy = "{'pandas', 'numpy', 'duckdb', 'networkx'}"
    code = f"import sys, cafe.shop, cafe.course; print({heavy} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=DATA.parent / "notebooks",
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "set()"


def test_the_data_dictionary_names_every_column_and_the_number_of_rows(made):
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for name, table in made.items():
        assert f"| `{name}.csv` | {len(table):,} |" in text
        section = text.split(f"### {name}\n")[1].split("\n## ")[0].split("\n### ")[0]
        described = [
            line.split("`")[1] for line in section.splitlines() if "| `" in line
        ]
        assert described == list(table.columns)


@pytest.mark.parametrize(
    "statement",
    [
        "FROM read_text('{file}')",
        "FROM glob('{folder}/*')",
        "COPY shops TO '{folder}/copy.csv'",
        "ATTACH '{folder}/other.db'",
        "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
        "SET enable_external_access = true",
    ],
)
def test_sql_on_the_shop_reaches_no_file_of_the_machine(con, tmp_path, statement):
    file = tmp_path / "diary.txt"
    file.write_text("secret", encoding="utf-8")
    with pytest.raises(duckdb.Error, match="disabled|locked"):
        con.execute(statement.format(file=file, folder=tmp_path))
    assert list(tmp_path.iterdir()) == [file]
