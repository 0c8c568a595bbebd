"""Pictures of what the lessons talk about, with controls beside them."""

from .account_map import account_map
from .joins import joins
from .responsibility import responsibility

__all__ = ["account_map", "joins", "responsibility"]
