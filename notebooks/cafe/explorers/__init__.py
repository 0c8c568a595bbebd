"""Pictures of what the lessons talk about, with controls beside them."""

from .account_map import account_map
from .failover import failover_timeline
from .joins import joins
from .quorum import quorum
from .responsibility import responsibility

__all__ = ["account_map", "failover_timeline", "joins", "quorum", "responsibility"]
