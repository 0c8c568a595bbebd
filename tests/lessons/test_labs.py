"""The labs run the lessons' own cells with real clients."""

import json
import re
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


#: A refusal, in DuckDB's words and in PostgreSQL's.
REFUSED = re.compile(r"^Constraint Error: |violates .*constraint")
#: Labs that go where no lesson goes, with cells of their own.
OWN_CELLS = {"lab_your_own_account"}
#: How a lab marks a line that it has from a lesson with something else in it.
MARK = re.compile(r"  # lesson \d+[a-c]?: ")
MOST_MARKED = 3  # lines of a cell


def cells(path):
    """{id: (lines, what it said)} of a notebook's cells of code."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return {
        cell["id"]: ("".join(cell["source"]).splitlines(), said(cell["outputs"]))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and cell["id"] not in OWN
    }


def said(outputs):
    """What a cell said, or "refused" if that was a database's refusal."""
    texts = (o.get("text") or o["data"].get("text/plain", "") for o in outputs)
    whole = "".join(line for text in texts for line in text)
    return "refused" if REFUSED.search(whole) else whole


LESSONS = defaultdict(list)  # for each id the cells that have it, one a lesson
for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
    for name, cell in cells(path).items():
        LESSONS[name].append(cell)
SHARED = [(lab, name) for lab in LABS for name in cells(lab) if name in LESSONS]


@pytest.mark.parametrize(
    ("lab", "name"), SHARED, ids=[f"{lab.stem}-{name}" for lab, name in SHARED]
)
def test_a_cell_that_a_lab_shares_with_a_lesson_is_the_same(lab, name):
    lines, result = cells(lab)[name]
    assert sum(bool(MARK.search(line)) for line in lines) <= MOST_MARKED
    assert any(
        result == there and all(map(is_same, lines, original))
        for original, there in LESSONS[name]
        if len(original) == len(lines)
    )


def is_same(line, original):
    """Whether a line is the lesson's, or is marked with what the lesson has there."""
    return line == original or bool(MARK.search(line))


def test_a_lab_shares_cells_with_a_lesson():
    assert {lab.stem for lab in LABS} - {lab.stem for lab, _ in SHARED} == OWN_CELLS
    assert len(SHARED) >= 4 * len(LABS)


def test_a_lesson_ends_with_a_link_to_each_lab():
    ends = ""
    for path in NOTEBOOKS.glob("[0-9]*.ipynb"):
        *_, last = json.loads(path.read_text(encoding="utf-8"))["cells"]
        ends += "".join(last["source"])
    assert [lab.name for lab in LABS if f"({lab.name})" not in ends] == []


def test_without_its_packages_a_lab_says_what_to_install(monkeypatch):
    monkeypatch.setattr(labs, "find_spec", lambda name: name == "redis" or None)
    with pytest.raises(labs.NotInstalled, match="This lab needs boto3, awscli") as told:
        labs.need("boto3", "redis", "awscli")
    assert "make labs" in str(told.value)
    with pytest.raises(labs.NotInstalled, match=r'"psycopg\[binary\]"'):
        labs.need("psycopg")
    assert told.value._render_traceback_() == [str(told.value)]
    labs.need("redis")


@pytest.mark.slow
def test_a_lab_that_fails_half_way_leaves_no_port_open():
    code = "from cafe import wire; print(wire.serve().aws); raise SystemExit(1)"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=NOTEBOOKS, capture_output=True, timeout=60
    )
    port = int(ended.stdout.decode().strip().rpartition(":")[2])
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
