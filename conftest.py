"""What every test shares, the cells of a notebook included (hence at the root)."""

import atexit
import gc
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A property test tries the same examples everywhere, and no machine is too slow.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

# Whoever reads a notebook imports jsonschema, which builds a grammar of IRIs at its
# import: three seconds for each worker, and no format of a notebook has an IRI in it.
sys.modules.setdefault("rfc3987_syntax", None)

progress_files = tempfile.TemporaryDirectory(prefix="cafe-progress-")


def pytest_sessionstart():
    """Look for no garbage while tests are collected: what is imported stays."""
    gc.disable()


def pytest_collection_finish():
    """Look for it from now on, but not among what was imported and collected."""
    gc.freeze()
    atexit.register(gc.unfreeze)
    gc.enable()


def pytest_ignore_collect(collection_path):
    """A lab whose server runs on no Windows is left out there."""
    if collection_path.name == "lab_valkey.ipynb":
        from cafe.lessons.engines import valkey_program

        return None if valkey_program() else True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Each test file and each notebook meets a learner who has done nothing yet."""
    file = Path(progress_files.name) / f"{item.path.stem}.json"
    os.environ["CAFE_PROGRESS"] = str(file)
