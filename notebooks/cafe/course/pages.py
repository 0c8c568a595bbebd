"""What the self-checks read in the lessons' notebooks: their cells and headings.

A notebook is read from its file beside the package. One that is missing or that
cannot be read has no cells: what depends on it then says less, and nothing raises.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .lessons import syllabus

NOTEBOOKS = Path(__file__).resolve().parents[2]
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A cell of a lesson's notebook, by the heading that it stands under."""

    lesson: str  # "02b"
    heading: str  # "6. Multi-AZ: a standby in another zone"
    file: str  # "02b_rds.ipynb"
    cell: str  # "multi-az"

    @property
    def link(self):
        """The address of the cell, for JupyterLab, seen from beside the notebook."""
        return f"{self.file}#cell-id={self.cell}"

    @property
    def section(self):
        """The section by its number, "section 6", or by its heading."""
        number, dot, _ = self.heading.partition(". ")
        numbered = dot and number.isdecimal()
        return f"section {number}" if numbered else f"“{self.heading}”"

    def __str__(self):
        return f"lesson {self.lesson}, “{self.heading}”"


@cache
def cells(lesson):
    """[(id, kind, text)] for every cell of a lesson ("02b")."""
    try:
        text = (NOTEBOOKS / _file(lesson)).read_text(encoding="utf-8")
        return [
            (cell["id"], cell["cell_type"], "".join(cell["source"]))
            for cell in json.loads(text)["cells"]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def place(lesson, cell):
    """The Place of a cell of a lesson. An unknown cell is under its own name."""
    heading = cell
    for id, kind, text in cells(lesson):
        found = HEADING.findall(text) if kind == "markdown" else []
        heading = found[-1] if found else heading
        if id == cell:
            break
    else:
        heading = cell
    return Place(lesson, heading, _file(lesson), cell)


def _file(lesson):
    """The name of a lesson's notebook, or of an appendix, by which it is known."""
    if lesson in syllabus():
        return syllabus()[lesson].file
    file = f"{lesson}.ipynb"
    return file if (NOTEBOOKS / file).exists() else ""
