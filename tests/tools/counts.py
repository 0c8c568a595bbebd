"""What the course holds, counted by lesson: `python tests/tools/counts.py`.

Questions are those of the self-check and of practice; predictions are counted beside
them. Wrong answers are those in the exercises' catalogues and the explained wrong
choices of the questions. Facts are those that the lesson's notebook cites.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "notebooks"), str(ROOT / "tests")]

from cafe.course import bank
from cafe.course.lessons import syllabus
from cafe.course.pages import cells
from cafe.exercises import exercises
from fixtures.answers import wrong_answers

FACT = re.compile(r"\bF\d{2,3}\b")
COLUMNS = (
    *("lesson", "objectives", "questions", "predictions", "exercises"),
    *("wrong, exercises", "wrong, questions", "facts cited"),
)


def row(lesson):
    """The counts of a lesson, in the order of COLUMNS without the first."""
    found = bank.load(lesson) if lesson in bank.lessons() else None
    questions = found.questions if found else ()
    own = [each for id, each in exercises().items() if id.startswith(f"{lesson}.")]
    return [
        len(found.objectives) if found else 0,
        sum(not question.prediction for question in questions),
        sum(question.prediction for question in questions),
        len(own),
        sum(len(exercise.wrong_answers) for exercise in own),
        sum(len(wrong_answers(question)) for question in questions),
        len({fact for _, _, text in cells(lesson) for fact in FACT.findall(text)}),
    ]


def table():
    """{lesson: its counts}, in reading order."""
    return {lesson: row(lesson) for lesson in syllabus()}


def main():
    counts = table()
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    rows = [COLUMNS, *([name, *row] for name, row in counts.items()), ["all", *total]]
    for first, *rest in rows:
        cells_ = (str(cell).rjust(len(name)) for cell, name in zip(rest, COLUMNS[1:]))
        print(first.ljust(len("lesson")), *cells_, sep="  ")


if __name__ == "__main__":
    main()
