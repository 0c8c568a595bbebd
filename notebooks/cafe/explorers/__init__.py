"""Pictures of what the lessons talk about, with controls beside them."""

from .account_map import account_map
from .backup_days import backup_days
from .capacity_day import capacity_day
from .case_cards import case_cards
from .decision import decision
from .document_or_columns import document_or_columns
from .dynamodb_form import dynamodb_form
from .failover import failover_timeline
from .graph_explorer import graph_explorer
from .hash_ring import hash_ring
from .hit_ratio import hit_ratio
from .hops import hops
from .index_explorer import index_explorer
from .joins import joins
from .leaderboard import leaderboard
from .query_or_scan import query_or_scan
from .quorum import quorum
from .rds_form import rds_form
from .replica_reads import replica_reads
from .responsibility import responsibility
from .stampede import stampede
from .tamper import tamper
from .two_regions import two_regions

__all__ = [
    "account_map",
    "backup_days",
    "capacity_day",
    "case_cards",
    "decision",
    "document_or_columns",
    "dynamodb_form",
    "failover_timeline",
    "graph_explorer",
    "hash_ring",
    "hit_ratio",
    "hops",
    "index_explorer",
    "joins",
    "leaderboard",
    "query_or_scan",
    "quorum",
    "rds_form",
    "replica_reads",
    "responsibility",
    "stampede",
    "tamper",
    "two_regions",
]
