"""Policy documents: the JSON that AWS takes, read or refused.

Left out: NotAction, NotResource, NotPrincipal, principals that are services, and
conditions on numbers.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re
from functools import partial

from ..errors import ServiceError
from .conditions import OTHERS, is_known, parts
from .policies import Policy, Statement

VERSIONS = ("2008-10-17", "2012-10-17")
#: Whose policy a document may be: of a user or role, of a resource, of a role's trust.
IDENTITY, RESOURCE, TRUST = "identity", "resource", "trust"
ELEMENTS = ("Sid", "Effect", "Action", "Resource", "Condition", "Principal")
LEFT_OUT = ("NotAction", "NotResource", "NotPrincipal")
NO_VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
SYNTAX = "Syntax errors in policy."


def read_policy(name, document, kind=IDENTITY):
    """The Policy in a document. Raises ServiceError if it is malformed."""
    try:
        given = json.loads(document)
    except ValueError:
        raise malformed(SYNTAX) from None
    if not isinstance(given, dict) or given.keys() - {"Version", "Statement", "Id"}:
        raise malformed(SYNTAX)
    version = given.get("Version", VERSIONS[0])
    if version not in VERSIONS:
        raise malformed(SYNTAX)
    if kind == IDENTITY and version != VERSIONS[1]:
        raise malformed("Policy document must be version 2012-10-17 or greater.")
    statements = _listed(given.get("Statement", []))
    if not statements:
        raise malformed(SYNTAX)
    has_variables = version == VERSIONS[1]
    read = tuple(_statement(each, kind, has_variables) for each in statements)
    sids = [each.sid for each in read if each.sid]
    if len(sids) != len({*sids}):
        raise malformed("Statement IDs (SID) in a single policy must be unique.")
    return Policy(name, document, read)


def size(policy):
    """The characters that count against a quota: all but blanks."""
    return len("".join(policy.document.split()))


def _statement(given, kind, has_variables):
    if not isinstance(given, dict):
        raise malformed(SYNTAX)
    for element in given:
        if element in LEFT_OUT:
            raise malformed(f"AWS takes {element}, and this small AWS does not.")
        if element not in ELEMENTS:
            raise malformed(SYNTAX)
    if "Effect" not in given:
        raise malformed("Missing required field Effect")
    if given["Effect"] not in ("Allow", "Deny"):
        raise malformed(f"Invalid effect: {given['Effect']}")
    sid = given.get("Sid", "")
    if kind == IDENTITY and not re.fullmatch(r"[0-9A-Za-z]*", str(sid)):
        raise malformed(
            "Statement IDs (SID) must be alpha-numeric. Check that your input "
            "satisfies the regular expression [0-9A-Za-z]*"
        )
    return Statement(
        given["Effect"],
        _actions(given, kind),
        _resources(given, kind),
        tuple(_conditions(given.get("Condition", {}))),
        _principals(given, kind),
        str(sid),
        has_variables,
    )


def _actions(given, kind):
    actions = _texts(given, "Action", "actions")
    for action in actions:
        if kind == TRUST and not action.lower().startswith("sts:"):
            raise malformed(
                "AssumeRole policy may only specify STS AssumeRole actions."
            )
        if action != "*" and ":" not in action:
            raise malformed(NO_VENDOR)
        if action != "*" and not re.fullmatch(r"[\w-]+:[\w*?]+", action):
            raise malformed(f"Invalid action: {action}")
    return actions


def _resources(given, kind):
    """The ARNs; a role's trust policy is about that role and names none."""
    if kind == TRUST:
        if "Resource" in given:
            raise malformed("Has prohibited field Resource")
        return ("*",)
    resources = _texts(given, "Resource", "resources")
    for resource in resources:
        if resource != "*" and not re.fullmatch(r"arn:[^:]*:[^:]+:.*", resource):
            raise malformed(f'Resource {resource} must be in ARN format or "*".')
    return resources


def _principals(given, kind):
    """The ARNs of whom a resource's statement means; of nobody for a user's."""
    if kind == IDENTITY:
        if "Principal" in given:
            raise malformed("Policy document should not specify a principal.")
        return ()
    if "Principal" not in given:
        raise malformed("Missing required field Principal")
    named = given["Principal"]
    if named == "*":
        return ("*",)
    if not isinstance(named, dict) or named.keys() != {"AWS"}:
        raise malformed('Invalid principal in policy: write "*" or {"AWS": an ARN}.')
    return tuple(
        f"arn:aws:iam::{each}:root" if each.isdigit() else each
        for each in _texts(named, "AWS", "principals")
    )


def _conditions(given):
    """(operator, key in small letters, values) for each condition."""
    if not isinstance(given, dict):
        raise malformed(SYNTAX)
    for name, keys in given.items():
        base = parts(name)[1]
        if re.fullmatch(OTHERS, base):
            raise malformed(f"AWS takes {base}, and this small AWS does not.")
        if not is_known(name):
            raise malformed(f"Invalid Condition type : {name}.")
        if not isinstance(keys, dict):
            raise malformed(SYNTAX)
        for key, values in keys.items():
            if ":" not in key:
                raise malformed(NO_VENDOR)
            yield name, key.casefold(), tuple(map(_text, _listed(values)))


def _texts(given, element, what):
    """The texts of an element that may be one or a list."""
    texts = _listed(given.get(element, []))
    if not texts or not all(isinstance(each, str) for each in texts):
        raise malformed(f"Policy statement must contain {what}.")
    return tuple(texts)


def _listed(value):
    return value if isinstance(value, list) else [value]


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


malformed = partial(ServiceError, "MalformedPolicyDocument")
