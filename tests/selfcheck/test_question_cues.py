"""Nothing in the texts of a question gives its right answer away."""

from dataclasses import replace

import pytest

from cafe.course.questions import Card, Option, Question
from tools.question_cues import (
    CUES,
    KINDS,
    PLACES,
    asked,
    is_odd_one,
    lessons,
    marked,
    odd_ones,
    places,
    said_beside,
    self_checks,
    shared_words,
    shown_by,
    singles,
    tally,
)

# Standard deviations from chance that a count may lie away: in all, and in a lesson.
ALL, ONE = 2, 3
LANGUAGES = {"07.q18"}  # its cards are lines of languages: their words are the answer
# The words asked for, endpoint and item, are those that their lessons speak with.
EVERYWHERE = {"02b.q05", "03.q06"}


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


@pytest.mark.parametrize("cue", CUES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_right_option_has_a_mark_as_often_as_chance_would_give_it(kind, cue):
    hits, chance, deviation = tally(kind(asked()), cue)
    assert abs(hits - chance) <= ALL * deviation


def test_no_right_option_is_the_odd_one_out():
    assert odd_ones(asked()) == []


def test_no_word_stands_on_all_cards_of_one_bin_and_on_no_other():
    found = {question.id for question in asked() if shared_words(question)}
    assert found <= LANGUAGES


@pytest.mark.parametrize("lesson", lessons())
def test_a_word_that_is_asked_for_stands_in_no_question_beside_it(lesson):
    found = {id for asked in self_checks(lesson) for id in said_beside(asked)}
    assert found <= EVERYWHERE


def question(stem, right, *wrong):
    options = [Option(right, "w", right=True), *(Option(text, "w") for text in wrong)]
    return Question("01.q01", "01", "01.a", "single", stem, "s", "", options=options)


@pytest.mark.parametrize(
    ("cue", "right"),
    [
        ("longest", "Less by far"),
        ("shortest", "No"),
        ("echo", "Encrypted disks"),
        ("number", "In 3 zones"),
        ("hedge", "It may be"),
        ("absolute", "It always is"),
        ("negation", "It isn't"),
        ("and", "Disks and keys"),
        ("reason", "Less, because disks are big"),
        ("condition", "Less, until it ends"),
    ],
)
def test_a_mark_is_found_in_the_one_option_that_has_it(cue, right):
    asked = question("What does encryption do?", right, "Locks", "Less", "It is")
    assert [option.text for option in marked(asked, cue)] == [right]
    assert shown_by([asked], cue) == ["01.q01"]
    assert tally([asked], cue) == (1, 0.25, (3 / 16) ** 0.5)


def test_where_two_are_right_a_mark_of_both_is_found_and_counted_twice():
    asked = question("Which two?", "Here and there", "Locks", "Disks", "Keys")
    asked.options.append(Option("Now and then", "w", right=True))
    assert shown_by([asked], "and") == ["01.q01"]
    assert tally([asked], "and") == pytest.approx((2, 0.8, 0.6))


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


def test_a_word_that_is_asked_for_is_found_in_the_question_beside_it():
    word = replace(question("Which word?", "?"), kind="short", accept=("$exists",))
    beside = question("What is {$exists: 1}?", "A filter")
    other = question("What is existence?", "A riddle")
    assert said_beside([word, beside]) == {"01.q01": ["01.q01"]}
    assert said_beside([word, other]) == {}
