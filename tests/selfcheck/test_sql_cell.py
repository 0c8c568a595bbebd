"""%%sql runs SQL on the shop's database, and a notebook goes on whatever happens."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cafe.selfcheck.sql import Table, reset_shop, run, run_cell
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
    cell("SELECT 1 AS one; SELECT 'Ana' AS name, NULL AS email;")
    assert capsys.readouterr().out == "name email\n Ana  NULL\n"


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


def test_html_is_escaped():
    assert "&lt;b&gt;" in Table(["name"], [("<b>",)])._repr_html_()


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


def test_what_the_engine_refuses_is_said_in_its_words(capsys):
    cell("SELECT 1;\nSELECT nope\nFROM shops")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith('Binder Error: Referenced column "nope" not found')
    assert second == "Line 2: SELECT nope"


def test_an_aborted_transaction_asks_for_rollback(shop_is_reset, capsys):
    cell("BEGIN; INSERT INTO loyalty VALUES (1, 5)")
    cell("SELECT 1")
    cell("ROLLBACK; BEGIN")
    cell("BEGIN")
    refused, aborted, advice, _, nested, again = capsys.readouterr().out.splitlines()
    assert refused.startswith('Constraint Error: Duplicate key "customer_id: 1"')
    assert aborted.endswith("Current transaction is aborted (please ROLLBACK)")
    assert nested.endswith("cannot start a transaction within a transaction")
    assert advice == again
    assert "An earlier cell left its transaction open: run ROLLBACK" in advice


@pytest.mark.slow
def test_fresh_starts_the_database_anew(capsys):
    run("DROP TABLE friendships")
    cell("SELECT 1 AS one WHERE EXISTS (FROM friendships)", word="fresh")
    assert capsys.readouterr().out.splitlines() == [
        "The shop's tables are as they came.",
        "one",
        "  1",
    ]


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
