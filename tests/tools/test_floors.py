"""The floors of the package, as its README draws them, held against the code."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

CAFE = Path(__file__).parents[2] / "notebooks" / "cafe"
PAGE = (CAFE / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \|([\w, ]*)\|", re.MULTILINE)
VIEWS = {"anywidget", "traitlets", "ipywidgets", "IPython"}
KNOW_VIEWS = {
    "explorers/kit/panel.py",
    "selfcheck/begin.py",
    "selfcheck/sql.py",
    "selfcheck/sql_postgresql.py",
    "selfcheck/view.py",
}


def table(title):
    """{room: the rooms that it may import} of the table under a heading."""
    section = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    return {
        room: set(filter(None, allowed.strip().split(", ")))
        for room, allowed in ROW.findall(section)
    }


FLOORS = {"cafe": table("The floors"), "cafe.aws": table("Inside `aws`")}


@cache
def imports(path):
    """The full names of the modules that a file imports, wherever it does so."""
    return list(imported_by(path))


def imported_by(path):
    package = path.relative_to(CAFE.parent).parent.parts
    for node in statements(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def statements(block):
    """Each statement in a block and in those within it; what they compute is no
    import, and would take three quarters of the time."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for node in getattr(block, part, ()):
            yield node
            yield from statements(node)


def files_of(package, room):
    """The files of a room: one file, or all those of a folder."""
    place = CAFE.joinpath(*package.split(".")[1:], room)
    return [place.with_suffix(".py")] if not place.is_dir() else [*place.rglob("*.py")]


def imported(package, room):
    """{room: a file that imports it}: what a room imports of its package."""
    return {
        module.removeprefix(f"{package}.").split(".")[0]: file.relative_to(CAFE)
        for file in files_of(package, room)
        for module in imports(file)
        if module.startswith(f"{package}.")
    }


@pytest.mark.parametrize("package", FLOORS)
def test_every_room_stands_on_the_page(package):
    folder = CAFE.joinpath(*package.split(".")[1:])
    there = {file.stem for file in folder.iterdir() if file.suffix in ("", ".py")}
    assert there - {"__init__", "__pycache__"} == {*FLOORS[package]}


@pytest.mark.parametrize(
    "package, room", [(name, room) for name, rooms in FLOORS.items() for room in rooms]
)
def test_a_room_imports_only_what_the_page_allows(package, room):
    found, allowed = imported(package, room), FLOORS[package][room] | {room}
    others = {name: file for name, file in found.items() if name in FLOORS[package]}
    assert {name: file for name, file in others.items() if name not in allowed} == {}


@pytest.mark.parametrize("package", FLOORS)
def test_the_page_allows_no_circle(package):
    above = dict(FLOORS[package])
    while above:
        lowest = {room for room, below in above.items() if not below & {*above}}
        assert lowest, f"in a circle: {', '.join(above)}"
        above = {room: below for room, below in above.items() if room not in lowest}


def test_the_small_aws_reads_nothing_of_the_course_but_the_prices():
    outside = {
        (module, file.name)
        for file in files_of("cafe", "aws")
        for module in imports(file)
        if module.startswith("cafe.") and not f"{module}.".startswith("cafe.aws.")
    }
    assert outside == {("cafe.files.read_toml", "prices.py")}


def test_only_the_views_know_widgets():
    knowing = {
        file.relative_to(CAFE).as_posix()
        for file in CAFE.rglob("*.py")
        if {module.split(".")[0] for module in imports(file)} & VIEWS
    }
    assert knowing == KNOW_VIEWS
