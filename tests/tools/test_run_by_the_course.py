"""The command that tells which lines the course never runs counts them rightly."""

import ast

from tools import run_by_the_course

MODULE = '''\
"""A module."""
LIMIT = 3


def pour(cups):
    """Pour so many cups."""
    if cups > LIMIT:
        words = "too many"
        raise ValueError(words)
    poured = [
        cups,
        "espresso",
    ]
    return poured


class Bar:
    seats = 4

    def sit(self):
        self.seats -= 1
'''


def test_lines_are_the_statements_in_functions_without_docstrings():
    lines = run_by_the_course.lines_of(ast.parse(MODULE))
    assert sorted(lines) == [7, 8, 9, 10, 14, 21]
    assert {lines[7].name, lines[21].name} == {"pour", "sit"}


def test_a_branch_that_ends_in_raise_only_refuses():
    assert run_by_the_course.refusals(ast.parse(MODULE)) == {8, 9}


def test_a_line_that_was_run_is_not_counted_as_never_run(tmp_path, monkeypatch):
    file = tmp_path / "cafe" / "aws" / "bar" / "till.py"
    file.parent.mkdir(parents=True)
    file.write_text(MODULE)
    monkeypatch.setattr(run_by_the_course, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(run_by_the_course, "MEASURED", [tmp_path / "cafe" / "aws"])
    counts, never = run_by_the_course.count({file: {1, 2, 5, 7, 10, 14}})
    assert counts == {"aws/bar": {"all": [6, 3], "not refusing": [4, 1]}}
    assert never == {"aws/bar": ["cafe/aws/bar/till.py:21  sit: 1"]}


def test_a_file_that_nothing_imported_was_never_run(tmp_path, monkeypatch):
    file = tmp_path / "cafe" / "aws" / "till.py"
    file.parent.mkdir(parents=True)
    file.write_text(MODULE)
    monkeypatch.setattr(run_by_the_course, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(run_by_the_course, "MEASURED", [file.parent])
    counts, _ = run_by_the_course.count({})
    assert counts["aws/till.py"]["all"] == [6, 6]
