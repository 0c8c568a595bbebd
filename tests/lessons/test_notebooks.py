"""Every committed notebook is in its committed form, and every lesson in the pattern.

That its cells still give the outputs that it shows is nbval's part: see pyproject.toml.
"""

import os
import tomllib
from pathlib import Path

import nbformat
import pytest

from cafe.course.facts import read as facts
from cafe.exercises import exercises
from tools.lesson_pattern import EVERY_LESSON, EVERY_NOTEBOOK, Lesson
from tools.notebooks import lessons, main, normalised, notebooks, run

DATA = Path(__file__).parents[2] / "data"
FOLLOW_THE_PATTERN = [path for path in lessons() if not path.name.startswith("00")]


def read(path):
    return nbformat.read(path, as_version=4)


def objectives(lesson):
    """The ids of the objectives that the lesson's question bank names."""
    (bank,) = (DATA / "questions").glob(f"{lesson}_*.toml")
    return frozenset(tomllib.loads(bank.read_text(encoding="utf-8"))["objectives"])


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_the_notebook_is_as_the_command_writes_it(path):
    text = path.read_text(encoding="utf-8")
    same = normalised(nbformat.reads(text, as_version=4)) == text
    assert same, f"{path.name} is not in its committed form. Run `make notebooks`."
    assert len(text.encode()) < 1_000_000


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_the_notebook_is_fit_to_be_committed(path):
    notebook = read(path)
    assert [problem for check in EVERY_NOTEBOOK for problem in check(notebook)] == []


def test_each_exercise_stands_in_one_notebook_as_in_its_file():
    everything = [cell for path in notebooks() for cell in read(path).cells]
    texts = [cell.source for cell in everything if cell.cell_type == "markdown"]
    code = "\n".join(cell.source for cell in everything if cell.cell_type == "code")
    astray = []
    for id, each in exercises().items():
        stars = "★" * each.difficulty + "☆" * (3 - each.difficulty)
        head = f"**Exercise `{id}`** · difficulty {stars}\n\n{each.prompt.strip()}"
        if texts.count(head) != 1:
            astray.append(f"{id}: expected a cell of text that says\n{head}")
        if f'check("{id}"' not in code and f"%%sql {id}\n" not in code:
            astray.append(f"{id}: no cell checks it")
    assert astray == []


@pytest.mark.parametrize("path", FOLLOW_THE_PATTERN, ids=lambda path: path.stem)
def test_the_lesson_follows_the_pattern(path):
    name = path.name.split("_")[0]
    lesson = Lesson(name, read(path), objectives(name), frozenset(facts()))
    assert [problem for check in EVERY_LESSON for problem in check(lesson)] == []


# The command that writes them


def notebook(*sources):
    cells = [
        nbformat.v4.new_code_cell(source, id=f"cell-{number}")
        for number, source in enumerate(sources, 1)
    ]
    return nbformat.v4.new_notebook(cells=cells)


def test_what_differs_at_each_run_is_not_written():
    raw = notebook("print(1)", "3")
    raw.metadata.widgets = {"state": {}}
    raw.metadata.language_info = {"name": "python", "version": "3.99"}
    raw.cells[0].metadata.execution = {"iopub.execute_input": "2026-11-02T06:00:00Z"}
    raw.cells[0].outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=text)
        for text in ("one ", "line\n")
    ]
    raw.cells[1].execution_count = 41
    view = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "A quiz"}
    raw.cells[1].outputs = [
        nbformat.v4.new_output("execute_result", view, execution_count=41)
    ]

    text = normalised(raw)

    written = nbformat.reads(text, as_version=4)
    assert written.metadata.language_info == {"name": "python"}
    assert set(written.metadata) == {"kernelspec", "language_info"}
    first, second = written.cells
    assert first.metadata == {}
    assert [output.text for output in first.outputs] == ["one line\n"]
    assert second.execution_count == second.outputs[0].execution_count == 2
    assert second.outputs[0].data == {"text/plain": "A quiz"}
    assert text.endswith("}\n") and '\n "cells"' in text
    assert normalised(written) == text


@pytest.mark.slow
def test_check_says_which_notebook_would_change_and_writes_nothing(tmp_path, capsys):
    good, bad = tmp_path / "good.ipynb", tmp_path / "bad.ipynb"
    for path in (good, bad):
        nbformat.write(notebook("import os", "print(1 + 1)"), path)
    assert main([str(good), str(bad)]) == 0
    stale = bad.read_text(encoding="utf-8").replace("2\\n", "3\\n")
    bad.write_text(stale, encoding="utf-8")
    capsys.readouterr()

    assert main(["--check", str(good), str(bad)]) == 1
    assert capsys.readouterr().out == "bad.ipynb differs\n"
    assert bad.read_text(encoding="utf-8") == stale


@pytest.mark.slow
def test_a_measured_output_stays_as_it_is(tmp_path):
    measured = notebook("print('9 ms')")
    measured.cells[0].metadata.tags = ["nbval-ignore-output"]
    shown = nbformat.v4.new_output("stream", name="stdout", text="8 ms\n")
    measured.cells[0].outputs = [shown]
    assert run(measured, tmp_path).cells[0].outputs == [shown]


@pytest.mark.slow
def test_a_run_knows_nobodys_progress(tmp_path):
    mine = os.environ["CAFE_PROGRESS"]
    outputs = run(notebook("import os\nos.environ['CAFE_PROGRESS']"), tmp_path)
    assert mine not in str(outputs)
    assert os.environ["CAFE_PROGRESS"] == mine
