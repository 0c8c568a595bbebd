"""How long a recovery point is kept, and when it moves to cold storage.

Both count days from the moment at which the data were saved. Cold storage is paid for
90 days at least, so deletion comes 90 days after the move or later. -1 for both is
"for ever". Of the types here only DynamoDB has cold storage; the move is ignored for
the others, as AWS does.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
"""

from datetime import timedelta
from typing import TypedDict

from .errors import invalid

COLD_AT_LEAST, LONGEST = 90, 36500
HAS_COLD_STORAGE = {"DynamoDB"}


class Lifecycle(TypedDict, total=False):
    MoveToColdStorageAfterDays: int
    DeleteAfterDays: int


def checked(lifecycle):
    """The days that count, without -1. Raises InvalidParameterValueException."""
    days = {name: n for name, n in (lifecycle or {}).items() if n != -1}
    for name, n in days.items():
        if not 1 <= n <= LONGEST:
            raise invalid(
                f"Invalid lifecycle. {name} cannot be less than 1 or more than "
                f"{LONGEST} days"
            )
    cold, delete = days.get("MoveToColdStorageAfterDays"), days.get("DeleteAfterDays")
    if cold and delete and delete < cold + COLD_AT_LEAST:
        raise invalid(
            f"Invalid lifecycle. DeleteAfterDays cannot be less than {COLD_AT_LEAST} "
            "days apart from MoveToColdStorageAfterDays"
        )
    return days


def moments(lifecycle, created, kind):
    """`CalculatedLifecycle`: what happens at which moment of the clock."""
    names = {"DeleteAfterDays": "DeleteAt"}
    if kind in HAS_COLD_STORAGE:
        names["MoveToColdStorageAfterDays"] = "MoveToColdStorageAt"
    return {
        name: created + timedelta(days=lifecycle[days])
        for days, name in names.items()
        if days in lifecycle
    }
