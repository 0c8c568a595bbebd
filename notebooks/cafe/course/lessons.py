"""The lessons of the course, as data/lessons.toml lists them."""

from dataclasses import dataclass
from functools import cache

from ..files import read_toml


@dataclass(frozen=True)
class Lesson:
    """One lesson; times in minutes. A planned one is not written yet.

    Exam and certificate are of part 1; part 2 is what comes after the course.
    """

    id: str
    title: str
    file: str = ""
    reads: int = 0
    practises: int = 0
    planned: bool = False
    part: int = 1


@cache
def syllabus():
    """Every Lesson by its id, in reading order."""
    listed = (Lesson(**entry) for entry in read_toml("lessons.toml")["lesson"])
    return {lesson.id: lesson for lesson in listed}
