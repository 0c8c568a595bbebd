"""Six mornings: each shows its own trouble, and none shows that of another."""

import pytest

from cafe.exercises import find
from cafe.lessons.curves import EDGE, TALL
from cafe.lessons.six_cases import BUSY, QUIET, six_cases
from fixtures.pictures import words_of

LETTERS = "ABCDEF"


def cases():
    return {case.letter: case for case in six_cases().cases}


def values(letter, name):
    """The values of the curve whose name begins so, 0 where there is no point."""
    (curve,) = (c for c in cases()[letter].curves if c.name.startswith(name))
    return [value or 0 for value in curve.values]


def at_last(letter, name):
    return values(letter, name)[-1]


def test_each_curve_has_a_value_for_each_minute():
    assert "".join(cases()) == LETTERS
    for case in cases().values():
        assert {len(curve.values) for curve in case.curves} == {QUIET + BUSY}


def test_connections_run_out_while_the_processors_are_idle():
    assert at_last("A", "DatabaseConnections") == 112
    assert at_last("A", "CPUUtilization") < 10


def test_a_full_cpu_lets_connections_pile_up_below_their_limit():
    assert at_last("B", "CPUUtilization") == 99
    assert values("B", "DatabaseConnections")[0] < at_last("B", "DatabaseConnections")
    assert at_last("B", "DatabaseConnections") < 901


def test_one_table_is_throttled_at_what_is_provisioned_the_other_far_below():
    assert at_last("C", "ConsumedWriteCapacityUnits") == 100
    assert at_last("D", "ConsumedWriteCapacityUnits") == 1000
    for letter in "CD":
        assert values(letter, "WriteThrottleEvents")[:QUIET] == [0] * QUIET
        assert at_last(letter, "WriteThrottleEvents") > 0


def test_one_cache_throws_out_what_it_needs_and_the_other_was_emptied():
    assert at_last("E", "Evictions") > 0 and at_last("E", "DatabaseMemory") == 100
    assert values("E", "CacheMisses")[0] == 0 < at_last("E", "CacheMisses")
    assert values("F", "Evictions") == [0] * (QUIET + BUSY)
    before, after = values("F", "DatabaseMemory")[QUIET - 1 : QUIET + 1]
    assert after < before / 1.5
    assert at_last("F", "CacheHits") > 2 * values("F", "CacheHits")[QUIET]


def highest(letter, name):
    """Where the curve ends: 1 at its limit or its highest value, 0 at nothing."""
    (curve,) = (c for c in cases()[letter].curves if c.name.startswith(name))
    floor, top = TALL - EDGE, EDGE
    return (floor - curve.places[-1][1]) / (floor - top)


def test_a_curve_with_a_limit_is_drawn_up_to_it():
    assert highest("A", "DatabaseConnections") == 1
    assert highest("A", "CPUUtilization") < 0.1
    assert highest("B", "DatabaseConnections") < 0.7
    assert highest("C", "ConsumedWriteCapacityUnits") < 0.5  # 300 for a while
    assert highest("D", "ConsumedWriteCapacityUnits") == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize("letter", LETTERS)
def test_the_drawing_and_the_text_tell_the_same(letter):
    case, words = cases()[letter], words_of(six_cases()._repr_html_())
    assert f"{letter}  {case.scene}" in repr(six_cases())
    assert f"{letter} · {case.scene}" in words
    for curve in case.curves:
        assert " ".join("·" if v is None else str(v) for v in curve.values) in words
        assert curve.name in repr(six_cases())
    assert max(map(len, repr(six_cases()).splitlines())) <= 88


def test_what_the_exercise_says_of_a_case_is_in_its_curves():
    seen = find("11.bottlenecks").prove.__globals__["SEEN"]
    for letter, name, minute in (
        ("A", "DatabaseConnections", -1),
        ("B", "CPUUtilization", -1),
        ("B", "DatabaseConnections", -1),
        ("C", "ConsumedWriteCapacityUnits", -1),
    ):
        assert f"{values(letter, name)[minute]:,}" in seen[letter]
    assert f"{at_last('D', 'ConsumedWriteCapacityUnits'):,}" in seen["D"]
