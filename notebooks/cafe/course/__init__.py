"""What `data/` says about the course: facts, services, lessons, questions."""

from .facts import cited

__all__ = ["cited"]
