"""Policies: what is allowed, decided before a call.

    {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:…"}]}

Nothing is allowed unless a statement allows it; what a statement denies is denied,
whatever else allows it (F146). In one account the caller's policies and the
resource's count together: one allow is enough (F147).

`documents` reads them, `conditions` compares.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import re
from dataclasses import dataclass, field

from ..service import is_like
from .conditions import holds

ALLOWED, DENIED, NOT_ALLOWED = "allowed", "explicitDeny", "implicitDeny"
VARIABLE = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True)
class Request:
    """What somebody wants to do: `action` to one `resource`, an ARN or "*".

    `context` has what else is known: {key in small letters: texts}.
    """

    action: str
    resource: str
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """One statement; `sid` is its name, or "". Only a resource's has `principals`.

    `has_variables` says whether ${…} stands for something known of the request.
    """

    effect: str
    actions: tuple
    resources: tuple
    conditions: tuple
    principals: tuple = ()
    sid: str = ""
    has_variables: bool = True

    def fits(self, request):
        """Whether it says something about a request."""
        action = request.action.casefold()
        return (
            any(is_like(each.casefold(), action) for each in self.actions)
            and any(
                is_like(each, request.resource)
                for each in self._filled(self.resources, request)
            )
            and all(
                holds(name, request.context.get(key), self._filled(values, request))
                for name, key, values in self.conditions
            )
        )

    def is_for(self, names):
        """Whether a resource's statement means somebody with one of these ARNs."""
        return "*" in self.principals or any(each in names for each in self.principals)

    def _filled(self, texts, request):
        """Texts with what ${…} stands for, without those that nobody knows."""
        if not self.has_variables:
            return texts
        filled = (_fill(each, request.context) for each in texts)
        return [each for each in filled if each is not None]


def _fill(text, context):
    """A text with its variables filled in, or None where one is not known."""
    for name in VARIABLE.findall(text):
        known = context.get(name.casefold(), ())
        if len(known) != 1:
            return None
        text = text.replace(f"${{{name}}}", known[0])
    return text


@dataclass(frozen=True)
class Policy:
    """A named policy; `document` is the text that was given."""

    name: str
    document: str
    statements: tuple = ()


@dataclass(frozen=True)
class Decision:
    """`outcome` as IAM names it, with the policy and the statement that decided."""

    outcome: str
    policy: Policy | None = None
    statement: Statement | None = None
    of_resource: bool = False

    @property
    def is_allowed(self):
        return self.outcome == ALLOWED


def decide(request, policies, of_resource=(), names=(), root=""):
    """The Decision on a request by the caller's policies and the resource's.

    `names` are the caller's ARNs. A resource's policy that names the account's `root`
    leaves an allow to the caller's own policies; a deny means everybody (F147).
    """
    found = [(p, s, False) for p in policies for s in p.statements]
    for policy in of_resource:
        for each in policy.statements:
            meant = [*names, root] if each.effect == "Deny" else names
            if each.is_for(meant):
                found.append((policy, each, True))
    fitting = [each for each in found if each[1].fits(request)]
    for outcome, effect in ((DENIED, "Deny"), (ALLOWED, "Allow")):
        for policy, statement, is_of_resource in fitting:
            if statement.effect == effect:
                return Decision(outcome, policy, statement, is_of_resource)
    return Decision(NOT_ALLOWED)
