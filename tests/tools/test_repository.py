"""What is committed, and what may not be."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from cafe.widgets import on_ground
from tools.notebooks import notebooks

ROOT = Path(__file__).parents[2]
SCREEN = 45  # lines

# Lock files that record where a package came from, and what is a machine's or a
# learner's own.
UNWANTED = {
    "uv.lock",
    "poetry.lock",
    "Pipfile.lock",
    "package-lock.json",
    "yarn.lock",
    "progress.json",
    ".DS_Store",
    "Thumbs.db",
}
REGISTRY = re.compile(
    r"pypi\.(org|python)|pythonhosted\.|npmjs\.(org|com)|conda\.anaconda\."
    r"|deb\.debian\.|--(extra-)?index-url[ =]|\"resolved\":"
)
HOME = re.compile(r"/(home|Users|root|work)/\w|\b[A-Z]:\\Users\\")


@pytest.fixture(scope="module")
def committed():
    """The files that git knows; a download without git has nothing to commit."""
    # A container's checkout may belong to another user, which git asks to confirm.
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("This folder is no clone, or git is not installed.")
    names = listed.stdout.decode().rstrip("\0").split("\0")
    return [path for name in names if (path := ROOT / name).exists()]


def lines_with(pattern, paths):
    return [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path in paths
        if path.suffix not in (".png", ".ico")
        for line in path.read_text(encoding="utf-8").splitlines()
        if pattern.search(line)
    ]


def test_no_file_names_a_registry_or_somebodys_folder(committed):
    assert lines_with(REGISTRY, committed) == []
    assert lines_with(HOME, committed) == []


@pytest.mark.parametrize("line", ["https://pypi" + ".org/x", "--index-url" + " here"])
def test_a_registry_is_recognised(line):
    assert REGISTRY.search(line)


def test_no_lock_file_and_nothing_of_a_learner_is_committed(committed):
    assert [path for path in committed if path.name in UNWANTED] == []
    assert [path for path in committed if path.suffix == ".pyc"] == []


def test_what_is_committed_stays_small(committed):
    assert sum(path.stat().st_size for path in committed) < 20_000_000


@pytest.mark.parametrize("tool", [["check"], ["format", "--check"]], ids=" ".join)
def test_the_code_keeps_to_the_style(tool):
    command = [sys.executable, "-m", "ruff", *tool, "--output-format=concise", ROOT]
    checked = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_the_types_fit():
    command = [sys.executable, "-m", "mypy"]
    checked = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_function_fits_on_a_screen():
    long = {
        f"{path.stem}.{node.name}": lines
        for path in (ROOT / "notebooks" / "cafe").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := node.end_lineno - node.lineno + 1) > SCREEN
    }
    assert long == {}


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_the_syllabus_gives_each_lesson_and_its_minutes(path):
    syllabus = (ROOT / "README.md").read_text(encoding="utf-8")
    row = re.search(rf"notebooks/{path.name}\) \| (\d+) \| (\d+) \|", syllabus)
    assert row, f"README.md has no row for {path.name}"
    opening = nbformat.read(path, as_version=4).cells[0].source
    read = re.search(r"(\d+) minutes? to read", opening)
    practise = re.search(r"(\d+)(?: minutes?)? to practise", opening)
    if read and practise:
        assert row.groups() == (read[1], practise[1]), "README.md gives other minutes"


READMES = ("README.md", "CONTRIBUTING.md", "data/README.md", "notebooks/cafe/README.md")


@pytest.mark.parametrize("readme", READMES)
def test_a_file_that_a_readme_names_exists(committed, readme):
    named = re.compile(r"`((?:[\w.*]+/)*[\w*]+\.(?:py|toml|js|css|csv|json|ipynb))`")
    names = named.findall((ROOT / readme).read_text(encoding="utf-8"))
    here = [n for n in names if "NN_" not in n and Path(n).name not in UNWANTED]
    gone = [n for n in here if not any(path.match(n) for path in committed)]
    assert gone == []


def test_all_that_lies_in_data_is_on_its_page(committed):
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    inside = [
        p.relative_to(ROOT / "data") for p in committed if ROOT / "data" in p.parents
    ]
    files = {p.name for p in inside if len(p.parts) == 1} - {"README.md"}
    folders = {f"{p.parts[0]}/" for p in inside if len(p.parts) > 1}
    assert {name for name in files | folders if f"`{name}`" not in page} == set()


@pytest.mark.parametrize("view", ["selfcheck/view.js", "explorers/kit/panel.js"])
def test_no_name_is_declared_twice_in_the_one_text_of_a_widget(view):
    """Of two functions of one name the first would be lost without a word."""
    text = on_ground(ROOT / "notebooks" / "cafe" / view)
    names = re.findall(r"^(?:async )?(?:const|function|let) (\w+)", text, re.MULTILINE)
    assert {"node", "colourSQL"} < {*names}
    assert len(names) == len({*names})
