"""The practice exam: papers, exam conditions, time, report, and what becomes of it."""

import re
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from cafe.course import bank, pages
from cafe.course.lessons import syllabus
from cafe.selfcheck import exam_paper
from cafe.selfcheck.certificate import _exam_to_do
from cafe.selfcheck.exam import Exam, exam
from cafe.selfcheck.exam_paper import (
    ARCHITECT,
    COURSE,
    FORMATS,
    PRACTITIONER,
    draw,
    guide,
    guides,
    sitting,
    tag,
)
from cafe.selfcheck.exam_report import Report
from cafe.selfcheck.kept import CHANGED
from cafe.selfcheck.progress import Progress
from cafe.selfcheck.quiz import Sheet
from cafe.selfcheck.review import Review
from fixtures.answers import right_answer, wrong_answers

PAPERS = range(1, 21)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def pass_(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def learner(tmp_path, clock):
    return Progress(tmp_path / "progress.json", clock)


@pytest.fixture
def taken(learner):
    """Paper 1, begun."""
    sheet = Exam(1, learner)
    sheet.begin()
    return sheet


def right(question):
    return right_answer(question)


def wrong(question):
    return wrong_answers(question)[0][0]


def answer(sheet, rights):
    """Answers the first `rights` questions right, the others wrong."""
    for number, question in enumerate(sheet.questions, 1):
        sheet.answer(number, (right if number <= rights else wrong)(question))


# Papers


@pytest.mark.parametrize("number", PAPERS)
def test_a_paper_has_20_questions_in_the_two_formats_of_the_exam(number):
    questions = draw(number)
    assert len({question.id for question in questions}) == 20
    assert {question.kind for question in questions} == set(FORMATS)
    assert not any(question.prediction for question in questions)
    assert not any(question.lesson == "00" for question in questions)


@pytest.mark.parametrize("number", PAPERS)
def test_a_paper_covers_every_objective_that_the_bank_has_and_several_lessons(number):
    questions = draw(number)
    turns = {exam_paper.turn(each) for each in exam_paper.askable().values()}
    assert {exam_paper.turn(question) for question in questions} == turns
    assert sum(question.exam.startswith("D2.1") for question in questions) <= 2
    assert sum(question.exam == COURSE for question in questions) == 4
    assert len({question.lesson for question in questions}) >= 5


def test_a_paper_is_always_the_same_and_no_two_are_alike():
    assert draw(1) == draw(1)
    papers = [{question.id for question in draw(number)} for number in PAPERS]
    assert max(len(one & other) for one, other in combinations(papers, 2)) <= 8


@pytest.mark.parametrize("name", guides())
def test_no_paper_asks_what_an_appendix_alone_tells(name):
    told = "".join(text for _, _, text in pages.cells("appendix_documents"))
    practised = set(re.findall(r'practise\("([^"]+)"\)', told))
    assert practised and not practised & set(exam_paper.askable(name))


@pytest.mark.parametrize("name", guides())
def test_every_objective_of_an_exam_has_a_part_of_the_paper(name):
    parts = tuple(guide(name)["paper"]["parts"])
    assert all(each.startswith(parts) for each in guide(name)["objectives"])


@pytest.mark.parametrize("number", PAPERS)
def test_an_architect_s_paper_has_30_questions_in_the_shares_of_the_exam(number):
    questions = draw(number, ARCHITECT)
    assert len({question.id for question in questions}) == 30
    domains = Counter(question.architect[0] for question in questions)
    assert domains == {"1": 9, "2": 8, "3": 7, "4": 6}  # 30, 26, 24 and 20 %
    assert {question.kind for question in questions} == set(FORMATS)
    assert not any(question.prediction for question in questions)


def test_an_architect_s_papers_ask_of_every_lesson_that_has_such_questions():
    drawn = [question for n in PAPERS for question in draw(n, ARCHITECT)]
    askable = exam_paper.askable(ARCHITECT).values()
    assert {each.lesson for each in drawn} == {each.lesson for each in askable}
    assert {syllabus()[each.lesson].part for each in drawn} == {1, 2}


def test_no_two_of_an_architect_s_papers_are_alike():
    papers = [{each.id for each in draw(number, ARCHITECT)} for number in PAPERS]
    assert max(len(one & other) for one, other in combinations(papers, 2)) <= 12


def test_the_first_exam_asks_of_part_two_what_its_guide_lists():
    of_part_two = [
        question
        for question in exam_paper.askable(PRACTITIONER).values()
        if syllabus()[question.lesson].part == 2
    ]
    assert {tag(question) for question in of_part_two} == {"D2.3", "D4.1", "D4.2"}


def test_a_question_of_the_architect_alone_is_in_no_other_paper_or_self_check():
    lessons = [bank.load(id) for id in bank.lessons()]
    alone = {q.id for each in lessons for q in each.questions if q.exam == ARCHITECT}
    assert alone and alone <= set(exam_paper.askable(ARCHITECT))
    assert not alone & set(exam_paper.askable(PRACTITIONER))
    asked = {
        question.id
        for each in lessons
        for number in range(1, bank.draws(each) + 1)
        for question in bank.draw(each, number=number)
    }
    assert not alone & asked


def test_a_question_that_is_not_on_the_exam_says_so():
    text = repr(Exam(1, Progress("no-such-folder/progress.json")))
    assert text.count("(of the course: not on the exam)") == 4


def test_the_time_is_the_paper_s_share_of_the_exam_s():
    assert exam_paper.minutes() == round(20 / 65 * 90) == 28
    assert exam_paper.minutes(ARCHITECT) == 30 / 65 * 130 == 60


def test_a_paper_stays_as_it_was_begun_when_the_bank_grows(taken, learner, monkeypatch):
    before = taken.questions
    fewer = dict(list(exam_paper.askable().items())[::-1])
    fewer.pop(next(id for id in fewer if id not in {each.id for each in before}))
    monkeypatch.setattr(exam_paper, "askable", lambda exam: fewer)
    monkeypatch.setattr(exam_paper, "draw", lambda number, exam: ())
    assert Exam(1, learner).questions == before


def test_the_next_paper_is_the_open_one_and_then_the_first_not_taken(learner):
    assert exam_paper.next_number(learner) == 1
    Exam(3, learner).begin()
    assert exam_paper.next_number(learner) == 3
    Exam(3, learner).hand_in(anyway=True)
    assert exam_paper.next_number(learner) == 1
    Exam(1, learner).hand_in(anyway=True)
    assert exam_paper.next_number(learner) == 2


def edit(question):
    """The question with another text in each wrong option: its letters may move."""
    options = tuple(
        each if each.right else replace(each, text=f"{each.text}.")
        for each in question.options
    )
    return replace(question, options=options)


def test_an_edited_bank_scores_no_paper_anew(taken, learner, monkeypatch):
    answer(taken, rights=15)
    taken.hand_in()
    answers = dict(taken.sitting.answers)
    edited = {id: edit(each) for id, each in exam_paper.askable().items()}
    monkeypatch.setattr(exam_paper, "askable", lambda exam: edited)
    now = Exam(1, learner)
    moved = [each for each in now.questions if right(each) != answers[each.id]][:15]
    assert moved
    assert now.sitting.right() == 15 and now.sitting.reached
    assert list(_exam_to_do(learner)) == []
    assert set(exam_paper.missed(learner)) == {each.id for each in now.questions[15:]}
    report = Report(now.sitting)
    assert report.reply(moved[0])[:2] == ("Right.", CHANGED)
    shown = now.standing()["questions"][moved[0].id]
    assert (shown["answer"], shown["outcome"]) == ([], "right")


def test_a_paper_of_an_earlier_course_is_graded_when_it_is_read(taken, learner):
    for question in taken.questions:
        event = {"question": question.id, "answer": right(question)}
        learner.record_event("exam.1", "answered", **event)
    learner.record_event("exam.1", "handed in")
    assert taken.sitting.right() == 20
    assert taken.report().reply(taken.questions[0])[0] == "Right."


def test_an_answer_that_is_no_choice_any_more_is_said_and_raises_nothing(
    taken, learner
):
    question = taken.questions[0]
    event = {"question": question.id, "answer": ["z"]}
    learner.record_event("exam.1", "answered", **event)
    assert taken.standing()["questions"][question.id]["kept"] == CHANGED
    report = taken.hand_in(anyway=True)
    assert report.reply(question)[:2] == ("Not right.", CHANGED)
    assert CHANGED in " ".join(repr(report).split())
    assert CHANGED in report._repr_html_()
    assert taken.standing()["questions"][question.id]["answer"] == []


def test_a_paper_none_of_whose_questions_are_left_is_not_reached(learner):
    learner.record_event("exam.1", "begun", questions=["77.q01"], minutes=None)
    learner.record_event("exam.1", "handed in")
    assert not sitting(1, learner).reached
    assert "exam() begins a paper" in " ".join(_exam_to_do(learner))
    assert "77.q01" in repr(Exam(1, learner).report())


def test_a_question_that_left_the_bank_is_named_and_does_not_count(
    taken, learner, monkeypatch
):
    answer(taken, rights=19)
    gone = taken.questions[19].id
    fewer = {id: each for id, each in exam_paper.askable().items() if id != gone}
    monkeypatch.setattr(exam_paper, "askable", lambda exam: fewer)
    sheet = Exam(1, learner)
    said = (
        f"1 question of this paper is no longer in the course: {gone}. It does not"
        " count, and the others are numbered anew."
    )
    assert said in sheet.standing()["progress"]
    report = sheet.hand_in()
    assert report.headline.startswith("19 of 19 right. You reached our mark")
    assert said in report.notes


@pytest.mark.parametrize("number", [3.0, True, "3", None, 0, 21])
def test_a_question_is_named_by_its_whole_number(taken, number):
    for call in (lambda: taken.answer(number, "a"), lambda: taken.mark(number)):
        with pytest.raises(LookupError, match="questions 1 to 20, not .*whole number"):
            call()
    assert taken.sitting.marked == frozenset()


@pytest.mark.parametrize(
    "paper",
    [
        *(
            (0,),
            (-1,),
            ("1",),
            (1.0,),
            (True,),
            (None,),
            ([],),
            ("architects",),
            (1, 2),
        ),
        *(("architect", 0), ("architect", True), ("architect", 1, 2)),
    ],
)
def test_a_paper_that_cannot_be_is_refused(paper):
    with pytest.raises(LookupError, match="numbered 1, 2, 3 …: .*There is no exam"):
        exam(*paper)


# Two exams, one learner


def test_the_papers_of_two_exams_stand_side_by_side(learner):
    Exam(1, learner).begin()
    second = Exam(1, learner, ARCHITECT)
    answer(second, rights=22)
    assert second.hand_in().headline == (
        "22 of 30 right. You reached our mark: 72 %, which is 22 of 30."
    )
    assert sitting(1, learner).open and sitting(1, learner).questions == draw(1)
    assert set(learner.names()) == {"exam.1", "exam.architect.1"}
    assert exam_paper.next_number(learner) == 1
    assert exam_paper.next_number(learner, ARCHITECT) == 2
    assert "720 on a scale from 100 to 1,000" in second.report().notes[0]


def test_the_architect_s_paper_says_that_it_is_not_the_exam(learner):
    sheet = Exam(1, learner, ARCHITECT)
    said = "(SAA-C03), and not that exam"
    assert sheet.title == "Architect's practice exam, paper 1"
    assert said in sheet.standing()["exam"]["intro"][0]
    assert said in " ".join(repr(sheet).split())
    assert 'exam("architect", 1).answer(3, "b")' in repr(sheet)
    assert "not on the exam" not in repr(sheet)
    assert said not in repr(Exam(1, learner))


def test_an_architect_s_report_tells_each_task(learner):
    sheet = Exam(1, learner, ARCHITECT)
    (part,) = sheet.hand_in(anyway=True).parts()
    names = [point["name"] for point in part["points"]]
    assert names == sorted({each.architect for each in sheet.questions})
    assert "Architect's practice exam, paper 1: the report" in repr(sheet.report())


def test_the_architect_s_paper_counts_for_no_certificate(learner):
    sheet = Exam(1, learner, ARCHITECT)
    answer(sheet, rights=30)
    sheet.hand_in()
    assert "exam() begins a paper" in " ".join(_exam_to_do(learner))


def test_what_the_architect_s_paper_missed_is_reviewed(learner, clock):
    sheet = Exam(1, learner, ARCHITECT)
    answer(sheet, rights=29)
    sheet.hand_in()
    tomorrow = clock.now.date() + timedelta(days=1)
    assert Review(learner, tomorrow).questions == (sheet.questions[29],)


def test_the_next_architect_s_paper_is_one_of_the_architect(tmp_path, monkeypatch):
    monkeypatch.setenv("CAFE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(sys.modules[Sheet.__module__], "_opened", {})
    first = exam("architect")
    assert first is exam("architect", 1) is not exam(1)
    first.hand_in(anyway=True)
    assert first.hear({"do": "next"}) is exam("architect", 2)
    assert exam("architect") is exam("architect", 2)
    again = 'Paper 1: 0 of 30 right; exam("architect", 1) shows it again.'
    assert again in exam("architect", 2).standing()["exam"]["intro"]
    assert exam("architect", timed=True).sitting.ends


# Exam conditions


def test_nothing_is_said_about_an_answer_before_the_paper_is_handed_in(taken):
    answers = [right(taken.questions[0]), wrong(taken.questions[0])]
    said = [str(taken.answer(1, each)) for each in answers]
    assert all(words.startswith("Question 1, kept: ") for words in said)
    shown = str(taken.standing()) + str(taken.asked()) + repr(taken)
    for question in taken.questions:
        assert all(option.why not in shown for option in question.options)
        assert "right': True" not in shown
    assert str(taken.report()) == "First hand it in: exam(1).hand_in()"


def test_an_answer_may_be_changed_and_the_last_one_counts(taken):
    question = taken.questions[0]
    taken.answer(1, wrong(question))
    taken.answer(1, right(question))
    taken.hand_in(anyway=True)
    assert taken.sitting.right() == 1


def test_a_cell_hears_once_that_an_answer_cannot_be_kept(tmp_path):
    sheet = Exam(1, Progress(tmp_path / "none" / "progress.json"))
    for said in (sheet.begin(timed=True), sheet.answer(1, "a"), sheet.mark(1)):
        assert said.count("Progress cannot be kept in progress.json") == 1


def test_what_cannot_be_read_is_no_answer(taken):
    assert "Answer with one letter" in taken.answer(1, "z")
    assert len(taken.sitting.unanswered) == 20
    with pytest.raises(LookupError, match="questions 1 to 20, not 21"):
        taken.answer(21, "a")


def test_a_question_is_marked_for_later_and_the_mark_taken_back(taken):
    assert taken.mark(3) == "Question 3 is marked for later."
    id = taken.questions[2].id
    assert taken.standing()["questions"][id]["marked"] is True
    assert "1 marked for later" in taken.standing()["progress"]
    assert taken.mark(3, False) == "Question 3 is no longer marked."
    assert taken.standing()["questions"][id]["marked"] is False


def test_an_answer_is_taken_back_in_the_page(taken):
    taken.answer(1, "a")
    taken.hear({"do": "answer", "question": taken.questions[0].id, "answer": []})
    assert len(taken.sitting.unanswered) == 20


def test_handing_in_warns_of_what_is_unanswered_and_then_counts_it_wrong(taken):
    taken.answer(1, right(taken.questions[0]))
    warning = str(taken.hand_in())
    assert "19 questions are unanswered: 2, 3," in warning
    assert "a guess costs nothing" in warning
    assert taken.sitting.handed_in is None
    report = taken.hand_in(anyway=True)
    assert report.headline.startswith("1 of 20 right. That is below our mark: 70 %")
    assert "Not answered. It counts as wrong." in repr(report)


def test_a_new_answer_takes_the_warning_away(taken):
    taken.hand_in()
    assert taken.standing()["exam"]["warning"]["open"]["1"] == taken.questions[0].id
    taken.answer(1, "a")
    assert taken.standing()["exam"]["warning"] is None


def test_a_paper_that_is_handed_in_stays_as_it_is(taken):
    answer(taken, rights=20)
    taken.hand_in()
    for said in (taken.answer(1, "a"), taken.mark(1), taken.hand_in(anyway=True)):
        assert said == "This paper is handed in: see exam(1).report()"
    before = taken.progress.events("exam.1")
    change = {"question": taken.questions[0].id, "answer": wrong(taken.questions[0])}
    taken.hear({"do": "answer", **change})
    taken.hear({"do": "mark", "marked": True, **change})
    assert taken.progress.events("exam.1") == before
    taken.progress.record_event("exam.1", "answered", **change)  # by another machine
    assert taken.sitting.right() == 20


# Time


def test_time_runs_on_the_clock_and_at_its_end_the_paper_is_handed_in(learner, clock):
    sheet = Exam(1, learner)
    assert sheet.begin(timed=True).endswith("28 minutes left.")
    sheet.answer(1, right(sheet.questions[0]))
    clock.pass_(minutes=26, seconds=15)
    assert sheet.mark(2).endswith("105 seconds left.")
    clock.pass_(seconds=104)
    sheet.answer(2, right(sheet.questions[1]))
    assert sheet.standing()["exam"] | {"intro": ""} == {
        "state": "open",
        "intro": "",
        "begin": "With time: 28 minutes",
        "left": 1,
        "warning": None,
        "next": "",
    }
    clock.pass_(seconds=1)
    assert sheet.answer(3, "a") == "This paper is handed in: see exam(1).report()"
    assert sheet.sitting.right() == 2
    assert "The time was over on 2 November 2026" in sheet.report().notes[1]


def test_time_survives_a_restart(tmp_path, clock):
    file = tmp_path / "progress.json"
    Exam(1, Progress(file, clock)).begin(timed=True)
    clock.pass_(minutes=20)
    again = Exam(1, Progress(file, clock))
    assert again.standing()["exam"]["left"] == 8 * 60
    clock.pass_(minutes=9)
    assert Exam(1, Progress(file, clock)).sitting.handed_in == NOON + timedelta(
        minutes=28
    )


def test_an_answer_that_another_machine_gave_too_late_does_not_count(tmp_path, clock):
    here = Progress(tmp_path / "one.json", clock)
    sheet = Exam(1, here)
    sheet.begin(timed=True)
    clock.pass_(minutes=29)
    late = {"question": sheet.questions[0].id, "answer": right(sheet.questions[0])}
    here.record_event("exam.1", "answered", **late)
    assert sheet.sitting.right() == 0


def test_a_clock_put_back_loses_no_answer(learner, clock):
    sheet = Exam(1, learner)
    answer(sheet, rights=20)
    clock.pass_(hours=-1)
    sheet.answer(1, wrong(sheet.questions[0]))
    assert sheet.hand_in().headline.startswith("19 of 20 right")
    assert set(exam_paper.missed(learner)) == {sheet.questions[0].id}


def test_a_clock_put_back_gives_no_more_time_than_a_paper_has(learner, clock):
    sheet = Exam(1, learner)
    sheet.begin(timed=True)
    clock.pass_(hours=-2)
    assert sheet.standing()["exam"]["left"] == 28 * 60
    assert sheet.answer(1, "a").endswith("28 minutes left.")


def test_a_paper_whose_time_was_over_is_not_opened_by_a_clock_put_back(learner, clock):
    sheet = Exam(1, learner)
    sheet.begin(timed=True)
    sheet.answer(1, right(sheet.questions[0]))
    clock.pass_(minutes=30)
    sheet.refresh()
    clock.pass_(hours=-1)
    assert sheet.answer(2, "a") == "This paper is handed in: see exam(1).report()"
    assert sheet.sitting.handed_in == NOON + timedelta(minutes=28)
    assert sheet.sitting.right() == 1


def test_a_paper_that_another_notebook_handed_in_takes_no_answer(tmp_path, clock):
    here, there = (Progress(tmp_path / "p.json", clock) for _ in range(2))
    one = Exam(1, here)
    one.begin()
    other = Exam(1, there)
    one.hand_in(anyway=True)
    over = "This paper is handed in: see exam(1).report()"
    page = Exam(1, Progress(tmp_path / "p.json", clock))
    assert other.answer(2, "a") == over
    page.hear({"do": "answer", "question": page.questions[0].id, "answer": "a"})
    assert Progress(tmp_path / "p.json").events("exam.1") == here.events("exam.1")


def test_after_a_paper_the_same_widget_shows_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setenv("CAFE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(sys.modules[Sheet.__module__], "_opened", {})
    first = exam()
    first._repr_mimebundle_()
    (view,) = first.views
    assert view.standing["exam"]["next"] == ""
    first.hand_in(anyway=True)
    assert view.standing["exam"]["next"] == "To paper 2"
    view._handle_custom_msg({"do": "next", "step": "v1"}, [])
    assert (view.title, view.standing["exam"]["state"]) == (exam(2).title, "ready")
    assert [each["id"] for each in view.questions] == [q.id for q in draw(2)]
    view._handle_custom_msg({"do": "begin", "timed": False, "step": "v2"}, [])
    assert view.standing["exam"]["state"] == "open"
    assert (first.views, exam(2).views) == ([], [view])
    assert exam(1).standing()["exam"]["next"] == "To paper 2"


def test_whoever_asks_for_time_on_a_paper_begun_without_hears_that_none_runs(taken):
    said = "It was begun without time, so none runs: a new paper can have it."
    assert said not in taken.begin() + repr(taken)
    assert said in taken.begin(timed=True)
    assert said in taken.standing()["progress"]
    assert said in repr(taken)


def test_without_time_a_paper_stays_open(taken, clock):
    clock.pass_(days=30)
    assert taken.sitting.open
    assert taken.standing()["exam"]["left"] is None


# The report


def test_the_report_tells_each_objective_and_what_to_read_again(taken):
    answer(taken, rights=14)
    report = taken.hand_in()
    assert report.headline == (
        "14 of 20 right. You reached our mark: 70 %, which is 14 of 20."
    )
    assert "no plain percentage" in report.notes[0]
    exams, ours = report.parts()
    assert exams["lead"] == "By objective of the exam"
    assert ours["lead"] == "Not on the exam"
    counts = [point["text"].rsplit(": ", 1)[1] for point in exams["points"]]
    asked = [int(count.rstrip(".").split(" of ")[1]) for count in counts]
    got = [int(count.split(" of ")[0]) for count in counts]
    assert sum(asked) == 16
    ours_right = int(ours["points"][0]["text"].rsplit(": ", 1)[1].split(" of ")[0])
    assert sum(got) + ours_right == 14
    missed = taken.questions[14:]
    links = [
        link
        for part in report.parts()
        for point in part["points"]
        for link in point["links"]
    ]
    told = {str(pages.place(each.lesson, each.section)) for each in missed}
    assert {link["text"] for link in links} == told
    assert all(link["file"].endswith(".ipynb") for link in links)
    html = report._repr_html_()
    for link in links:
        assert f'href="{link["file"]}#cell-id={link["cell"]}"' in html


def test_a_report_names_no_section_twice_for_one_objective(learner):
    for number in PAPERS[:5]:
        report = Exam(number, learner, ARCHITECT).hand_in(anyway=True)
        for point in report.parts()[0]["points"]:
            texts = [link["text"] for link in point["links"]]
            assert len(texts) == len(set(texts)), texts


def test_one_right_answer_less_is_below_our_mark(taken):
    answer(taken, rights=13)
    assert "13 of 20 right. That is below our mark" in taken.hand_in().headline


def test_our_mark_is_rounded_up():
    assert exam_paper.Sitting(1, draw(1)[:19]).needed == 14  # 13.3


def test_the_report_names_a_section_by_its_heading(taken):
    text = repr(taken.hand_in(anyway=True))
    for question in taken.questions:
        place = pages.place(question.lesson, question.section)
        assert re.match(r"\d+\. [A-Z]", place.heading)
        assert f"lesson {question.lesson}, “{place.heading}”" in text


@pytest.mark.parametrize("number", PAPERS)
def test_the_report_gives_the_learner_s_answer_the_right_one_and_why(number, learner):
    sheet = Exam(number, learner)
    answer(sheet, rights=10)
    sheet.hand_in()
    report = Report(sheet.sitting)
    for place, question in enumerate(sheet.questions, 1):
        word, message, details = report.reply(question)
        said = " ".join([word, message, *details])
        assert word == ("Right." if place <= 10 else "Not right."), question.id
        assert message.startswith("Your answer: ")
        for option in question.options:
            if option.right:
                assert option.text in said
                assert place <= 10 or (question.why or option.why) in said
    html = report._repr_html_()
    assert html.count("<strong>Right.</strong>") == 10


# What becomes of it


def test_a_missed_question_is_in_the_review_the_next_day(taken, learner, clock):
    known = taken.questions[19]
    learner.record(known.id, "right", right(known))
    answer(taken, rights=18)
    taken.hand_in()
    today = clock.now.date()
    assert Review(learner, today).questions == ()
    clock.pass_(days=1)
    due = Review(learner, today + timedelta(days=1))
    assert set(due.questions) == set(taken.questions[18:])
    due.answer(known.id, right(known))
    assert "To come: 1 in 2 days." in due.standing()["progress"]


def test_an_exam_answers_no_question_of_a_lesson_s_self_check(taken, learner):
    answer(taken, rights=20)
    taken.hand_in()
    assert all(learner.score(id).answered == 0 for id in bank.lessons())


def test_a_paper_travels_with_the_exported_progress(taken, learner, tmp_path, clock):
    answer(taken, rights=15)
    taken.hand_in()
    learner.export(tmp_path / "out.json")
    other = Progress(tmp_path / "other.json", clock)
    Exam(1, other).begin()
    other.import_(tmp_path / "out.json")
    other.import_(tmp_path / "out.json")
    assert sitting(1, other).right() == 15


def test_the_plain_text_lists_every_question_and_how_to_answer(learner):
    text = " ".join(repr(Exam(2, learner)).split())
    for question in draw(2):
        assert " ".join(question.stem.split()) in text
    assert 'exam(2).answer(3, "b")' in text
    assert "exam(2).hand_in(), then exam(2).report()" in text
    assert max(map(len, repr(Exam(2, learner)).splitlines())) <= 88


def test_a_cell_that_is_run_again_does_not_undo_what_the_page_does_meanwhile(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("CAFE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(sys.modules[Sheet.__module__], "_opened", {})
    paper = exam(1)
    paper._repr_mimebundle_()
    (view,) = paper.views
    looked, go_on = threading.Event(), threading.Event()
    standing = Exam.standing

    def slowly(sheet):
        found = standing(sheet)
        if threading.current_thread() is cell:
            looked.set()
            go_on.wait(10)
        return found

    def begin():
        view._handle_custom_msg({"do": "begin", "timed": False, "step": "1"}, [])

    monkeypatch.setattr(Exam, "standing", slowly)
    cell, page = (
        threading.Thread(target=exam, args=(1,)),
        threading.Thread(target=begin),
    )
    cell.start()
    assert looked.wait(10)
    page.start()
    page.join(0.2)
    go_on.set()
    cell.join()
    page.join()
    assert view.standing["exam"]["state"] == "open"
