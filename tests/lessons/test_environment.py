"""The check of the environment names what is missing and the line that mends it."""

import re
from html import unescape
from pathlib import Path

import pytest

from cafe.lessons import environment
from cafe.lessons.environment import check_environment


def test_a_complete_environment_is_said_in_the_same_words_everywhere():
    assert repr(check_environment()) == (
        "Python 3.11 or newer: yes\n"
        "The packages of the course, as they were tested: yes\n"
        "Widgets: yes\n"
        "The shop's data and the questions: yes\n"
        "A place to keep your progress: yes\n"
        "Everything is here. You can begin."
    )


def test_an_old_python_is_named():
    trouble, remedy = environment.python((3, 10, 2))
    assert trouble == "This notebook runs on Python 3.10."
    assert "Install Python 3.11 or newer" in remedy


def test_only_what_is_missing_is_to_be_installed():
    pins = environment.pinned()
    found = {**pins, "duckdb": None, "anywidget": None, "pandas": "1.5"}
    trouble, remedy = environment.packages(found.get)
    assert trouble == (
        "anywidget is missing; duckdb is missing;"
        f" pandas is 1.5, tested with {pins['pandas']}."
    )
    assert remedy.endswith(":  %pip install anywidget duckdb")


def test_other_versions_are_told_and_not_replaced():
    found = {**environment.pinned(), "pandas": "2.2.2", "matplotlib": "3.10.0"}
    trouble, remedy = environment.packages(found.get)
    assert "pandas is 2.2.2, tested with" in trouble
    assert "%pip" not in remedy and "environment of its own" in remedy


@pytest.mark.parametrize("name", ["jupyterlab", "nbval"])
def test_a_runtime_with_a_front_end_of_its_own_lacks_nothing(name):
    assert environment.packages({**environment.pinned(), name: None}.get) == ()


def test_no_advice_replaces_the_kernel_that_runs_the_notebook():
    def load(name):
        raise ImportError

    _, packages = environment.packages(lambda name: None)
    for remedy in (packages, environment.widgets(load)[1]):
        assert "%pip install" in remedy
        assert not re.search(r"-r |jupyterlab\b(?!_)|ipykernel|upgrade", remedy)


def test_every_package_that_the_course_asks_for_is_looked_at():
    assert {"duckdb", "anywidget", "jupyterlab", "pandas"} <= set(environment.pinned())


def test_a_folder_without_its_list_of_packages_is_not_the_whole_course(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    trouble, _ = environment.packages()
    assert "this folder is not the whole course" in trouble


def test_widgets_that_do_not_load_are_named():
    def load(name):
        if name == "anywidget":
            raise ImportError

    assert environment.widgets(load)[0] == "anywidget does not load (ImportError)."


def test_missing_data_is_named_with_the_command(tmp_path):
    trouble, remedy = environment.data(tmp_path)
    assert "shops.csv" in trouble and "questions/02b_rds.toml" in trouble
    assert remedy.endswith("!git checkout -- ../data")


def test_every_file_of_the_data_is_looked_at():
    folder = environment.ROOT / "data"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    pictures = {path for path in there if path.startswith("pictures/")}  # README's
    assert set(environment.needed()) == there - {"README.md"} - pictures


@pytest.mark.parametrize("folder", ["missing", "a-file"])
def test_a_folder_that_cannot_be_written_is_said_without_its_path(tmp_path, folder):
    (tmp_path / "a-file").touch()
    trouble, remedy = environment.progress(tmp_path / folder / "progress.json")
    assert "cannot be written" in trouble and "CAFE_PROGRESS" in remedy
    assert str(tmp_path) not in trouble + remedy


def test_a_folder_in_the_place_of_the_progress_is_told(tmp_path):
    (tmp_path / "progress.json").mkdir()
    trouble, _ = environment.progress(tmp_path / "progress.json")
    assert trouble == "progress.json is a folder, a pipe or a device, not a file."


def test_looking_leaves_nothing_behind(tmp_path):
    assert environment.progress(tmp_path / "progress.json") == ()
    assert list(tmp_path.iterdir()) == []


def test_trouble_is_followed_by_its_remedy_and_what_to_do_next(monkeypatch):
    monkeypatch.setattr(environment, "data", lambda: ("Missing: x.", "Fetch it."))
    report = check_environment()
    assert "questions: NO\n    Missing: x.\n    Fetch it.\n" in repr(report)
    assert repr(report).endswith("from the top, and run this cell again.")


def test_a_notebook_shows_the_same_as_a_table_with_a_sign_beside_each_line(monkeypatch):
    monkeypatch.setattr(environment, "data", lambda: ("a < b is wrong.", "Fetch it."))
    report = check_environment()
    table = report._repr_html_()
    words = [unescape(each) for each in re.findall(r">([^<>]+)<", table)]
    said = [line.strip().removesuffix(": yes") for line in repr(report).splitlines()]
    assert [each for each in words if each.strip() and each not in "●✕"] == said
    assert (table.count("●"), table.count("✕")) == (4, 1)


def test_it_needs_nothing_but_python_to_say_what_is_missing():
    lines = Path(environment.__file__).read_text(encoding="utf-8").splitlines()
    imports = [line.split()[1] for line in lines if line.startswith(("import", "from"))]
    assert set(imports) == {"os", "re", "sys", "html", "importlib", "pathlib"}
