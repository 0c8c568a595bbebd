"""The floors of the package: what may import what, read from the code itself."""

import ast
from pathlib import Path

CAFE = Path(__file__).parents[2] / "notebooks" / "cafe"
VIEWS = {"anywidget", "traitlets", "ipywidgets", "IPython"}
#: Of the services, DAX alone stands on another one: it is a cache of its tables.
SERVICES = {
    "backup",
    "dax",
    "docdb",
    "dynamodb",
    "elasticache",
    "managedblockchain",
    "neptune",
    "rds",
}
ALLOWED = {("dax", "dynamodb")}


def imports(path):
    """The full name of each module that a file imports, wherever it does so."""
    package = path.relative_to(CAFE.parent).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def from_folder(*folders):
    """{file: the modules it imports} of the folders of the package."""
    files = [file for folder in folders for file in (CAFE / folder).rglob("*.py")]
    assert files
    return {file.relative_to(CAFE).as_posix(): set(imports(file)) for file in files}


def breaking(found, forbidden):
    """(file, module) wherever a file imports what begins with a forbidden name."""
    return [
        (file, module)
        for file, modules in found.items()
        for module in modules
        for name in forbidden
        if f"{module}.".startswith(f"{name}.")
    ]


def test_services_and_drivers_know_no_widget_and_nothing_of_the_course():
    upper = {f"cafe.{name}" for name in ("selfcheck", "explorers", "shop", "facts")}
    assert breaking(from_folder("aws", "drivers"), VIEWS | upper) == []


def test_services_know_no_driver():
    assert breaking(from_folder("aws"), {"cafe.drivers"}) == []


def test_services_meet_only_in_the_account():
    for name in SERVICES:
        others = SERVICES - {name} - {b for a, b in ALLOWED if a == name}
        forbidden = {f"cafe.aws.{other}" for other in others}
        assert breaking(from_folder(f"aws/{name}"), forbidden) == []


def test_only_the_view_of_a_self_check_knows_widgets():
    found = from_folder("selfcheck")
    knowing = {file for file, _ in breaking(found, {"anywidget", "traitlets"})}
    assert knowing == {"selfcheck/view.py"}


def test_the_explorers_know_no_self_check():
    assert breaking(from_folder("explorers"), {"cafe.selfcheck"}) == []
