"""Conditions of a policy: what must hold besides action and resource.

    {"StringEquals": {"aws:username": "till"}, "IpAddress": {"aws:SourceIp": …}}

All operators and all keys must hold; of a key's values one is enough. What is known of
a request, its context, is a list of texts for each key, however the key is written.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import ipaddress
import operator
from datetime import UTC, datetime

from ..service import is_like


def _day(text):
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _in_range(address, range_):
    return ipaddress.ip_address(address) in ipaddress.ip_network(range_, strict=False)


def _dated(how):
    return lambda given, wanted: how(_day(given), _day(wanted))


def _casefolded(given, wanted):
    return given.casefold() == wanted.casefold()


def _like(given, wanted):
    return is_like(wanted, given)


def _arn_like(given, wanted):
    """ARNs are compared part by part: a * ends at a colon."""
    given, wanted = given.split(":", 5), wanted.split(":", 5)
    return len(given) == len(wanted) and all(map(_like, given, wanted))


#: operator -> whether a value that is given fits one that is wanted
FITS = {
    "StringEquals": operator.eq,
    "StringEqualsIgnoreCase": _casefolded,
    "StringLike": _like,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": _casefolded,
    "IpAddress": _in_range,
    "DateEquals": _dated(operator.eq),
    "DateLessThan": _dated(operator.lt),
    "DateLessThanEquals": _dated(operator.le),
    "DateGreaterThan": _dated(operator.gt),
    "DateGreaterThanEquals": _dated(operator.ge),
}
#: operator -> the one that it is the contrary of
CONTRARY = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "DateNotEquals": "DateEquals",
}
#: What AWS compares besides: no call here has a number or bytes to look at.
OTHERS = "BinaryEquals|Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?"
ALL, ANY = "ForAllValues:", "ForAnyValue:"


def parts(name):
    """The modifier of an operator's name, its base, and whether it ends in IfExists."""
    modifier = next((each for each in (ALL, ANY) if name.startswith(each)), "")
    base = name.removeprefix(modifier)
    return modifier, base.removesuffix("IfExists"), base.endswith("IfExists")


def is_known(name):
    """Whether there is such an operator."""
    base = parts(name)[1]
    return base in FITS or base in CONTRARY or base == "Null"


def holds(name, given, wanted):
    """Whether a condition holds: `given` is a list of texts, or None; `wanted` a list.

    A key that the request does not have fails a condition, but for the contrary ones,
    ForAllValues and …IfExists.
    """
    modifier, base, if_exists = parts(name)
    if base == "Null":
        return (not given) == (wanted[0].casefold() == "true")
    if not given:
        is_contrary = base in CONTRARY and modifier != ANY
        return if_exists or modifier == ALL or is_contrary
    fits = FITS[CONTRARY.get(base, base)]
    found = [any(_fits(fits, each, one) for one in wanted) for each in given]
    if base in CONTRARY:
        found = [not each for each in found]
    return any(found) if modifier == ANY else all(found)


def _fits(fits, given, wanted):
    """Whether two values fit; one that is no day or address fits nothing."""
    try:
        return fits(given, wanted)
    except ValueError:
        return False
