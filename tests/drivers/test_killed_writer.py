"""A synchronous standby holds what was acknowledged, whenever the writer dies."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cafe import aws

NOTEBOOKS = Path(aws.__file__).resolve().parents[2]
SCRIPT = Path(__file__).parents[1] / "fixtures" / "killed_writers.py"


def kill_writers(folder, times):
    paths = os.pathsep.join([str(NOTEBOOKS), str(SCRIPT.parents[1])])
    return subprocess.run(
        [sys.executable, SCRIPT, folder, str(times)],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork and no SIGKILL")
def test_no_acknowledged_commit_is_lost_when_the_writer_is_killed(tmp_path):
    done = kill_writers(tmp_path, 100)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("100 kills, ")
    assert " 0 commits" not in done.stdout
    assert done.stdout.endswith("commits acknowledged, nothing lost\n")
