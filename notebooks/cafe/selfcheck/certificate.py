"""The certificate: a picture for whoever has finished the course.

    certificate("Ada Lovelace")      shows it and saves it as certificate.svg

Finished means: each lesson's self-check is answered, right or wrong, and a practice
exam was handed in that reached our mark. Its date is the day on which both were true
for the first time. Like all of the course it is a self-check, and no proof for others.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import count
from unicodedata import category, east_asian_width

from ..course import bank
from ..course.lessons import syllabus
from ..exercises import ids
from ..files import progress_path, replace_file
from ..markup import verbatim
from .exam_paper import guide, sittings
from .exam_report import day
from .progress import Progress, moment
from .verdict import Words

FILE = "certificate"
LONGEST_NAME = 80  # characters
JOINERS = "\u200c\u200d"  # unseen, but Persian names and some emoji need them
LARGEST, WIDEST = 44, 700  # a name's letters, and the whole of it, in pixels
NO_NAME = 'A certificate needs your name: certificate("Ada Lovelace")'
NO_PROOF = "A self-check by the learner. It proves nothing to others."


def certificate(name=""):
    """The Certificate for a learner, saved beside the progress, or what is missing."""
    return earn(name, Progress(), progress_path().parent)


def earn(name, progress, folder):
    """The Certificate from a Progress, saved in `folder`, or Words that say why not."""
    name = _written(name)
    if not name:
        return Words(NO_NAME)
    if len(name) > LONGEST_NAME:
        return Words(
            f"A name has at most {LONGEST_NAME} characters here; this one has"
            f" {len(name)}."
        )
    if missing := to_do(progress):
        points = "\n".join(f"- {each}" for each in missing)
        return Words(f"No certificate yet, and no file. What is missing:\n{points}")
    made = Certificate(name, achieved(progress))
    made.save(folder)
    return made


def _written(name):
    """A name as it can be drawn: without control signs, "" where nothing is seen."""
    if not isinstance(name, str):
        return ""
    kept = (s for s in name if s.isprintable() or s.isspace() or s in JOINERS)
    drawn = " ".join("".join(kept).split())
    return drawn if any(category(sign)[0] in "LNPS" for sign in drawn) else ""


def finishable():
    """The lessons of part one that have a self-check."""
    lessons = [each for each in syllabus().values() if each.part == 1]
    return [each for each in lessons if each.id != "00" and not each.planned]


def to_do(progress):
    """What is missing, a sentence each, with the place where to do it."""
    return [*_unanswered(progress), *_exam_to_do(progress)]


def _unanswered(progress):
    for lesson in finishable():
        score = progress.score(lesson.id)
        if left := score.asked - score.answered:
            yield (
                f"lesson {lesson.id}, “{lesson.title}”: {left} of {score.asked}"
                f' questions of its self-check, quiz("{lesson.id}") at the end of'
                f" {lesson.file}"
            )


def _exam_to_do(progress):
    taken = [each for each in sittings(progress) if each.handed_in and each.questions]
    if any(each.reached for each in taken):
        return
    mark = f"{guide()['paper']['mark']} % right"
    if not taken:
        yield f"the practice exam, handed in with {mark}: exam() begins a paper"
        return
    best = max(taken, key=lambda each: each.right())
    yield (
        f"a practice exam with {mark}: your best is paper {best.number} with"
        f" {best.right()} of {len(best.questions)}, {best.needed} are needed; exam()"
        " begins the next paper"
    )


@dataclass(frozen=True)
class Achievement:
    """What a certificate tells besides the name."""

    earned: datetime
    right: int  # in the best practice exam
    asked: int
    lessons: int
    solved: int  # exercises


def achieved(progress):
    """The Achievement of a learner for whom nothing is missing."""
    reached = [each for each in sittings(progress) if each.handed_in and each.reached]
    best = max(reached, key=lambda each: each.right())
    answered = [
        moment(progress.first(question.id).at)
        for lesson in finishable()
        for question in bank.draw(bank.load(lesson.id))
    ]
    outcomes = ({each.outcome for each in progress.tries(id)} for id in ids())
    return Achievement(
        earned=max(*answered, min(each.handed_in for each in reached)),
        right=best.right(),
        asked=len(best.questions),
        lessons=len(finishable()),
        solved=sum("right" in seen for seen in outcomes),
    )


class Certificate:
    """A picture with a name on it, and the same in words."""

    def __init__(self, name, achievement):
        self.name = name
        self.achievement = achievement
        self.saved = ""

    @property
    def title(self):
        return f"Certificate of {self.name}"

    @property
    def lines(self):
        """What it says under the name."""
        did = self.achievement
        exercises = "1 exercise" if did.solved == 1 else f"{did.solved} exercises"
        solved = f"{exercises} solved, " if did.solved else ""
        return [
            "has finished the course “Databases on AWS” at the Corner Cup",
            f"{did.lessons} lessons, {solved}practice exam: {did.right} of {did.asked}"
            " right",
            day(did.earned),
        ]

    @property
    def svg(self):
        return _drawn(self)

    def save(self, folder):
        """Write the picture. A file with another person's name on it stays."""
        try:
            path = _own_place(folder, self)
            replace_file(path, self.svg)
            self.saved = f"Saved beside {progress_path().name}: {path.name}"
        except OSError as error:
            self.saved = f"It could not be saved: {error.strerror}."

    def __repr__(self):
        return "\n".join([self.title, "", *self.lines, NO_PROOF, "", self.saved])

    def _repr_html_(self):
        words = ". ".join([self.title, *self.lines, NO_PROOF])
        data = base64.b64encode(self.svg.encode()).decode()
        return verbatim(
            f'<img alt="{escape(words)}" style="max-width: 100%; width: 720px"'
            f' src="data:image/svg+xml;base64,{data}"><p>{escape(self.saved)}</p>'
        )


def _own_place(folder, made):
    """certificate.svg, or certificate-2.svg … where others have theirs."""
    mark = f">{escape(made.title)}</title>"
    numbers = (f"-{n}" if n > 1 else "" for n in count(1))
    places = (folder / f"{FILE}{number}.svg" for number in numbers)
    return next(
        path
        for path in places
        if not path.exists() or mark in path.read_text("utf-8", "replace")
    )


def _ems(name):
    """How wide a name is in bold letters of size 1, rather too wide than too narrow."""
    return sum(map(_em, name))


def _em(letter):
    if east_asian_width(letter) in "WF" or letter in "MWmw":
        return 1.1
    if letter in "Ifijlrt .-'":
        return 0.45
    return 0.8 if letter.isupper() else 0.62


def _drawn(made):
    """The picture, on a paper of its own: it looks the same on light and dark."""
    first, second, third = map(escape, made.lines)
    description = escape(". ".join([*made.lines, NO_PROOF]))
    size = min(LARGEST, int(WIDEST / _ems(made.name)))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 500" width="800" height="500"
  role="img" aria-labelledby="title description" text-anchor="middle"
  font-family="Georgia, 'Times New Roman', serif">
<title id="title">{escape(made.title)}</title>
<desc id="description">{description}</desc>
<rect width="800" height="500" fill="#fffdf7"/>
<rect x="20" y="20" width="760" height="460" fill="none" stroke="#6b4423"
  stroke-width="3"/>
<rect x="28" y="28" width="744" height="444" fill="none" stroke="#6b4423"/>
<g fill="none" stroke="#6b4423" stroke-width="4" stroke-linecap="round">
<path d="M372 92h48v18a22 22 0 0 1-22 22h-4a22 22 0 0 1-22-22z"/>
<path d="M420 97h8a9 9 0 0 1 0 18h-9M364 142h64"/>
<path d="M386 82q-5-7 0-13M406 82q5-7 0-13" stroke-width="3"/>
</g>
<g fill="#3b2a1a">
<text x="400" y="195" font-size="30" letter-spacing="3">Certificate</text>
<text x="400" y="265" font-size="{size}" font-weight="bold">\
{escape(made.name)}</text>
<text x="400" y="320" font-size="19">{first}</text>
<text x="400" y="352" font-size="19">{second}</text>
<text x="400" y="400" font-size="19">{third}</text>
</g>
<text x="400" y="448" font-size="14" fill="#5a4a3a">{NO_PROOF}</text>
</svg>
"""
