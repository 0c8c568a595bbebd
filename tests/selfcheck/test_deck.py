"""Missed questions come back, spaced, and leave when they are known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cafe.course import bank
from cafe.selfcheck.deck import MOST, WAIT, Card, card, due
from cafe.selfcheck.progress import Progress, merge
from cafe.selfcheck.review import Review, _cards, review
from fixtures.answers import right_answer, wrong_answers

MONDAY = date(2026, 11, 2)


def day(number):
    return MONDAY + timedelta(days=number)


def in_deck(*tries):
    """The box and the days to wait after tries, as (day number, right) pairs."""
    found = card("01.q03", [(day(number), right) for number, right in tries])
    return found and (found.box, (found.due - MONDAY).days)


def test_a_question_right_at_the_first_try_never_enters():
    assert in_deck() is None
    assert in_deck((0, True), (1, False)) is None


def test_a_missed_question_is_due_the_next_day():
    assert in_deck((0, False)) == (1, 1)


def test_trying_again_at_once_moves_nothing():
    assert in_deck((0, False), (0, True), (0, True)) == (1, 1)


def test_each_right_answer_doubles_the_wait():
    tries = [(0, False)]
    for due_on, box, wait in [(1, 2, 2), (3, 3, 4), (7, 4, 8), (15, 5, 16)]:
        tries.append((due_on, True))
        assert in_deck(*tries) == (box, due_on + wait)


def test_a_wrong_answer_goes_back_to_the_first_box():
    assert in_deck((0, False), (1, True), (3, True), (7, False)) == (1, 8)


def test_the_wait_begins_when_an_overdue_question_was_answered():
    assert in_deck((0, False), (30, True)) == (2, 32)


def test_right_five_times_in_time_leaves_the_deck():
    rights = [(1, True), (3, True), (7, True), (15, True), (31, True)]
    assert in_deck((0, False), *rights[:4]) == (5, 31)
    assert in_deck((0, False), *rights) is None
    assert in_deck((0, False), *rights, (32, False)) is None


def test_right_too_early_does_not_leave_the_deck():
    assert in_deck((0, False), *[(number, True) for number in range(1, 6)]) == (3, 7)


def test_at_most_ten_come_in_a_day_the_longest_due_first():
    cards = [Card(day(-number), 1, f"01.q{number:02}") for number in range(14)]
    cards.append(Card(day(1), 1, "01.q99"))
    asked = due(cards, MONDAY)
    assert len(asked) == MOST
    assert [each.id for each in asked][:2] == ["01.q13", "01.q12"]


tries = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=12).map(sorted)


@pytest.mark.slow
@given(tries)
def test_a_card_is_always_in_one_of_the_five_boxes_and_due_later(pairs):
    found = in_deck(*pairs)
    if found:
        box, due_on = found
        assert box in WAIT
        assert due_on > pairs[0][0]
        assert due_on <= pairs[-1][0] + max(WAIT.values())


events = st.fixed_dictionaries(
    {
        "what": st.just("try"),
        "outcome": st.sampled_from(["right", "wrong"]),
        "at": st.integers(0, 40).map(lambda number: f"{day(number)}T12:00:00Z"),
        "by": st.sampled_from(["one", "two"]),
        "n": st.integers(1, 9),
    }
)
documents = st.dictionaries(
    st.sampled_from(["01.q03", "01.q04"]), st.lists(events, max_size=8)
).map(lambda records: {"version": 1, "records": records})


@pytest.mark.slow
@given(documents, documents, documents)
def test_the_order_of_merging_changes_no_box(a, b, c):
    def boxes(document):
        learner = Progress(NOWHERE)
        learner._document = document
        return _cards(["01.q03", "01.q04"], learner)

    expected = boxes(merge(a, b, c))
    assert boxes(merge(c, merge(b, a))) == expected
    assert boxes(merge(merge(a, c), merge(b, a))) == expected


NOWHERE = "no-such-folder/progress.json"


# The sheet


class Learner:
    """A learner whose days are counted from Monday; tries are at noon."""

    def __init__(self, path):
        self.today = 0
        self.progress = Progress(path, self.noon)

    def noon(self):
        return datetime(2026, 11, 2, 12, tzinfo=UTC) + timedelta(days=self.today)

    def review(self):
        return Review(self.progress, day(self.today))


@pytest.fixture
def learner(tmp_path):
    return Learner(tmp_path / "progress.json")


def wrong_answer(question):
    return next(iter(wrong_answers(question)))[0]


def test_with_nothing_missed_it_says_how_it_works(learner):
    assert repr(learner.review()) == (
        "Nothing is due today. What you miss in a self-check comes back here: after"
        " 1 day, then after 2, 4, 8 and 16 more."
    )


def test_it_says_when_a_question_comes_back(learner):
    learner.progress.record("01.q03", "wrong", "a")
    assert repr(learner.review()) == "Nothing is due today. To come: 1 tomorrow."


def test_a_due_question_is_asked_anew_and_moves_up(learner):
    learner.progress.record("01.q03", "wrong", "a")
    learner.progress.record("01.q03", "right", "b")
    learner.today = 1
    review = learner.review()
    assert [question.id for question in review.questions] == ["01.q03"]
    assert review.standing()["questions"] == {}

    verdict = review.answer("01.q03", right_answer(review.questions[0]))
    assert verdict.outcome == "right"
    assert review.standing()["progress"] == (
        "1 of 1 answered, 1 right at the first try. To come: 1 in 2 days."
    )
    assert learner.progress.first("01.q03").outcome == "wrong"  # the score stays


def test_a_question_missed_in_the_review_comes_tomorrow(learner):
    learner.progress.record("01.q03", "wrong", "a")
    learner.today = 3
    review = learner.review()
    review.answer("01.q03", wrong_answer(review.questions[0]))
    assert "To come: 1 tomorrow." in review.standing()["progress"]


def test_run_again_on_the_same_day_it_shows_what_was_answered(learner):
    learner.progress.record("01.q03", "wrong", "a")
    learner.today = 1
    first = learner.review()
    first.answer("01.q03", wrong_answer(first.questions[0]))
    again = learner.review()
    assert again.questions == first.questions
    assert again.standing()["questions"]["01.q03"]["outcome"] == "wrong"


def test_what_is_too_much_for_today_comes_tomorrow(learner):
    for question in bank.load("01").questions[:12]:
        learner.progress.record(question.id, "wrong", "a")
    learner.today = 5
    review = learner.review()
    assert len(review.questions) == MOST
    assert review.standing()["progress"].endswith("To come: 2 tomorrow.")


def test_the_diagnostic_and_predictions_never_come_back(learner):
    for name in ("00.q01", "01.p01", "01.total"):
        learner.progress.record(name, "wrong")
    learner.today = 1
    assert learner.review().questions == ()


def test_a_question_that_is_not_asked_today_is_refused_by_name(learner):
    learner.progress.record("01.q03", "wrong", "a")
    learner.today = 1
    with pytest.raises(LookupError, match="does not ask 01.q04; it asks 01.q03"):
        learner.review().answer("01.q04", "a")
    with pytest.raises(LookupError, match="no question 'q1'; one is called 02.q03"):
        learner.review().answer("q1", "a")


@pytest.mark.parametrize("today", ["2026-11-25", "", 5, datetime(2026, 11, 25)])
def test_a_review_of_what_is_no_day_says_how_a_day_is_written(today):
    with pytest.raises(TypeError, match=r"such as date\(2026, 11, 25\); .* came"):
        review(today)
