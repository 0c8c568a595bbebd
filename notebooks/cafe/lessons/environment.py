"""Is everything there that the course needs? Said in words, with the way to mend it.

    check_environment()

This module needs nothing but Python itself, so that it can say what else is missing.
The words for a complete environment are the same on every machine.
"""

import os
import re
import sys
from importlib import import_module, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
INSTALL = "%pip install -r ../requirements.txt"
FETCH = "!git checkout -- ../data"
WIDGETS = ("ipywidgets", "jupyterlab_widgets", "anywidget")


def check_environment():
    """A Report on Python, packages, widgets, data and the file of the progress."""
    return Report(
        [
            Check("Python 3.11 or newer", *python()),
            Check("The packages of the course, as they were tested", *packages()),
            Check("Widgets", *widgets()),
            Check("The shop's data and the questions", *data()),
            Check("A place to keep your progress", *progress()),
        ]
    )


class Check:
    """One thing that is needed: the trouble with it, and how to mend that."""

    def __init__(self, what, trouble="", mend=""):
        self.what, self.trouble, self.mend = what, trouble, mend

    def __repr__(self):
        if not self.trouble:
            return f"{self.what}: yes"
        return f"{self.what}: NO\n    {self.trouble}\n    {self.mend}"


class Report:
    """What was looked at, one line each; trouble is followed by its remedy."""

    def __init__(self, checks):
        self.checks = checks
        self.complete = not any(check.trouble for check in checks)

    def __repr__(self):
        end = "Everything is here. You can begin."
        if not self.complete:
            end = "Mend what says NO, from the top, and run this cell again."
        return "\n".join([*map(repr, self.checks), end])


# Each look returns (trouble, remedy), or nothing when all is well.


def python(version=sys.version_info):
    if version >= (3, 11):
        return ()
    found = f"{version[0]}.{version[1]}"
    return (
        f"This notebook runs on Python {found}.",
        "Install Python 3.11 or newer, delete the folder .venv, and start the course"
        " as README.md says.",
    )


def packages(installed=None):
    """The direct dependencies, in the versions of requirements.txt."""
    installed = installed or _version
    try:
        pins = pinned()
    except OSError:
        return (
            "The file requirements.txt is missing: this folder is not the whole"
            " course.",
            "Fetch the course again, all of it, and open its notebooks there.",
        )
    faults = []
    for name, due in pins.items():
        found = installed(name)
        if found is None:
            faults.append(f"{name} is missing")
        elif found != due:
            faults.append(f"{name} is {found}, tested with {due}")
    return (f"{'; '.join(faults)}.", _run(INSTALL)) if faults else ()


def widgets(load=import_module):
    for name in WIDGETS:
        try:
            load(name)
        except Exception as error:  # whatever stops it, widgets will not work
            return f"{name} does not load ({type(error).__name__}).", _run(INSTALL)
    return ()


def data(folder=ROOT / "data"):
    missing = [name for name in needed() if not (folder / name).is_file()]
    if not missing:
        return ()
    return f"Missing in the folder data: {', '.join(missing)}.", _run(FETCH)


def progress(path=None):
    try:
        from ..files import progress_path

        folder = (path or progress_path()).parent
        probe = folder / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (ImportError, OSError) as error:
        return (
            f"The folder of progress.json cannot be written ({type(error).__name__}).",
            "Move the course to a folder of your own, or name a file that you may"
            " write, before all else:  %env CAFE_PROGRESS=~/progress.json",
        )
    return ()


def pinned():
    """{package: version} for what the course itself imports."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(
        r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL
    )[1]
    names = re.findall(r'"([\w-]+)', listed)
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return {
        name: re.search(rf"^{name}==([^\s;]+)", pins, re.MULTILINE)[1] for name in names
    }


def needed():
    """The files in data/ that a lesson opens."""
    tables = ("shops", "products", "prices", "customers", "orders", "order_lines")
    tables += ("loyalty", "friendships", "used", "beans")
    lists = ("facts", "misconceptions", "responsibility", "lessons", "exam")
    lists += ("services", "decision", "cases")
    questions = ("00_diagnostic", "01_introduction", "02_relational", "02b_rds")
    questions += ("02c_aurora", "03_nosql", "04_demonstration", "05_caching")
    questions += ("06_documents", "07_graphs", "08_backup_ledger")
    questions += ("09_choosing",)
    return [
        "catalogue.json",
        *(f"{name}.csv" for name in tables),
        *(f"{name}.toml" for name in lists),
        *(f"questions/{name}.toml" for name in questions),
    ]


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _run(command):
    return f"Run this in a new cell, then restart the kernel:  {command}"
