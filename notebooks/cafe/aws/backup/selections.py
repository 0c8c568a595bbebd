"""Which resources a plan backs up: by ARN, by tags, or both.

A resource is selected when it matches one of Resources *or* has one of ListOfTags (all
resources, when neither says anything), and when it meets every condition. So Resources
with Conditions narrow each other, Resources with ListOfTags do not, and a selection
that says nothing selects all that can be saved.

The API reference says how the entries of each list go together; that Resources and
ListOfTags are an OR is in AWS's Knowledge Center, with an example.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
https://repost.aws/knowledge-center/backup-assign-resources
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Required, TypedDict

from ..service import operation
from .arns import check_arn, check_role
from .errors import exists, invalid, not_found
from .plans import PlanCalls

TAG_PREFIX = "aws:ResourceTag/"


class Condition(TypedDict, total=False):
    ConditionType: Required[str]
    ConditionKey: Required[str]
    ConditionValue: Required[str]


class ConditionParameter(TypedDict, total=False):
    ConditionKey: str
    ConditionValue: str


class Conditions(TypedDict, total=False):
    StringEquals: list[ConditionParameter]
    StringLike: list[ConditionParameter]


class BackupSelection(TypedDict, total=False):
    SelectionName: Required[str]
    IamRoleArn: Required[str]
    Resources: list[str]
    ListOfTags: list[Condition]
    Conditions: Conditions


@dataclass(frozen=True)
class Selection:
    """A selection of a plan; `asked` is what create_backup_selection was given."""

    asked: dict

    @property
    def role(self):
        return self.asked["IamRoleArn"]

    def selects(self, resource):
        """Whether a `Protected` resource belongs to it."""
        return self._names(resource) and all(
            _meets(resource.tags, test, each)
            for test, several in self.asked.get("Conditions", {}).items()
            for each in several
        )

    def _names(self, resource):
        """Whether Resources or ListOfTags name it; together they are an OR."""
        arns, tags = self.asked.get("Resources"), self.asked.get("ListOfTags")
        if not arns and not tags:
            return True
        return any(like(resource.arn, pattern) for pattern in arns or ()) or any(
            _has(resource.tags, each) for each in tags or ()
        )


class SelectionCalls(PlanCalls):
    """The calls on a plan's selections."""

    @operation
    def create_backup_selection(
        self, *, BackupPlanId: str, BackupSelection: BackupSelection
    ):
        """Have a plan back up the resources that the selection describes."""
        plan = self.plan(BackupPlanId)
        _check(BackupSelection)
        name = BackupSelection["SelectionName"]
        if any(s.asked["SelectionName"] == name for s in plan.selections.values()):
            raise exists(f"Backup selection with the name {name} already exists")
        selection_id = self.account.uuid()
        plan.selections[selection_id] = Selection(deepcopy(dict(BackupSelection)))
        return {
            "SelectionId": selection_id,
            "BackupPlanId": plan.id,
            "CreationDate": self.clock.now,
        }

    @operation
    def delete_backup_selection(self, *, BackupPlanId: str, SelectionId: str):
        """Back these resources up no longer; what was saved stays."""
        selections = self.plan(BackupPlanId).selections
        if SelectionId not in selections:
            raise not_found(f"Backup selection {SelectionId} not found")
        del selections[SelectionId]


def like(text, pattern):
    """Whether a text matches a pattern in which * is any text."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text) is not None


def _check(asked):
    for name in ("SelectionName", "IamRoleArn"):
        if name not in asked:
            raise invalid(f"BackupSelection needs {name}")
    if not re.fullmatch(r"[a-zA-Z0-9_.-]{1,50}", asked["SelectionName"]):
        raise invalid(f"Invalid selection name: {asked['SelectionName']}")
    check_role(asked["IamRoleArn"])
    for pattern in asked.get("Resources", ()):
        if pattern != "*" and "*" in check_arn(pattern)[5][:-1]:
            raise invalid(f"In {pattern} the asterisk must stand at the end")
    for each in asked.get("ListOfTags", ()):
        _check_whole(each)
        if each.get("ConditionType") != "STRINGEQUALS":
            raise invalid("ListOfTags supports only STRINGEQUALS")
    for several in asked.get("Conditions", {}).values():
        for each in several:
            _check_whole(each)
            if not each["ConditionKey"].startswith(TAG_PREFIX):
                raise invalid(
                    f"A condition's key begins with {TAG_PREFIX}; got "
                    f"{each['ConditionKey']}"
                )


def _check_whole(condition):
    if not {"ConditionKey", "ConditionValue"} <= condition.keys():
        raise invalid(
            f"A condition needs ConditionKey and ConditionValue; got {condition}"
        )


def _has(tags, condition):
    return tags.get(condition["ConditionKey"]) == condition["ConditionValue"]


def _meets(tags, test, condition):
    """Whether tags meet one of the Conditions. A missing tag equals nothing."""
    value = tags.get(condition["ConditionKey"].removeprefix(TAG_PREFIX))
    wanted = condition["ConditionValue"]
    if test == "StringEquals":
        return value == wanted
    return value is not None and like(value, wanted)
