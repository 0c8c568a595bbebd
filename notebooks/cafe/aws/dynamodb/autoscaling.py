"""Application Auto Scaling for DynamoDB: capacity that follows the traffic (F29).

A scalable target has a minimum and a maximum, its policy a target utilisation. Each
minute the units used are compared with the units provisioned. Two minutes above the
target raise the capacity; fifteen minutes well below it lower the capacity.

Same as AWS: the calls, target tracking, quick up and slow down. Simplified: a change is
done at once; capacity may be lowered any number of times a day. Left out: every other
service, step and scheduled scaling.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Required, TypedDict

from ..errors import ServiceError
from ..parameters import NonEmpty
from ..service import Service, operation
from . import DynamoDB
from .table import Table

MINUTE = timedelta(minutes=1)
UP, DOWN = 2, 15  # minutes that decide
WELL_BELOW = 0.9  # of the target
KINDS = {
    "dynamodb:table:ReadCapacityUnits": "Read",
    "dynamodb:table:WriteCapacityUnits": "Write",
}


class Metric(TypedDict, total=False):
    PredefinedMetricType: Required[str]


class TargetTracking(TypedDict, total=False):
    TargetValue: Required[float]
    PredefinedMetricSpecification: Metric


@dataclass
class Target:
    """The capacity of a table, for reads or for writes, that may be changed.

    `goal` is the share of it that should be used: 0.7 of it, say.
    """

    table: Table
    kind: str
    minimum: int
    maximum: int
    goal: float | None = None
    before: float = 0.0
    minutes: deque = field(default_factory=lambda: deque(maxlen=DOWN))

    def look(self):
        """Look at the last minute's use; the capacity that it asks for, or None."""
        throughput = self.table.throughput
        used = throughput.consumed[self.kind]
        self.minutes.append((used - self.before) / 60)
        self.before = used
        if not self.goal or not throughput.provisioned:
            return None
        now, goal = throughput.provisioned[self.kind], self.goal
        recent = [*self.minutes][-UP:]
        if len(recent) == UP and min(recent) > now * goal:
            return self.fitting(min(recent) / goal)
        quiet = (
            len(self.minutes) == DOWN and max(self.minutes) < now * goal * WELL_BELOW
        )
        return self.fitting(max(self.minutes) / goal) if quiet else None

    def fitting(self, units):
        return max(self.minimum, min(self.maximum, -int(-units // 1)))


class ApplicationAutoScaling(Service):
    """The `application-autoscaling` client of one Region."""

    MISSING = 400
    prefix = "application-autoscaling"

    faults = {
        "ObjectNotFoundException": "ObjectNotFoundException",
        "ValidationException": "ValidationException",
    }

    def __init__(self, account, region):
        super().__init__(account, region)
        self.targets = {}

    @operation
    def register_scalable_target(
        self,
        *,
        ServiceNamespace: str,
        ResourceId: NonEmpty,
        ScalableDimension: str,
        MinCapacity: int,
        MaxCapacity: int,
    ):
        """Let the capacity of a table move between two limits."""
        _check_dimension(ServiceNamespace, ScalableDimension)
        if MinCapacity < 1:
            raise _invalid(f"MinCapacity of a table is 1 or more; got {MinCapacity}.")
        if MinCapacity > MaxCapacity:
            raise _invalid("Maximum capacity cannot be less than minimum capacity")
        table = self._table(ResourceId)
        target = Target(
            table,
            KINDS[ScalableDimension],
            MinCapacity,
            MaxCapacity,
        )
        target.before = table.throughput.consumed[target.kind]
        self.targets[ResourceId, ScalableDimension] = target
        table.scales.add(target.kind)
        self._move(target, target.fitting(table.throughput.provisioned[target.kind]))
        self._plan(target)

    @operation
    def put_scaling_policy(
        self,
        *,
        PolicyName: NonEmpty,
        ServiceNamespace: str,
        ResourceId: NonEmpty,
        ScalableDimension: str,
        PolicyType: str,
        TargetTrackingScalingPolicyConfiguration: TargetTracking,
    ):
        """Set the target utilisation, in per cent."""
        _check_dimension(ServiceNamespace, ScalableDimension)
        target = self._target(ResourceId, ScalableDimension)
        if PolicyType != "TargetTrackingScaling":
            raise _invalid("Here PolicyType is TargetTrackingScaling.")
        asked = TargetTrackingScalingPolicyConfiguration
        metric = f"DynamoDB{target.kind}CapacityUtilization"
        found = asked.get("PredefinedMetricSpecification", {})
        if found.get("PredefinedMetricType", metric) != metric:
            raise _invalid(f"The metric of {ScalableDimension} is {metric}.")
        goal = float(asked["TargetValue"])
        if not 20 <= goal <= 90:
            raise _invalid(f"TargetValue of a table is 20 to 90 per cent; got {goal}.")
        target.goal = goal / 100
        name = f"scalingPolicy:dynamodb/{ResourceId}:policyName/{PolicyName}"
        return {"PolicyARN": self.account.arn("autoscaling", self.region, name)}

    def _table(self, resource_id):
        kind, _, name = resource_id.partition("/")
        tables = self.account.service(DynamoDB, self.region).tables
        if kind != "table" or name not in tables:
            raise _invalid(f"DynamoDB table does not exist: {resource_id}")
        if not tables[name].throughput.provisioned:
            raise _invalid(
                f"The table {name} is in on-demand mode: its capacity scales itself."
            )
        return tables[name]

    def _target(self, resource_id, dimension):
        if (resource_id, dimension) not in self.targets:
            raise ServiceError(
                "ObjectNotFoundException",
                "No scalable target registered for service namespace: dynamodb, "
                f"resource ID: {resource_id}, scalable dimension: {dimension}",
            )
        return self.targets[resource_id, dimension]

    def _minute(self, target):
        if all(each is not target for each in self.targets.values()):
            return  # another one has taken its place
        self._move(target, target.look())
        self._plan(target)

    def _plan(self, target):
        self.clock.after(MINUTE, lambda: self._minute(target), only_looks=True)

    def _move(self, target, units):
        provisioned = target.table.throughput.provisioned
        if units is None or not provisioned or units == provisioned[target.kind]:
            return
        wanted, throughput = provisioned | {target.kind: units}, target.table.throughput
        if throughput.is_lower(wanted) and not throughput.may_decrease():
            return
        self.account.read_meter()
        target.table.provision(wanted)
        target.minutes.clear()


def _check_dimension(namespace, dimension):
    if namespace != "dynamodb" or dimension not in KINDS:
        raise _invalid(
            "Here ServiceNamespace is dynamodb, and ScalableDimension one of "
            f"{', '.join(KINDS)}."
        )


_invalid = partial(ServiceError, "ValidationException")
