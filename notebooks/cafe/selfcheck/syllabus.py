"""The lessons of the course, as data/lessons.toml lists them."""

import tomllib
from dataclasses import dataclass
from functools import cache

from .bank import DATA


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
    text = (DATA / "lessons.toml").read_text(encoding="utf-8")
    listed = (Lesson(**table) for table in tomllib.loads(text)["lesson"])
    return {lesson.id: lesson for lesson in listed}
