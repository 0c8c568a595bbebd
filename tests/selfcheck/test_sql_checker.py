"""A SQL answer is compared with what was expected, and what differs is said."""

import sys
import time
from datetime import date, datetime
from decimal import Decimal
from threading import Thread

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cafe import shop
from cafe.exercises import find
from cafe.exercises.kinds import Probe, SqlExercise, Variant, Wrong
from cafe.selfcheck import sql_checker
from cafe.selfcheck.sql_checker import check
from cafe.selfcheck.sql_result import Result, compare, family


def exercise(solution, **more):
    texts = dict.fromkeys(("id", "objective", "prompt", "starter"), "")
    given = {"difficulty": 1, "hints": (), **more}
    return SqlExercise(**texts, **given, solution=solution)


SHOPS = exercise("SELECT shop_id, name FROM shops")
CITIES = exercise("SELECT city, count(*) AS shops FROM shops GROUP BY city")

# ---------------------------------------------------------------- comparing


numbers = st.integers(-5, 5) | st.none()
texts = st.sampled_from(["Ana", "Ben", ""]) | st.none()
days = st.dates(date(2026, 1, 1), date(2026, 1, 4)) | st.none()
rows = st.lists(st.tuples(numbers, texts, days, st.booleans()), max_size=8)


def result(rows, columns=("n", "name", "day", "new")):
    return Result(columns, ("number", "text", "date", "boolean"), rows)


@pytest.mark.slow
@given(rows, st.randoms())
def test_rows_may_come_in_any_order(rows, chance):
    mixed = chance.sample(rows, len(rows))
    assert compare(result(rows), result(mixed)) is None


@pytest.mark.slow
@given(rows, st.randoms())
def test_the_order_counts_where_it_was_asked_for(rows, chance):
    mixed = chance.sample(rows, len(rows))
    said = compare(result(rows), result(mixed), ordered=True)
    assert (said is None) == (mixed == rows)
    assert said is None or "not in the order that was asked for" in said


@given(rows, st.permutations(range(4)))
def test_columns_may_come_in_any_order_and_case(rows, order):
    whole = result(rows)
    mixed = Result(
        tuple(whole.columns[i].upper() for i in order),
        tuple(whole.families[i] for i in order),
        [tuple(row[i] for i in order) for row in rows],
    )
    assert compare(whole, mixed, ordered=True) is None


@pytest.mark.slow
@given(rows.filter(len), st.data())
def test_a_row_that_is_doubled_is_noticed(rows, data):
    again = data.draw(st.sampled_from(rows))
    said = compare(result(rows), result([*rows, again]))
    assert said.startswith("rows are doubled: ")
    assert f"comes {rows.count(again) + 1} times, not {rows.count(again)}." in said


@pytest.mark.slow
@given(rows.filter(len), st.data())
def test_equal_rows_that_were_merged_are_noticed(rows, data):
    again = data.draw(st.sampled_from(rows))
    said = compare(result([*rows, again]), result(rows))
    assert said.startswith("equal rows were merged: ")


@pytest.mark.slow
@given(rows.filter(len), st.data())
def test_a_row_that_is_missing_or_too_many_is_noticed(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    fewer = rows[:at] + rows[at + 1 :]
    assume(rows[at] not in fewer)
    assert compare(result(rows), result(fewer)).startswith("1 row is missing, such as ")
    assert compare(result(fewer), result(rows)).startswith(
        "1 row is too many, such as "
    )


@pytest.mark.slow
@given(rows.filter(len), st.data())
def test_one_changed_value_is_noticed(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    column, value = data.draw(
        st.sampled_from([(0, 99), (1, "Zoe"), (2, date(2030, 1, 1))])
    )
    changed = list(rows)
    changed[at] = (*rows[at][:column], value, *rows[at][column + 1 :])
    assert compare(result(rows), result(changed)) is not None
    assert compare(result(changed), result(rows)) is not None


def test_null_is_not_zero_nor_an_empty_text():
    one = Result(("n", "name"), ("number", "text"), [(None, None)])
    other = Result(("n", "name"), ("number", "text"), [(0, "")])
    assert compare(one, other) == (
        "the row should be n NULL, name NULL; yours is n 0, name ''."
    )


@pytest.mark.slow
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.randoms())
def test_numbers_may_differ_by_a_rounding(numbers, chance):
    one = Result(("n",), ("number",), [(n,) for n in numbers])
    other = Result(
        ("n",), ("number",), [(n + chance.choice((1e-10, -1e-10)),) for n in numbers]
    )
    assert compare(one, other) is None


def test_a_rounding_may_fall_on_either_side_of_a_digit():
    one = Result(("n",), ("number",), [(1.0000005 - 1e-10,), (1.0000005 + 1e-10,)])
    other = Result(("n",), ("number",), [(1.0000005 + 1e-10,), (1.0000005 + 1e-10,)])
    assert compare(one, other) is None


def test_a_decimal_a_float_and_an_integer_can_be_the_same_number():
    one = Result(("n",), ("number",), [(Decimal("2.50"),), (3,)])
    other = Result(("n",), ("number",), [(3.0,), (2.5,)])
    assert compare(one, other) is None


def test_a_day_is_the_same_as_its_midnight():
    one = Result(("d",), ("date",), [(date(2026, 1, 1),)])
    assert compare(one, Result(("d",), ("date",), [(datetime(2026, 1, 1),)])) is None


@pytest.mark.parametrize(
    "type_name, expected",
    [
        ("INTEGER", "number"),
        ("HUGEINT", "number"),
        ("UTINYINT", "number"),
        ("DECIMAL(18,2)", "number"),
        ("DOUBLE", "number"),
        ("VARCHAR", "text"),
        ("ENUM('a')", "text"),
        ("DATE", "date"),
        ("TIMESTAMP WITH TIME ZONE", "date"),
        ("BOOLEAN", "boolean"),
        ("INTERVAL", "interval"),
        ('"NULL"', "any"),
    ],
)
def test_types_belong_to_families(type_name, expected):
    assert family(type_name) == expected


# ---------------------------------------------------------------- an answer


def test_a_right_answer_says_on_how_much_data_it_holds():
    verdict = check(SHOPS, "select NAME, shop_id\nfrom shops order by name;")
    assert (verdict.outcome, verdict.message) == (
        "right",
        "It holds on the shop's data and on 6 hidden copies of the data.",
    )


@pytest.mark.parametrize("sql", ["", "  \n", "-- later", "/* SELECT 1 */", ";;"])
def test_only_comments_are_not_a_try(sql):
    assert check(SHOPS, sql).outcome == "untried"


def test_what_does_not_parse_is_shown_with_its_line():
    verdict = check(SHOPS, "-- mine\nSELECT shop_id\nFRM shops")
    assert verdict.outcome == "raised"
    assert verdict.message == (
        'Parser Error: syntax error at or near "shops"\nLine 3: FRM shops\n'
        "There is no FROM: it names the table."
    )


def test_lines_are_counted_over_all_statements():
    verdict = check(SHOPS, "SELECT 1;\n\nSELECT\nnope FROM shops")
    assert "Line 4: nope FROM shops" in verdict.message


def test_the_last_of_several_statements_counts():
    sql = "CREATE TEMP VIEW v AS SELECT shop_id, name FROM shops; FROM v"
    assert check(SHOPS, sql).outcome == "right"
    assert check(SHOPS, "SELECT shop_id, name FROM shops; SELECT 1").outcome == "wrong"


def test_an_answer_that_shows_nothing_is_told_to_end_with_a_select():
    verdict = check(SHOPS, "DELETE FROM friendships")
    assert "End with a SELECT".casefold() in verdict.message.casefold()


@pytest.mark.parametrize(
    "sql, said",
    [
        ("SELECT shop_id FROM shops", "shop_id, name; yours are shop_id."),
        ("SELECT shop_id, name n FROM shops", "yours are shop_id, n. Give a column"),
        ("SELECT shop_id, shop_id AS name FROM shops", "type text; yours is number."),
    ],
)
def test_wrong_columns_and_types_are_named(sql, said):
    assert said in check(SHOPS, sql).message


def test_what_goes_wrong_on_a_hidden_copy_says_on_which():
    verdict = check(
        SHOPS, "SELECT shop_id, name FROM shops s SEMI JOIN orders USING (shop_id)"
    )
    assert verdict.message == (
        "On a hidden copy of the data where a shop has no orders and a product was"
        " never sold, 1 row is missing, such as shop_id 4, name Lyon Library."
    )


def test_a_cast_that_fails_is_the_engines_to_tell():
    verdict = check(SHOPS, "SELECT name::INTEGER AS shop_id, name FROM shops")
    assert verdict.outcome == "raised"
    assert "Could not convert string" in verdict.message


def test_an_answer_changes_nothing_for_the_next_one():
    assert check(SHOPS, "DROP TABLE loyalty; SELECT 1").outcome == "wrong"
    assert check(SHOPS, "SELECT points FROM loyalty").outcome == "wrong"
    wipe = "DELETE FROM friendships; DELETE FROM loyalty; FROM loyalty"
    assert check(exercise("SELECT count(*) AS n FROM loyalty"), wipe).outcome == "wrong"
    assert check(SHOPS, SHOPS.solution).outcome == "right"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('README.md')",
        "SELECT * FROM 'data/shops.csv'",
        "SELECT * FROM read_text('README.md')",
    ],
)
def test_no_file_can_be_read(sql):
    verdict = check(SHOPS, sql)
    assert verdict.outcome == "raised"
    assert "disabled" in verdict.message


@pytest.mark.parametrize(
    "sql, word",
    [
        ("SET threads = 2", "SET"),
        ("COPY shops TO 'x.csv'", "COPY"),
        ("ATTACH 'x.db'", "ATTACH"),
        ("INSTALL httpfs", "INSTALL"),
        ("BEGIN;", "BEGIN"),
        ("COMMIT; DELETE FROM loyalty; SELECT 1", "COMMIT"),
    ],
)
def test_statements_that_reach_outside_are_turned_down(sql, word):
    verdict = check(SHOPS, sql)
    assert verdict.outcome == "wrong"
    assert verdict.message.startswith(f"This exercise needs no {word}:")


def test_an_endless_query_is_stopped(monkeypatch):
    monkeypatch.setattr(sql_checker, "SECONDS", 0.2)
    started = time.monotonic()
    verdict = check(
        SHOPS, "SELECT count(*) AS n FROM orders a, orders b, order_lines c"
    )
    assert verdict.message.startswith("It was stopped after 0.2 seconds.")
    assert time.monotonic() - started < 30
    assert check(SHOPS, SHOPS.solution).outcome == "right"


def test_a_flood_of_rows_is_not_fetched():
    verdict = check(SHOPS, "SELECT name, order_id AS shop_id FROM shops, orders")
    assert verdict.message.startswith("It gives more than 50,000 rows.")


def test_a_foreseen_mistake_is_known_by_what_it_does():
    wrong = Wrong("SELECT city, 1 AS shops FROM shops GROUP BY 1", "", "Count them.")
    asked = exercise(CITIES.solution, wrong_answers=(wrong,))
    verdict = check(asked, "SELECT DISTINCT city, 1 AS shops FROM shops")
    assert verdict.details == ("Count them.",)
    assert check(asked, "SELECT city, 2 AS shops FROM shops GROUP BY 1").details == ()


# ---------------------------------------------------------------- scripts and tables

MOVE = exercise(
    "BEGIN; UPDATE loyalty SET points = points - 30 WHERE customer_id = 1;"
    "UPDATE loyalty SET points = points + 30 WHERE customer_id = 2; COMMIT",
    state="FROM loyalty",
    variants=(Variant("customer 1 has 20 points", ""),),
)


@pytest.mark.slow
def test_a_script_is_judged_by_what_it_leaves():
    both = "CASE customer_id WHEN 1 THEN -30 ELSE 30 END"
    one_statement = (
        f"UPDATE loyalty SET points = points + {both} WHERE customer_id IN (1, 2)"
    )
    assert check(MOVE, one_statement).outcome == "right"
    verdict = check(
        MOVE, "UPDATE loyalty SET points = points + 30 WHERE customer_id = 2"
    )
    assert verdict.message == (
        "On a hidden copy of the data where customer 1 has 20 points, a row should be"
        " customer_id 2, points 70; yours is customer_id 2, points 100."
    )


@pytest.mark.slow
def test_a_script_that_commits_changes_nothing_for_the_next_one():
    assert check(MOVE, "BEGIN; DELETE FROM loyalty; COMMIT").outcome == "wrong"
    assert check(MOVE, MOVE.solution).outcome == "right"


def test_a_script_with_a_wrong_name_is_the_engines_to_tell():
    assert check(MOVE, "UPDATE loyalti SET points = 1").outcome == "raised"


def test_an_error_inside_a_transaction_is_told():
    verdict = check(MOVE, "BEGIN; UPDATE loyalti SET points = 1; COMMIT")
    assert verdict.outcome == "raised"
    assert "Table with name loyalti does not exist" in verdict.message


@pytest.mark.slow
def test_a_script_finds_no_database_but_its_own():
    assert check(SHOPS, SHOPS.solution).outcome == "right"  # its copies are made now
    others = sql_checker._shop().execute(
        "SELECT database_name FROM duckdb_databases() WHERE NOT internal"
    )
    for (name,) in others.fetchall():
        if name != "memory":
            reaching = (
                f"INSERT INTO {name}.main.shops VALUES (9, 'X', 'X', '2026-01-01')"
            )
            assert check(MOVE, reaching).outcome == "raised"
            assert check(MOVE, f"BEGIN; {reaching}; COMMIT").outcome == "raised"
    assert check(SHOPS, SHOPS.solution).outcome == "right"


CARDS = exercise(
    "CREATE TABLE cards (code VARCHAR PRIMARY KEY)",
    probes=(
        Probe("a card", "INSERT INTO cards VALUES ('a')", refused=False),
        Probe(
            "two alike",
            "INSERT INTO cards VALUES ('a'); INSERT INTO cards VALUES ('a')",
        ),
    ),
)


@pytest.mark.parametrize(
    "sql, outcome, said",
    [
        (
            "CREATE TABLE cards (code VARCHAR UNIQUE)",
            "right",
            "the rest: 2 cases tried.",
        ),
        ("CREATE TABLE cards (code VARCHAR)", "wrong", "Your table lets in two alike."),
        (
            "CREATE TABLE cards (c INTEGER)",
            "wrong",
            "Your table refuses a card. Conver",
        ),
        ("CREATE TABLE card (c VARCHAR)", "wrong", "Table with name cards does not"),
        ("CREATE TABLE cards (c VARCHA)", "raised", "Type with name VARCHA does not"),
    ],
)
def test_tables_are_tried_with_rows(sql, outcome, said):
    verdict = check(CARDS, sql)
    assert verdict.outcome == outcome
    assert said in verdict.message


@pytest.mark.slow
def test_tables_may_be_made_in_a_transaction_that_is_kept():
    made = "CREATE TABLE cards (code VARCHAR PRIMARY KEY)"
    assert check(CARDS, f"BEGIN; {made}; COMMIT").outcome == "right"
    verdict = check(CARDS, f"BEGIN; {made};")
    assert "Table with name cards does not exist" in verdict.message
    assert "end the transaction with COMMIT" in verdict.message


@pytest.mark.slow
def test_tables_of_one_answer_are_not_there_for_the_next():
    made = "CREATE TABLE cards (code VARCHAR PRIMARY KEY)"
    assert check(CARDS, f"{made}; DROP TABLE shops CASCADE; SELECT 1").outcome
    assert check(CARDS, f"{made}; INSERT INTO cards VALUES ('b')").outcome == "right"
    assert check(CARDS, made).outcome == "right"
    assert check(CARDS, "SELECT 1").outcome == "wrong"


@pytest.mark.slow
def test_a_query_reaches_no_data_of_another():
    asked = exercise("SELECT count(*) AS n FROM shops")
    assert check(asked, asked.solution).outcome == "right"
    for name in ("copy_1", "copy_2", "small", "memory"):
        for change in (
            f"INSERT INTO {name}.main.shops VALUES (9, 'X', 'X', '2026-01-01')",
            f"DELETE FROM {name}.main.order_lines",
            f"DROP TABLE {name}.main.loyalty",
            f"CREATE TABLE {name}.main.more (n INTEGER)",
            f"ALTER TABLE {name}.main.shops ADD COLUMN note VARCHAR",
        ):
            check(asked, f"{change}; SELECT count(*) AS n FROM shops")
            check(MOVE, change)
            check(CARDS, change)
        assert check(asked, asked.solution).outcome == "right"
    names = exercise("SELECT count(*) AS n FROM (SHOW ALL TABLES)")
    assert check(names, names.solution).outcome == "right"


def test_an_answer_may_pivot_and_merge():
    asked = exercise(
        "SELECT count(*) FILTER (channel = 'app') AS app,"
        " count(*) FILTER (channel = 'till') AS till FROM orders"
        " WHERE channel IN ('app', 'till')"
        " HAVING count(DISTINCT channel) = 2",
        variants=(Variant("all is as it was", ""),),
    )
    pivoted = (
        "PIVOT (SELECT channel FROM orders WHERE channel IN ('app', 'till'))"
        " ON channel USING count(*)"
    )
    assert check(asked, pivoted).outcome == "right"
    merged = (
        "MERGE INTO loyalty USING (VALUES (1, -30), (2, 30)) AS v (id, change)"
        " ON customer_id = id WHEN MATCHED THEN UPDATE SET points = points + change"
    )
    assert check(MOVE, merged).outcome == "right"


@pytest.mark.slow
def test_a_message_on_rows_is_short_however_long_they_are():
    for sql in (
        "SELECT repeat('x', 100000) AS name, 1 AS shop_id",
        f"SELECT 1 AS {'x' * 3000}",
        "SELECT * FROM shops a, shops b, shops c, orders d, customers e, products f",
        f"SELECT {'x' * 3000} FROM shops",
    ):
        assert len(check(SHOPS, sql).message) < 700


def test_the_first_answer_makes_no_database_that_was_prepared(monkeypatch):
    sql_checker._small.cache_clear()
    sql_checker._shop.cache_clear()
    threads = [Thread(target=sql_checker.prepare, args=[[]]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    monkeypatch.setattr("duckdb.connect", None)
    assert check(CITIES, CITIES.solution).outcome == "right"


@pytest.mark.slow
def test_a_first_answer_runs_nothing_that_was_prepared(monkeypatch):
    asked = find("02.transfer_points")
    forget()
    sql_checker.prepare([asked.id])
    ran, run = [], sql_checker._run
    monkeypatch.setattr(sql_checker, "_run", lambda *told: ran.append(1) or run(*told))
    assert check(asked, f"{asked.solution} -- mine").outcome == "right"
    assert len(ran) == len(asked.variants)
    for wrong in [each for each in asked.wrong_answers if each.reply][::5]:
        ran.clear()
        assert check(asked, f"{wrong.answer} -- mine").details == wrong.details
        assert len(ran) <= len(asked.variants)


def test_a_statement_that_was_stopped_is_tried_again(monkeypatch):
    def stopped(*told):
        raise sql_checker.Refused("It was stopped after 2 seconds.")

    check(CITIES, CITIES.solution)
    monkeypatch.setattr(sql_checker, "_run", stopped)
    assert check(CITIES, f"{CITIES.solution} -- mine").outcome == "wrong"
    monkeypatch.undo()
    assert check(CITIES, f"{CITIES.solution} -- mine").outcome == "right"


def forget():
    for known in (sql_checker._result, sql_checker._fingerprint):
        known.cache_clear()


def test_the_tables_without_keys_have_the_columns_of_those_with_keys():
    plain, keyed = (shop.connect(keys=keys) for keys in (False, True))
    ask = "SELECT table_name, column_index, column_name, data_type"
    ask += " FROM duckdb_columns() ORDER BY ALL"
    assert plain.execute(ask).fetchall() == keyed.execute(ask).fetchall()


# ---------------------------------------------------------------- attacks

MEMORY = "It takes more memory than an answer may."


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses the memory")
@pytest.mark.parametrize(
    "query",
    [
        "SELECT repeat('x', 2000000000) AS shops",
        "SELECT range(1000000000) AS shops",
        "SELECT list_reduce(range(100000000), lambda a, b: a + b) AS shops",
        "SELECT printf('%2000000000d', 1) AS shops",
    ],
)
def test_one_value_as_large_as_the_machine_is_refused(query):
    verdict = check(find("00.count_shops"), query)
    assert verdict.outcome == "wrong"
    assert verdict.message.startswith(MEMORY)


COLUMNS = "The columns should be shops"


def by_engine(first, second):
    """What is told with DuckDB 1, or with DuckDB 2: they read some texts otherwise."""
    return first if duckdb.__version__ < "2" else second


@pytest.mark.parametrize(
    "query, told",
    [
        (f"SELECT '{'x' * 1_000_000}'", "This text has 1,000,009 characters; 20,000"),
        (f"SELECT {'(' * 9000}1{')' * 9000}", by_engine(COLUMNS, "nested too deeply")),
        ("SELECT levenshtein(repeat('a', 99999), 'b')", "needs no levenshtein"),
        ("SELECT lpad('x', 2000000000, 'y')", "needs no lpad: leave it out."),
        ("SELECT\u2028 1", "syntax error at or near"),
        ("SELECT 'a\0b' AS a", by_engine("unterminated quoted string", COLUMNS)),
        ("FROM small.main.shops", "The columns should be shops"),
        (
            "UPDATE EXTENSIONS",
            by_engine("needs no UPDATE", "no query that can be tried"),
        ),
        ("SELECT '\ud800' AS a", "no query that can be tried here"),
        ("COPY shops TO 'shops.csv'", "This exercise needs no COPY"),
        ("EXPORT DATABASE 'x'", "This exercise needs no EXPORT"),
        ("ATTACH 'x.db'", "This exercise needs no ATTACH"),
        ("LOAD httpfs", "This exercise needs no LOAD"),
        ("SET memory_limit = '100GB'; SELECT 1", "This exercise needs no SET"),
        ("PREPARE p AS SELECT 1", "This exercise needs no PREPARE"),
        ("SELECT * FROM read_text('/etc/hosts')", "reads and writes no files"),
        ("CREATE SECRET s (TYPE s3); SELECT 1", "reads and writes no files"),
        ("DELETE FROM order_lines; COMMIT; SELECT 1", "needs no COMMIT"),
        ("SELECT regexp_matches('a', repeat('(a?){1000}', 1000))", "too large"),
    ],
)
def test_an_attack_is_refused_in_words(query, told):
    verdict = check(find("00.count_shops"), query)
    assert verdict.outcome in ("wrong", "raised")
    assert told in verdict.message


@pytest.mark.slow
@pytest.mark.parametrize(
    "script",
    [
        "CREATE MACRO count(x) AS 42; SELECT count(1) AS shops",
        "CREATE TEMP TABLE shops AS SELECT 1 AS shop_id; SELECT count(*) FROM shops",
        "CREATE TEMP MACRO max(x) AS 3; SELECT 1",
        "CREATE SCHEMA s; CREATE TYPE t AS ENUM ('a'); SELECT 1",
        "DROP TABLE order_lines; DELETE FROM shops; SELECT 1",
        "DELETE FROM memory.main.shops; SELECT 1",
        "ALTER TABLE shops RENAME TO shopx; SELECT 1",
        "BEGIN; DELETE FROM shops",
    ],
)
def test_what_an_answer_makes_or_breaks_is_not_there_for_the_next(script):
    for id in ("00.count_shops", "02.transfer_points", "02.gift_cards"):
        assert check(find(id), script).outcome != "right"
        assert check(find(id), find(id).solution).outcome == "right"


@pytest.mark.slow
def test_a_recursion_without_end_is_told_from_a_missing_condition():
    endless = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT count(*) AS shops FROM n
    """
    told = check(find("00.count_shops"), endless).message
    assert told.endswith("A recursion ends when it finds no more rows.")
