"""Sheets of questions: a lesson's self-check, and a single prediction.

A sheet has every answer graded, keeps it in the learner's progress, and says how
things stand. Its repr is its plain-text twin: the questions and how to answer from a
cell. It shows no answers, so it reads the same for everyone and a saved notebook
gives nothing away. Displayed in a notebook, a sheet is the widget of view.py.
"""

from ..course import bank
from ..course.pages import place
from ..widgets import at_work, bundle
from . import grading, kept
from .answers import as_shown, in_words, right_answer
from .plain_text import wrapped
from .progress import Progress, Score
from .verdict import WORDS, Words

HOW = {
    "single": "Choose one.",
    "multiple": "Choose all that are right.",
    "order": "Move the steps into order, the first one on top.",
    "match": "Choose one for every card.",
    "number": "Write a number.",
    "short": "Write a word or a few.",
}
UNFINISHED = {
    "single": "Choose one of the answers first.",
    "multiple": "Choose at least one of the answers first.",
    "order": "Every step needs its place.",
    "match": "Some cards have no place yet: choose one for every card.",
    "number": "A number is needed, such as 12 or 4.5.",
    "short": "A word or a few are needed.",
}


def quiz(lesson, number=1):
    """The self-check of a lesson ("02"), with the answers given so far.

    `number` 2 is a second one, with other questions, and so on.

    Raises LookupError when there are no questions for the lesson, or no self-check of
    this number.
    """
    name = lesson if number == 1 else (lesson, number)
    return open_sheet(name, lambda: Quiz(bank.load(lesson), Progress(), number))


def predict(name):
    """The prediction "02b.p01": note it, run the next cell, then compare.

    Raises LookupError when there is no such question.
    """
    question = bank.find(name)
    return open_sheet(name, lambda: Prediction(question, Progress()))


_opened = {}


def open_sheet(name, make):
    """One sheet for one name: what a cell answers is seen in the widget."""
    with at_work:
        if name not in _opened:
            _opened[name] = make()
        _opened[name].refresh()
        return _opened[name]


class Sheet:
    """Questions and what the learner answered. See Quiz and Prediction.

    A subclass says how it looks (`look`, `button`) and gives the methods that raise
    NotImplementedError here.
    """

    look: str
    button: str

    def __init__(self, title, questions, progress):
        self.title = title
        self.questions = tuple(questions)
        self.progress = progress
        self._misread = set()  # ids of the questions whose last answer was none
        self.views = []  # the widgets that show it

    def refresh(self):
        """Take up what another notebook has saved."""
        self.progress.reload()
        self._show()

    def asked(self):
        """The questions as the page gets them: what is asked, never what is right."""
        return [
            {
                "id": question.id,
                "kind": question.kind,
                "heading": self._heading(number, question),
                "stem": question.stem.strip(),
                "how": HOW[question.kind],
                "button": self.button,
                "choices": [
                    {"key": letter, "text": choice.text}
                    for letter, choice in bank.shown(question).items()
                ],
                "bins": list(question.bins),
                "unit": question.unit,
            }
            for number, question in enumerate(self.questions, 1)
        ]

    def standing(self):
        """How things stand, as the page gets it: only what was earned."""
        said = {question.id: self._standing(question) for question in self.questions}
        return {
            "progress": self._line(),
            "end": self._end(),
            "questions": {id: words for id, words in said.items() if words},
        }

    def _take(self, question, answer):
        """The verdict on an answer. A try is noted; what cannot be read is none."""
        verdict = grading.grade(question, answer)
        if verdict.outcome == "untried":
            self._misread.add(question.id)
        else:
            self._misread.discard(question.id)
            self.progress.record(question.id, verdict.outcome, answer)
            verdict = verdict.also(self.progress.message)
        self._show()
        return verdict

    def _standing(self, question):
        """What stands under a question, or None before its first answer."""
        tries = self._tries(question)
        if not tries and question.id not in self._misread:
            return None
        said = {
            "answer": None,
            "outcome": "untried",
            "word": WORDS["untried"],
            "message": UNFINISHED[question.kind],
            "details": [],
            "others": [],
            "settled": False,
            "button": self.button,
            "compare": "",
            "misplaced": [],
        }
        if question.id in self._misread:
            return said
        return said | self._earned(question, tries)

    def _tries(self, question):
        return self.progress.tries(question.id)

    def _heading(self, number, question):
        """The words above a question."""
        raise NotImplementedError

    def _line(self):
        """How far the learner is, in a line."""
        raise NotImplementedError

    def _end(self):
        """What stands under the last question, or None."""
        raise NotImplementedError

    def _earned(self, question, tries):
        """What stands under a question that was tried."""
        raise NotImplementedError

    def _how_to_answer(self):
        """Lines that say how to answer from a cell."""
        raise NotImplementedError

    def _show(self):
        for view in self.views:
            view.standing = self.standing()

    def __repr__(self):
        lines = [self.title]
        for number, question in enumerate(self.questions, 1):
            lines += ["", self._heading(number, question), *wrapped(question.stem, "")]
            for letter, choice in bank.shown(question).items():
                lines += wrapped(choice.text, f"  {letter}) ")
            lines += wrapped(grading.forms(question), "")
        return "\n".join([*lines, "", *self._how_to_answer()])

    def _repr_mimebundle_(self, **_):
        from .view import QuestionView

        if not self.views:
            self.views.append(QuestionView(self))
        return bundle(self.views[0], repr(self))


class Graded(Sheet):
    """Questions that are graded at once. The first try counts; one may try again."""

    look = "self-check"
    button = "Check"
    call: str  # how a cell names this sheet

    def _named(self, name):
        """The question of a name. Raises LookupError."""
        raise NotImplementedError

    def answer(self, name, answer):
        """The Verdict on an answer to a question ("q03", "q3" or "02.q03").

        The forms of an answer stand under each question. Raises LookupError when this
        sheet does not ask the question.
        """
        question = self._named(name)
        if question not in self.questions:
            asked = ", ".join(map(self._short, self.questions)) or "none"
            raise LookupError(f"{self.title} does not ask {name}; it asks {asked}.")
        return self._take(question, answer)

    def hear(self, wish):
        """An answer given in the page."""
        self.answer(wish["question"], wish["answer"])

    @property
    def score(self):
        """The Score so far: right at the first try, answered, asked."""
        firsts = [self._first(question) for question in self.questions]
        outcomes = [first.outcome for first in firsts if first]
        return Score(outcomes.count("right"), len(outcomes), len(self.questions))

    def _first(self, question):
        return next(iter(self._tries(question)), None)

    def _short(self, question):
        """The name by which a question is answered from a cell."""
        return question.number

    def _heading(self, number, question):
        return f"Question {number} of {len(self.questions)} ({self._short(question)})"

    def _how_to_answer(self):
        return [
            "Answer from a cell, as often as you like; the first try counts:",
            f'    {self.call}.answer("{self._short(self.questions[0])}", …)',
        ]

    def _line(self):
        score = self.score
        line = f"{score.answered} of {score.asked} answered, {score.right} right"
        return f"{line} at the first try. {self.progress.message}".strip()

    def _earned(self, question, tries):
        """The first right try, or else the last one, with its verdict."""
        shown = next((each for each in tries if each.outcome == "right"), tries[-1])
        verdict = kept.unchanged(question, shown.answer, shown.outcome)
        answer = as_shown(question, shown.answer) if verdict else None
        verdict = verdict or kept.changed(shown.outcome)
        settled = verdict.outcome == "right"
        return {
            "answer": answer,
            "outcome": verdict.outcome,
            "word": WORDS[verdict.outcome],
            "message": verdict.message,
            "details": [] if settled else list(verdict.details),
            "misplaced": [] if settled else _misplaced(question, answer),
            "others": list(verdict.details) if settled else [],
            "settled": settled,
            "button": "Answered" if settled else "Check again",
        }


def _misplaced(question, answer):
    """The letters of the cards that lie in a wrong place."""
    if question.kind != "match" or answer is None:
        return []
    right = right_answer(question)
    return [letter for letter in right if answer[letter] != right[letter]]


class Quiz(Graded):
    """The self-check of a lesson: the questions that its bank draws."""

    def __init__(self, lesson, progress, number=1):
        which = "" if number == 1 else f" {number}"
        title = f"Self-check{which}: {lesson.title}"
        super().__init__(title, bank.draw(lesson, number=number), progress)
        self.lesson = lesson
        self.number = number
        self.call = self._call(number)

    def _call(self, number):
        more = "" if number == 1 else f", {number}"
        return f'quiz("{self.lesson.lesson}"{more})'

    def _named(self, name):
        return self.lesson.question(name)

    def _end(self):
        """The score in words and what to read again, once all is answered."""
        score = self.score
        if score.answered < score.asked:
            return None
        missed = {}
        for question in self.questions:
            if self._first(question).outcome != "right":
                found = place(self.lesson.lesson, question.section)
                missed.setdefault(question.objective, {}).setdefault(
                    found.section, found
                )
        text = f"All {score.asked} answered: {score.right} right at the first try."
        if not missed:
            text += " You have met every objective of this lesson."
        if self.number < bank.draws(self.lesson):
            text += f" Other questions: {self._call(self.number + 1)}."
        return {
            "text": text,
            "lead": "Worth reading again:",
            "points": [
                {
                    "name": objective,
                    "text": self.lesson.objectives[objective].strip(),
                    "aside": "See",
                    "links": [
                        {"text": each.section, "file": each.file, "cell": each.cell}
                        for each in found.values()
                    ],
                }
                for objective, found in missed.items()
            ],
        }


class Prediction(Sheet):
    """One question without a score: commit, run the next cell, compare."""

    look = "prediction"
    button = "Note it"

    def __init__(self, question, progress):
        super().__init__("Before you run the next cell", [question], progress)
        self.question = question

    def answer(self, answer):
        """Note what you expect. The first answer stays: it is a prediction."""
        question = self.question
        if not self.progress.tries(question.id):
            taken = self._take(question, answer)
            if taken.outcome == "untried":
                return Words(taken.message)
        said = self._standing(question)
        words = f"{said['word']} {said['message']} {self.progress.message}"
        return Words(words.strip())

    def compare(self):
        """What you noted beside what happens, with the reason."""
        question = self.question
        if not self.progress.tries(question.id):
            return Words("Nothing is noted yet: answer first, then run the next cell.")
        if not self.progress.solution_seen(question.id):
            self.progress.record_solution(question.id)
        self._show()
        said = self._standing(question)
        return Words("\n".join([f"{said['word']} {said['message']}", *said["details"]]))

    def hear(self, wish):
        """What the page asks for: to note an answer, or to compare."""
        if wish["do"] == "compare":
            self.compare()
        else:
            self.answer(wish["answer"])

    def _heading(self, number, question):
        return f"Your prediction ({question.id})"

    def _how_to_answer(self):
        call = f'predict("{self.question.id}")'
        return [
            f"From a cell: {call}.answer(…), then run the next cell,",
            f"then {call}.compare().",
        ]

    def _line(self):
        return self.progress.message

    def _end(self):
        return None

    def _earned(self, question, tries):
        answer = tries[0].answer
        verdict = kept.unchanged(question, answer, tries[0].outcome)
        noted = {
            "answer": as_shown(question, answer) if verdict else None,
            "outcome": "noted",
            "word": f"Noted: {in_words(question, answer)}." if verdict else "Noted.",
            "message": "Run the next cell, then compare.",
            "settled": True,
            "button": "Noted",
            "compare": "Compare",
        }
        if not self.progress.solution_seen(question.id):
            return noted
        verdict = verdict or kept.changed(tries[0].outcome)
        return noted | self._compared(question, verdict) | {"compare": "Compared"}

    def _compared(self, question, verdict):
        if verdict.outcome == "right":
            return {
                "outcome": "right",
                "word": "As you predicted.",
                "message": verdict.message,
                "others": list(verdict.details),
            }
        right = right_answer(question)
        reason = grading.grade(question, right).message
        truth = f"The answer: {in_words(question, right)}. {reason}"
        return {
            "outcome": "wrong",
            "word": "Not as you predicted.",
            "message": verdict.message,
            "details": [*verdict.details, truth],
        }
