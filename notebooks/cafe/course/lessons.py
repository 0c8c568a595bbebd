"""The lessons of the course, as data/lessons.toml lists them."""

from dataclasses import dataclass
from functools import cache

from ..files import read_toml


@dataclass(frozen=True)
class Lesson:
    """One lesson; times in minutes. A planned one is not written yet."""

    id: str
    title: str
    file: str = ""
    reads: int = 0
    practises: int = 0
    planned: bool = False


@cache
def syllabus():
    """Every Lesson by its id, in reading order."""
    listed = (Lesson(**entry) for entry in read_toml("lessons.toml")["lesson"])
    return {lesson.id: lesson for lesson in listed}
