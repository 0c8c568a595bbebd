"""A Python answer is called with hidden cases, and one sentence says what failed."""

import itertools
import json
import os
import random
import signal
import sys
import warnings
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal, getcontext

import numpy as np
import pandas as pd
import pytest

from cafe.exercises import find
from cafe.exercises.kinds import PythonExercise, Wrong
from cafe.exercises.source import build
from cafe.selfcheck import python_checker
from cafe.selfcheck.bell import HAS_TIMER
from cafe.selfcheck.python_checker import check
from cafe.selfcheck.values import plain, same
from fixtures.rds import Shop

with_a_timer = pytest.mark.skipif(
    not HAS_TIMER, reason="without a timer see test_last_resort.py"
)


def exercise(solution, **more):
    texts = dict.fromkeys(("objective", "prompt"), "")
    given = {
        "id": "01.total",
        "difficulty": 1,
        "hints": (),
        "name": "total",
    }
    starter = "def total(numbers):\n    ...\n"
    return PythonExercise(
        **texts, **{"starter": starter, **given, **more}, solution=solution
    )


TOTAL = exercise(
    "def total(numbers):\n    return sum(numbers)\n",
    cases=(([3, 4],), ([],), ([0.1, 0.2],)),
)


def test_a_right_answer_may_do_it_another_way():
    def total(numbers):
        spent = 0
        for number in reversed(numbers):
            spent += number
        return spent

    verdict = check(TOTAL, total)
    assert str(verdict) == "Right. It gives what it should in all 3 cases."


def test_a_failed_case_reads_like_a_sentence():
    verdict = check(TOTAL, lambda numbers: 12)
    assert verdict.message == "total([3, 4]) should give 7; it gave 12."


def test_a_mistake_in_a_later_case_shows_that_case():
    verdict = check(TOTAL, lambda numbers: sum(numbers) or 5)
    assert verdict.message == "total([]) should give 0; it gave 5."


def test_an_error_is_shown_with_the_learners_line():
    total = build("def total(numbers):\n    mean = 1 / 0\n    return mean\n", "total")
    verdict = check(TOTAL, total)
    assert verdict.outcome == "raised"
    assert verdict.message == (
        "total([3, 4]) raised ZeroDivisionError: division by zero\nLine 2: mean = 1 / 0"
    )


def test_an_error_inside_a_library_shows_the_line_that_called_it():
    source = "import json\n\ndef total(numbers):\n    return json.loads('{')\n"
    verdict = check(TOTAL, build(source, "total"))
    assert verdict.message.endswith("\nLine 4: return json.loads('{')")


def test_what_takes_too_long_is_stopped_and_its_line_told():
    quick = exercise(TOTAL.solution, cases=TOTAL.cases, seconds=0.1)
    verdict = check(quick, build("def total(numbers):\n while True: pass\n", "total"))
    assert (verdict.outcome, verdict.message) == (
        "raised",
        "total([3, 4]) was stopped after 0.1 s: is there a loop that never ends?\n"
        "Line 2: while True: pass",
    )


TURNED_OFF = [
    "alarm(0)",
    "setitimer(signal.ITIMER_REAL, 0)",
    "signal(signal.SIGALRM, signal.SIG_IGN)",
    "pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])",
]


@with_a_timer
@pytest.mark.parametrize("call", TURNED_OFF)
def test_an_answer_cannot_turn_its_own_timer_off(call):
    kept = dict(vars(signal))
    quick = exercise(TOTAL.solution, cases=TOTAL.cases, seconds=0.1)
    text = f"""
import signal

def total(numbers):
    try:
        signal.{call}
    except Exception:
        pass
    while True:
        pass
"""
    assert "was stopped after 0.1 s" in check(quick, build(text, "total")).message
    assert kept == vars(signal)


ENDLESS = [
    "sum(itertools.count())",
    "max(itertools.repeat(1))",
    "set(itertools.cycle(numbers))",
    "list(zip(count(1), endless(2)))",
    "sum(iter(int, 1))",
]


@with_a_timer
@pytest.mark.parametrize("endless", ENDLESS)
def test_an_iterator_without_end_is_stopped_in_the_midst_of_python(endless):
    before = [getattr(itertools, name) for name in ("count", "cycle", "repeat")]
    quick = exercise(TOTAL.solution, cases=TOTAL.cases, seconds=0.1)
    text = f"""
import itertools
from itertools import count, repeat as endless

def total(numbers):
    return {endless}
"""
    answer = build(text, "total")
    assert "was stopped after 0.1 s" in check(quick, answer).message
    assert answer.__globals__["count"] is itertools.count
    assert before == [itertools.count, itertools.cycle, itertools.repeat]


@pytest.mark.parametrize(
    "endless",
    [
        "list(islice(itertools.count(3, 2), 2))",
        "list(islice(itertools.cycle('ab'), 3)) + list(itertools.cycle(''))",
        "list(itertools.repeat(7, 2)) + list(itertools.repeat(object=7, times=0))",
        "list(iter([3, 4])) + list(iter(iter([1, 2]).__next__, 2))",
        "list(iter(iter([1, 2]).__next__, 3))",
        "list(islice(itertools.cycle(itertools.count()), 3))",
    ],
)
def test_an_iterator_gives_in_a_check_what_python_gives(endless):
    text = f"""
import itertools
from itertools import islice

def total(numbers):
    return {endless}
"""
    gives = build(text, "total")([])
    asked = exercise(f"def total(numbers):\n    return {gives}\n", cases=(([],),))
    assert check(asked, build(text, "total")).outcome == "right"


@pytest.mark.slow
def test_an_endless_query_through_the_driver_is_stopped():
    shop = Shop()
    shop.create()
    with shop.connect() as connection:
        quick = exercise(TOTAL.solution, cases=lambda: [(connection,)], seconds=0.1)
        endless = "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT 1 FROM r) FROM r"
        verdict = check(quick, lambda numbers: numbers.execute(endless))
    assert "was stopped after 0.1 s" in verdict.message


def test_a_solution_has_all_the_time_it_takes():
    source = "import time\ndef total(numbers):\n time.sleep(0.3)\n return 7\n"
    slow = exercise(source, cases=(([3, 4],),), seconds=0.1)
    assert check(slow, lambda numbers: 7).outcome == "right"


def test_an_argument_that_is_changed_does_not_reach_the_next_case():
    shared = [3, 4]
    twice = exercise(TOTAL.solution, cases=((shared,), (shared,)))

    def total(numbers):
        spent = 0
        while numbers:
            spent += numbers.pop()
        return spent

    assert check(twice, total).outcome == "right"
    assert shared == [3, 4]


def test_print_instead_of_return_is_named(capsys):
    verdict = check(TOTAL, lambda numbers: print(sum(numbers)))
    assert verdict.message == (
        "total([3, 4]) should give 7; it gave nothing back. It printed '7': use return"
        " instead of print."
    )
    assert capsys.readouterr().out == ""


def test_a_function_without_return_gives_none():
    verdict = check(TOTAL, lambda numbers: [].append(numbers))
    assert "it gave None. Does it end with return, and with a value" in verdict.message


@pytest.mark.parametrize("answer", [None, ...])
def test_no_answer_is_not_a_try(answer):
    assert check(TOTAL, answer).outcome == "untried"


@pytest.mark.parametrize(
    "source",
    [
        TOTAL.starter,
        "def total(numbers):\n    # later\n    ...\n",
        "def total(numbers):\n    pass\n",
        "def total(numbers):\n    return None\n",
    ],
)
def test_a_function_without_a_body_is_not_a_try(source):
    assert check(TOTAL, build(source, "total")).outcome == "untried"


def test_a_text_to_be_mended_is_told_from_one_to_be_written():
    started = find("03.orders_of_month")
    given = build(started.starter, started.name)
    assert check(started, given).message.startswith("This is still the text that")
    assert check(TOTAL, build(TOTAL.starter, "total")).message.endswith("nothing yet.")


def test_the_result_of_a_call_is_no_function():
    verdict = check(TOTAL, 7)
    assert verdict.message == (
        "Give the function itself, without brackets or quotes:"
        ' check("01.total", total).'
    )


def test_an_async_function_is_told_to_leave_that_out(recwarn):
    async def total(numbers):
        return sum(numbers)

    told = "total should be a plain def, without async."
    assert check(TOTAL, total).message == told
    assert not recwarn  # "was never awaited" says nothing to a learner


def test_other_arguments_than_asked_for_are_named():
    verdict = check(TOTAL, lambda: 7)
    assert verdict.message == "total should take (numbers); yours takes ()."


@pytest.mark.parametrize("error", [SystemExit(0), GeneratorExit(), MemoryError()])
def test_what_would_end_a_program_ends_only_the_case(error):
    def total(numbers):
        raise error

    assert type(error).__name__ in check(TOTAL, total).message


def test_a_message_holds_no_address():
    verdict = check(TOTAL, lambda numbers: object())
    assert verdict.message.endswith("it gave an object.")
    raising = build("def total(numbers):\n    raise ValueError(object())\n", "total")
    assert "ValueError: <object object>\n" in check(TOTAL, raising).message


def test_a_value_can_be_the_answer():
    too_much = Wrong(75, "", "A tenth of it.")
    asked = exercise("total = 7.5", wrong_answers=(too_much,))
    assert check(asked, 7.5).outcome == "right"
    verdict = check(asked, 75)
    assert verdict.message == "total is not 75."
    assert verdict.details == ("A tenth of it.",)
    assert check(asked, 8).details == ()
    assert "call it first" in check(asked, lambda: 7.5).message


KEYS = "total = {'a': ('p', 's'), 'b': {'c': 1}, 'd': 2}"


@pytest.mark.parametrize(
    "answer, said",
    [
        ({"b": {"c": 1}, "d": 2}, "The key 'a' is missing."),
        (
            {"a": ["p", "s"], "b": {"c": 1}, "d": 2},
            "Look at 'a': ['p', 's'] is not right. A tuple is expected, not a list.",
        ),
        (
            {"a": ("p", "s"), "b": {"c": 3}, "d": 2},
            "Look at 'b': {'c': 3} is not right. Look at 'c': 3 is not right.",
        ),
        ({"a": ("p", "s"), "b": {"c": 1}, "d": 5}, "Look at 'd': 5 is not right."),
        (
            {"a": ("p", "s"), "b": {"c": 1}, "d": 2, "e": 0},
            "The key 'e' should not be there.",
        ),
    ],
)
def test_the_first_key_that_is_wrong_is_named_and_not_what_it_should_hold(answer, said):
    verdict = check(exercise(KEYS, starter="total = ..."), answer)
    assert verdict.message == f"total is not {answer!r}. {said}"


@pytest.mark.parametrize(
    "wanted, gave, said",
    [
        ([1, 2], (1, 2), "A list is expected, not a tuple."),
        ((1, 2), [1, 2], "A tuple is expected, not a list."),
        ([("a", 1)], [["a", 1]], "A tuple is expected, not a list."),
    ],
)
def test_a_tuple_and_a_list_that_look_alike_are_told_apart(wanted, gave, said):
    asked = exercise(f"def total(numbers):\n    return {wanted}\n", cases=(([],),))
    verdict = check(asked, lambda numbers: gave)
    assert verdict.message == (
        f"total([]) should give {wanted!r}; it gave {gave!r}. {said}"
    )


def test_cases_can_be_made_anew_for_each_answer():
    class Account:
        def __init__(self):
            self.names = []

        def __repr__(self):
            return "account"

    made = []

    def cases():
        made.append(Account())
        return [(made[-1],)]

    asked = exercise(
        "def total(account):\n account.names += ['a']\n return len(account.names)",
        cases=cases,
    )
    for _ in range(2):
        verdict = check(asked, lambda account: len(account.names))
        assert verdict.message == "total(account) should give 1; it gave 0."
    assert len(made) > 2


def test_an_exercise_can_prove_an_answer_itself():
    def prove(total):
        return None if total([1]) == 1 else "total([1]) is not 1."

    asked = exercise(TOTAL.solution, prove=prove)
    assert check(asked, sum).message == "It does what was asked for."
    assert check(asked, lambda numbers: 2).message == "total([1]) is not 1."
    raising = build("def total(numbers):\n    return numbers.nope\n", "total")
    assert "\nLine 2: return numbers.nope\n" in check(asked, raising).message


@pytest.mark.parametrize(
    "one, other, expected",
    [
        (0.1 + 0.2, 0.3, True),
        ([0.1 + 0.2], [0.3], True),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"b": 1}, False),
        ([1, 2], (1, 2), False),
        ([1, 2], [1], False),
        (1, True, False),
        (1, "1", False),
        ({1, 2}, {2, 1}, True),
        (float("nan"), 1.0, False),
        (1, 1j, False),
        (1, 1 + 0j, False),
        (1j, 1j, True),
        (Decimal("0.1"), 0.1, True),
        ({"a": 1}, defaultdict(int, a=1), True),
        ({"a": 1}, defaultdict(int, a=2), False),
        ("a", np.str_("a"), True),
        (["a"], [np.str_("a")], True),
        (timedelta(hours=3), pd.Timedelta("3h"), True),
        (datetime(2026, 11, 2), pd.Timestamp("2026-11-02"), True),
        (True, 1, False),
        ({1}, frozenset({1}), False),
        ((1, 2), [1, 2], False),
    ],
)
def test_values_are_the_same_up_to_a_rounding(one, other, expected):
    assert same(plain(one), plain(other)) is expected


def test_a_fault_of_a_proof_is_none_of_the_answer():
    def prove(total):
        return {}[total([1])]

    asked = exercise(TOTAL.solution, prove=prove)
    with pytest.raises(KeyError):
        check(asked, build("def total(numbers):\n    return 5\n", "total"))


def test_an_error_of_the_answer_within_a_proof_is_the_answers():
    def prove(total):
        return total([1])

    verdict = check(exercise(TOTAL.solution, prove=prove), lambda numbers: numbers[9])
    assert verdict.outcome == "raised"
    assert verdict.message.startswith("total raised IndexError")


@pytest.mark.parametrize(
    "answer, said",
    [
        (lambda numbers: print(7), "It printed '7': use return instead of print."),
        (lambda numbers: numbers.sort(), "It gave None. Does it end with return"),
    ],
)
def test_a_proof_that_gets_nothing_says_what_may_be_missing(answer, said):
    def prove(total):
        return None if total([3, 4]) == 7 else "It should give 7."

    verdict = check(exercise(TOTAL.solution, prove=prove), answer)
    assert verdict.message.startswith(f"It should give 7. {said}")


def test_nothing_is_said_of_a_return_that_nobody_asked_for():
    def prove(total):
        total([3, 4])
        return "Nothing was stored."

    asked = exercise("def total(numbers):\n    numbers.sort()\n", prove=prove)
    assert check(asked, lambda n: print(n)).message == "Nothing was stored."


def proved(prove, body):
    total = build(f"def total(numbers):\n    {body}\n", "total")
    return lambda: check(exercise(TOTAL.solution, prove=prove), total)


def test_a_proof_that_stumbles_over_none_names_the_missing_return():
    verdict = proved(lambda total: total([1])["sum"], "sum(numbers)")()
    assert verdict.outcome == "wrong"
    assert verdict.message.startswith("total: It gave None. Does it end with return")


@pytest.mark.parametrize(
    "wanted, gave, said",
    [
        (3, "3", "it gave '3', a text."),
        (3, True, "it gave True, a truth value."),
        (True, 1, "it gave 1, a number."),
        (None, "None", "it gave 'None', a text."),
        ("a", ["a"], "it gave ['a'], a list."),
        (
            [1],
            {1},
            "it gave {1}, a set. A set has no order: sorted(…) makes a list of it.",
        ),
        ([1], map(int, "1"), "it gave a map. list(…) makes a list of it."),
        ([1], {1: 1}.keys(), "it gave a dict_keys. list(…) makes a list of it."),
        ({"a": 1}, [("a", 1)], "it gave [('a', 1)], a list."),
        (3, 4, "it gave 4."),
        ("a", "b", "it gave 'b'."),
    ],
)
def test_another_kind_of_value_is_named(wanted, gave, said):
    asked = exercise(f"def total(numbers):\n    return {wanted!r}\n", cases=(([],),))
    verdict = check(asked, lambda numbers: gave)
    assert verdict.message == f"total([]) should give {wanted!r}; {said}"


def test_a_value_of_another_kind_is_told_its_kind():
    verdict = check(exercise("total = [1]", starter="total = ..."), {"a": 1})
    assert verdict.message == "total should be a list; yours is a dict."


def test_a_long_call_is_told_in_few_words():
    many = [{"name": f"customer {number}", "spent": number} for number in range(50)]
    asked = exercise("def total(numbers):\n    return len(numbers)\n", cases=((many,),))
    message = check(asked, lambda numbers: 1).message
    assert "{'name': 'customer 0', 'spent': 0}, " in message
    assert len(message) < 400


def test_an_answer_asks_nobody_and_ends_no_kernel():
    def asks(cups):
        return int(input("How many? ")) * 3

    def ends(cups):
        import os

        os._exit(1)

    cups = find("00.cups")
    assert "as its arguments" in check(cups, asks).message
    assert "raised SystemExit" in check(cups, ends).message


def test_what_an_answer_changes_of_python_is_put_back():
    def poisons(cups):
        import decimal
        import json
        import os
        import random
        import sys

        from cafe.selfcheck import python_checker

        json.dumps = lambda *arguments, **named: "poison"
        python_checker.same = lambda one, other: True
        sys.setrecursionlimit(900)
        decimal.getcontext().prec = 1
        random.seed(1)
        os.chdir("/")
        sys.stdout.close()
        return cups

    before = random.getstate(), os.getcwd(), sys.getrecursionlimit()
    check(find("00.cups"), poisons)
    assert json.dumps([1]) == "[1]"
    assert python_checker.same is same
    assert getcontext().prec == 28
    assert (random.getstate(), os.getcwd(), sys.getrecursionlimit()) == before
    assert check(find("00.cups"), lambda cups: cups).outcome == "wrong"


@pytest.mark.parametrize(
    "patch",
    [
        "from cafe.selfcheck.verdict import Verdict; Verdict.__str__ = lambda it: 'x'",
        "from cafe.selfcheck.values import _Maker; _Maker.made = lambda it, value: 3",
        "from cafe.selfcheck.python_checker import _Watched; _Watched.__call__ = print",
        "from cafe import aws; aws.Session.client = lambda *names: None",
        "from cafe.exercises import find; find('00.cups').cases = ((0,),)",
        "from cafe.selfcheck import verdict; verdict.WORDS.clear()",
        "import inspect; inspect.signature = None",
        "import sys; sys.modules['json'] = None",
        "import sys; sys.path.clear()",
        "import sys; sys.stderr = None",
        "import sys; sys.settrace(lambda *seen: None)",
        "import os; os.environ.clear()",
        "import warnings; warnings.simplefilter('error')",
    ],
)
def test_what_an_answer_patches_is_put_back(patch):
    def poisons(cups):
        exec(patch)
        return cups

    def kept():
        filters = list(warnings.filters)
        return dict(os.environ), list(sys.path), sys.stderr, sys.gettrace(), filters

    before = kept()
    check(find("00.cups"), poisons)
    assert kept() == before
    for id in ("00.cups", "10.index_writes", "10.change_drink"):
        asked = find(id)
        verdict = check(asked, build(asked.solution, asked.name))
        assert str(verdict).startswith("Right. It")
    told = "Not yet right. price(1) should give 3; it gave 1."
    assert str(check(find("00.cups"), lambda cups: cups)).startswith(told)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses the memory")
def test_a_value_as_large_as_the_machine_ends_only_the_case():
    told = check(find("00.cups"), lambda cups: "x" * 10**11).message
    assert told.startswith("price(1) raised MemoryError")


def test_the_name_of_an_error_is_told_as_far_as_one_reads_it():
    def price(cups):
        raise type("x" * 10_000, (Exception,), {})

    assert len(check(find("00.cups"), price).message) < 200


@pytest.mark.parametrize(
    "body, told",
    [
        ("sum(Numbers)", "Did you mean numbers?"),
        ("sum(sales)", "is called numbers. A text stands in quotes."),
        ("{'a': 1}['numbers']", "In quotes a name is a text."),
        ("sum(values)", "is called numbers."),
    ],
)
def test_who_calls_an_argument_otherwise_is_told_its_name(body, told):
    answer = build(f"def total(numbers):\n    return {body}\n", "total")
    assert told in check(TOTAL, answer).message


def test_who_asks_for_a_key_that_is_not_there_hears_those_that_are():
    def total(rows, customer_id):
        return rows[0]["price"]

    told = check(find("01.total"), total).message
    assert "Here the keys are: customer_id, product, quantity, unit_price." in told


class NoEquals:
    def __eq__(self, other):
        raise ValueError


def test_a_value_that_cannot_be_compared_is_wrong_and_no_fault():
    exercise = find("10.pay_with_points")
    pays = build(exercise.solution, exercise.name)

    def pay_with_points(client, customer_id, order_id, points):
        pays(client, customer_id, order_id, points)
        return NoEquals()

    verdict = check(exercise, pay_with_points)
    assert verdict.outcome == "wrong"
    assert "it gave a NoEquals." in verdict.message


def test_a_class_of_an_answer_is_told_as_its_own():
    exercise = find("09.selection")
    selection = build(exercise.solution, exercise.name)
    verdict = check(exercise, selection | {"SelectionName": object()})
    assert "type: <class 'object'>" in verdict.message
