"""What no test meets."""

import gc

import pytest


@pytest.fixture(autouse=True)
def no_tool_looks_on_at_a_collection():
    """Hypothesis does, to measure; what a time limit raises there would be lost."""
    gc.callbacks.clear()
