"""Binder can make an image of this folder."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="repo2docker is for Linux")
def test_binder_finds_an_environment_that_it_can_build():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert made.returncode == 0, made.stderr
    recipe = made.stdout + made.stderr
    assert '--file "environment.yml"' in recipe
    assert "Building conda environment for python=3.11" in recipe
