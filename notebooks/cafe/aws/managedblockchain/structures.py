"""What stands in Managed Blockchain's requests, and what of it is refused.

https://docs.aws.amazon.com/managed-blockchain/latest/APIReference/API_Types.html
"""

import re
from functools import partial
from typing import Annotated, Required, TypedDict

from ..errors import ServiceError
from ..parameters import AtLeast, NonEmpty

VERSIONS = ("1.2", "1.4", "2.2")
COMPARATORS = ("GREATER_THAN", "GREATER_THAN_OR_EQUAL_TO")
NAME = r"(?!-|[0-9])(?!.*-$)(?!.*--)[a-zA-Z0-9-]{1,64}"
USER = r"[a-zA-Z][a-zA-Z0-9]{0,15}"
PASSWORD = r"""(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?!.*[@'\\"/])\S{8,32}"""


class FabricNetwork(TypedDict, total=False):
    Edition: Required[str]


class NetworkFrameworkConfiguration(TypedDict, total=False):
    Fabric: FabricNetwork


class ApprovalThresholdPolicy(TypedDict, total=False):
    ThresholdPercentage: Annotated[int, AtLeast(0)]
    ProposalDurationInHours: Annotated[int, AtLeast(1)]
    ThresholdComparator: str


class VotingPolicy(TypedDict, total=False):
    ApprovalThresholdPolicy: ApprovalThresholdPolicy


class FabricMember(TypedDict, total=False):
    AdminUsername: Required[NonEmpty]
    AdminPassword: Required[Annotated[str, AtLeast(8)]]


class MemberFrameworkConfiguration(TypedDict, total=False):
    Fabric: FabricMember


class MemberConfiguration(TypedDict, total=False):
    Name: Required[NonEmpty]
    FrameworkConfiguration: Required[MemberFrameworkConfiguration]


class InviteAction(TypedDict, total=False):
    Principal: Required[str]


class ProposalActions(TypedDict, total=False):
    Invitations: list[InviteAction]


class NodeConfiguration(TypedDict, total=False):
    InstanceType: Required[str]
    AvailabilityZone: str


def edition_of(configuration):
    """The edition that is asked for, or None."""
    return ((configuration or {}).get("Fabric") or {}).get("Edition")


def checked_policy(voting):
    """The approval policy, complete and within AWS's bounds."""
    policy = (voting or {}).get("ApprovalThresholdPolicy") or {}
    check_choice("ThresholdComparator", policy.get("ThresholdComparator"), COMPARATORS)
    for name, least, most in (
        ("ThresholdPercentage", 0, 100),
        ("ProposalDurationInHours", 1, 168),
    ):
        value = policy.get(name)
        if type(value) is not int or not least <= value <= most:
            raise invalid(f"{name} is from {least} to {most}; got {value!r}.")
    return policy


def check_member(settings):
    """Whether a member may be called so, and its administrator too."""
    fabric = (settings.get("FrameworkConfiguration") or {}).get("Fabric") or {}
    for what, value, pattern, expected in (
        (
            "Name",
            settings.get("Name"),
            NAME,
            "up to 64 letters, digits and single hyphens, beginning with a letter",
        ),
        (
            "AdminUsername",
            fabric.get("AdminUsername"),
            USER,
            "up to 16 letters and digits, beginning with a letter",
        ),
        (
            "AdminPassword",
            fabric.get("AdminPassword"),
            PASSWORD,
            "8 to 32 characters with a lower-case and an upper-case letter and a "
            "digit, "
            "and without ' \" \\ / @ and spaces",
        ),
    ):
        if not re.fullmatch(pattern, value or ""):
            raise invalid(f"{what} is not valid. Expected: {expected}.")


def check_choice(what, value, choices):
    if value not in choices:
        raise invalid(
            f"Value {value!r} of {what} is not valid. There is: {', '.join(choices)}"
        )


invalid = partial(ServiceError, "InvalidRequestException")


illegal = partial(ServiceError, "IllegalActionException")


def not_found(what, name):
    return ServiceError("ResourceNotFoundException", f"{what} {name} not found.")
