"""How two workers share the tests, and what none of them meets."""

import gc

import pytest


@pytest.fixture(autouse=True)
def no_tool_looks_on_at_a_collection():
    """Hypothesis does, to measure; what a time limit raises there would be lost."""
    gc.callbacks.clear()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getoption("dist") == "loadfile":
        from tools.shares import ByFileOrNotebook

        # The notebooks come first, as pyproject.toml has it: they wait much, and beside
        # other tests that costs nothing. The largest file first would put them last.
        config.option.loadscopereorder = False
        return ByFileOrNotebook(config, log)
