"""A lesson begins anew in any kernel, and a cell out of its turn says what to do."""

import os
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from cafe.selfcheck import sql_checker

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CREATE = """rds = aws.client("rds")
answer = rds.create_db_instance(
    DBInstanceIdentifier="orders",
    Engine="postgres",
    EngineVersion="17.5",
    DBInstanceClass="db.t4g.micro",
    AllocatedStorage=20,
    MasterUsername="barista",
    MasterUserPassword="espresso-2026",
    DBName="cafe",
    PubliclyAccessible=True,
)
print(answer["DBInstance"]["DBInstanceStatus"])"""
CHOOSE = "Choose Run > Run All Above Selected Cell, then run this cell."


@pytest.fixture(scope="module")
def kernel():
    client = NotebookClient(
        nbformat.v4.new_notebook(),
        allow_errors=True,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    with client.setup_kernel(env=dict(os.environ)):
        yield client


@pytest.fixture
def shown(kernel):
    """A function that runs cells and gives what the last one shows, in plain words."""

    def run(*sources):
        for source in sources:
            kernel.nb.cells = [cell := nbformat.v4.new_code_cell(source)]
            kernel.execute_cell(cell, 0)
        return "\n".join(
            line
            for output in cell.outputs
            for line in output.get("traceback", [output.get("text", "")])
        )

    run("from cafe import aws\nfrom cafe.selfcheck import begin\nbegin('02b')")
    return run


@pytest.mark.slow
def test_a_lesson_that_begins_again_says_so_and_has_an_empty_account(shown):
    said = shown(CREATE, "%%sql\nDELETE FROM loyalty", "begin('02b')")
    assert said == "You begin anew: an empty account, and the tables as they came.\n"
    assert shown("print(aws.account.resources(), 'rds' in globals())") == "[] False\n"
    assert "1 row" not in shown("%%sql\nSELECT * FROM loyalty LIMIT 3")
    assert shown(CREATE) == "creating\n"


@pytest.mark.slow
def test_a_missing_name_is_told_with_its_cell_and_section(shown):
    said = shown("print(endpoint)")
    assert said.splitlines() == [
        "NameError: name 'endpoint' is not defined",
        "It is made under “1. Create an instance”, by the cell that begins",
        "    def say(status, seconds):",
        CHOOSE,
    ]


@pytest.mark.slow
def test_a_missing_resource_is_told_with_the_cell_that_creates_it(shown):
    said = shown(
        "begin('06')",
        "docdb = aws.client('docdb')\n"
        "docdb.describe_db_clusters(DBClusterIdentifier='catalogue')",
    )
    assert "DBCluster catalogue not found" in said
    assert '    docdb = aws.client("docdb")' in said
    assert said.endswith(CHOOSE)


@pytest.mark.slow
def test_a_cell_that_creates_twice_says_to_go_on(shown):
    said = shown(CREATE, CREATE)
    assert "DB instance already exists" in said
    assert "This has been done before: go on with the next cell." in said
    assert "Traceback" not in said and "service.py" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 / 0", "Traceback"),
        ("prinnt(1)", "Traceback"),
        ("def f(:", "SyntaxError"),
        ("raise LookupError('not found')", "Traceback"),
        ("class Odd(Exception): __str__ = None\nraise Odd", "Odd"),
    ],
)
def test_every_other_error_is_shown_as_it_always_is(shown, source, expected):
    said = shown(source)
    assert expected in said
    assert "Run All Above" not in said


@pytest.mark.slow
def test_without_the_notebook_a_missing_name_is_shown_as_it_always_is(shown):
    said = shown(
        "from cafe.course import pages\npages.cells = None",
        "import cafe.selfcheck.out_of_turn as out\nout.cells = None",
        "print(endpoint)",
    )
    shown("out.cells = __import__('importlib').reload(pages).cells")
    assert "Traceback" in said and "name 'endpoint' is not defined" in said


@pytest.mark.slow
def test_where_a_lesson_asks_for_sql_the_checker_gets_ready(shown):
    made = (
        "import time\nfrom cafe.selfcheck import sql_checker\n"
        "end = time.monotonic() + 10\n"
        "made = sql_checker._small.cache_info\n"
        "while not made().currsize and time.monotonic() < end: time.sleep(0.1)\n"
        "print(made().currsize)"
    )
    assert shown("begin('03')", made.replace("10", "0.5")) == "0\n"
    assert shown("begin('02')", made) == "1\n"


def test_what_cannot_be_made_ready_is_not_told_in_the_first_cell(monkeypatch):
    def prepare(ids):
        raise sql_checker.Refused(f"{ids} took too long")

    monkeypatch.setattr(sql_checker, "prepare", prepare)
    import_module("cafe.selfcheck.begin")._prepare(["02.loyal_customers"])


@pytest.mark.slow
def test_where_no_thread_can_be_started_a_lesson_begins_all_the_same(shown):
    shown("import threading\nstart = threading.Thread.start")
    refuse = "def refuse(_):\n    raise RuntimeError('no new thread')\n"
    begins = "threading.Thread.start = refuse\ntry:\n    begin('02')\n"
    said = shown(f"{refuse}{begins}finally:\n    threading.Thread.start = start")
    assert said == "You begin anew: an empty account, and the tables as they came.\n"
