"""A missing tool is said aloud, and nobody's progress is touched by a test."""

import os
from pathlib import Path

import pytest

from tools.require import require

ROOT = Path(__file__).parents[2]


def test_a_test_without_its_tool_is_skipped_and_says_how_to_get_it(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs no-such-tool.*Install it"):
        require(["no-such-tool"], "Install it.")


def test_in_ci_a_missing_tool_is_a_failure(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs no-such-tool"):
        require(["no-such-tool"], "Install it.")


def test_the_first_tool_that_is_there_is_taken(monkeypatch):
    monkeypatch.setattr("shutil.which", {"chrome": "bin/chrome"}.get)
    assert require(["chromium", "chrome"], "Install it.") == "bin/chrome"


def test_a_learners_progress_is_out_of_reach_of_the_tests():
    progress = Path(os.environ["CAFE_PROGRESS"])
    assert progress.name == "test_tools.json"
    assert ROOT not in progress.parents
