"""The real bank: complete, fair, and sound in every reference."""

import json
import re
import tomllib
from functools import cache
from itertools import chain

import pytest

from cafe.course.bank import draw, draws, lessons, load, misconceptions, shown
from cafe.files import DATA
from cafe.selfcheck.glossary import defined
from cafe.selfcheck.grading import grade
from fixtures.answers import right_answer, wrong_answers

LEAST = {"01": 20, "02": 20, "02b": 20, "02c": 14}
# The tasks of the CLF-C02 guide that a question may be about, "course", or "architect"
# for what only the second exam's papers ask.
EXAM = {
    "course",
    "architect",
    "D1.3",
    "D2.2",
    "D2.3",
    "D3.1",
    "D3.2",
    "D3.5",
    "D3.6",
    "D3.7",
}
EXAM |= {"D4.1", "D4.2"} | {f"D2.1-{part}" for part in "abcde"}
EXAM |= {f"D3.4-{part}" for part in "abcde"}
# The tasks of the SAA-C03 guide.
ARCHITECT = {"1.1", "1.2", "1.3", "2.1", "2.2", "3.3", "3.5", "4.3"}
LESSONS = lessons()
TAUGHT = [lesson for lesson in LESSONS if lesson != "00"]


def questions(*some):
    return [
        question for lesson in some or LESSONS for question in load(lesson).questions
    ]


def choices(question):
    """Whatever may carry a misconception."""
    return question.options + question.cards + question.slips


def tables(name):
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lesson", TAUGHT)
def test_a_lesson_has_enough_questions(lesson):
    askable = [each for each in load(lesson).questions if not each.prediction]
    assert len(askable) >= LEAST.get(lesson, 20)


@pytest.mark.parametrize("lesson", TAUGHT)
def test_each_objective_has_two_questions_and_is_drawn(lesson):
    bank = load(lesson)
    asked = [each.objective for each in bank.questions if not each.prediction]
    assert [each for each in bank.objectives if asked.count(each) < 2] == []
    assert 8 <= len(draw(bank)) <= 12
    assert {each.objective for each in draw(bank)} == set(bank.objectives)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_question_is_asked_by_some_self_check_or_in_the_lesson(lesson):
    bank = load(lesson)
    asked = {
        question.id
        for number in range(1, draws(bank) + 1)
        for question in draw(bank, number=number)
    }
    in_the_lesson = {each.id for each in bank.questions if each.practice}
    in_the_lesson |= {each.id for each in bank.questions if each.prediction}
    assert asked | in_the_lesson == {each.id for each in bank.questions}


def test_the_diagnostic_asks_8_questions_and_recommends_a_lesson_after_each():
    bank = load("00")
    assert len(draw(bank)) == 8
    assert all(re.fullmatch(r"0\d[a-z]?", each.recommends) for each in draw(bank))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_right_answer_is_right_and_every_mistake_hears_its_own_reason(lesson):
    for question in load(lesson).questions:
        assert grade(question, right_answer(question)).outcome == "right", question.id
        for answer, why in wrong_answers(question):
            verdict = grade(question, answer)
            assert verdict.outcome == "wrong", (question.id, answer)
            assert why in str(verdict), (question.id, answer)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_choice_question_has_the_format_of_the_exam(lesson):
    for question in load(lesson).questions:
        if question.kind == "single" and not question.prediction:
            assert len(question.options) == 4, question.id
        if question.kind == "multiple":
            assert len(question.options) >= 5, question.id
            right = sum(option.right for option in question.options)
            asked = f"(Choose {'two' if right == 2 else 'three'}.)"
            assert " ".join(question.stem.split()).endswith(asked), question.id


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_id_that_was_retired_is_not_used_again(lesson):
    """A learner's progress may hold it, with an answer to the question of old."""
    (file,) = (DATA / "questions").glob(f"{lesson}_*.toml")
    retired = tables(f"questions/{file.name}").get("retired", [])
    assert {each.id for each in load(lesson).questions} & set(retired) == set()


def test_every_fact_that_a_question_cites_exists():
    known = {fact["id"] for fact in tables("facts.toml")["fact"]}
    unknown = {each.id: set(each.facts) - known for each in questions()}
    assert {id: facts for id, facts in unknown.items() if facts} == {}


PRICE = re.compile(r"\b(?:USD (\d+\.\d+)|(\d+\.\d+) dollars|at (\d+\.\d+) a)\b")


def test_a_price_that_a_stem_gives_is_in_a_fact_that_the_question_names():
    figures = {fact["id"]: fact["figure"] for fact in tables("facts.toml")["fact"]}
    odd = [
        f"{question.id}: {price}"
        for question in questions()
        for price in filter(None, chain.from_iterable(PRICE.findall(question.stem)))
        if not any(price in figures[fact] for fact in question.facts)
    ]
    assert odd == []


def test_every_exam_tag_is_one_of_the_guide():
    assert {each.id: each.exam for each in questions() if each.exam not in EXAM} == {}
    tags = {each.id: each.architect for each in questions() if each.architect}
    assert {id: tag for id, tag in tags.items() if tag not in ARCHITECT} == {}


def test_a_question_of_the_architect_alone_is_practice_with_a_task():
    alone = [each for each in questions() if each.exam == "architect"]
    assert [each.id for each in alone if not (each.practice and each.architect)] == []


@pytest.mark.parametrize("lesson", TAUGHT)
def test_every_misconception_of_a_lesson_is_behind_a_wrong_answer(lesson):
    caught = {
        choice.misconception.slug
        for question in questions()
        for choice in choices(question)
        if choice.misconception
    }
    listed = tables("misconceptions.toml")[f"lesson-{lesson}"]
    assert set(listed) - caught == set()


def test_no_misconception_is_listed_twice():
    listed = tables("misconceptions.toml")
    assert len(misconceptions()) == sum(len(table) for table in listed.values())


@cache
def cells(lesson):
    """The cells of a lesson's notebook."""
    (notebook,) = (DATA.parent / "notebooks").glob(f"{lesson}_*.ipynb")
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_section_to_reread_is_a_cell_of_the_lesson(lesson):
    sections = {each.id: each.section for each in load(lesson).questions}
    ids = {cell["id"] for cell in cells(lesson)}
    assert {id: name for id, name in sections.items() if name not in ids} == {}


SERVICE = re.compile(r"\b(?:Amazon|AWS) ([A-Z][\w-]+(?: [A-Z][\w-]+)*)")


def told_until(lesson):
    """All that the lessons up to this one say."""
    return "\n".join(
        "".join(cell["source"])
        for each in LESSONS[: LESSONS.index(lesson) + 1]
        for cell in cells(each)
    )


@pytest.mark.parametrize("lesson", TAUGHT)
def test_no_choice_names_a_service_that_no_lesson_has_introduced(lesson):
    told = told_until(lesson)
    texts = [
        text
        for question in questions(lesson)
        for text in (
            *question.bins,
            *(choice.text for choice in (*question.options, *question.cards)),
        )
    ]
    named = {name for text in texts for name in SERVICE.findall(text)}
    assert {name for name in named if name not in told} == set()


EXPLAINED = {"Continuous backup", "Least privilege"}  # in the sentence that says them


def later_terms(lesson):
    """A pattern of each term that later lessons define: of two words, or in capitals.

    The words of a single one, such as *reader*, are those of any sentence.
    """
    for names, _, place in defined():
        for name in names.replace("Amazon ", "").split(", "):
            of_its_own = (" " in name or name.isupper()) and name not in EXPLAINED
            if of_its_own and place.lesson in LESSONS[LESSONS.index(lesson) + 1 :]:
                same = "" if name.isupper() else "i"
                yield rf"(?{same}:\b{re.escape(name)}s?\b)"


@pytest.mark.parametrize("lesson", TAUGHT)
def test_no_question_says_a_term_that_only_a_later_lesson_tells(lesson):
    told, terms = told_until(lesson), "|".join(later_terms(lesson)) or "(?!)"
    said = [
        f"{question.id}: {term}"
        for question in questions(lesson)
        if question.exam != "architect"
        for part in (question, *choices(question), *question.items)
        for text in (part.why, getattr(part, "text", question.stem))
        for term in re.findall(terms, text)
        if not re.search(rf"(?i:\b{term}\b)", told)
    ]
    assert said == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_prediction_is_asked_once_in_its_lesson(lesson):
    sources = "\n".join("".join(cell["source"]) for cell in cells(lesson))
    asked = re.findall(r'predict\("([^"]+)"\)', sources)
    predictions = [each.id for each in load(lesson).questions if each.prediction]
    assert sorted(asked) == predictions


def saying(pattern, texts):
    """Those of (question, text) that a pattern finds, whatever their case."""
    return [
        f"{question.id}: {text}"
        for question, text in texts
        if re.search(pattern, text, re.IGNORECASE)
    ]


def test_no_explanation_names_a_letter_since_letters_follow_the_order_shown():
    reasons = (
        (question, part.why)
        for question in questions()
        for part in (*choices(question), *question.items, question)
    )
    letter = r"\b(?:option|answer|choice|card)s? \(?[a-h]\b(?!')"
    assert saying(letter, reasons) == []


def test_what_a_paper_may_ask_is_understood_outside_its_lesson():
    texts = (
        (question, text)
        for question in questions()
        for text in (question.stem, *(option.why for option in question.options))
        if not question.prediction
    )
    place = r"\bthis (lesson|engine)|\bnext cell|\bcell (above|below)"
    assert saying(place, texts) == []


@pytest.mark.parametrize(
    "some", [LESSONS, *([lesson] for lesson in TAUGHT)], ids="+".join
)
def test_no_position_gives_the_right_option_away(some):
    """Chi-square of the shown positions, at 1 in 1,000 (5 positions, df 4)."""
    seen, due = [0] * 5, [0.0] * 5
    for question in questions(*some):
        for place, option in enumerate(list(shown(question).values())[:5]):
            if question.options:
                seen[place] += option.right
                share = sum(each.right for each in question.options)
                due[place] += share / len(question.options)
    assert sum((s - d) ** 2 / d for s, d in zip(seen, due, strict=True)) < 18.47


@pytest.mark.parametrize(
    "some", [LESSONS, *([lesson] for lesson in TAUGHT)], ids="+".join
)
@pytest.mark.parametrize("extreme", [max, min], ids=["longest", "shortest"])
def test_no_length_gives_the_right_option_away(some, extreme):
    """The right option is the longest, or shortest, about as often as chance has it.

    The bound is two standard deviations above the chance of each question.
    """
    single = [each for each in questions(*some) if each.kind == "single"]
    hits = chance = spread = 0
    for question in single:
        lengths = [len(option.text) for option in question.options]
        right = next(len(each.text) for each in question.options if each.right)
        hits += right == extreme(lengths) and lengths.count(right) == 1
        chance += 1 / len(lengths)
        spread += (1 / len(lengths)) * (1 - 1 / len(lengths))
    assert hits <= chance + 2 * spread**0.5
