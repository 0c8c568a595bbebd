"""Pictures of what the lessons talk about, with controls beside them.

Each is one file, named like the call that it gives, and is loaded when it is first
used, so that a lesson opens fast. `kit/` has what they are drawn and moved with.
"""

import sys

from ..lazy import LazyPackage

__all__ = [
    "account_map",
    "backup_days",
    "both_halves",
    "breadth_first",
    "break_even",
    "cached_reads",
    "capacity_day",
    "case_cards",
    "crash_and_restore",
    "dax_caches",
    "dba_hours",
    "decision",
    "document_or_columns",
    "dynamodb_form",
    "failover",
    "graph_explorer",
    "hash_ring",
    "hops",
    "index_explorer",
    "joins",
    "key_design",
    "leaderboard",
    "one_call",
    "open_shop",
    "pipeline",
    "placement",
    "policy_gate",
    "query_or_scan",
    "quorum",
    "rds_form",
    "replica_reads",
    "responsibility",
    "sale",
    "shop_tables",
    "stampede",
    "step_by_step",
    "tamper",
    "traffic_cost",
    "two_regions",
    "two_tills",
]

HOMES = {name: name for name in __all__}
sys.modules[__name__].__class__ = LazyPackage
