"""A value of NumPy or pandas is converted, or its kind refused in words."""

import pytest

from cafe.exercises import find
from cafe.exercises.source import build
from cafe.selfcheck.check import judge

SELL = """
def sell(catalogue, sku, number):
    import numpy as np

    answer = catalogue.update_one(
        {"sku": sku, "stock": {"$gte": number}}, {"$inc": {"stock": -number}}
    )
    return np.bool_(answer.matched_count == 1)
"""
BEANS = """
def find_beans(catalogue, country, certificate):
    import numpy as np

    return np.array(["BN-1", "BN-2"])
"""
TYPOS = """
def find_typos(sold, menu):
    import pandas as pd

    return pd.Series(sorted(set(sold) - set(menu)), dtype=object)
"""


def verdict_on(id, text):
    exercise = find(id)
    return judge(exercise, build(text, exercise.name))


def test_a_truth_value_of_numpy_is_a_truth_value():
    assert verdict_on("06.sell", SELL).outcome == "right"


@pytest.mark.parametrize(
    "id, text, told",
    [
        ("06.find_beans", BEANS, "gave an array of NumPy; .tolist() makes a list of"),
        ("01.find_typos", TYPOS, "gave a Series of pandas; .tolist() makes a list of"),
    ],
)
def test_what_compares_item_by_item_is_refused_by_its_kind(id, text, told):
    verdict = verdict_on(id, text)
    assert verdict.outcome == "wrong"
    assert told in verdict.message


def test_a_value_that_is_a_series_is_refused_by_its_kind():
    import pandas as pd

    verdict = judge(find("06.shelf_value"), pd.Series([1, 2]))
    assert verdict.outcome == "wrong"
    assert "pipeline is a Series of pandas" in verdict.message
