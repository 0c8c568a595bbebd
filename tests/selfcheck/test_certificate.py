"""The certificate: who gets one, what it says, and where it is saved."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest

from cafe.course import bank
from cafe.exercises import exercises
from cafe.selfcheck.certificate import (
    NO_PROOF,
    Certificate,
    certificate,
    earn,
    finishable,
)
from cafe.selfcheck.exam import Exam
from cafe.selfcheck.progress import Progress
from fixtures.answers import right_answer, wrong_answers

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Learner:
    """A learner whose clock a test moves; noon on the first day."""

    def __init__(self, folder):
        self.now = NOON
        self.folder = folder
        self.progress = Progress(folder / "none" / "progress.json", lambda: self.now)

    def answer_lessons(self, all_but=()):
        for lesson in finishable():
            for question in bank.draw(bank.load(lesson.id)):
                if question.id not in all_but:
                    self.progress.record(question.id, "wrong", "a")

    def take_exam(self, rights, number=1):
        sheet = Exam(number, self.progress)
        for place, question in enumerate(sheet.questions, 1):
            right = place <= rights
            sheet.answer(
                place,
                right_answer(question) if right else wrong_answers(question)[0][0],
            )
        sheet.hand_in()

    def finish(self):
        """Answer all lessons and pass the exam; at noon, as it was once done."""
        if self.now == NOON:
            done = self.folder / "done.json"
            done.write_bytes(finished())
            self.progress.import_(done)
        else:
            self.answer_lessons()
            self.take_exam(rights=15)

    def certificate(self, name="Ada Lovelace"):
        return earn(name, self.progress, self.folder)

    @property
    def files(self):
        return sorted(path.name for path in self.folder.glob("*.svg"))


@cache
def finished():
    """The progress file of a learner who has finished at noon."""
    with TemporaryDirectory() as folder:
        learner, done = Learner(Path(folder)), Path(folder) / "done.json"
        learner.answer_lessons()
        learner.take_exam(rights=15)
        learner.progress.export(done)
        return done.read_bytes()


@pytest.fixture
def learner(tmp_path):
    return Learner(tmp_path)


def texts(svg):
    return [each.text for each in ElementTree.fromstring(svg).iter() if each.text]


def test_who_finished_gets_a_picture_that_says_what_was_done(learner):
    learner.progress.record("01.total", "wrong", "…")
    learner.progress.record(next(iter(exercises())), "right", "…")
    learner.finish()
    made = learner.certificate()
    assert isinstance(made, Certificate)
    assert learner.files == ["certificate.svg"]
    said = " ".join(texts((learner.folder / "certificate.svg").read_text("utf-8")))
    for words in (
        "Certificate of Ada Lovelace",
        f"{len(finishable())} lessons, 1 exercise solved",
        "practice exam: 15 of 20 right",
        "2 November 2026",
        NO_PROOF,
    ):
        assert words in said
        assert words in repr(made)


def test_the_date_is_the_day_on_which_all_was_done_for_the_first_time(learner):
    last = bank.draw(bank.load("03"))[-1]
    learner.take_exam(rights=16)
    learner.answer_lessons(all_but=[last.id])
    learner.now += timedelta(days=3)
    learner.progress.record(last.id, "wrong", "a")
    learner.now += timedelta(days=30)
    learner.take_exam(rights=19, number=2)
    said = repr(learner.certificate())
    assert "5 November 2026" in said
    assert "19 of 20 right" in said


def test_one_unanswered_question_is_named_with_its_lesson_and_no_file_is_made(learner):
    learner.answer_lessons(all_but=[bank.draw(bank.load("02b"))[0].id])
    learner.take_exam(rights=20)
    assert str(learner.certificate()) == (
        "No certificate yet, and no file. What is missing:\n"
        "- lesson 02b, “Rent a relational database: Amazon RDS”: 1 of 10 questions of"
        ' its self-check, quiz("02b") at the end of 02b_rds.ipynb'
    )
    assert learner.files == []


def test_an_exam_that_was_not_taken_or_not_reached_is_named(learner):
    learner.answer_lessons()
    assert "exam() begins a paper" in learner.certificate()
    learner.take_exam(rights=13)
    said = learner.certificate()
    assert "your best is paper 1 with 13 of 20, 14 are needed" in said
    assert learner.files == []
    learner.take_exam(rights=14, number=2)
    assert isinstance(learner.certificate(), Certificate)


def test_a_beginner_hears_of_every_lesson(learner):
    said = learner.certificate()
    assert all(f"lesson {lesson.id}, " in said for lesson in finishable())


@pytest.mark.parametrize(
    "name",
    ["", "   ", "\n", None, 5, ["Ada"], "\x1b", "\x00", "\ud800", "\u200b", "\u200d"],
)
def test_without_a_name_it_asks_for_one(learner, name):
    learner.finish()
    assert "needs your name" in learner.certificate(name)
    assert "needs your name" in certificate()
    assert learner.files == []


@pytest.mark.parametrize(
    "name",
    [
        '<b>&"Ada"</b>',
        "Zoë Müller-Łukaszewicz",
        "Zoe\u0308",
        "王小明",
        "دانا می\u200cخواهد",
        "Ada 👩\u200d💻 ☕\ufe0f",
        "X" * 80,
    ],
)
def test_any_name_is_written_as_it_is(learner, name):
    learner.finish()
    learner.certificate(name)
    svg = (learner.folder / "certificate.svg").read_text("utf-8")
    assert f"Certificate of {name}" in texts(svg)
    assert name in texts(svg)


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\ud800", "\u200b", "\uffff", "\x7f"])
def test_a_sign_that_cannot_be_drawn_is_left_out_of_a_name(learner, sign):
    learner.finish()
    learner.certificate(f"{sign}Ada{sign} B {sign}")
    svg = (learner.folder / "certificate.svg").read_text("utf-8")
    assert "Ada B" in texts(svg)


def size_of_name(certificate):
    """The size of the letters in which the name is set."""
    (size,) = re.findall(r'font-size="(\d+)" font-weight="bold"', certificate.svg)
    return int(size)


def test_a_long_name_is_set_smaller_and_a_longer_one_refused(learner):
    learner.finish()
    long = learner.certificate("Wolfeschlegelsteinhausenbergerdorff the Elder")
    assert size_of_name(learner.certificate("Ada Lovelace")) == 44
    assert size_of_name(learner.certificate("W" * 80)) < size_of_name(long) < 44
    assert "textLength" not in long.svg
    assert "at most 80 characters" in learner.certificate("X" * 81)


def test_no_exercise_solved_is_not_mentioned(learner):
    learner.finish()
    assert "lessons, practice exam: 15 of 20" in repr(learner.certificate())


def test_another_person_s_file_stays_and_one_s_own_is_written_anew(learner):
    learner.finish()
    learner.certificate("Ada")
    ada = (learner.folder / "certificate.svg").read_text("utf-8")
    learner.certificate("Bob")
    learner.take_exam(rights=20, number=2)
    learner.certificate("Bob")
    learner.certificate("Ada B")
    own = ["certificate-2.svg", "certificate-3.svg", "certificate.svg"]
    assert learner.files == own
    assert (learner.folder / "certificate.svg").read_text("utf-8") == ada
    assert "20 of 20" in (learner.folder / "certificate-2.svg").read_text("utf-8")


def test_where_it_is_saved_is_said_by_the_progress_that_lies_there(
    learner, monkeypatch
):
    monkeypatch.setenv("CAFE_PROGRESS", str(learner.folder / "mine.json"))
    learner.finish()
    assert "Saved beside mine.json: certificate.svg" in repr(learner.certificate())


def test_a_folder_that_cannot_be_written_is_said_and_the_picture_is_shown(learner):
    learner.finish()
    made = earn("Ada", learner.progress, learner.folder / "nowhere")
    assert made.saved.startswith("It could not be saved")
    assert made.svg


def test_in_a_notebook_the_picture_says_the_same_as_its_text(learner):
    learner.finish()
    html = learner.certificate('Ada "Countess"')._repr_html_()
    assert 'alt="Certificate of Ada &quot;Countess&quot;. has finished' in html
