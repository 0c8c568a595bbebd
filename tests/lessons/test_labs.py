"""The labs run the lessons' own cells with real clients."""

import json
import socket
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from cafe.lessons import labs

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LABS = sorted(NOTEBOOKS.glob("lab_*.ipynb"))
#: What the cells are called that each notebook has of its own.
OWN = {"title", "set-up", "recap", "facts-cited", "self-check"}


def cells(path):
    """{id: (source, what it printed)} of a notebook's cells of code."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return {
        cell["id"]: ("".join(cell["source"]), [o.get("text") for o in cell["outputs"]])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and cell["id"] not in OWN
    }


LESSONS = defaultdict(list)  # for each id the cells that have it, one a lesson
for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
    for name, cell in cells(path).items():
        LESSONS[name].append(cell)
SHARED = [(lab, name) for lab in LABS for name in cells(lab) if name in LESSONS]


@pytest.mark.parametrize(("lab", "name"), SHARED)
def test_a_cell_that_a_lab_shares_with_a_lesson_is_the_same(lab, name):
    assert cells(lab)[name] in LESSONS[name]


def test_a_lab_shares_cells_with_a_lesson():
    assert {lab for lab, _ in SHARED} == {*LABS}
    assert len(SHARED) >= 4 * len(LABS)


def test_without_its_packages_a_lab_says_what_to_install(monkeypatch):
    monkeypatch.setattr(labs, "find_spec", lambda name: name == "redis" or None)
    with pytest.raises(labs.NotInstalled, match="This lab needs boto3, awscli") as told:
        labs.need("boto3", "redis", "awscli")
    assert "make labs" in str(told.value)
    assert told.value._render_traceback_() == [str(told.value)]
    labs.need("redis")


def test_a_lab_that_fails_half_way_leaves_no_port_open():
    code = "from cafe import wire; print(wire.serve().aws); raise SystemExit(1)"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=NOTEBOOKS, capture_output=True, timeout=60
    )
    port = int(ended.stdout.decode().strip().rpartition(":")[2])
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
