"""Grading says what is right, which mistake was made, and never raises."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cafe.course.bank import shown
from cafe.course.questions import Card, Item, Misconception, Option, Question, Slip
from cafe.files import DATA
from cafe.selfcheck.grading import forms, grade
from fixtures.answers import letters, right_answer

NOTEBOOKS = DATA.parent / "notebooks"
BELIEF = Misconception("m", "Copies are a backup.")


def make(kind, id="01.q01", **parts):
    common = {
        "lesson": "01",
        "objective": "01.a",
        "stem": "?",
        "section": "s",
        "exam": "course",
    }
    return Question(id=id, kind=kind, **common, **parts)


def options(*right):
    return tuple(
        Option(text, f"why {text}", text in right, None if text in right else BELIEF)
        for text in ("A", "B", "C", "D", "E")
    )


SINGLE = make("single", options=options("A"))
MULTIPLE = make("multiple", options=options("A", "C"))
ORDER = make("order", items=tuple(Item(text, f"why {text}") for text in "ABCD"))
MATCH = make(
    "match",
    bins=("AWS", "Customer", "Shared (both)"),
    cards=(
        Card("A", "AWS", "why A"),
        Card("B", "Customer", "why B", BELIEF, mistaken_bin="AWS"),
        Card("C", "Shared (both)", "why C"),
    ),
)
NUMBER = make(
    "number",
    answer=4.5,
    tolerance=0.2,
    unit="hours",
    why="why 4.5",
    slips=(Slip("why 9", answer=9, misconception=BELIEF),),
)
SHORT = make(
    "short",
    accept=("read replica", "COUNT(*)"),
    why="why replica",
    slips=(Slip("why standby", accept=("standby",), misconception=BELIEF),),
)
ALL = [SINGLE, MULTIPLE, ORDER, MATCH, NUMBER, SHORT]


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_the_right_answer_is_right_and_says_why(question):
    verdict = grade(question, right_answer(question))
    assert verdict.outcome == "right"
    assert "why" in str(verdict)


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
@pytest.mark.parametrize("answer", [None, "", " \n", [], 1j, {}, object(), True])
def test_an_answer_that_cannot_be_read_is_no_try_and_hears_the_forms(question, answer):
    verdict = grade(question, answer)
    assert verdict.outcome == "untried"
    assert verdict.message == forms(question)


def test_a_wrong_choice_hears_its_own_reason_and_the_belief_behind_it():
    verdict = grade(SINGLE, *letters(SINGLE, ["B"]))
    assert verdict.outcome == "wrong"
    assert "why B" in verdict.message and "Copies are a backup." in verdict.message
    assert "why A" not in str(verdict)


def test_a_right_choice_explains_the_other_options_too():
    assert len(grade(SINGLE, right_answer(SINGLE)).details) == 4


@pytest.mark.parametrize("form", ["{}", " {} ", "{})", "({})", "['{}']"])
def test_a_letter_may_be_written_as_people_write_letters(form):
    (letter,) = letters(SINGLE, ["A"])
    answer = [letter] if form.startswith("[") else form.format(letter.upper())
    assert grade(SINGLE, answer).outcome == "right"


def test_two_letters_for_a_single_question_are_no_try():
    assert grade(SINGLE, "a,b").outcome == "untried"


def test_multiple_names_the_wrong_ones_and_only_counts_the_missing():
    verdict = grade(MULTIPLE, letters(MULTIPLE, ["A", "B"]))
    assert verdict.message == "Wrong among your choices: 1. Still missing: 1."
    assert len(verdict.details) == 1 and "why B" in verdict.details[0]
    assert "why C" not in str(verdict)


def test_multiple_half_done_says_that_it_is_right_so_far():
    verdict = grade(MULTIPLE, letters(MULTIPLE, ["A"]))
    assert verdict.outcome == "wrong"
    assert verdict.message == "No wrong choice. Still missing: 1."
    assert verdict.details == ()


@pytest.mark.slow
@given(
    st.permutations("ABCDE"), st.integers(1, 5), st.sampled_from([",", ", ", " ", ";"])
)
def test_multiple_does_not_care_about_order_or_form(texts, size, separator):
    chosen = letters(MULTIPLE, texts[:size])
    verdict = grade(MULTIPLE, sorted(chosen))
    assert grade(MULTIPLE, chosen) == verdict
    assert grade(MULTIPLE, set(chosen)) == verdict
    assert grade(MULTIPLE, separator.join(chosen)) == verdict
    assert (verdict.outcome == "right") == (set(texts[:size]) == {"A", "C"})


def test_only_the_right_order_is_right():
    outcomes = {
        texts: grade(ORDER, letters(ORDER, texts)).outcome
        for texts in permutations("ABCD")
    }
    assert [texts for texts in outcomes if outcomes[texts] == "right"] == [
        tuple("ABCD")
    ]
    assert set(outcomes.values()) == {"right", "wrong"}


@pytest.mark.parametrize("texts, place", [("BACD", 0), ("ADCB", 1), ("ABDC", 2)])
def test_order_says_how_far_from_the_start_it_is_right(texts, place):
    verdict = grade(ORDER, ",".join(letters(ORDER, texts)))
    assert f"In place from the start: {place} of 4 steps." in verdict.message
    assert f"why {texts[place]}" in verdict.details[0]


@pytest.mark.parametrize("texts", ["ABC", "ABCC", "ABCDD"])
def test_an_order_that_is_not_complete_is_no_try(texts):
    assert grade(ORDER, letters(ORDER, texts)).outcome == "untried"


def test_match_says_which_cards_are_wrong_and_not_where_they_belong():
    answer = dict.fromkeys(shown(MATCH), "AWS")
    verdict = grade(MATCH, answer)
    assert verdict.message == "In the wrong place: 2 of 3 cards."
    assert "why B" in str(verdict) and "Copies are a backup." in str(verdict)
    assert "Customer" not in str(verdict) and "Shared" not in str(verdict)


def test_match_tells_a_belief_only_in_the_wrong_bin_that_shows_it():
    (card,) = letters(MATCH, ["B"])
    mistaken = grade(MATCH, right_answer(MATCH) | {card: "AWS"})
    other = grade(MATCH, right_answer(MATCH) | {card: "Shared (both)"})
    assert BELIEF.sentence in str(mistaken)
    assert "why B" in str(other) and BELIEF.sentence not in str(other)


def test_match_reads_text_as_it_reads_a_dict():
    answer = right_answer(MATCH)
    for separator in (", ", ";", "\n"):
        text = separator.join(
            f"{letter.upper()} = {answer[letter]}" for letter in answer
        )
        assert grade(MATCH, text).outcome == "right"
        assert grade(MATCH, text.lower().replace("=", ":")).outcome == "right"


def test_match_without_every_card_or_with_a_strange_bin_is_no_try():
    answer = right_answer(MATCH)
    assert grade(MATCH, {"a": answer["a"]}).outcome == "untried"
    assert grade(MATCH, answer | {"a": "Nobody"}).outcome == "untried"


@pytest.mark.parametrize(
    "answer",
    [4.5, "4.5", "4,5", " 4.5 hours", "4.5h".replace("h", " Hour"), 4.3, 4.7, "4.7"],
)
def test_a_number_is_right_up_to_its_tolerance(answer):
    assert grade(NUMBER, answer).outcome == "right"


@pytest.mark.parametrize(
    "answer, side", [(4.29, "low"), ("4,71", "high"), (-4.5, "low")]
)
def test_a_number_outside_its_tolerance_is_wrong_and_says_the_side(answer, side):
    verdict = grade(NUMBER, answer)
    assert verdict.outcome == "wrong"
    assert verdict.message.endswith(f"hours is too {side}.")


@pytest.mark.parametrize(
    "answer",
    ["4.5 days", "four", "4.5.5", float("nan"), pytest.param(10**400, id="huge")],
)
def test_what_is_no_number_in_the_unit_asked_for_is_no_try(answer):
    assert grade(NUMBER, answer).outcome == "untried"


@pytest.mark.parametrize("answer", ["1000", 1000, "1,000.0", "+1000"])
def test_a_thousand_may_have_its_comma_where_nothing_else_can_be_meant(answer):
    assert grade(make("number", answer=1000, why="w"), answer).outcome == "right"


@pytest.mark.parametrize(
    "answer, either",
    [
        ("1.000", "1000 or 1."),
        ("1,000", "1000 or 1."),
        (" 12.000 copies", "12000 or 12."),
        ("1.500.", "1500 or 1.5."),
        ("−1,250", "-1250 or -1.25."),
        ("99.999", "99999 or 99.9990."),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_asked_about(answer, either):
    question = make("number", answer=1000, why="w", unit="copies")
    verdict = grade(question, answer)
    assert verdict.outcome == "untried"
    assert verdict.message.endswith(f"can mean two numbers: write {either}")


def test_either_way_of_writing_that_is_offered_can_be_read():
    for written, number in (("99999", 99999), ("99.9990", 99.999), ("1.5", 1.5)):
        question = make("number", answer=number, why="w")
        assert grade(question, written).outcome == "right"


def test_a_small_decimal_comma_is_no_thousand():
    assert grade(make("number", answer=0.125, why="w"), "0,125").outcome == "right"
    assert grade(make("number", answer=-2, why="w"), "−2").outcome == "right"


@pytest.mark.slow
@given(
    st.integers(-1000, 1000),
    st.integers(0, 100),
    st.integers(-200, 200),
    st.sampled_from([1, 10, 100]),
)
def test_a_tolerance_includes_its_edge_and_nothing_beyond(
    answer, tolerance, off, scale
):
    question = make(
        "number", answer=answer / scale, tolerance=tolerance / scale, why="why"
    )
    verdict = grade(question, (answer + off) / scale)
    assert (verdict.outcome == "right") == (abs(off) <= tolerance)


@pytest.mark.parametrize(
    "unit, answer",
    [
        ("RCU", "256 read units"),
        ("RCU", "256 read capacity units"),
        ("RCU", "256 RCUs"),
        ("read units", "256 RCU"),
        ("WCU", "256 write units"),
        ("%", "256 per cent"),
        ("%", "256 percent"),
        ("KB", "256 kilobytes"),
        ("times", "256x"),
        ("reads a second", "256 reads"),
    ],
)
def test_a_unit_may_have_another_of_its_names(unit, answer):
    question = make("number", answer=256, why="w", unit=unit)
    assert grade(question, answer).outcome == "right"


@pytest.mark.parametrize("answer", ["256 write units", "256 KB", "256 read"])
def test_another_unit_is_no_name_of_the_one_asked_for(answer):
    question = make("number", answer=256, why="w", unit="RCU")
    assert grade(question, answer).outcome == "untried"


def test_a_foreseen_wrong_number_hears_its_own_reason():
    verdict = grade(NUMBER, "9 hours")
    assert verdict.outcome == "wrong"
    assert "why 9" in verdict.message and "Copies are a backup." in verdict.message


@pytest.mark.parametrize(
    "answer", ["Read  Replica", "“read replica”.", "READ\nREPLICA", "count(*)", "count"]
)
def test_a_text_is_right_whatever_its_case_spaces_and_punctuation(answer):
    assert grade(SHORT, answer).outcome == "right"


@pytest.mark.parametrize(
    "answer",
    ["a read replica", "The read-replica", "read replicas", "the Read Replica command"],
)
def test_a_text_is_right_with_an_article_a_hyphen_or_a_plural(answer):
    assert grade(SHORT, answer).outcome == "right"


@pytest.mark.parametrize("answer", ["the", "replica", "s", "-", "statement"])
def test_a_text_that_lacks_a_word_is_wrong(answer):
    assert grade(SHORT, answer).outcome == "wrong"


NAMED = replace(
    make(
        "short",
        accept=("endpoint",),
        why="why endpoint",
        slips=(Slip("why address", accept=("address",)),),
    ),
    stem="What is the name of RDS called, to which a client connects, and not its IP?",
)


@pytest.mark.parametrize(
    "answer",
    ["RDS endpoint", "the RDS endpoint", "endpoint of RDS", "endpoint name"],
)
def test_words_of_the_question_around_a_right_text_change_nothing(answer):
    assert grade(NAMED, answer).outcome == "right"


@pytest.mark.parametrize("answer", ["reader endpoint", "not the endpoint", "RDS", "no"])
def test_other_words_around_a_right_text_make_another_answer(answer):
    assert grade(NAMED, answer).outcome == "wrong"


def test_a_foreseen_wrong_text_is_heard_among_words_of_the_question():
    assert "why address" in grade(NAMED, "the RDS address").message


def test_a_foreseen_wrong_text_hears_its_own_reason():
    verdict = grade(SHORT, "Standby!")
    assert verdict.outcome == "wrong"
    assert "why standby" in verdict.message and BELIEF.sentence in verdict.message


def test_an_unforeseen_wrong_text_is_quoted_and_cut():
    verdict = grade(SHORT, "x" * 500)
    assert verdict.outcome == "wrong"
    assert len(verdict.message) < 100


@given(st.integers(0, 99), st.sampled_from("ABCDE"))
def test_the_order_shown_does_not_change_a_verdict(number, text):
    def verdict(id):
        question = make("single", id=id, options=options("C"))
        return grade(question, *letters(question, [text]))

    one, other = verdict("01.q01"), verdict(f"01.q{number:02}")
    assert (one.outcome, one.message) == (other.outcome, other.message)


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
)
likely = st.text("abcdeABCDE ,;=:.-+0123456789()AWS", max_size=20)
junk = st.recursive(
    scalars | likely | st.complex_numbers() | st.fractions(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner)
        | st.dictionaries(scalars | likely, inner)
        | st.frozensets(scalars | likely)
    ),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.sampled_from(ALL), junk)
def test_grading_never_raises(question, answer):
    verdict = grade(question, answer)
    assert verdict.outcome in ("right", "wrong", "untried")
    assert str(verdict)


@pytest.mark.slow
@given(st.sampled_from(ALL), st.text())
def test_an_answer_that_is_no_try_has_shown_nothing(question, answer):
    verdict = grade(question, answer)
    assume(verdict.outcome == "untried")
    assert "why" not in str(verdict)


def test_grading_and_progress_load_no_widget_and_no_data_package():
    code = (
        "import sys, cafe.selfcheck.grading, cafe.selfcheck.progress;"
        "print(*(m for m in ('anywidget', 'ipywidgets', 'IPython', 'pandas', 'duckdb',"
        " 'numpy') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(NOTEBOOKS)},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.stdout, done.stderr) == ("\n", "")
