"""How two workers share the tests."""

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getoption("dist") == "loadfile":
        from tools.shares import ByFileOrNotebook

        return ByFileOrNotebook(config, log)
