"""What a driver answers to an option that it does not have."""

import pytest

from cafe.drivers.missing import names_its_options


@names_its_options
def brew(drink, cups=1, account=None):
    return [drink] * len(cups)


def test_a_wrong_option_is_answered_with_those_that_there_are():
    with pytest.raises(TypeError) as caught:
        brew("mocha", sugar=2)
    told = (
        "brew() got an unexpected keyword argument 'sugar'. Here it takes: drink, cups"
    )
    assert str(caught.value) == told


def test_a_mistake_within_a_call_is_told_as_it_is():
    with pytest.raises(TypeError, match=r"^object of type 'int' has no len\(\)$"):
        brew("mocha", 2)
