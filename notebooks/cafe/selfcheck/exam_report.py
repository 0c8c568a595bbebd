"""The report on a paper that was handed in: the score, each objective, each question.

    Report(sitting)      text in a terminal, with links in a notebook

The page of the exam is told the same: `headline`, `notes`, `parts()` and `reply()`.
"""

from html import escape

from ..course.pages import place
from ..markup import verbatim
from .answers import in_words, right_answer
from .exam_paper import COURSE, guide, tag
from .plain_text import wrapped


class Report:
    """What a Sitting came to."""

    def __init__(self, sitting):
        self.sitting = sitting
        self.guide = guide(sitting.exam)
        title = self.guide["paper"]["title"]
        self.title = f"{title}, paper {sitting.number}: the report"

    @property
    def headline(self):
        sitting, asked = self.sitting, len(self.sitting.questions)
        percent = self.guide["paper"]["mark"]
        mark = f"{percent} %, which is {sitting.needed} of {asked}"
        said = "You reached our mark" if sitting.reached else "That is below our mark"
        return f"{sitting.right()} of {asked} right. {said}: {mark}."

    @property
    def notes(self):
        """What the score does not say, and how the paper was taken."""
        exam = self.guide
        return [
            f"The real exam is passed at {exam['pass_mark']} on a scale from"
            f" {exam['lowest']} to {exam['highest']:,}. That is no plain percentage, so"
            " it is not computed here.",
            f"{_taken(self.sitting)} What you missed is in your review from the next"
            " day on.",
            *filter(None, [lost(self.sitting)]),
        ]

    def parts(self):
        """Lists, each under a lead: the exam's objectives, then what is not on it."""
        asked = {}
        for question in self.sitting.questions:
            asked.setdefault(tag(question, self.sitting.exam), []).append(question)
        points = {
            name: self._point(name, text, asked[name])
            for name, text in self.guide["objectives"].items()
            if name in asked
        }
        ours = [points.pop(COURSE)] if COURSE in points else []
        parts = [
            {"lead": "By objective of the exam", "points": list(points.values())},
            {"lead": "Not on the exam", "points": ours},
        ]
        return [part for part in parts if part["points"]]

    def reply(self, question):
        """What is said to an answer: a word, a message, further sentences."""
        right = right_answer(question)
        reasons = [question.why] * bool(question.why) or [
            option.why for option in question.options if option.right
        ]
        truth = f"The answer: {in_words(question, right)}. {' '.join(reasons)}"
        verdict = self.sitting.verdict(question)
        if verdict.outcome == "untried":
            return "Not answered.", "It counts as wrong.", [truth]
        message = verdict.message
        if letters := self.sitting.letters(question):
            message = f"Your answer: {in_words(question, letters)}. {message}"
        if verdict.outcome == "right":
            return "Right.", message, []
        return "Not right.", message, [*verdict.details, truth]

    def _point(self, name, text, questions):
        """How many of an objective's questions were right; where to read the rest."""
        missed = [each for each in questions if not self.sitting.right([each])]
        places = {}  # each heading once, though several of its cells were missed
        for found in (place(each.lesson, each.section) for each in missed):
            places.setdefault(str(found), found)
        right = len(questions) - len(missed)
        return {
            "name": "" if name == COURSE else name,
            "text": f"{text}: {right} of {len(questions)}.",
            "aside": "Read again:" if places else "",
            "links": [
                {"text": str(each), "file": each.file, "cell": each.cell}
                for each in places.values()
            ],
        }

    def __repr__(self):
        lines = [self.title, "", *wrapped(self.headline, "")]
        for note in self.notes:
            lines += ["", *wrapped(note, "")]
        for part in self.parts():
            lines += ["", f"{part['lead']}:"]
            for point in part["points"]:
                lines += wrapped(f"{point['name']} {point['text']}".strip(), "- ")
                for link in point["links"]:
                    lines += wrapped(f"read again: {link['text']}", "    ")
        for number, question in enumerate(self.sitting.questions, 1):
            word, message, details = self.reply(question)
            lines += ["", *wrapped(question.stem, f"{number}. ")]
            lines += wrapped(f"{word} {message}", "    ")
            for detail in details:
                lines += wrapped(detail, "    - ")
        return "\n".join(lines)

    def _repr_html_(self):
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        parts = "".join(map(_part, self.parts()))
        questions = "".join(
            _question(question, *self.reply(question))
            for question in self.sitting.questions
        )
        return verbatim(
            f"<h4>{escape(self.title)}</h4>"
            f"<p><strong>{escape(self.headline)}</strong></p>{notes}{parts}"
            f"<h5>The questions</h5><ol>{questions}</ol>"
        )


def day(at):
    """A moment as a day where the learner is: "2 November 2026"."""
    local = at.astimezone()
    return f"{local.day} {local:%B %Y}"


def lost(sitting):
    """Words for the questions of a paper that the course has no more, if any."""
    if not sitting.lost:
        return ""
    n = len(sitting.lost)
    noun = "question of this paper is" if n == 1 else "questions of this paper are"
    return (
        f"{n} {noun} no longer in the course: {', '.join(sitting.lost)}."
        f" {'It does' if n == 1 else 'They do'} not count, and the others are numbered"
        " anew."
    )


def _taken(sitting):
    """How and when a paper was handed in."""
    if sitting.handed_in == sitting.ends:
        return f"The time was over on {day(sitting.ends)}: it was handed in as it was."
    if not sitting.ends:
        return f"Handed in on {day(sitting.handed_in)}, without time."
    minutes = (sitting.ends - sitting.handed_in).total_seconds() // 60
    return f"Handed in on {day(sitting.handed_in)}, with {minutes:.0f} minutes left."


def _part(part):
    points = "".join(
        f"<li><strong>{point['name']}</strong> {escape(point['text'])}"
        f" {point['aside']} {'; '.join(map(_link, point['links']))}</li>"
        for point in part["points"]
    )
    return f"<h5>{part['lead']}</h5><ul>{points}</ul>"


def _link(link):
    address = escape(f"{link['file']}#cell-id={link['cell']}")
    return f'<a href="{address}">{escape(link["text"])}</a>'


def _question(question, word, message, details):
    items = "".join(f"<li>{escape(detail)}</li>" for detail in details)
    return (
        f"<li>{escape(question.stem.strip())}<br><strong>{word}</strong>"
        f" {escape(message)}{f'<ul>{items}</ul>' if items else ''}</li>"
    )
