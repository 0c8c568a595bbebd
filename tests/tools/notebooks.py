"""Run every lesson in a fresh kernel and write it in the one form that is committed.

`python tests/tools/notebooks.py` writes them; with `--check` it writes nothing, says
which notebook differs from what would be written, and ends with 1 if any does. Names of
notebooks may follow: `python tests/tools/notebooks.py notebooks/01_introduction.ipynb`.

A cell with the tag `nbval-ignore-output` shows something measured. It keeps the output
that it has, so that a run changes nothing; clear it to have it measured again.
"""

import argparse
import copy
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
# The id of a widget is drawn by chance; the picture's text is what a reader sees.
WIDGET = "application/vnd.jupyter.widget-view+json"
IGNORED = "nbval-ignore-output"


def notebooks():
    """The notebooks of the course, lessons and labs, in reading order."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def lessons():
    """Those that are lessons."""
    return [path for path in notebooks() if path.name[0].isdigit()]


def run(notebook, folder):
    """A copy of the notebook, run from top to bottom with nobody's progress."""
    fresh = copy.deepcopy(notebook)
    with tempfile.TemporaryDirectory() as scratch:
        own = os.environ | {"CAFE_PROGRESS": str(Path(scratch) / "progress.json")}
        client = NotebookClient(
            fresh, timeout=60, resources={"metadata": {"path": str(folder)}}
        )
        client.execute(env=own)
    for old, new in zip(notebook.cells, fresh.cells, strict=True):
        if IGNORED in old.metadata.get("tags", ()) and old.get("outputs"):
            new.outputs = old.outputs
    return fresh


def normalised(notebook):
    """The text of the notebook as committed: no ids of widgets, no times, one order."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = [plain(output, count) for output in joined(cell.outputs)]
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def joined(outputs):
    """The outputs, with the pieces of one stream that follow each other made one."""
    whole = []
    for output in outputs:
        last = whole[-1] if whole else {}
        if output.get("name") and output.get("name") == last.get("name"):
            last["text"] += output.text
        else:
            whole.append(output)
    return whole


def plain(output, count):
    """The output with its cell's number, and without what differs at each run."""
    if "data" in output:
        output.data.pop(WIDGET, None)
    if output.output_type == "execute_result":
        output.execution_count = count
    return output


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="all, if none is named")
    parser.add_argument("--check", action="store_true", help="write nothing")
    chosen = parser.parse_args(arguments)
    differing = 0
    for path in chosen.notebooks or notebooks():
        before = path.read_text(encoding="utf-8")
        after = normalised(run(nbformat.reads(before, as_version=4), path.parent))
        if before == after:
            continue
        differing += 1
        print(path.name, "differs" if chosen.check else "written")
        if not chosen.check:
            path.write_text(after, encoding="utf-8", newline="\n")
    return int(chosen.check and differing > 0)


if __name__ == "__main__":
    sys.exit(main())
