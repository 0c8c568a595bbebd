"""Is everything there that the course needs? Said in words, with the way to mend it.

    check_environment()

This module needs nothing but Python itself, so that it can say what else is missing.
The words for a complete environment are the same on every machine.
"""

import os
import re
import sys
from html import escape
from importlib import import_module, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
INSTALL = "%pip install"
#: No lesson imports these, and whoever reads this has a front end already: to install
#: one in Colab or on a Hub would replace what runs the notebook.
NOT_IMPORTED = ("jupyterlab", "nbval")
OF_ITS_OWN = (
    "They were not tested together: if a lesson fails, start the course in an"
    " environment of its own, as README.md says."
)
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

    def _row(self):
        sign, colour = ("✕", "error") if self.trouble else ("●", "success")
        said = escape(self.what)
        if self.trouble:
            said = f"<b>{said}: NO</b><br>{escape(self.trouble)}<br>{escape(self.mend)}"
        return (
            f'<tr><td style="{_CELL}; color: {_INK.format(colour)}">{sign}</td>'
            f'<td style="{_CELL}">{said}</td></tr>'
        )


class Report:
    """What was looked at, one line each; trouble is followed by its remedy."""

    def __init__(self, checks):
        self.checks = checks
        self.complete = not any(check.trouble for check in checks)

    @property
    def _end(self):
        if self.complete:
            return "Everything is here. You can begin."
        return "Mend what says NO, from the top, and run this cell again."

    def __repr__(self):
        return "\n".join([*map(repr, self.checks), self._end])

    def _repr_html_(self):
        rows = "\n".join(check._row() for check in self.checks)
        return f"<table>\n{rows}\n</table>\n<p><b>{self._end}</b></p>"


# JupyterLab takes style sheets out of an output that it does not trust yet.
_CELL = "text-align: left; vertical-align: top; white-space: normal"
_INK = (
    "color-mix(in srgb, var(--jp-{}-color1) 75%,"
    " var(--jp-content-font-color1, #1f2328))"
)


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
    found = {name: installed(name) for name in pins}
    missing = [
        name for name in pins if found[name] is None and name not in NOT_IMPORTED
    ]
    faults = [f"{name} is missing" for name in missing]
    faults += [
        f"{name} is {found[name]}, tested with {due}"
        for name, due in pins.items()
        if found[name] not in (None, due)
    ]
    if not faults:
        return ()
    remedy = _run(f"{INSTALL} {' '.join(missing)}") if missing else OF_ITS_OWN
    return f"{'; '.join(faults)}.", remedy


def widgets(load=import_module):
    for name in WIDGETS:
        try:
            load(name)
        except Exception as error:  # whatever stops it, widgets will not work
            trouble = f"{name} does not load ({type(error).__name__})."
            return trouble, _run(f"{INSTALL} {name}")
    return ()


def data(folder=ROOT / "data"):
    missing = [name for name in needed() if not (folder / name).is_file()]
    if not missing:
        return ()
    return f"Missing in the folder data: {', '.join(missing)}.", _run(FETCH)


def progress(path=None):
    try:
        from ..files import progress_path

        path = path or progress_path()
        if path.exists() and not path.is_file():
            return (
                f"{path.name} is a folder, a pipe or a device, not a file.",
                "Give it another name, and run this cell again.",
            )
        probe = path.parent / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (ImportError, OSError) as error:
        return (
            f"The folder of progress.json cannot be written ({type(error).__name__}).",
            "Move the course to a folder of your own, or name a file that you may"
            " write, in each notebook before all else:"
            "  %env CAFE_PROGRESS=~/progress.json",
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
    """The files in data/ that a lesson or a lab opens."""
    tables = ("shops", "products", "prices", "customers", "orders", "order_lines")
    tables += ("loyalty", "friendships", "used", "beans")
    lists = ("facts", "misconceptions", "responsibility", "lessons", "exams", "errors")
    lists += ("services", "decision", "cases", "real_calls", "prices")
    questions = ("00_diagnostic", "01_introduction", "02_relational", "02b_rds")
    questions += ("02c_aurora", "03_nosql", "04_demonstration", "05_caching")
    questions += ("06_documents", "07_graphs", "08_backup_ledger")
    questions += ("09_choosing", "10_keys", "11_slow", "12_who", "13_costs")
    exercises = ("00.count_shops", "01.top_products", "02.gift_cards")
    exercises += ("02.loyal_customers", "02.never_ordered", "02.orders_per_shop")
    exercises += ("02.revenue_by_category", "02.transfer_points")
    exercises += ("04.three_table_join", "07.degrees")
    return [
        "catalogue.json",
        *(f"{name}.csv" for name in tables),
        *(f"{name}.toml" for name in lists),
        *(f"questions/{name}.toml" for name in questions),
        *(f"exercises/{name}.toml" for name in exercises),
    ]


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _run(command):
    return f"Run this in a new cell, then restart the kernel:  {command}"
