"""%%sql runs SQL on the shop's database, and a notebook goes on whatever happens."""

import os
import subprocess
import sys
from html import escape
from pathlib import Path

import duckdb
import nbformat
import pytest
from nbclient import NotebookClient

from cafe.exercises import find
from cafe.selfcheck import sql as cells
from cafe.selfcheck.check import judge
from cafe.selfcheck.sql import Table, reset_shop, run, run_cell
from cafe.selfcheck.sql_refusal import Refusal, meaning
from cafe.selfcheck.verdict import Verdict

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.fixture
def shop_is_reset():
    """For tests that change the shop's database."""
    yield
    reset_shop()


def cell(sql, word="", outcome="right"):
    return run_cell(word, sql, lambda id, sql: Verdict(outcome, f"{id} was checked."))


def test_the_last_result_is_shown(capsys):
    cell("SELECT 1 AS one; SELECT 'Ana' AS name, NULL::VARCHAR AS email;")
    assert capsys.readouterr().out == "name email\nAna  NULL\n"


def test_ten_rows_are_shown_and_the_others_counted():
    table = run("FROM range(1000) AS numbers(n)")
    assert repr(table).splitlines()[-2:] == ["9", "… 990 more rows"]
    assert "<p>… 990 more rows</p>" in table._repr_html_()
    assert repr(run("FROM range(11) AS numbers(n)")).endswith("\n… 1 more row")
    assert "more" not in repr(run("FROM range(10) AS numbers(n)"))


def test_a_result_without_rows_names_its_columns():
    assert repr(run("SELECT name, city FROM shops WHERE false")) == (
        "No rows. Columns: name, city."
    )


def test_values_read_as_the_engine_writes_them():
    table = run(
        "SELECT NULL a, true b, 0.1::DOUBLE + 0.2 c, 2.50 d, DATE '2026-01-05' e"
    )
    assert repr(table).split() == "a b c d e NULL true 0.3 2.50 2026-01-05".split()


VALUES = {
    "INTERVAL 1 MONTH": "1 month",
    "INTERVAL '90 minutes'": "01:30:00",
    "TIMESTAMP '2026-03-01 08:00:00'": "2026-03-01 08:00:00",
    "TIMESTAMP '2026-03-01 08:00:00.5'": "2026-03-01 08:00:00.5",
    "TIMESTAMP '2026-03-02' - TIMESTAMP '2026-03-01 07:00'": "17:00:00",
    "TIMESTAMPTZ '2026-03-01 08:00:00+02'": "2026-03-01 06:00:00+00",
    "['a', NULL]": "[a, NULL]",
    "{'a': true}": "{'a': true}",
    "MAP {'k': 1}": "{k=1}",
    "'\\xAA'::BLOB": "\\xAA",
    "5.0::DOUBLE": "5.0",
    "1e20::DOUBLE": "1e+20",
    "1.1::FLOAT": "1.1",
    "0.0000001::DECIMAL(18, 7)": "0.0000001",
    "CAST(NULL AS INTERVAL)": "NULL",
}


@pytest.mark.parametrize("value", VALUES)
def test_each_type_reads_as_the_engine_writes_it(value):
    assert repr(run(f"SELECT {value} AS v")).split("\n")[1].strip() == VALUES[value]


def test_what_the_engine_writes_keeps_its_order_and_its_columns():
    table = run(
        "SELECT n, n AS n, INTERVAL (n) DAY AS span FROM range(9) AS t(n)"
        " ORDER BY n DESC LIMIT 2; -- the last two\n"
    )
    assert repr(table).splitlines() == ["n n span", "8 8 8 days", "7 7 7 days"]


def test_an_error_that_comes_while_rows_are_written_names_its_line():
    with pytest.raises(duckdb.Error, match="LINE 3: FROM"):
        run("SELECT 1;\nSELECT INTERVAL 1 DAY, CAST(name AS INTEGER)\nFROM shops, nope")


def test_a_plan_is_shown_as_the_engine_draws_it():
    assert "SEQ_SCAN" in repr(run("EXPLAIN FROM shops")).upper().replace(" ", "_")


def test_what_gives_rows_shows_them(shop_is_reset):
    assert "Dublin" in repr(run("PIVOT shops ON city USING count(*)"))
    assert "7" in repr(run("PREPARE seven AS SELECT 7 AS n; EXECUTE seven"))


@pytest.mark.parametrize("space", "\u00a0\u2003\u200b\u202f\u3000\ufeff")
def test_a_space_of_unicode_is_a_space_where_the_engine_takes_it(space):
    assert repr(run(f"SELECT{space}1 AS one; SELECT{space}'a{space}b' AS t")) == repr(
        run(f"SELECT 'a{space}b' AS t")
    )
    judged = judge(find("00.count_shops"), f"SELECT{space}count(*) AS shops FROM shops")
    assert judged.outcome == "right"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT joined_on::TIMESTAMP FROM customers WHERE name = 'Zoë Zielińska';",
        "SELECT INTERVAL '1 month' AS \"größe\"; -- für später;",
        "SELECT ['é', ';']; SELECT TIMESTAMP '2026-11-02' AS \"à;\"",
    ],
)
def test_letters_of_other_languages_do_no_harm(sql):
    assert "Error" not in repr(run(sql))


def test_a_pivot_stands_among_other_statements(shop_is_reset):
    pivoted = "PIVOT shops ON city USING count(*)"
    assert "Dublin" in repr(run(f"SELECT 'é;';\n{pivoted};"))
    assert "Dublin" not in repr(run(f"{pivoted}; SELECT 1 AS one"))


def test_html_is_escaped():
    assert "&lt;b&gt;" in Table([("name", "VARCHAR")], [("<b>",)])._repr_html_()
    assert "&lt;b&gt;" in run('SELECT 1 AS "<b>"')._repr_html_()
    assert "&lt;b&gt;" in Refusal(refused('SELECT "<b>"'))._repr_html_()


def test_text_stands_on_the_left_and_numbers_on_the_right():
    table = run("FROM (VALUES ('Lisbon', 7, 1.5), ('Rome', 12, NULL)) AS t(a, b, c)")
    assert repr(table).splitlines() == [
        "a       b    c",
        "Lisbon  7  1.5",
        "Rome   12 NULL",
    ]
    html = table._repr_html_()
    for cell, side in {
        "a": "left",
        "Rome": "left",
        "12": "right",
        "NULL": "right",
    }.items():
        assert f'style="text-align: {side}">{cell}<' in html


def test_a_statement_without_a_result_says_what_it_did(shop_is_reset):
    for sql, said in [
        ("UPDATE loyalty SET points = 0 WHERE customer_id < 4", "3 rows changed."),
        ("DELETE FROM loyalty WHERE customer_id = 1", "1 row deleted."),
        ("DELETE FROM loyalty WHERE false", "0 rows deleted."),
        ("CREATE TABLE notes (text VARCHAR)", ""),
        ("SELECT 1; INSERT INTO notes VALUES ('a')", "1 row added."),
        ("BEGIN", ""),
    ]:
        assert repr(run(sql)) == f"Done. {said}".strip()


def test_returning_shows_rows(shop_is_reset):
    sql = "DELETE FROM loyalty WHERE customer_id = 1 RETURNING customer_id"
    assert repr(run(sql)).split() == ["customer_id", "1"]


def test_what_a_cell_changes_is_there_for_the_next(shop_is_reset, capsys):
    cell("CREATE TABLE notes (text VARCHAR); INSERT INTO notes VALUES ('Sold out')")
    cell("FROM notes")
    assert "Sold out" in capsys.readouterr().out


def test_a_transaction_spans_cells():
    run("BEGIN; DELETE FROM friendships")
    run("ROLLBACK")
    assert repr(run("SELECT count(*) > 0 AS kept FROM friendships")).split() == [
        "kept",
        "true",
    ]


def refused(sql):
    with pytest.raises(duckdb.Error) as error:
        run(sql)
    return error.value


def test_what_the_engine_refuses_is_said_in_its_words_and_in_ours(capsys):
    cell("SELECT 1;\nSELECT nope\nFROM shops")
    told = capsys.readouterr().out
    assert told.startswith('Binder Error: Referenced column "nope" not found')
    assert "\nLine 2: SELECT nope\n" in told
    assert told.endswith("have no column of this name.\n")
    assert all(len(line) <= 80 for line in told.splitlines())


def test_the_box_of_a_refusal_has_the_whole_message_and_breaks_between_words():
    error = refused("SELECT 1;\nSELECT sum(name)\nFROM shops")
    html = Refusal(error)._repr_html_()
    assert escape(str(error)) in html
    assert "LINE 2: SELECT sum(name)" in html and "Candidate functions" in html
    assert "white-space: pre-wrap; word-break: normal" in html
    assert "values of these types" in html


REFUSED = {
    "INSERT INTO shops VALUES (7, 'x', 'x', '2026-11-02')": "with this key",
    "INSERT INTO shops VALUES (99, 'Dublin Station', 'x', '2026-11-02')": "only once",
    "INSERT INTO shops VALUES (99, 'x', NULL, '2026-11-02')": "must have a value",
    "UPDATE loyalty SET points = -1": "breaks a rule",
    "UPDATE shops SET shop_id = 77 WHERE shop_id = 1": "still refer to this one",
    "INSERT INTO loyalty VALUES (99999, 1)": "a row that is not there",
    "FROM nope": "Nothing is called so",
    "SELECT nope(1)": "no function of this name",
    "SELECT nope FROM shops": "no column of this name",
    "UPDATE shops SET nope = 1": "no column of this name",
    "INSERT INTO shops (nope) VALUES (1)": "no column of this name",
    "SELECT nope.city FROM shops": "FROM names no table so",
    "SELECT shop_id FROM orders JOIN shops ON true": "write table.column",
    "SELECT city, count(*) FROM shops": "group by this column too",
    "SELECT city FROM shops WHERE count(*) > 1": "goes to HAVING",
    "SELECT sum(city) FROM shops": "values of these types",
    "SELECT city + 1 FROM shops": "values of these types",
    "SELECT city::INT FROM shops": "cannot be read as one of the type",
    "SELECT * FROM shops WHERE opened_on = 'May'": "cannot be read as one of the type",
    "INSERT INTO shops VALUES (1)": "one value for each column",
    "CREATE TABLE shops (a INT)": "is there already",
    "SELECT 200::TINYINT * 2::TINYINT": "too large or too small",
    "SELECT city FROM shops ORDER BY 2": "counts the columns behind SELECT",
    "SELECT city FROM shops GROUP BY 2": "counts the columns behind SELECT",
    "SELECT DATE '2026-02-30'": "no such day",
    "SELECT TIMESTAMP '2026-02-03 25:00'": "no such time of the day",
    "SELECT latte": "no FROM names a table",
    "FROM 'x.csv'": "no files",
    "COMMIT": "No transaction is open",
    "SELECT (1))": "cannot be read",
    "SELEC 1": "cannot be read",
    "SELECT city shops FROM FROM": "cannot be read",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_every_kind_of_refusal_is_said_in_a_sentence(sql):
    error = refused(sql)
    assert REFUSED[sql] in meaning(str(error)), str(error)


def test_a_message_of_no_known_kind_stands_alone():
    html = Refusal(duckdb.Error("Something <else>"))._repr_html_()
    assert "Something &lt;else&gt;" in html and "<div></div>" not in html


def test_an_aborted_transaction_asks_for_rollback(shop_is_reset, capsys):
    cell("BEGIN; INSERT INTO loyalty VALUES (1, 5)")
    cell("SELECT 1")
    cell("ROLLBACK; BEGIN")
    cell("BEGIN")
    told = " ".join(capsys.readouterr().out.split())
    first, second = told.split("Done.")
    refused, aborted = first.split("A row with this key is there already.")
    assert refused.startswith('Constraint Error: Duplicate key "customer_id: 1"')
    assert "Current transaction is aborted (please ROLLBACK)" in aborted
    assert "in this cell or an earlier one: run ROLLBACK first" in aborted
    assert "cannot start a transaction within a transaction" in second
    assert "since an earlier cell: end it first, with COMMIT or ROLLBACK" in second


@pytest.mark.slow
def test_fresh_starts_the_database_anew(capsys):
    run("DROP TABLE friendships")
    cell("SELECT 1 AS one WHERE EXISTS (FROM friendships)", word="fresh")
    assert capsys.readouterr().out.splitlines() == [
        "The shop's tables are as they came.",
        "one",
        "  1",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM beans",
        pytest.param(
            "WITH gone AS (DELETE FROM beans RETURNING *) SELECT count(*) FROM gone",
            marks=pytest.mark.skipif(
                duckdb.__version__ < "2", reason="DuckDB 1 cannot read it"
            ),
        ),
        "SELECT 1; DELETE FROM beans; SELECT 1",
        "BEGIN; DELETE FROM beans",
        "EXPLAIN ANALYZE DELETE FROM beans",
        "CREATE TABLE more AS SELECT 1 AS n; DROP TABLE beans",
        "SET schema = 'information_schema'",
    ],
)
def test_whatever_a_cell_has_changed_is_as_it_came_when_it_starts_anew(change):
    run(change)
    run("SELECT 1 AS one")
    reset_shop()
    assert repr(run("SELECT count(*) AS n FROM beans")).split() == ["n", "40"]


@pytest.mark.slow
def test_a_seed_is_forgotten_when_the_shop_starts_anew():
    run("SELECT setseed(0.5)")
    seeded = cells._database()
    reset_shop()
    assert cells._database() is not seeded


def test_a_shop_that_was_only_looked_at_need_not_be_made_again():
    run("SELECT name FROM shops; FROM beans")
    looked_at = cells._database()
    reset_shop()
    assert cells._database() is looked_at


def test_an_exercise_shows_its_rows_and_then_the_verdict(capsys):
    verdict = cell("SELECT 1 AS one", word="02.some", outcome="wrong")
    assert verdict.message == "02.some was checked."
    assert capsys.readouterr().out.split() == ["one", "1"]


def test_an_exercise_that_was_not_tried_is_not_run(capsys):
    verdict = cell("DROP TABLE friendships", word="02.some", outcome="untried")
    assert verdict.outcome == "untried"
    assert capsys.readouterr().out == ""
    assert run("FROM friendships")


def test_an_error_is_not_told_twice(capsys):
    cell("SELECT nope", word="02.some", outcome="raised")
    assert capsys.readouterr().out == ""
    cell("SELECT nope", word="02.some", outcome="wrong")
    assert "nope" in capsys.readouterr().out


def test_importing_check_switches_nothing_on_and_loads_nothing_heavy():
    code = (
        "import sys; from cafe.selfcheck import check;"
        "print('IPython' in sys.modules, 'duckdb' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(NOTEBOOKS)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["False", "False"]


CELLS = (
    "%load_ext cafe.selfcheck.sql",
    "%%sql\nSELECT * FROM shops ORDER BY shop_id",
    "%%sql\nINSERT INTO loyalty VALUES (1, 5)",
    "%%sql\nBEGIN; DELETE FROM friendships;",
    "%%sql\nROLLBACK",
    "%%sql 02.never_ordered\n-- Your query.",
    "%%sql 02.never_ordered\nSELECT nope FROM customers",
    "%%sql 02.never_ordered\nSELECT customer_id, name FROM customers\n"
    "WHERE customer_id NOT IN (SELECT customer_id FROM orders)",
    "%%sql 02.nevr_ordered\nSELECT 1",
    "%%sql fresh\n-- the shop as it came",
)


@pytest.mark.slow
def test_cells_run_to_the_end_and_are_stable_under_nbval(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS]
    )
    path = tmp_path / "sql.ipynb"
    own = os.environ | {
        "PYTHONPATH": str(NOTEBOOKS),
        "CAFE_PROGRESS": str(tmp_path / "progress.json"),
    }
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute(
        env=own
    )
    texts = [str(each.outputs) for each in notebook.cells]
    assert "… 30 more rows" in texts[1]
    assert "Constraint Error: Duplicate key" in texts[2]
    assert "Not tried yet." in texts[5]
    assert "NOT IN finds nothing once the list holds a NULL" in texts[7]
    assert "Did you mean 02.never_ordered" in texts[8]
    assert "Traceback" not in "".join(texts)
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider"]
    checked = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(tmp_path), str(path)],
        env=own,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert f"{len(CELLS)} passed" in checked.stdout, checked.stdout
