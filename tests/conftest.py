"""How two workers share the tests."""

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getoption("dist") == "loadfile":
        from tools.shares import ByFileOrNotebook

        # The notebooks come first, as pyproject.toml has it: they wait much, and beside
        # other tests that costs nothing. The largest file first would put them last.
        config.option.loadscopereorder = False
        return ByFileOrNotebook(config, log)
