"""Which lines of the small AWS and its drivers the course runs, and which never.

    python tests/tools/run_by_the_course.py             a table, a line for each room
    python tests/tools/run_by_the_course.py rds         and what is never run in a room

The course is every notebook from top to bottom (labs and the appendix, too), then each
control of each explorer in it (a button pressed, a toggle flipped, a slider at both
ends, a choice at each of its values), and every answer of every exercise, right or
wrong. Lines are those of statements in functions, without docstrings; a statement of
three lines is one. Beside all lines the table has those that do not only refuse:
without each `raise`, and without a branch that ends in one.
"""

import argparse
import ast
import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
MEASURED = [NOTEBOOKS / "cafe" / name for name in ("aws", "drivers")]
EXERCISES = ROOT / "tests" / "exercises" / "test_exercises.py"
PROVED = "solution_is_right or another_way or foreseen_mistake"


# -- running the course ---------------------------------------------------------------


def run_notebook(path):
    """Run a notebook in this process, and then the controls of its explorers."""
    from IPython.core.interactiveshell import InteractiveShell

    os.chdir(NOTEBOOKS)
    shell = InteractiveShell.instance()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            shell.run_cell("".join(cell["source"]), store_history=True).raise_error()
    from cafe.explorers.kit.panel import Explorer

    things = gc.get_objects()  # among them weak references, which isinstance follows
    for explorer in [each for each in things if issubclass(type(each), Explorer)]:
        for name in [each.name for row in explorer.controls() for each in row]:
            try:
                move(explorer, name)
            except Exception as error:
                told = f"{type(explorer).__name__}, {name}: {error!r}"
                print(f"{path.name}: {told}", file=sys.stderr)


def move(explorer, name):
    """Use a control once in each way, if it is still there."""
    found = [each for row in explorer.controls() for each in row if each.name == name]
    for control in found:
        if control.kind in ("button", "toggle"):
            explorer.press(name)
        elif control.kind == "slider":
            explorer.set(name, control.least)
            explorer.set(name, control.most)
        elif control.kind == "choice":
            for value in control.options:
                explorer.set(name, value)
        elif value := getattr(control, "value", "espresso-2026"):  # a secret has none
            explorer.set(name, value)


def run_exercises():
    """Judge every answer, right or wrong, as the tests do."""
    import pytest

    plain = ["-q", "-p", "no:nbval", "-p", "no:cacheprovider", "-o", "addopts="]
    if pytest.main([*plain, "-k", PROVED, str(EXERCISES)]):
        raise SystemExit("the exercises did not pass")


def measured(part, data_file):
    """Run one part of the course in this process, and keep the lines that it ran."""
    sys.path.insert(0, str(NOTEBOOKS))
    cover = coverage.Coverage(
        data_file=data_file,
        data_suffix=True,
        source=[str(folder) for folder in MEASURED],
        config_file=False,
    )
    cover.set_option("run:disable_warnings", ["no-data-collected"])
    cover.start()
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        if part == "exercises":
            run_exercises()
        else:
            run_notebook(Path(part))
    cover.stop()
    cover.save()


def run_course():
    """The lines that the course has run: {file: set of lines}."""
    with tempfile.TemporaryDirectory() as scratch:
        data_file = str(Path(scratch) / "coverage")
        own = os.environ | {
            "CAFE_PROGRESS": str(Path(scratch) / "progress.json"),
            "MPLBACKEND": "agg",
        }
        for part in [*sorted(NOTEBOOKS.glob("*.ipynb")), "exercises"]:
            command = [sys.executable, __file__, "--part", str(part), data_file]
            subprocess.run(command, env=own, check=True)
        cover = coverage.Coverage(data_file=data_file, config_file=False)
        cover.combine()  # a lesson that uses no service has left no data
        data = cover.get_data()
        return {Path(name): set(data.lines(name)) for name in data.measured_files()}


# -- counting lines -------------------------------------------------------------------


def lines_of(tree):
    """{line: function} of the statements in the functions of a module."""
    found = {}
    for function in functions(tree):
        for node in ast.walk(function):
            if node is not function and isinstance(node, ast.stmt):
                found[node.lineno] = function
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.pop(node.lineno, None)
    return found


def functions(tree):
    """The functions of a module, each before those within it."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def refusals(tree):
    """The lines that do nothing but refuse."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            found.add(node.lineno)
        if isinstance(node, ast.If | ast.ExceptHandler | ast.For | ast.While):
            for branch in (node.body, getattr(node, "orelse", [])):
                if branch and isinstance(branch[-1], ast.Raise):
                    inside = [each for stmt in branch for each in ast.walk(stmt)]
                    found |= {n.lineno for n in inside if isinstance(n, ast.stmt)}
    return found


def room(path):
    """The room of a file: aws/rds, aws/engines/valkey, drivers/redis, aws/ec2.py."""
    *folders, name = path.relative_to(NOTEBOOKS / "cafe").parts
    return "/".join(folders if len(folders) > 1 else [*folders, name])


def count(ran):
    """{room: {"all" or "not refusing": [lines, never run]}}, and what is never run."""
    counts = defaultdict(lambda: {"all": [0, 0], "not refusing": [0, 0]})
    never = defaultdict(list)
    for path in sorted(file for folder in MEASURED for file in folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lines, refusing, done = lines_of(tree), refusals(tree), ran.get(path, set())
        for which, chosen in (
            ("all", set(lines)),
            ("not refusing", set(lines) - refusing),
        ):
            counted = counts[room(path)][which]
            counted[0] += len(chosen)
            counted[1] += len(chosen - done)
        by_function = defaultdict(list)
        for line in sorted(set(lines) - refusing - done):
            by_function[lines[line]].append(line)
        for function, missing in by_function.items():
            where = f"{path.relative_to(NOTEBOOKS)}:{missing[0]}"
            never[room(path)].append(f"{where}  {function.name}: {len(missing)}")
    return counts, never


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", help="such as rds: list what is never run")
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.part:
        return measured(*chosen.part)
    counts, never = count(run_course())
    for which in ("all", "not refusing"):
        total = [sum(each[which][n] for each in counts.values()) for n in (0, 1)]
        counts["all rooms"][which] = total
    print(f"{'':30}{'lines':>8}{'never':>7}{'%':>6}   without refusals:")
    for name, counted in counts.items():
        rows = [(*each, 100 * each[1] / max(each[0], 1)) for each in counted.values()]
        print(f"{name:30}" + "   ".join("{:8}{:7}{:6.1f}".format(*row) for row in rows))
    for name in never:
        if any(wanted in name for wanted in chosen.rooms):
            print(f"\n{name}", *never[name], sep="\n    ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
