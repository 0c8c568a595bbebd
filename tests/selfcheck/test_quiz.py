"""Self-checks and predictions without a page: what they say, keep and hold back."""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from cafe.course import bank
from cafe.selfcheck.kept import CHANGED
from cafe.selfcheck.plain_text import WIDTH
from cafe.selfcheck.practise import practise
from cafe.selfcheck.progress import Progress
from cafe.selfcheck.quiz import Prediction, Quiz, predict
from cafe.selfcheck.quiz import quiz as self_check
from fixtures.answers import right_answer

FILE = Path(__file__).parent / "every_kind.toml"
LESSON = bank.parse(tomllib.loads(FILE.read_text(encoding="utf-8")), FILE.name, {})
WHYS = {
    why
    for question in LESSON.questions
    for part in (
        question,
        *question.options,
        *question.items,
        *question.cards,
        *question.slips,
    )
    if (why := part.why)
}


@pytest.fixture
def progress(tmp_path):
    return Progress(tmp_path / "progress.json")


@pytest.fixture
def quiz(progress):
    return Quiz(LESSON, progress)


@pytest.fixture
def prediction(progress):
    return Prediction(LESSON.question("p01"), progress)


def letter(name, text):
    """The letter under which a choice is shown."""
    choices = bank.shown(LESSON.question(name))
    return next(key for key, choice in choices.items() if choice.text == text)


def whys_in(sheet):
    sent = json.dumps([sheet.asked(), sheet.standing()])
    return {why for why in WHYS if why in sent}


@pytest.mark.parametrize("name", ["q05", "q5", "99.q05", " Q5 "])
def test_a_question_goes_by_its_short_and_its_long_name(quiz, name):
    assert quiz.answer(name, 6).outcome == "right"


def test_a_question_of_another_lesson_is_refused_with_those_asked(quiz):
    with pytest.raises(LookupError, match="it asks q01, q02"):
        quiz.answer("p01", "a")
    with pytest.raises(LookupError, match="no question q77"):
        quiz.answer("q77", "a")


def test_the_first_try_counts_and_later_ones_are_kept(quiz, progress):
    quiz.answer("q05", 3)
    quiz.answer("q05", 6)
    quiz.answer("q06", "replica")
    assert (quiz.score.right, quiz.score.answered, quiz.score.asked) == (1, 2, 6)
    assert [each.outcome for each in progress.tries("99.q05")] == ["wrong", "right"]


def test_an_answer_that_cannot_be_read_is_no_try(quiz):
    assert quiz.answer("q05", "many").outcome == "untried"
    assert quiz.score.answered == 0
    assert quiz.standing()["questions"]["99.q05"]["outcome"] == "untried"
    quiz.answer("q05", 3)
    assert quiz.standing()["questions"]["99.q05"]["outcome"] == "wrong"


def test_a_sheet_that_is_open_begins_anew_when_the_file_was_deleted(quiz, tmp_path):
    quiz.answer("q05", "many")
    quiz.answer("q05", 6)
    (tmp_path / "progress.json").unlink()
    quiz.refresh()
    assert quiz.score.answered == 0
    assert "99.q05" not in quiz.standing()["questions"]


def wish(sheet, step, **content):
    """What the page sends; what it is told of it."""
    sheet._repr_mimebundle_()
    sheet.views[0]._handle_custom_msg({"step": step, **content}, [])
    return sheet.views[0].heard


def test_every_wish_is_heard_even_the_same_answer_again_or_in_a_new_file(
    quiz, tmp_path
):
    for number, answer in enumerate(("3", "3", "many", "many", "3")):
        asked = {"do": "answer", "question": "99.q05", "answer": answer}
        assert wish(quiz, f"v{number}", **asked) == {
            "step": f"v{number}",
            "trouble": "",
        }
        (tmp_path / "progress.json").unlink(missing_ok=True)


def test_a_failure_of_ours_is_told_and_the_wish_is_heard(quiz, monkeypatch):
    def broken(*_):
        raise OSError("no room")

    monkeypatch.setattr(quiz.progress, "record", broken)
    heard = wish(quiz, "v1", do="answer", question="99.q05", answer="3")
    assert heard["step"] == "v1"
    assert (
        "This was not kept (OSError: no room). Run this cell again" in heard["trouble"]
    )


def test_a_new_sheet_shows_the_answers_of_the_file(quiz, progress):
    quiz.answer("q02", "c, A")
    quiz.answer("q04", "a=aws, b=Customer, c=Shared")
    quiz.answer("q05", 6)
    again = Quiz(LESSON, Progress(progress._path)).standing()["questions"]
    assert again["99.q02"]["answer"] == ["a", "c"]
    assert again["99.q04"]["answer"] == {"a": "AWS", "b": "Customer", "c": "Shared"}
    assert again["99.q05"]["answer"] == "6"
    assert again["99.q05"]["settled"]


def test_a_right_answer_stays_although_a_wrong_one_follows(quiz):
    quiz.answer("q05", 6)
    quiz.answer("q05", 3)
    assert quiz.standing()["questions"]["99.q05"]["answer"] == "6"


def test_the_page_gets_no_explanation_before_it_is_earned(quiz, prediction):
    assert whys_in(quiz) == whys_in(prediction) == set()
    quiz.answer("q01", letter("q01", "A CSV file"))
    assert whys_in(quiz) == {"A file takes any text."}
    prediction.answer(letter("p01", "Two"))
    assert whys_in(prediction) == set()


def test_what_is_asked_tells_no_right_choice_from_a_wrong_one(quiz):
    for question in quiz.asked():
        for choice in question["choices"]:
            assert set(choice) == {"key", "text"}
        assert not {"answer", "accept", "slips", "right"} & set(question)


def test_the_end_names_what_to_read_again(quiz):
    first = bank.shown(LESSON.question("q01"))
    right = next(key for key, option in first.items() if option.right)
    quiz.answer("q01", right)
    answers = {"q02": "b", "q03": "a,b,c", "q05": 6, "q06": "replica"}
    for name, answer in answers.items():
        quiz.answer(name, answer)
    assert quiz.standing()["end"] is None
    quiz.answer("q04", {"a": "AWS", "b": "AWS", "c": "AWS"})
    end = quiz.standing()["end"]
    assert end["text"] == "All 6 answered: 3 right at the first try."
    assert [
        (point["name"], [link["text"] for link in point["links"]])
        for point in end["points"]
    ] == [("99.a", ["“counting”"]), ("99.b", ["“restore”", "“sorter”"])]


def test_the_end_leads_to_sections_by_their_number(tmp_path):
    lesson = bank.load("01")
    quiz = Quiz(lesson, Progress(tmp_path / "progress.json"))
    for question in quiz.questions:
        quiz.progress.record(question.id, "wrong", "a")
    points = quiz.standing()["end"]["points"]
    links = [link for point in points for link in point["links"]]
    assert {"text": "section 2", "file": "01_introduction.ipynb"} in [
        {"text": link["text"], "file": link["file"]} for link in links
    ]
    assert all(link["text"].startswith(("section ", "“")) for link in links)
    for point in points:
        texts = [link["text"] for link in point["links"]]
        assert len(set(texts)) == len(texts)


def test_each_card_in_a_wrong_place_is_named(quiz):
    quiz.answer("q04", {"a": "AWS", "b": "AWS", "c": "AWS"})
    said = quiz.standing()["questions"]["99.q04"]
    right = right_answer(LESSON.question("q04"))
    assert said["misplaced"] == [key for key, bin in right.items() if bin != "AWS"]
    assert said["misplaced"]
    quiz.answer("q04", right)
    assert quiz.standing()["questions"]["99.q04"]["misplaced"] == []


def test_a_prediction_of_nothing_is_still_to_be_noted(prediction):
    assert prediction.answer("").startswith("Answer with")
    said = prediction.standing()["questions"][prediction.question.id]
    assert (said["outcome"], said["button"]) == ("untried", "Note it")


def test_the_text_of_a_sheet_never_changes_with_the_answers(quiz, prediction):
    before = repr(quiz), repr(prediction)
    quiz.answer("q05", 6)
    prediction.answer("a")
    prediction.compare()
    assert (repr(quiz), repr(prediction)) == before
    assert not any(why in text for text in before for why in WHYS)


def test_the_text_lists_every_question_and_how_to_answer_it(quiz):
    text = " ".join(repr(quiz).split())
    for question in LESSON.questions[:6]:
        assert " ".join(question.stem.split()) in text
        for key, choice in bank.shown(question).items():
            assert f"{key}) {choice.text}" in text
    assert 'quiz("99").answer("q01", …)' in text
    assert max(map(len, repr(quiz).splitlines())) <= WIDTH


def edited(lesson):
    """The lesson with another text in each wrong option: the letters may move."""

    def edit(question):
        options = tuple(
            each if each.right else replace(each, text=f"{each.text} (new)")
            for each in question.options
        )
        return replace(question, options=options)

    return replace(lesson, questions=tuple(map(edit, lesson.questions)))


@pytest.mark.parametrize("name", ["q01", "q02"])
def test_an_edited_question_keeps_what_an_answer_came_to(quiz, progress, name):
    choices = bank.shown(LESSON.question(name))
    rights = [key for key, option in choices.items() if option.right]
    quiz.answer(name, rights)
    lesson = edited(LESSON)
    now = bank.shown(lesson.question(name))
    assert rights != [key for key, option in now.items() if option.right]
    said = Quiz(lesson, progress).standing()["questions"][f"99.{name}"]
    assert (said["word"], said["message"]) == ("Right.", CHANGED)
    assert said["settled"] and said["answer"] is None


def test_an_answer_that_is_no_choice_any_more_is_said_and_raises_nothing(
    quiz, prediction, progress
):
    progress.record("99.q01", "wrong", "z")
    progress.record("99.q02", "right", "a,z")
    progress.record("99.p01", "wrong", "z")
    said = quiz.standing()["questions"]
    assert (said["99.q01"]["word"], said["99.q01"]["message"]) == (
        "Not yet right.",
        CHANGED,
    )
    assert (said["99.q02"]["word"], said["99.q02"]["answer"]) == ("Right.", None)
    assert prediction.answer("a") == "Noted. Run the next cell, then compare."
    assert prediction.compare().startswith(f"Not as you predicted. {CHANGED}")


def test_a_huge_number_is_kept_and_shown_as_an_answer(quiz, progress):
    quiz.answer("q05", 10**16)
    again = Quiz(LESSON, Progress(progress._path)).standing()["questions"]
    assert again["99.q05"]["word"] == "Not yet right."
    assert "too high" in again["99.q05"]["message"]


def test_what_is_no_name_of_a_question_is_refused_with_an_example():
    for call in (predict, practise):
        for name in (5, None, "", "*", "0?.q01"):
            with pytest.raises(LookupError):
                call(name)
        with pytest.raises(LookupError, match='such as "01.q13"; None came'):
            call(None)


@pytest.mark.parametrize("lesson", ["*", "0?", "", None, 1])
def test_a_self_check_of_no_lesson_is_refused_with_those_there_are(lesson):
    with pytest.raises(LookupError, match="there are some for 00, 01"):
        self_check(lesson)


def test_a_prediction_is_kept_and_explained_only_when_compared(prediction, progress):
    assert "Nothing is noted yet" in prediction.compare()
    two, one = letter("p01", "Two"), letter("p01", "One")
    noted = f"Noted: {two}) Two. Run the next cell, then compare."
    assert prediction.answer(two) == noted
    assert prediction.answer(one) == noted
    assert len(progress.tries("99.p01")) == 1
    assert prediction.compare() == (
        "Not as you predicted. Nothing joins the two saves.\n"
        f"The answer: {one}) One. The second save replaces the first."
    )


@pytest.mark.parametrize("said", [6, "6", "6 orders"])
def test_a_number_is_noted_with_its_unit_once(progress, said):
    asked = replace(LESSON.question("q05"), unit="orders")
    assert Prediction(asked, progress).answer(said).startswith("Noted: 6 orders. Run")


def test_a_right_prediction_is_praised_in_words(prediction):
    prediction.answer(letter("p01", "One"))
    expected = "As you predicted. The second save replaces the first."
    assert prediction.compare().startswith(expected)


def test_a_predicted_number_that_can_mean_two_is_asked_about(progress):
    prediction = Prediction(bank.find("00.p01"), progress)
    assert "write 1000 or 1" in prediction.answer("1.000")
    assert not progress.tries("00.p01")


def test_a_prediction_that_cannot_be_read_says_how_to_answer(prediction, progress):
    assert "one letter, a to d" in prediction.answer("z")
    assert progress.tries("99.p01") == ()


def test_a_cell_hears_that_an_answer_cannot_be_kept(tmp_path):
    quiz = Quiz(LESSON, Progress(tmp_path / "none" / "progress.json"))
    verdict = quiz.answer("q05", 6)
    assert verdict.outcome == "right"
    assert "Progress cannot be kept in progress.json" in str(verdict)


def test_a_cell_hears_that_a_prediction_cannot_be_kept(tmp_path, prediction):
    progress = Progress(tmp_path / "none" / "progress.json")
    said = Prediction(prediction.question, progress).answer("a")
    assert "Progress cannot be kept in progress.json" in said


def test_the_page_shows_what_a_cell_answers(quiz):
    quiz._repr_mimebundle_()
    quiz.answer("q05", 6)
    assert quiz.views[0].standing == quiz.standing()


def test_an_answer_from_the_page_is_graded_and_shown(quiz):
    wish(quiz, "v1", do="answer", question="99.q05", answer="6")
    assert quiz.score.right == 1
    assert quiz.views[0].standing["questions"]["99.q05"]["outcome"] == "right"


def test_a_notebook_gets_the_widget_and_the_text(quiz):
    data, _ = quiz._repr_mimebundle_()
    assert set(data) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert data["text/plain"] == repr(quiz)


def test_opening_a_self_check_loads_no_heavy_package(tmp_path):
    script = """
import sys
from cafe.selfcheck import predict, quiz
quiz("01")
heavy = {"pandas", "duckdb", "ipywidgets", "anywidget", "matplotlib"}
print(*sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2] / "notebooks",
        env=os.environ | {"CAFE_PROGRESS": str(tmp_path / "progress.json")},
        capture_output=True,
        text=True,
    )
    assert (done.stdout.strip(), done.stderr.strip()) == ("", "")


def test_a_second_self_check_asks_other_questions_and_the_first_names_it():
    first, second = self_check("04"), self_check("04", 2)
    assert self_check("04", 2) is second and self_check("04") is first
    assert not {*first.questions} & {*second.questions}
    assert repr(second).startswith("Self-check 2: ")
    assert 'quiz("04", 2).answer(' in repr(second)


def test_the_end_of_a_self_check_names_the_next_as_long_as_there_is_one(progress):
    lesson = bank.load("04")
    for number in range(1, bank.draws(lesson) + 1):
        sheet = Quiz(lesson, progress, number)
        for question in sheet.questions:
            sheet.answer(question.number, right_answer(question))
        named = f'Other questions: quiz("04", {number + 1}).'
        assert (named in sheet.standing()["end"]["text"]) == (
            number < bank.draws(lesson)
        )


def test_a_self_check_that_is_not_there_says_which_are():
    with pytest.raises(LookupError, match="Lesson 04 has the self-checks 1 to"):
        self_check("04", 99)
