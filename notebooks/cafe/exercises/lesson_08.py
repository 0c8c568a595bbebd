"""Exercises of lesson 08: a backup rule, a comparison, an incident, a broken chain."""

from datetime import datetime

from .kinds import PythonExercise, Wrong

# --- a rule for the law ------------------------------------------------------------


def _runs(rule):
    """What is wrong with a backup rule, tried on a table for two weeks, or None."""
    from cafe import aws
    from cafe.aws.errors import ClientError, ParamValidationError

    if not isinstance(rule, dict):
        return f"A rule is a dict, as in section 1; this is {rule!r}."
    account = aws.Account()
    session = aws.Session(account=account)
    backup, table = session.client("backup"), session.client("dynamodb")
    table.create_table(
        TableName="receipts",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    table.get_waiter("table_exists").wait(TableName="receipts")
    backup.create_backup_vault(BackupVaultName="archive")
    try:
        plan = backup.create_backup_plan(
            BackupPlan={"BackupPlanName": "law", "Rules": [rule]}
        )
    except ClientError as error:
        return f"AWS Backup refuses it: {error.response['Error']['Message']}"
    except ParamValidationError as error:
        return f"AWS Backup refuses it: {error}"
    backup.create_backup_selection(
        BackupPlanId=plan["BackupPlanId"],
        BackupSelection={
            "SelectionName": "all",
            "IamRoleArn": "arn:aws:iam::123456789012:role/b",
            "Resources": [account.arn("dynamodb", "eu-west-1", "table/receipts")],
        },
    )
    account.clock.advance(days=14)
    return _looked_at(backup)


def _points(backup):
    found = backup.list_recovery_points_by_backup_vault(BackupVaultName="archive")
    return sorted(found["RecoveryPoints"], key=lambda point: point["CreationDate"])


def _looked_at(backup):
    """What is wrong after two weeks, or None."""
    points = _points(backup)
    if not points:
        return "After two weeks nothing has been saved in the vault archive."
    days = {f"{point['CreationDate']:%A}" for point in points}
    if days != {"Sunday"}:
        return (
            f"It should save on Sundays; it saved on {', '.join(sorted(days))}. The"
            " fifth field of cron is the day of the week, and the third is then ?."
        )
    hours = {f"{point['CreationDate']:%H:%M}" for point in points}
    if hours != {"04:30"}:
        return (
            f"It should begin at 04:30; it began at {', '.join(sorted(hours))}. The"
            " first field of cron is the minute, the second the hour."
        )
    lifecycle = points[0].get("Lifecycle", {})
    for what, key, days in (
        ("It should move to cold storage", "MoveToColdStorageAfterDays", 30),
        ("As early as it is allowed it should be deleted", "DeleteAfterDays", 120),
    ):
        if lifecycle.get(key) != days:
            return f"{what} after {days} days; its lifecycle says: {lifecycle}."
    return None


def _rule(schedule="cron(30 4 ? * SUN *)", cold=30, delete=120, vault="archive"):
    return f"""\
weekly = {{
    "RuleName": "weekly",
    "TargetBackupVaultName": "{vault}",
    "ScheduleExpression": "{schedule}",
    "Lifecycle": {{"MoveToColdStorageAfterDays": {cold}, "DeleteAfterDays": {delete}}},
}}
"""


RULE = PythonExercise(
    id="08.rule",
    objective="08.a",
    difficulty=2,
    prompt="""\
Write a rule as in section 1 into the variable `weekly`: a dict with `RuleName` (any
name), `TargetBackupVaultName`, `ScheduleExpression` and `Lifecycle`. It saves into the
vault `archive`, each Sunday at 04:30 in UTC. After 30 days a backup moves to cold
storage, and it is deleted as early as that is allowed. The days of the week are `SUN`,
`MON` and so on; where a day of the week is given, the day of the month is `?`.""",
    starter="weekly = ...\n",
    hints=(
        "The fields of cron: minute, hour, day of the month, month, day of the week,"
        " year.",
        "Half past four begins with 30 4. Then ? for the day of the month, * for each"
        " month; the day of the week comes fifth.",
        "In cold storage for 90 days at least: the move is on day 30, so it goes on day"
        " 120.",
    ),
    solution=_rule(),
    name="weekly",
    prove=_runs,
    seconds=10.0,
    wrong=(
        Wrong(_rule(schedule="cron(4 30 ? * SUN *)"), "AWS Backup refuses it"),
        Wrong(_rule(schedule="cron(30 4 * * ? *)"), "It should save on Sundays"),
        Wrong(_rule(schedule="cron(0 4 ? * SUN *)"), "it began at 04:00."),
        Wrong(_rule(delete=90), "AWS Backup refuses it"),
        Wrong(_rule(cold=31, delete=121), "It should move to cold storage after 30"),
        Wrong(_rule(delete=121), "it should be deleted after 120 days"),
        Wrong(_rule(delete=122), "it should be deleted after 120 days"),
        Wrong(_rule(delete=365), "it should be deleted after 120 days"),
        Wrong(_rule(vault="cellar"), "AWS Backup refuses it"),
    ),
)

# --- two tables compared -----------------------------------------------------------

_BEFORE = {1: "latte", 2: "mocha", 3: "tea", 4: "cocoa"}


def _differences(body):
    return f"def differences(before, after):\n{body}"


DIFFERENCES = PythonExercise(
    id="08.differences",
    objective="08.c",
    difficulty=1,
    prompt="""\
Write `differences(before, after)`. Both are dicts that hold a row for each key. Return
a dict with three sorted lists of keys: `"missing"`, those that are only in `before`,
`"new"`, those that are only in `after`, and `"changed"`, those that are in both with
different rows.""",
    starter=_differences("    ...\n"),
    hints=(
        "set(before) - set(after) are the keys that are missing.",
        "set(before) & set(after) are the keys that both have.",
        "Of those, keep the ones with before[key] != after[key]. Use sorted(…).",
    ),
    solution=_differences("""\
    both = set(before) & set(after)
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": sorted(key for key in both if before[key] != after[key]),
    }
"""),
    name="differences",
    cases=(
        (_BEFORE, dict(_BEFORE)),
        (_BEFORE, {1: "latte", 2: "mocca", 3: "tea", 5: "cocoa"}),
        (_BEFORE, {}),
        ({}, {7: "tea", 6: "tea"}),
    ),
    wrong=(
        Wrong(
            _differences("    return len(before) == len(after)\n"),
            "should give {'missing': [], 'new': [], 'changed': []}; it gave True",
            "Equal numbers of rows prove little: a wrong price is a row, too.",
            "untested-backup-is-a-backup",
        ),
        Wrong(
            _differences("""\
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": [],
    }
"""),
            "it gave {'missing': [4], 'new': [5], 'changed': []}",
            "The keys are compared, the rows are not.",
            "untested-backup-is-a-backup",
        ),
        Wrong(
            _differences("""\
    changed = [key for key in before if before[key] != after.get(key)]
    return {
        "missing": sorted(set(before) - set(after)),
        "new": sorted(set(after) - set(before)),
        "changed": sorted(changed),
    }
"""),
            "it gave {'missing': [4], 'new': [5], 'changed': [2, 4]}",
            "What is missing has not changed. Look only at keys that both have.",
        ),
        Wrong(
            _differences("""\
    both = set(before) & set(after)
    return {
        "missing": sorted(set(after) - set(before)),
        "new": sorted(set(before) - set(after)),
        "changed": sorted(key for key in both if before[key] != after[key]),
    }
"""),
            "it gave {'missing': [5], 'new': [4], 'changed': [2]}",
            "missing and new have changed places.",
        ),
        Wrong(
            _differences("""\
    both = set(before) & set(after)
    return {
        "missing": len(set(before) - set(after)),
        "new": len(set(after) - set(before)),
        "changed": sum(before[key] != after[key] for key in both),
    }
"""),
            "it gave {'missing': 0, 'new': 0, 'changed': 0}",
            "Which rows? Whoever has to mend it needs the keys, not their number.",
        ),
    ),
)

# --- what the incident cost --------------------------------------------------------


def _moment(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute)


_NIGHTS = [_moment(day, 2) for day in (2, 3, 4, 5)]


def _incident(body):
    return f"def incident_cost(backups, incident, working):\n{body}"


INCIDENT = PythonExercise(
    id="08.incident",
    objective="08.b",
    difficulty=2,
    prompt="""\
Write `incident_cost(backups, incident, working)`. `backups` is a list of the moments
of all backups, in any order, and some were taken after the incident: they hold the
mistake. `incident` is when the mistake was made, `working` when the shop worked again;
all are `datetime`s. Return a pair: how much time of data is lost, and how long the shop
was down, both as the difference of two moments. A backup of the very moment of the
incident may hold the mistake, too: only older ones count. If there is none, the first
of the two is `None`.""",
    starter=_incident("    ...\n"),
    hints=(
        "good = [moment for moment in backups if moment < incident] are the backups"
        " without the mistake.",
        "The last good one is max(good). What is lost is incident - max(good).",
        "How long the shop was down is working - incident.",
    ),
    solution=_incident("""\
    good = [moment for moment in backups if moment < incident]
    lost = incident - max(good) if good else None
    return lost, working - incident
"""),
    name="incident_cost",
    cases=(
        (_NIGHTS, _moment(4, 20), _moment(4, 21, 30)),
        (_NIGHTS[::-1], _moment(3, 9), _moment(3, 11, 15)),
        (_NIGHTS, _moment(2, 1), _moment(2, 3)),
        ([_moment(4, 14), _moment(4, 12)], _moment(4, 13), _moment(4, 18)),
        (_NIGHTS, _moment(4, 2), _moment(4, 5)),
    ),
    wrong=(
        Wrong(
            _incident("    return incident - max(backups), working - incident\n"),
            "incident_cost(",
            "The newest backup was taken after the incident. It holds the mistake.",
        ),
        Wrong(
            _incident("""\
    good = [moment for moment in backups if moment <= incident]
    lost = incident - max(good) if good else None
    return lost, working - incident
"""),
            "incident_cost(",
            "A backup of the very moment of the incident counts here. It may hold the"
            " mistake.",
        ),
        Wrong(
            _incident("""\
    good = [moment for moment in backups if moment < incident]
    lost = incident - max(good) if good else None
    return working - incident, lost
"""),
            "incident_cost(",
            "Loss first, then the time down: the RPO looks back, the RTO forward.",
            "rpo-is-time-down",
        ),
        Wrong(
            _incident("""\
    good = [moment for moment in backups if moment < incident]
    lost = working - max(good) if good else None
    return lost, working - incident
"""),
            "incident_cost(",
            "After the incident nobody could order. The loss ends with the incident.",
            "rpo-is-time-down",
        ),
        Wrong(
            _incident("""\
    good = [moment for moment in backups if moment < incident]
    lost = incident - good[-1] if good else None
    return lost, working - incident
"""),
            "incident_cost(",
            "The list is in any order; the last one in it need not be the newest.",
        ),
        Wrong(
            _incident("""\
    good = [moment for moment in backups if moment < incident]
    return incident - max(good), working - incident
"""),
            "max",
        ),
        Wrong(
            _incident("""\
    good = [moment for moment in backups if moment < incident]
    lost = incident - min(good) if good else None
    return lost, working - incident
"""),
            "incident_cost(",
            "min is the oldest good backup. The newest one loses least.",
        ),
    ),
)

# --- a broken chain ----------------------------------------------------------------


def _fingerprint(text):
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()[:10]


def _chain(*entries):
    chain, previous = [], "start"
    for entry in entries:
        own = _fingerprint(previous + entry)
        chain.append({"entry": entry, "previous": previous, "hash": own})
        previous = own
    return chain


def _with(chain, place, **changes):
    return [block | changes if at == place else block for at, block in enumerate(chain)]


def _finds(broken_blocks):
    """What is wrong with how an answer finds broken blocks, or None."""
    whole = _chain("farm: 120 kg", "washed: 112 kg", "sent: 112 kg", "roasted: 95 kg")
    other = _fingerprint(whole[0]["hash"] + "washed: 100 kg")
    trials = (
        ("a chain that is whole", whole, []),
        ("a changed entry in block 1", _with(whole, 1, entry="washed: 100 kg"), [1]),
        (
            "block 1 changed, its hash made anew",
            _with(whole, 1, entry="washed: 100 kg", hash=other),
            [2],
        ),
        ("block 2 taken out", whole[:2] + whole[3:], [2]),
        (
            "the first block of another chain",
            _with(whole, 0, previous="begin", hash=_fingerprint("beginfarm: 120 kg")),
            [0, 1],
        ),
        (
            "two changed entries",
            _with(_with(whole, 3, entry="roasted: 1 kg"), 0, entry="farm: 1 kg"),
            [0, 3],
        ),
        ("an empty chain", [], []),
    )
    for what, chain, wanted in trials:
        given = broken_blocks([dict(block) for block in chain], _fingerprint)
        if given != wanted:
            return f"For {what} it should give {wanted}; it gave {given!r}."
    return None


def _broken(test, previous='block["hash"]'):
    return f"""\
def broken_blocks(chain, fingerprint):
    broken, previous = [], "start"
    for place, block in enumerate(chain):
        if {test}:
            broken.append(place)
        previous = {previous}
    return broken
"""


_LINK = 'block["previous"] != previous'
_OWN = 'block["hash"] != fingerprint(block["previous"] + block["entry"])'

BROKEN_BLOCKS = PythonExercise(
    id="08.first_wrong",
    objective="08.e",
    difficulty=2,
    prompt="""\
`first_wrong` stops at the first block. Write `broken_blocks(chain, fingerprint)`: the
places of *all* blocks that are broken, as a list. A block is broken if its `hash` is
not the fingerprint of its own `previous` and `entry`, or if its `previous` is not the
`hash` that is written in the block before it (`"start"` for the first). Compare with
what is written there, right or wrong.""",
    starter="def broken_blocks(chain, fingerprint):\n    ...\n",
    hints=(
        "Go through the chain with enumerate, and remember the hash of the block before"
        ' in a variable that begins as "start".',
        'The first test: block["hash"] != fingerprint(block["previous"] +'
        ' block["entry"]).',
        'The second: block["previous"] != previous. Put or between the two.',
    ),
    solution=_broken(f"{_LINK} or {_OWN}"),
    name="broken_blocks",
    prove=_finds,
    wrong=(
        Wrong(
            _broken(_OWN),
            "For block 1 changed, its hash made anew it should give [2]; it gave []",
            misconception="tampering-breaks-one-block-only",
        ),
        Wrong(_broken(_LINK), "For a changed entry in block 1 it should give [1]"),
        Wrong(
            _broken(f"place and {_LINK} or {_OWN}"),
            "For the first block of another chain it should give [0, 1]",
        ),
        Wrong(
            _broken(f"{_LINK} and {_OWN}"),
            "For a changed entry in block 1 it should give [1]; it gave []",
        ),
        Wrong(
            _broken(
                f"broken or {_LINK} or {_OWN}",
            ),
            "For a changed entry in block 1 it should give [1]; it gave [1, 2, 3]",
        ),
        Wrong(
            _broken(
                'block["hash"] != fingerprint(previous + block["entry"])',
                'fingerprint(previous + block["entry"])',
            ),
            "For a changed entry in block 1 it should give [1]; it gave [1, 2, 3]",
        ),
    ),
)

EXERCISES = (RULE, DIFFERENCES, INCIDENT, BROKEN_BLOCKS)
