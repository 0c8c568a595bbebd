"""The practice exams: papers of 20 or 30 questions, taken as in the exam itself.

    exam()                       the paper that is open, or the next one
    exam(timed=True)             the same, with 28 minutes from now on
    exam("architect")            a paper of the second exam, from all lessons
    exam("architect", 2)         its second one
    exam(1).answer(3, "b")       an answer to its third question; it may be changed
    exam(1).mark(3)              to look at again; mark(3, False) takes it back
    exam(1).hand_in()            warns when something is unanswered
    exam(1).report()             after that

Nothing is said about an answer before the paper is handed in. exam_paper.py draws the
papers and knows how they stand, exam_report.py says what they came to.
"""

from ..course import bank
from . import grading
from .answers import in_words
from .exam_paper import (
    COURSE,
    PRACTITIONER,
    call,
    guide,
    guides,
    minutes,
    next_number,
    record,
    sitting,
    sittings,
    tag,
)
from .exam_report import Report, lost
from .kept import CHANGED
from .plain_text import wrapped
from .progress import Progress
from .quiz import Sheet, open_sheet
from .verdict import Words

LEAST_MINUTE = 120  # seconds: below that, time is told in seconds


def exam(*paper, timed=False):
    """A paper by its number, by its exam ("architect") and number, or the one due.

    `timed` starts the time of a paper that was not begun. Raises LookupError when there
    is no such paper.
    """
    name, number = _read(paper)
    number = next_number(Progress(), name) if number is None else number
    sheet = open_sheet(("exam", name, number), lambda: Exam(number, Progress(), name))
    if timed:
        sheet.begin(timed=True)
    return sheet


def _read(paper):
    """The exam's name and the number, None where none is given."""
    named = paper and paper[0] in list(guides())  # what is given may be no key
    name, *number = paper if named else (PRACTITIONER, *paper)
    if len(number) > 1 or any(type(each) is not int or each < 1 for each in number):
        given = ", ".join(map(repr, paper))
        raise LookupError(
            'Papers are numbered 1, 2, 3 …: exam() or exam(1), and exam("architect")'
            f' or exam("architect", 1). There is no exam({given}).'
        )
    return name, number[0] if number else None


class Exam(Sheet):
    """One paper. Its questions are kept from the moment when it is begun."""

    look = "exam"
    button = ""

    def __init__(self, number, progress, name=PRACTITIONER):
        self.name = name
        self.number = number
        self.call = call(name, number)
        self.guide = guide(name)
        self._warning = None
        self._time_refused = False  # time was asked for when it could not begin
        asked = sitting(number, progress, name).questions
        title = f"{self.guide['paper']['title']}, paper {number}"
        super().__init__(title, asked, progress)

    @property
    def sitting(self):
        """How the paper stands now."""
        return sitting(self.number, self.progress, self.name)

    @property
    def record(self):
        return record(self.number, self.name)

    @property
    def minutes(self):
        """The time for it, where one wants time."""
        return minutes(self.name)

    # From a cell

    def refresh(self):
        """Take up what another notebook has saved, and whether the time is over."""
        self._over()
        self._show()

    def begin(self, timed=False):
        """Begin the paper; with `timed`, its time runs from now on."""
        now = self.sitting
        if now.begun is None:
            ids = [question.id for question in self.questions]
            self._note("begun", questions=ids, minutes=self.minutes if timed else None)
        self._time_refused = bool(timed and now.open and not now.ends)
        self._show()
        return self._words(self._line())

    def answer(self, number, answer):
        """Keep an answer to question `number`. The first one begins the paper."""
        question = self._numbered(number)
        if over := self._over():
            return over
        letters = grading.read(question, answer)
        if letters is None:
            return Words(grading.forms(question))
        self._keep(question, sorted(letters))
        return self._words(f"Question {number}, kept: {in_words(question, letters)}.")

    def mark(self, number, marked=True):
        """Mark a question for later, or take the mark back."""
        question = self._numbered(number)
        if over := self._over():
            return over
        self._mark(question, marked)
        said = "marked for later" if marked else "no longer marked"
        return self._words(f"Question {number} is {said}.")

    def hand_in(self, anyway=False):
        """End the paper. What is unanswered is warned of first, unless `anyway`."""
        if over := self._over():
            return over
        self._hand_in(anyway)
        if self._warning is None:
            return self.report()
        call = f"{self.call}.hand_in(anyway=True)"
        return Words(f"{self._warning['text']}\nTo hand in as it is: {call}")

    def report(self):
        """The Report, once the paper is handed in."""
        if self.sitting.handed_in is None:
            return Words(f"First hand it in: {self.call}.hand_in()")
        return Report(self.sitting)

    def _words(self, text):
        """Words for a cell, with the time that is left, and that nothing is kept."""
        seconds, trouble = self._left(), self.progress.message
        said = [text, "" if seconds is None else left(seconds)]
        said.append("" if trouble in text else trouble)
        return Words(" ".join(filter(None, said)))

    def _numbered(self, number):
        if type(number) is not int or not 1 <= number <= len(self.questions):
            raise LookupError(
                f"This paper has questions 1 to {len(self.questions)}, not {number!r}."
                f' Give a whole number: {self.call}.answer(1, "a")'
            )
        return self.questions[number - 1]

    def _over(self):
        """Words once the paper is handed in, here or in another notebook.

        That its time is over is noted: a clock that is put back opens it no more.
        """
        self.progress.reload()
        now = self.sitting
        if now.handed_in is None:
            return None
        if now.handed_in == now.ends and not self._noted("handed in"):
            self._note("handed in")
        return Words(f"This paper is handed in: see {self.call}.report()")

    def _noted(self, what):
        events = self.progress.events(self.record)
        return any(event["what"] == what for event in events)

    # From the page

    def hear(self, wish):
        """What the page asks for: one of the calls above, or only how things stand.

        Gives the next paper where that is asked for.
        """
        if wish["do"] == "next":
            return exam(self.name)
        named = {question.id: question for question in self.questions}
        question = named.get(wish.get("question"))
        over = self._over()
        if wish["do"] == "begin":
            self.begin(wish["timed"])
        elif wish["do"] == "stay":
            self._warning = None
        elif not over:
            if wish["do"] == "answer":
                letters = grading.read(question, wish["answer"] or "")
                self._keep(question, sorted(letters or ()))
            elif wish["do"] == "mark":
                self._mark(question, wish["marked"])
            elif wish["do"] == "hand in":
                self._hand_in(wish["anyway"])
        self._show()
        return None

    def _keep(self, question, letters):
        self.begin()
        outcome = grading.grade(question, letters).outcome
        details = {"question": question.id, "answer": letters, "outcome": outcome}
        self._note("answered", **details)

    def _mark(self, question, marked):
        self.begin()
        self._note("marked", question=question.id, marked=bool(marked))

    def _hand_in(self, anyway):
        """Hand the paper in, or warn of what is unanswered."""
        unanswered = self._numbers(self.sitting.unanswered)
        if unanswered and not anyway:
            self._warning = {"text": _warning(list(unanswered)), "open": unanswered}
            self._show()
        else:
            self.begin()
            self._note("handed in")

    def _numbers(self, some):
        """{"3": "01.q04"}: the number in this paper and the id of some questions."""
        return {str(n): q.id for n, q in enumerate(self.questions, 1) if q in some}

    def _note(self, what, **details):
        self._warning = None
        self.progress.record_event(self.record, what, **details)
        self._show()

    # What is shown

    def standing(self):
        now = self.sitting
        over = now.handed_in is not None
        end = None
        if over:
            report = Report(now)
            end = {"text": report.headline, "notes": report.notes}
            end["parts"] = report.parts()
        return {
            "progress": self._line(),
            "end": end,
            "questions": {
                question.id: _after(now, question) if over else _during(now, question)
                for question in self.questions
            },
            "exam": {
                "state": "over" if over else "open" if now.open else "ready",
                "intro": self._intro(),
                "begin": f"With time: {self.minutes} minutes",
                "left": self._left(),
                "warning": self._warning,
                "next": self._next() if over else "",
            },
        }

    def _manner(self):
        """How far the paper is from the exam, where that needs saying."""
        return list(filter(None, [self.guide["paper"]["manner"].strip()]))

    def _next(self):
        return f"To paper {next_number(self.progress, self.name)}"

    def _intro(self):
        """How a paper works, and what the papers before it came to."""
        exam, asked = self.guide, len(self.questions)
        intro = [
            *self._manner(),
            f"{asked} questions, as in the exam: one right answer of four,"
            " or two and more of five and more. You may change an answer, and mark a"
            " question for later. What is right is told when you have handed in.",
            f"The exam has {exam['questions']} questions in {exam['minutes']} minutes;"
            f" for {asked} that makes {self.minutes}. The time runs on when"
            " you close the page.",
        ]
        intro += [
            f"Paper {each.number}: {each.right()} of {len(each.questions)} right;"
            f" {call(self.name, each.number)} shows it again."
            for each in sittings(self.progress, self.name)
            if each.handed_in and each.number != self.number
        ]
        return intro

    def _left(self):
        """The seconds that are left; None without time."""
        now = self.sitting
        if now.ends is None or now.handed_in is not None:
            return None
        left = (now.ends - self.progress.clock()).total_seconds()
        return min(max(0, left), (now.ends - now.begun).total_seconds())

    def _line(self):
        now = self.sitting
        asked = len(self.questions)
        if now.handed_in is not None:
            line = f"Handed in: {now.right()} of {asked} right."
        elif now.begun is None:
            line = f"{asked} questions, not begun."
        else:
            answered = asked - len(now.unanswered)
            line = f"{answered} of {asked} answered"
            line += f", {len(now.marked)} marked for later."
        said = [line, self._no_time(), lost(now), self.progress.message]
        return " ".join(filter(None, said))

    def _no_time(self):
        """Said to whoever asks for time on a paper that was begun without."""
        if not (self._time_refused and self.sitting.open):
            return ""
        return "It was begun without time, so none runs: a new paper can have it."

    def _heading(self, number, question):
        heading = f"Question {number} of {len(self.questions)}"
        course = tag(question, self.name) == COURSE
        return f"{heading} (of the course: not on the exam)" if course else heading

    def _how_to_answer(self):
        return [
            "Answer from a cell, and change an answer as you like:",
            f'    {self.call}.answer(3, "b")',
            f"{self.call}.mark(3) marks a question for later. At the end:",
            f"    {self.call}.hand_in(), then {self.call}.report()",
            f"For a paper with time, {self.minutes} minutes, begin with",
            f"    {self.call}.begin(timed=True)",
            *filter(None, [self._no_time()]),
            *(line for text in self._manner() for line in ["", *wrapped(text, "")]),
        ]

    def _end(self):
        return None


def left(seconds):
    """Time in words: "12 minutes left.", "45 seconds left."."""
    if seconds >= LEAST_MINUTE:
        return f"{int(seconds // 60)} minutes left."
    return f"{int(seconds)} seconds left."


def _warning(numbers):
    noun = "question is" if len(numbers) == 1 else "questions are"
    return (
        f"{len(numbers)} {noun} unanswered: {', '.join(numbers)}. Unanswered counts as"
        " wrong, here as in the exam: a guess costs nothing."
    )


def _during(now, question):
    """A question of an open paper: what was answered, and not a word about it."""
    letters = now.letters(question)
    said = f"Kept: {', '.join(letters)}." if letters else ""
    return {
        "answer": letters,
        "marked": question.id in now.marked,
        "kept": said or (CHANGED if question.id in now.answers else ""),
    }


def _after(now, question):
    """A question of a paper that is over, with all that there is to say."""
    word, message, details = Report(now).reply(question)
    outcome = now.verdict(question).outcome
    return {
        "answer": now.letters(question),
        "marked": question.id in now.marked,
        "outcome": outcome,
        "word": word,
        "message": message,
        "details": details,
        "others": [
            f"{letter}) {option.text}: {option.why}"
            for letter, option in bank.shown(question).items()
        ],
    }
