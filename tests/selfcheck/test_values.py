"""Whatever an answer gives is compared and told, in good time and in a few words."""

import sys
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal

import pytest

from cafe.exercises import find
from cafe.exercises.kinds import PythonExercise
from cafe.exercises.source import build
from cafe.exercises.words import show
from cafe.selfcheck.check import check, judge
from cafe.selfcheck.progress import Progress
from cafe.selfcheck.values import MOST_ITEMS, Thing, WrongKind, plain

CHECK_MODULE = sys.modules[check.__module__]


def without_end(*_):
    while True:
        pass


def leaves(*_):
    raise SystemExit


class WrittenWithoutEnd:
    __repr__ = __str__ = without_end


class ComparedWithoutEnd:
    __eq__ = __hash__ = without_end


class LeavesWhenWritten:
    __repr__ = leaves


class LeavesWhenCompared:
    __eq__ = leaves


class SaysNoClass:
    __class__ = property(leaves)


class NoTruth:
    def __eq__(self, other):
        return self

    def __bool__(self):
        raise ValueError("ambiguous")


class AText(str):
    __eq__ = without_end
    __hash__ = str.__hash__


class AList(list):
    __iter__ = __len__ = without_end


class ADict(dict):
    keys = items = __getitem__ = without_end


class Fails(Exception):
    __str__ = without_end


def holding_itself():
    ring = []
    ring.append({"a": ring})
    return ring


def nested(depth):
    inner = []
    for _ in range(depth):
        inner = [inner]
    return inner


VERY_DEEP = nested(100_000)
ODD = {
    **{
        kind.__name__: kind()
        for kind in (
            WrittenWithoutEnd,
            ComparedWithoutEnd,
            LeavesWhenWritten,
            LeavesWhenCompared,
            SaysNoClass,
            NoTruth,
        )
    },
    "a text of its own": AText("standby"),
    "a list of its own": AList([1, 2]),
    "a dict of its own": ADict(a=1),
    "it holds itself": holding_itself(),
    "very deep": VERY_DEEP,
    "deep": nested(150),
    "10**400": 10**400,
    "10**5000": -(10**5000),
    "infinite": float("inf"),
    "no number": Decimal("sNaN"),
    "very many": list(range(10**6)),
    "a long text": "x" * 10**6,
    "a generator": (each for each in "ab"),
}


@pytest.fixture
def progress(tmp_path, monkeypatch):
    kept = Progress(tmp_path / "progress.json")
    monkeypatch.setattr(CHECK_MODULE, "_progress", lambda: kept)
    return kept


@pytest.mark.parametrize("name", ODD)  # pytest would look at the values themselves
@pytest.mark.parametrize(
    "id", ["01.find_typos", "02b.which_copy", "02c.heir", "03.design_keys"]
)
def test_an_odd_value_is_judged_and_kept(progress, id, name):
    exercise, odd = find(id), ODD[name]
    answers = [odd, {"odd": odd}]
    if exercise.solution.startswith("def"):
        head = exercise.solution.split("\n")[0]
        text = f"{head}\n    return odd\n"
        answers = [odd, build(text, exercise.name, beside={"odd": odd})]
    for answer in answers:
        verdict = check(id, answer)
        assert verdict.outcome == "wrong"
        assert len(str(verdict)) < 700
    assert progress._path.stat().st_size < 20_000


def test_an_error_that_cannot_be_written_is_told_by_its_kind():
    exercise = find("00.cups")
    text = "def price(cups):\n    raise Fails\n"
    quick = build(text, "price", beside={"Fails": Fails})
    exercise_with_less_time = PythonExercise(
        **{**vars(exercise), "seconds": 0.2, "wrong_answers": ()}
    )
    verdict = judge(exercise_with_less_time, quick)
    assert verdict.message.startswith("price(1) raised Fails\n")


@pytest.mark.parametrize(
    "value, told",
    [
        (holding_itself(), "a list that holds itself."),
        (VERY_DEEP, "a value that is nested too deeply."),
        ([[0] * MOST_ITEMS] * 2, "more than 100,000 values, which are too many."),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(value, told):
    with pytest.raises(WrongKind, match=told):
        plain(value)


def test_a_value_that_comes_twice_does_not_hold_itself():
    twice = [1]
    assert plain([twice, twice, {"a": twice}]) == [[1], [1], {"a": [1]}]


def test_a_value_is_made_of_the_kinds_that_python_knows():
    made = plain({AText("a"): AList([AText("b")]), "c": {AText("d")}})
    assert made == {"a": ["b"], "c": {"d"}}
    assert {type(key) for key in made} == {str}
    assert type(made["a"]) is list
    assert isinstance(plain([NoTruth()])[0], Thing)


ROW = {"customer_id": "7", "product": "Latte", "quantity": "1", "unit_price": "3.50"}


@pytest.mark.parametrize(
    "value, shown",
    [
        ([ROW] * 6, f"[{ROW}, … 5 more]"),
        (ROW | {"note": "x" * 90}, str(ROW)[:-1] + ", … 1 more}"),
        ({"c", "a", "b"}, "{'a', 'b', 'c'}"),
        ((1,), "(1,)"),
        ([], "[]"),
    ],
)
def test_a_long_value_ends_with_a_whole_item(value, shown):
    assert show(value) == shown


@pytest.mark.slow
def test_every_value_is_shown_in_little_room():
    for value in ODD.values():
        try:
            value = plain(value)
        except WrongKind:
            continue
        assert len(show(value)) <= 130
        assert len(show([value] * 200, 60)) <= 80
        assert len(show({"a": value, "b": value}, 60)) <= 80


def test_a_zone_of_ones_own_becomes_one_that_python_knows():
    class Own(tzinfo):
        def utcoffset(self, moment):
            return timedelta(hours=2)

    made = plain([datetime(2026, 11, 2, 8, tzinfo=Own())])
    assert made == [datetime(2026, 11, 2, 6, tzinfo=UTC)]
    assert type(made[0].tzinfo) is timezone
