"""What AWS takes and this small AWS does not: no fault of an answer, and no try.

    beyond("… Unknown parameter in input: \"StorageType\" …")   a sentence, or None

The small AWS itself tells what AWS takes beyond it; what the other packages take is in
data/real_calls.toml; values and SQL are listed here.
See the API references of RDS, EC2, Backup and DynamoDB, and MongoDB's of its operators.
"""

import dis
import re
from difflib import get_close_matches
from functools import cache
from types import CodeType, FunctionType, ModuleType

from ..files import read_toml

READ = 4_000  # characters of a text: a pattern takes for ever on an endless word
#: What the small AWS says itself of arguments that AWS takes (aws/parameters.py).
LEFT_OUT = re.compile(r"AWS takes ([\w, ]+), and this small AWS does not[.:]")
UNKNOWN = re.compile(r'Unknown parameter in (?:\S+): "(\w+)", must be one of: ([^\n]+)')
NOT_THESE = ("NotAction", "NotResource", "NotPrincipal")
NO_CALL = re.compile(
    r"(\w+) here has no '(\w+)'\. There is: (.+)"
    r"|'(\w+)' object has no attribute '(\w+)'()"
    r"|call the '(?P<method>\w+)' method on a '(?P<class>\w+)' object .*"
    r"There is: (?P<there>.+)",
    re.DOTALL,
)
NO_KEYWORD = re.compile(
    r"(\w+)\(\) got an unexpected keyword argument '(\w+)'"
    r"(?:\. Here it takes: ([^\n]+))?"
)
NO_NAME = re.compile(r"module 'cafe\.drivers\.(\w+)' has no attribute '(\w+)'")
TIME_AS_TEXT = re.compile(
    r"Invalid type for parameter (\w*Time), value: (?:\d{4}-\d\d-\d\d[^,]*, type:"
    r" <class '(str)'>|[\d.]+, type: <class '(?:int|float)'>)"
)
NO_ZONE = re.compile(r"parameter (\w*Time): .* has no time zone")
NO_WAITER = re.compile(r"Waiter does not exist: (\w+)\. (There is: [\w, ]+)")
WAITERS = (
    "cache_cluster_deleted replication_group_deleted db_snapshot_completed"
    " db_snapshot_deleted db_cluster_snapshot_available db_cluster_snapshot_deleted"
    " alarm_exists composite_alarm_exists user_exists role_exists policy_exists"
).split()
#: Values that AWS offers or did, each with the pattern of ours that refuses it.
VALUES = (
    re.compile(  # classes of instances, by family and size
        r"Invalid DB Instance class: (db\.(?:serverless|(?:t[234]g?"
        r"|[mr][3-8](?:g|i|gd|id|idn|d|b|in)?|[cz]\d\w*|x[12]\w*)"
        r"\.(?:micro|small|medium|large|\d*xlarge)))\."
        r" This small AWS has: ([^\n]+)"
    ),
    re.compile(
        r"Invalid DB engine: ((?:aurora-(?:mysql|postgresql)|db2-[as]e|mariadb"
        r"|oracle-(?:ee|se2)(?:-cdb)?|sqlserver-(?:ee|se|ex|web)))\."
        r" This small AWS has: ([^\n]+)"
    ),
    re.compile(
        r"Cannot find version (\S+) for \w[\w-]*\. This small AWS has: ([^\n]+)"
    ),
    re.compile(r"Invalid value '(\d+|icmp(?:v6)?)' for IP protocol\. Here: ([^\n]+)"),
    re.compile(r"This small AWS knows the time zone (?P<has>\S+); got (?P<value>\S+)"),
    re.compile(
        r"this small AWS expects (?P<has>cron\(…\)), .*; got (?P<value>rate\(\d+ \w+\))"
    ),
    re.compile(
        r"this small AWS knows (?P<has>numbers, [^;]+); got"
        r" (?P<value>[^#LW\n]*[#LW][^\n]*)"
    ),
)
#: What MongoDB has in each place of a call, as far as a learner of these exercises
#: tries it, by the pattern of ours that refuses what is not there.
OPERATORS = {
    r"Unrecognized pipeline stage name: '(\$\w+)": """
    $addFields $bucket $bucketAuto $count $densify $facet $fill $geoNear $group $limit
    $lookup $match $merge $out $project $redact $replaceRoot $replaceWith $sample $set
    $setWindowFields $skip $sort $sortByCount $unionWith $unset $unwind
    """,
    r"unknown top level operator: (\$\w+)": """
    $and $comment $expr $jsonSchema $nor $or $text $where
    """,
    r"unknown operator: (\$\w+)": """
    $all $bitsAllSet $bitsAnySet $elemMatch $eq $exists $gt $gte $in $lt $lte $mod $ne
    $nin $not $size $type
    """,
    r"Unrecognized expression '(\$\w+)": """
    $abs $add $and $arrayElemAt $avg $ceil $concat $concatArrays $cond $convert
    $dateToString $divide $eq $filter $first $firstN $floor $getField $gt $gte $ifNull
    $in $isArray $isNumber $last $let $literal $lt $lte $map $max $maxN $min $mod
    $multiply $ne $not $or $pow $rand $reduce $round $setField $size $slice $subtract
    $sum $switch $toDecimal $toDouble $toInt $toLong $toString $trunc $type
    """,
    r"unknown group operator '(\$\w+)": """
    $accumulator $addToSet $avg $bottom $count $first $firstN $last $lastN $max $maxN
    $median $mergeObjects $min $minN $percentile $push $stdDevPop $sum $top $topN
    """,
    r"Unknown modifier: (\$\w+)": """
    $addToSet $bit $currentDate $inc $max $min $mul $pop $pull $pullAll $push $rename
    $set $setOnInsert $unset
    """,
    r"takes one element here, and no (\$\w+)": "$each $position $slice $sort",
    r"unrecognized option to \$unwind stage: (\w+)": """
    includeArrayIndex preserveNullAndEmptyArrays
    """,
}

#: What MySQL or psycopg take; the engine behind is another one.
FORMS = (
    (
        re.compile(r"PostgreSQL takes (an index without a name)"),
        "Name it: CREATE INDEX by_shop ON ….",
    ),
    (
        re.compile(r"PostgreSQL takes (.+), and this small engine does not"),
        "Leave it out.",
    ),
    (
        re.compile(r"Type with name ((?:LONG|MEDIUM|TINY)TEXT)", re.IGNORECASE),
        "Write TEXT.",
    ),
    (
        re.compile(
            r'error at or near "(?i:(AFTER|FIRST|CHARACTER|COMMENT|LIMIT|ALGORITHM'
            r'|LOCK))"'
        ),
        "Leave it out.",
    ),
    (
        re.compile(r"permission denied: (SET) "),
        "Leave SET and USE out, and write cafe.orders.",
    ),
    (
        re.compile(r"(?im)ADD (?:COLUMN )?(\(\w+ [^\n]*\))\s*$"),
        "Leave its brackets out.",
    ),
    (
        re.compile(r"ON (DUPLICATE KEY)|at or near \"(REPLACE)", re.IGNORECASE),
        "Write UPDATE … SET … WHERE ….",
    ),
    (re.compile(r"(Collation) with name \w+ does not exist"), "Leave it out."),
    (re.compile(r"has no (?:attribute )?'(cursor)'"), "Call connection.execute(…)."),
    (
        re.compile(r"has no (?:attribute )?'(transaction)'"),
        "Call connection.commit() at the end.",
    ),
    (re.compile(r"The (prefix list) \S+ is left out here"), "Give IpRanges alone."),
    (re.compile(r"The (IPv6 range) \S+ is left out here"), "Give IpRanges alone."),
    (
        re.compile(r"(an update by a pipeline) is not supported here"),
        "Write {…} with an operator.",
    ),
    (re.compile(r"(a compiled pattern) is left out here"), 'Write {"$regex": "…"}.'),
)

#: What of the course stands for a package that an answer imports.
PACKAGES = {
    "boto3": "Here it is from cafe.aws.dynamodb.conditions import Key, Attr.",
    "botocore": "Here it is from cafe.aws.errors import ClientError.",
    "psycopg": "Here it is from cafe.drivers import sql.",
    "redis": "Here it is from cafe.drivers import redis.",
    "pymongo": "Here it is from cafe.drivers import pymongo.",
}
GIVEN = "Here a function calls the client, table or session that it is given."
OF_A_PACKAGE = re.compile(
    rf"No module named '({'|'.join(PACKAGES)})\b"
    r"|<class '(boto3)\.dynamodb\.conditions"
)


def borrowed(function):
    """What to do instead, when a function names errors of a real package, or None.

    Who has the package installed catches its errors, and ours go on.
    """
    if type(function) is not FunctionType:
        return None
    for name in _named(function.__code__):
        found, package = function.__globals__.get(name), name.removeprefix("import ")
        if isinstance(found, ModuleType):
            package = found.__name__
        elif isinstance(found, type) and issubclass(found, BaseException):
            package = found.__module__
        elif package == name:  # no import
            continue
        first = package.partition(".")[0]
        if first in PACKAGES:
            instead = GIVEN if package == "boto3" else PACKAGES[first]
            return f"{first} is for the real service. {instead}"
    return None


def _named(code):
    """The names outside of it that a function's code asks for, and what it imports."""
    yield from code.co_names
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            yield f"import {step.argval}"
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _named(inner)


def beyond(told):
    """What to do instead, when `told` refuses what AWS takes; else None."""
    told = told[:READ]
    ways = (
        *(_value, _form, _argument, _operator),
        *(_package, _call, _keyword, _name, _waiter),
    )
    return next(filter(None, (way(told) for way in ways)), None)


def _argument(told):
    found = LEFT_OUT.search(told)
    unknown = {name for name, _ in UNKNOWN.findall(told)}
    if not found or (unknown and unknown != {*found[1].split(", ")}):
        return None
    if found[1] in NOT_THESE:  # of a policy
        return f"{found[0]} Write {found[1].removeprefix('Not')}."
    flat = any(name.startswith("SourceSecurityGroup") for name in unknown)
    it = "them" if "," in found[1] else "it"
    instead = "Write IpPermissions." if flat else f"Leave {it} out."
    return f"{found[0][:-1]}. {instead}"


def _value(told):
    if found := TIME_AS_TEXT.search(told):
        form = "a text" if found[2] else "a number"
        return (
            f"AWS takes {found[1]} as {form}, and this small AWS does not. Give it a"
            " datetime."
        )
    if found := NO_ZONE.search(told):
        return (
            f"boto3 takes {found[1]} without a time zone, and this small AWS does not."
            " Leave the zone that the datetime has."
        )
    for pattern in VALUES:
        if found := pattern.search(told):
            named = found.groupdict() or {"value": found[1], "has": found[2]}
            return (
                f"AWS may offer {named['value']}, and this small AWS does not. It has"
                f" {named['has']}."
            )
    return None


def _form(told):
    for form, instead in FORMS:
        if found := form.search(told):
            form = next(filter(None, found.groups()))
            return f"The real service takes {form}, and ours does not. {instead}"
    return None


def _operator(told):
    for pattern, known in OPERATORS.items():
        found = re.search(pattern, told)
        if found and found[1] in known.split():
            return f"MongoDB has {found[1]}, and this small one has not. Do without it."
    return None


def _package(told):
    if found := OF_A_PACKAGE.search(told):
        name = found[1] or found[2]
        return f"{name} is for the real service. {PACKAGES[name]}"
    return None


def _call(told):
    if not (found := missing(told)):
        return None
    cls, name, there = found
    if name not in _real("calls").get(cls, ()):
        return None
    near = get_close_matches(name, there, 3)
    instead = f"It has {', '.join(near)}." if near else "Do without it."
    return f"The real {cls} has {name}, and this small one has not. {instead}"


def missing(told):
    """(class, name, the names that there are) when a name is not there, or None."""
    if not (found := NO_CALL.search(told)):
        return None
    if found["method"]:
        cls, name, there = found["class"], found["method"], found["there"]
    else:
        cls, name, there = [each for each in found.groups() if each is not None][:3]
    return cls, name, re.findall(r"\w+(?=,|;|$)", there)


def _keyword(told):
    found = NO_KEYWORD.search(told)
    if found and found[2] in _real("keywords").get(found[1], ()):
        instead = f"It takes {found[3]}." if found[3] else "Leave it out."
        return f"The real {found[1]} takes {found[2]}, and ours does not. {instead}"
    return None


def _name(told):
    found = NO_NAME.search(told)
    if found and found[2] in _real("names").get(found[1], ()):
        return f"The real {found[1]} has {found[2]}, and ours has not. Do without it."
    return None


def _waiter(told):
    found = NO_WAITER.search(told)
    if found and found[1] in WAITERS:
        return f"AWS has a waiter {found[1]}, and this small AWS has not. {found[2]}."
    return None


@cache
def _real(table):
    """A table of data/real_calls.toml: {name: a set of names}."""
    entries = read_toml("real_calls.toml")[table]
    return {name: set(names.split()) for name, names in entries.items()}
