"""Backup plans: what is backed up when, kept how long and copied where."""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Required, TypedDict

from ..errors import ServiceError
from ..service import operation
from . import lifecycle, schedule
from .errors import bad_request, exists, invalid, not_found
from .jobs import START_WINDOW, JobCalls
from .overlaps import gives_way

DEFAULT_SCHEDULE = "cron(0 5 ? * * *)"
LEAST_WINDOW, LONGEST_WINDOW = 60, 52_560_000  # minutes: an hour, 100 years


class CopyAction(TypedDict, total=False):
    Lifecycle: lifecycle.Lifecycle
    DestinationBackupVaultArn: Required[str]


class BackupRule(TypedDict, total=False):
    RuleName: Required[str]
    TargetBackupVaultName: Required[str]
    ScheduleExpression: str
    StartWindowMinutes: int
    Lifecycle: lifecycle.Lifecycle
    CopyActions: list[CopyAction]


class BackupPlan(TypedDict, total=False):
    BackupPlanName: Required[str]
    Rules: Required[list[BackupRule]]


@dataclass(eq=False)
class Plan:
    """A plan: its present version, its selections, and when each rule fires next."""

    id: str
    arn: str
    document: dict
    version: str
    selections: dict = field(default_factory=dict)
    events: list = field(default_factory=list, repr=False)

    @property
    def name(self):
        return self.document["BackupPlanName"]

    def stop(self):
        """Let no rule fire any more."""
        for event in self.events:
            event.cancel()
        self.events = []

    def named(self):
        return {
            "BackupPlanId": self.id,
            "BackupPlanArn": self.arn,
            "VersionId": self.version,
        }


class PlanCalls(JobCalls):
    """The calls on plans, and their running."""

    @operation
    def create_backup_plan(self, *, BackupPlan: BackupPlan):
        """A plan; it does nothing until it has a selection."""
        document = self._checked(BackupPlan)
        others = [_without_ids(plan.document) for plan in self.plans.values()]
        if _without_ids(document) in others:
            raise exists("Backup plan with the same plan document already exists")
        plan_id = self.account.uuid()
        plan = Plan(
            plan_id,
            self.account.arn("backup", self.region, f"backup-plan:{plan_id}"),
            document,
            self._new_version(),
        )
        self.plans[plan.id] = plan
        self._start(plan)
        return plan.named() | {"CreationDate": self.clock.now}

    @operation
    def update_backup_plan(self, *, BackupPlanId: str, BackupPlan: BackupPlan):
        """Replace a plan's document; what was saved before keeps its lifecycle."""
        plan = self.plan(BackupPlanId)
        document = self._checked(BackupPlan)
        plan.stop()
        plan.document, plan.version = document, self._new_version()
        self._start(plan)
        return plan.named() | {"CreationDate": self.clock.now}

    @operation
    def delete_backup_plan(self, *, BackupPlanId: str):
        """Delete a plan without selections. Jobs under way and what was saved stay."""
        plan = self.plan(BackupPlanId)
        if plan.selections:
            raise bad_request(
                "Related backup plan selections must be deleted prior to backup plan "
                "deletion"
            )
        plan.stop()
        del self.plans[plan.id]
        return plan.named() | {"DeletionDate": self.clock.now}

    # -- shared by the calls ------------------------------------------------------

    def plan(self, plan_id):
        """The plan of an id. Raises ResourceNotFoundException."""
        self.check_region()
        if plan_id not in self.plans:
            raise not_found("Failed reading Backup plan with provided version")
        return self.plans[plan_id]

    # -- checking -----------------------------------------------------------------

    def _checked(self, asked):
        """The document with its defaults, if there can be such a plan."""
        if not asked.get("BackupPlanName") or not asked.get("Rules"):
            raise invalid("A backup plan needs BackupPlanName and at least one rule")
        if not re.fullmatch(r"[a-zA-Z0-9_.-]{1,50}", asked["BackupPlanName"]):
            raise invalid(f"Invalid backup plan name: {asked['BackupPlanName']}")
        names = [rule.get("RuleName") for rule in asked["Rules"]]
        for name in names:
            if not re.fullmatch(r"[a-zA-Z0-9_.-]{1,50}", name or ""):
                raise invalid(f"Invalid rule name: {name}")
        if len({*names}) < len(names):
            raise invalid(f"Two rules have one name: {', '.join(names)}")
        return {
            "BackupPlanName": asked["BackupPlanName"],
            "Rules": [self._checked_rule(rule) for rule in asked["Rules"]],
        }

    def _checked_rule(self, asked):
        rule = {
            "ScheduleExpression": DEFAULT_SCHEDULE,
            "StartWindowMinutes": START_WINDOW // timedelta(minutes=1),
        } | deepcopy(asked)
        try:
            self._check_rule(rule)
        except ServiceError as error:
            raise invalid(
                f"Error in rule {rule['RuleName']} : {error.message}"
            ) from None
        return rule | {"RuleId": self.account.uuid()}

    def _check_rule(self, rule):
        if rule.get("TargetBackupVaultName") not in self.vaults:
            raise invalid(
                f"Backup vault {rule.get('TargetBackupVaultName')} does not exist in "
                f"{self.region}"
            )
        try:
            schedule.parse(rule["ScheduleExpression"])
        except ValueError as error:
            raise invalid(f"Invalid schedule expression: {error}") from None
        if rule["StartWindowMinutes"] < LEAST_WINDOW:
            raise invalid(f"Start window must be at least {LEAST_WINDOW} minutes")
        if rule["StartWindowMinutes"] > LONGEST_WINDOW:
            raise invalid(f"Start window must be at most {LONGEST_WINDOW} minutes")
        lifecycle.checked(rule.get("Lifecycle"))
        for action in rule.get("CopyActions", ()):
            lifecycle.checked(action.get("Lifecycle"))
            self.parts_of_vault(action.get("DestinationBackupVaultArn", ""))

    # -- running ------------------------------------------------------------------

    def _new_version(self):
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return self.account.token(48, letters)

    def _start(self, plan):
        for rule in plan.document["Rules"]:
            self._wait(plan, rule, schedule.parse(rule["ScheduleExpression"]))

    def _wait(self, plan, rule, times):
        """Fire at the next moment of a rule's schedule, and wait again."""

        def fire():
            plan.events.remove(event)
            if not gives_way(rule, plan.document["Rules"], self.clock.now):
                self._run(plan, rule)
            self._wait(plan, rule, times)

        if moment := times.after(self.clock.now):
            event = self.clock.after(moment - self.clock.now, fire)
            plan.events.append(event)

    def _run(self, plan, rule):
        """Start a backup job for each resource that the plan selects."""
        created_by = {
            "BackupPlanId": plan.id,
            "BackupPlanArn": plan.arn,
            "BackupPlanName": plan.name,
            "BackupPlanVersion": plan.version,
            "BackupRuleId": rule["RuleId"],
            "BackupRuleName": rule["RuleName"],
            "BackupRuleCron": rule["ScheduleExpression"],
            "BackupRuleTimezone": "Etc/UTC",
        }
        for resource in self.account.protected(self.region):
            for selection in plan.selections.values():
                if selection.selects(resource):
                    self.submit(
                        resource,
                        rule["TargetBackupVaultName"],
                        selection.role,
                        lifecycle.checked(rule.get("Lifecycle")),
                        timedelta(minutes=rule["StartWindowMinutes"]),
                        created_by,
                        rule.get("CopyActions", ()),
                    )
                    break


def _without_ids(document):
    """What a document says, whatever the ids of its rules."""
    rules = [{**rule, "RuleId": ""} for rule in document["Rules"]]
    return document["BackupPlanName"], rules
