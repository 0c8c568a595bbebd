"""Pictures of what the lessons talk about, with controls beside them."""

from .joins import joins
from .responsibility import responsibility

__all__ = ["joins", "responsibility"]
