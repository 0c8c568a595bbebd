"""What every test shares, the cells of a notebook included (hence at the root)."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A property test tries the same examples everywhere, and no machine is too slow.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

progress_files = tempfile.TemporaryDirectory(prefix="cafe-progress-")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Each test file and each notebook meets a learner who has done nothing yet."""
    file = Path(progress_files.name) / f"{item.path.stem}.json"
    os.environ["CAFE_PROGRESS"] = str(file)
