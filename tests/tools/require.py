"""Tools that some tests need and pip does not bring."""

import os
import shutil

import pytest

# Chromium without windows comes first: the same pages take an eighth less of a core.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def require(names, how):
    """The path of the first of these programs that is installed.

    Without one the test is skipped, saying how to get it; where CI=true promised that
    everything is there, it fails.
    """
    for name in names:
        if found := shutil.which(name):
            return found
    end = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    end(f"This test needs {' or '.join(names)}, which is not here. {how}")


def browser():
    """The path of a Chromium or Chrome for playwright's `executable_path`."""
    return require(
        BROWSERS,
        "Install Chromium or Chrome; on Debian and Ubuntu: apt-get install chromium",
    )
