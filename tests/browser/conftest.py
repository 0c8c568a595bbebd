"""The browser's tests share one JupyterLab and one page."""

from pathlib import Path

import pytest
from lab_page import opened_page, running_lab

from tools import require


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    require.browser()
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="session")
def only_page(lab):
    with opened_page(lab) as page:
        yield page


@pytest.fixture
def used_page(only_page, request):
    """The page as the last test left it, for a test that says how it begins."""
    yield only_page
    if request.node.failed:
        only_page.give_up(request.node.name)


@pytest.fixture
def page(used_page):
    """The page, with no notebook open, no kernel running and no progress."""
    used_page.fresh()
    return used_page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.failed = report.failed or getattr(item, "failed", False)
    return report
