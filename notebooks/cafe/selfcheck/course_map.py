"""The map of the course: its lessons, and how far the learner is in each.

    course_map()     a table in a notebook, and the same in plain text

It shows what the progress file holds at the moment when it is made. Below it stand the
practice exams.
"""

from dataclasses import dataclass
from html import escape

from ..course.lessons import Lesson, syllabus
from ..exercises import ids
from ..markup import verbatim
from .exam_paper import call, guides, sittings
from .progress import Progress, Score

NOTHING = Score(0, 0, 0)
TITLE = "The course, and how far you are"
COLUMNS = ("Lesson", "Minutes", "Exercises", "Self-check", "State")
LEGEND = (
    "Minutes: to read + to practise. Exercises: solved. Self-check: right at the first"
    " try."
)


def course_map():
    """The CourseMap of the learner's progress as it is now."""
    return CourseMap(Progress())


@dataclass(frozen=True)
class Stage:
    """How far the learner is in a lesson. A planned one has nothing to do yet."""

    lesson: Lesson
    solved: int = 0
    exercises: int = 0
    score: Score = NOTHING  # of first tries in its self-check
    touched: bool = False

    @property
    def name(self):
        part = " (part two)" if self.lesson.part == 2 else ""
        return f"{self.lesson.id:3} {self.lesson.title}{part}"

    @property
    def share(self):
        """What is done of its exercises and questions, from 0 to 1."""
        there = self.exercises + self.score.asked
        return (self.solved + self.score.answered) / there if there else 0

    @property
    def state(self):
        if self.lesson.planned:
            return "in preparation"
        if self.share == 1:
            return "finished"
        return "begun" if self.touched else "not begun"

    @property
    def cells(self):
        """The texts of the row, its name left out."""
        if self.lesson.planned:
            return "", "", "", self.state
        return (
            f"{self.lesson.reads} + {self.lesson.practises}",
            f"{self.solved} of {self.exercises}",
            f"{self.score.right} of {self.score.asked}",
            self.state,
        )


def stage(lesson, progress):
    """The Stage of a Lesson in a Progress."""
    if lesson.planned:
        return Stage(lesson)
    own = [id for id in ids() if id.startswith(f"{lesson.id}.")]
    outcomes = [{each.outcome for each in progress.tries(id)} for id in own]
    return Stage(
        lesson,
        solved=sum("right" in seen for seen in outcomes),
        exercises=len(own),
        score=progress.score(lesson.id),
        touched=any(name.startswith(f"{lesson.id}.") for name in progress.names()),
    )


def taken(progress, exam):
    """A sentence on the papers of a practice exam that were handed in."""
    papers = [each for each in sittings(progress, exam) if each.handed_in]
    told = f"{guides()[exam]['paper']['title']}, {call(exam)}"
    if not papers:
        return f"{told}: not taken yet."
    best = max(papers, key=lambda each: each.right())
    count = "1 paper" if len(papers) == 1 else f"{len(papers)} papers"
    right = f"{best.right()} of {len(best.questions)} right"
    return f"{told}: {count} handed in, the best with {right}."


class CourseMap:
    """A row for each lesson, and a sentence for each exam."""

    def __init__(self, progress):
        self.stages = [stage(lesson, progress) for lesson in syllabus().values()]
        self.exams = [taken(progress, exam) for exam in guides()]
        self.note = f"{LEGEND} {progress.message}".strip()

    def __repr__(self):
        rows = [COLUMNS, *((each.name, *each.cells) for each in self.stages)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        return "\n".join([TITLE, "", *lines, "", *self.exams, "", self.note])

    def _repr_html_(self):
        heads = "".join(f'<th scope="col"{_LEFT}>{name}</th>' for name in COLUMNS)
        rows = "\n".join(map(_row, self.stages))
        return verbatim(
            f'<table class="cafe-map">\n<caption{_CAPTION}>{TITLE}</caption>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
            f"<p>{'<br>'.join(map(escape, self.exams))}</p>"
            f"<p>{escape(self.note)}</p>"
        )


# The table. JupyterLab takes style sheets out of an output that it does not trust yet,
# so the few styles stand in the elements.

_LEFT = ' style="text-align: left; white-space: normal"'
_CAPTION = ' style="text-align: left; font-weight: 600; padding: 4px 0 8px"'
_BAR = (
    "width: 64px; height: 5px; margin-top: 2px; border-radius: 3px;"
    " border: 1px solid var(--jp-border-color0, #8a8a8a)"
)
_DONE = "height: 100%; background: var(--jp-brand-color1, #1976d2)"


def _row(stage):
    """A stage as a row; the bar says what the words beside it say."""
    name = escape(stage.name)
    if stage.lesson.file:
        name = f'<a href="{escape(stage.lesson.file)}">{name}</a>'
    *texts, state = stage.cells
    if not stage.lesson.planned:
        done = f'<div style="{_DONE}; width: {stage.share:.0%}"></div>'
        state += f'<div aria-hidden="true" style="{_BAR}">{done}</div>'
    cells = "".join(f"<td{_LEFT}>{text}</td>" for text in (*texts, state))
    return f'<tr><th scope="row"{_LEFT}>{name}</th>{cells}</tr>'
