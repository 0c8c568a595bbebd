"""Nothing in the texts of a question gives its right answer away."""

import pytest

from cafe.course.bank import Card, Option, Question
from tools.question_cues import (
    CUES,
    PLACES,
    asked,
    is_odd_one,
    lessons,
    odd_ones,
    places,
    shared_words,
    singles,
    tally,
)

# Standard deviations from chance that a count may lie away: in all, and in a lesson.
ALL, ONE = 2, 3
LANGUAGES = {"07.q18"}  # its cards are lines of languages: their words are the answer


def away(hits, tries):
    """By how many standard deviations hits of one in four are off."""
    return (hits - tries / 4) / (tries * 3 / 16) ** 0.5


@pytest.mark.parametrize("place", PLACES)
def test_no_place_by_length_gives_the_right_option_away(place):
    questions = asked()
    assert abs(away(places(questions)[place], len(singles(questions)))) <= ALL
    for lesson in lessons():
        questions = asked(lesson)
        off = away(places(questions)[place], len(singles(questions)))
        assert abs(off) <= ONE, lesson


@pytest.mark.parametrize("name", CUES)
def test_what_one_option_has_alone_is_seldom_in_the_right_one(name):
    hits, marked = tally(asked(), CUES[name])
    assert away(hits, marked) <= 2


def test_no_right_option_is_the_odd_one_out():
    assert odd_ones(asked()) == []


def test_no_word_stands_on_all_cards_of_one_bin_and_on_no_other():
    found = {question.id for question in asked() if shared_words(question)}
    assert found <= LANGUAGES


def question(stem, right, *wrong):
    options = [Option(right, "w", right=True), *(Option(text, "w") for text in wrong)]
    return Question("01.q01", "01", "01.a", "single", stem, "s", "", options=options)


@pytest.mark.parametrize(
    ("name", "right"),
    [("echo", "Encrypted disks"), ("number", "In 3 zones"), ("hedge", "It may be")],
)
def test_a_cue_is_found_in_the_one_option_that_has_it(name, right):
    asked = question("What does encryption do?", right, "Locks", "Less", "It is")
    assert CUES[name](asked).right
    assert not CUES[name](question("?", right, right, "Less", "It is"))


def test_the_one_that_begins_otherwise_is_the_odd_one_out():
    assert is_odd_one(question("?", "Nothing", "The rows go", "Rows stay", "A rows"))
    assert not is_odd_one(question("?", "Nothing", "The rows go", "Keys", "Rows stay"))


def test_a_word_of_one_bin_is_found():
    texts = {"Shared": ("Each side patches", "One side pays"), "AWS": ("Doors", "Fire")}
    cards = [Card(text, bin, "w") for bin, two in texts.items() for text in two]
    asked = Question(
        "01.q01", "01", "01.a", "match", "?", "s", "", bins=tuple(texts), cards=cards
    )
    assert shared_words(asked) == {"Shared": ["side"]}
