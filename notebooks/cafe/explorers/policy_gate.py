"""Statements to switch on and off, and which calls of whom they let through.

Each choice makes a small AWS of its own: three users who share one policy, a table with
a policy of its own. Every call is made there; whether it passes, and the words of its
refusal, are the service's. Which statement decided is what IAM says.
"""

import json
from dataclasses import dataclass
from functools import cache

from ..aws import Account, Session
from ..aws.errors import ClientError
from .kit.panel import Choice, Explorer, Toggle
from .kit.svg import NARROW, box, group, label, lines, paragraph, path, touchable

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
USER = "arn:aws:iam::123456789012:user/"
USERS, NOBODY, OWNER = ("till", "ana", "report"), "nobody", "owner"
CALLERS = (*USERS, NOBODY, OWNER)
OWN = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}}


@dataclass(frozen=True)
class Switch:
    """A statement and its words; `of_table` if it stands in the table's policy."""

    name: str
    words: str
    statement: dict
    of_table: bool = False

    @property
    def denies(self):
        return self.statement["Effect"] == "Deny"


def _allow(actions, resource=TABLE, **others):
    return {"Effect": "Allow", "Action": actions, "Resource": resource} | others


SWITCHES = (
    Switch(
        "few",
        "Allow GetItem, PutItem on orders",
        _allow(["dynamodb:GetItem", "dynamodb:PutItem"]),
    ),
    Switch("all", "Allow dynamodb:* on everything", _allow("dynamodb:*", "*")),
    Switch(
        "own",
        "Allow dynamodb:* on orders, own keys",
        _allow("dynamodb:*", Condition=OWN),
    ),
    Switch(
        "read own",
        "Allow GetItem, Query on orders, own keys",
        _allow(["dynamodb:GetItem", "dynamodb:Query"], Condition=OWN),
    ),
    Switch(
        "no delete",
        "Deny dynamodb:Delete* on everything",
        _allow("dynamodb:Delete*", "*") | {"Effect": "Deny"},
    ),
    Switch(
        "table allows",
        "Allow Scan to the user report",
        _allow("dynamodb:Scan", Principal={"AWS": USER + "report"}),
        of_table=True,
    ),
    Switch(
        "table denies",
        "Deny Scan to everybody",
        _allow("dynamodb:Scan", Principal="*") | {"Effect": "Deny"},
        of_table=True,
    ),
)
QUERY = {
    "KeyConditionExpression": "customer = :c",
    "ExpressionAttributeValues": {":c": "{own}"},
}
#: What is called: words -> service, operation, arguments; {own} is the caller's key.
CALLS = {
    "GetItem, the own order": ("dynamodb", "get_item", {"Key": {"customer": "{own}"}}),
    "GetItem, Ben's order": ("dynamodb", "get_item", {"Key": {"customer": "ben"}}),
    "Query, the own orders": ("dynamodb", "query", QUERY),
    "Scan, all orders": ("dynamodb", "scan", {}),
    "PutItem, an own order": (
        "dynamodb",
        "put_item",
        {"Item": {"customer": "{own}", "drink": "mocha"}},
    ),
    "DeleteItem, the own order": (
        "dynamodb",
        "delete_item",
        {"Key": {"customer": "{own}"}},
    ),
    "DeleteTable orders": ("dynamodb", "delete_table", {}),
    "DescribeDBInstances of RDS": ("rds", "describe_db_instances", {}),
}
NEW = "◂"  # marks a call that the last switch has let through, or stopped
TO_BEN = ("GetItem, Ben's order", "Scan, all orders")
WIDTH, HALF, ROW, LEFT, CELL = 848, 412, 38, 258, 118
TOP = 40 + ROW * 5
GRID = TOP + 46
LINE = 32
NARROW_ROW = 54
NARROW_STEP = 54  # of the statements
HEADS = {
    False: "The policy that till, ana and report have",
    True: "The table's own policy",
}


def policy_gate():
    """Which calls a policy lets through: `policy_gate()`."""
    return PolicyGate()


class PolicyGate(Explorer):
    """Seven statements to switch, and a grid of calls; one is looked at closely."""

    heading = "Who may do what?"

    def __init__(self):
        self.on = self.before = frozenset(["few"])
        self.cell = cell_of("ana", "GetItem, Ben's order")
        self.status = self._verdict()

    def controls(self):
        toggles = [
            Toggle(each.name, each.words, each.name in self.on, within=True)
            for each in SWITCHES
        ]
        cells = {
            cell_of(who, call): f"{who}: {call}" for call in CALLS for who in CALLERS
        }
        return [[*toggles, Choice("cell", "Call", self.cell, cells, within=True)]]

    def change(self, name, value):
        if name == "cell":
            self.cell = value
            return self._looked_at().told
        self.before = self.on
        self.on = self.on | {name} if value else self.on - {name}
        return f"{self._difference()} {self._verdict()}"

    # --- in words --------------------------------------------------------------

    def _looked_at(self):
        return tried(self.on)[self.cell]

    def _is_new(self, cell):
        """Whether the last switch has let a call through, or stopped it."""
        return tried(self.on)[cell].passes != tried(self.before)[cell].passes

    def _difference(self):
        new = sum(map(self._is_new, tried(self.on)))
        if not new:
            return "This switch changes no call."
        ends = "passes" if new == 1 else "pass"
        is_more = _passing(self.on) > _passing(self.before)
        return (
            f"{new} more {ends} now ({NEW})."
            if is_more
            else f"{new} {ends} no longer ({NEW})."
        )

    def _verdict(self):
        found, passing = tried(self.on), _passing(self.on)
        ways = [c.split(",")[0] for c in TO_BEN if found[cell_of("ana", c)].passes]
        open_by = f"open to ana by {' and '.join(ways)}" if ways else "closed to ana"
        hers = found[cell_of("ana", "GetItem, the own order")].passes
        own = "she sees her own" if hers else "she does not see her own"
        return (
            f"{passing} of {len(USERS) * len(CALLS)} calls of the three users pass. "
            f"Ben's order is {open_by}; {own}."
        )

    def _text(self):
        found = tried(self.on)
        on = [each.words for each in SWITCHES if each.name in self.on]
        rows = [
            f"{call}: "
            + ", ".join(self._told(found[cell_of(who, call)]) for who in CALLERS)
            + "."
            for call in CALLS
        ]
        one = self._looked_at()
        told = [f"{head}: {words}" for head, words in one.parts()]
        return [
            f"Switched on: {'; '.join(on) or 'nothing'}.",
            *rows,
            f"Looked at: {one.who}, {one.call}.",
            *told,
            self._verdict(),
        ]

    def _told(self, outcome):
        new = f" {NEW}" if self._is_new(outcome.cell) else ""
        return f"{outcome.who} {outcome.sign} {outcome.kind}{new}"

    # --- in a picture ----------------------------------------------------------

    def picture(self):
        text = self._text()
        if self.narrow:
            drawn, height = self._one_below_the_other()
            return self.framed(NARROW, height, text, *drawn)
        one = self._looked_at()
        bottom = GRID + LINE * len(CALLS) + 26
        parts, y = _parts(bottom + 30, one)
        return self.framed(
            WIDTH,
            y,
            text,
            *self._switches(),
            *self._grid(),
            path(f"M0 {bottom}H{WIDTH}", "cafe-ex-grid"),
            *parts,
        )

    def _one_below_the_other(self):
        """The same on a narrow page: what is drawn, and how tall it is."""
        drawn, y = [], 0
        for of_table, head in HEADS.items():
            words, y = lines(1, y + 18, [head], NARROW - 20, 16, "cafe-ex-note", 12)
            drawn.append(words)
            shown = [each for each in SWITCHES if each.of_table == of_table]
            for number, each in enumerate(shown):
                drawn.append(self._row(1, y - 6 + NARROW_STEP * number, each))
            y += NARROW_STEP * len(shown)
        drawn.append(self._narrow_grid(y + 12))
        y += 46 + NARROW_ROW * len(CALLS)
        one = self._looked_at()
        title = [f"{one.who}: {one.call}"]
        written, end = lines(0, y, title, NARROW - 30, 18, "cafe-ex-name", 14)
        drawn.append(written)
        y = end - 18
        for head, words in one.parts():
            drawn.append(label(0, y + 26, head, "cafe-ex-note"))
            written, y = lines(0, y + 44, [words], NARROW, 18)
            drawn.append(written)
            y -= 18
        return drawn, y + 10

    def _narrow_grid(self, y):
        """Who makes a call stands above, and what is called over its outcomes."""
        found, wide, drawn = tried(self.on), NARROW / len(CALLERS), []
        for column, who in enumerate(CALLERS):
            middle = wide * (column + 0.5)
            drawn.append(label(middle, y, who, "cafe-ex-note", "middle"))
        for row, call in enumerate(CALLS):
            top = y + 10 + NARROW_ROW * row
            drawn.append(label(0, top + 18, call, "cafe-ex-text"))
            for column, who in enumerate(CALLERS):
                outcome = found[cell_of(who, call)]
                drawn.append(self._sign(wide * column + 1, top + 24, wide - 6, outcome))
        return group(*drawn)

    def _sign(self, x, y, wide, outcome):
        sign = f"{outcome.sign} {NEW}" if self._is_new(outcome.cell) else outcome.sign
        look = f"{outcome.look} cafe-ex-small"
        words = label(x + wide / 2, y + 17, sign, look, "middle")
        return self._pressed(outcome, (x, y, wide, 24), words)

    def _switches(self):
        for of_table, head in HEADS.items():
            x = WIDTH - HALF - 1 if of_table else 1
            yield label(x, 18, head, "cafe-ex-note")
            shown = [each for each in SWITCHES if each.of_table == of_table]
            for number, each in enumerate(shown):
                yield self._row(x, 32 + ROW * number, each)

    def _row(self, x, y, switch):
        """A statement, whether it is on, and whether it decides what is looked at."""
        is_on = switch.name in self.on
        decides = is_on and self._looked_at().statement == switch.words
        row = narrow_switch_row if self.narrow else switch_row
        return row(x, y, switch, is_on, decides)

    def _grid(self):
        found = tried(self.on)
        yield label(0, GRID - 12, "the call", "cafe-ex-note")
        for column, who in enumerate(CALLERS):
            middle = LEFT + CELL * column + CELL / 2 - 5
            yield label(middle, GRID - 12, who, "cafe-ex-name", "middle")
        for row, call in enumerate(CALLS):
            y = GRID + LINE * row
            yield path(f"M0 {y - 2}H{WIDTH}", "cafe-ex-grid")
            yield label(0, y + 19, call, "cafe-ex-text")
            for column, who in enumerate(CALLERS):
                yield self._outcome(LEFT + CELL * column, y, found[cell_of(who, call)])

    def _outcome(self, x, y, outcome):
        new = None
        if self._is_new(outcome.cell):
            new = label(x + CELL - 16, y + 18, NEW, "cafe-ex-text", "end")
        return self._pressed(
            outcome,
            (x, y + 1, CELL - 10, LINE - 6),
            label(x + 10, y + 18, outcome.sign, f"{outcome.look} cafe-ex-small"),
            label(x + 28, y + 18, outcome.kind, "cafe-ex-text"),
            new,
        )

    def _pressed(self, outcome, place, *words):
        """What became of a call, in its place; pressed, it is looked at closely."""
        is_chosen = outcome.cell == self.cell
        card = "cafe-ex-served" if outcome.passes else "cafe-ex-card cafe-ex-card-ill"
        return touchable(
            "cell",
            f"{outcome.who}, {outcome.call}: {outcome.kind}",
            box(*place, card + " cafe-ex-chosen" * is_chosen),
            *words,
            value=outcome.cell,
            pressed=is_chosen,
        )


def switch_row(x, y, switch, is_on, decides):
    """A statement to switch, and whether it decides."""
    words = label(x + 104, y + 20, switch.words.split(" ", 1)[1], "cafe-ex-text")
    told = [words, _decides(x + HALF - 12, y)] if decides else [words]
    return _switch((x, y, HALF, ROW - 8), x + 14, switch, is_on, *told)


def narrow_switch_row(x, y, switch, is_on, decides):
    """The same on a narrow page, in two lines."""
    words = label(12, y + 38, switch.words.split(" ", 1)[1], "cafe-ex-text")
    told = [_decides(NARROW - 12, y), words] if decides else [words]
    return _switch((x, y, NARROW - 2, 48), 12, switch, is_on, *told)


def _switch(place, x, switch, is_on, *told):
    """A statement in its place: whether it is on, Allow or Deny, and what is told."""
    effect, y = switch.words.split()[0], place[1] + 20
    look = "cafe-ex-ill" if switch.denies else "cafe-ex-well"
    return touchable(
        switch.name,
        switch.words,
        box(*place, "cafe-ex-chosen" if is_on else "cafe-ex-card"),
        label(x, y, "● on" if is_on else "○ off", "cafe-ex-note"),
        label(x + 46, y, effect, f"{look} cafe-ex-small"),
        *told,
        value=not is_on,
        pressed=is_on,
    )


def _decides(right, y):
    return label(right, y + 20, "◀ decides", "cafe-ex-note", "end")


def cell_of(who, call):
    return f"{who} | {call}"


def _passing(on):
    """How many calls of the three users pass."""
    found = tried(on)
    return sum(found[cell_of(who, call)].passes for who in USERS for call in CALLS)


def _parts(y, outcome):
    """The message of the call that is looked at, part by part, and where it ends."""
    drawn = [label(0, y, f"{outcome.who}: {outcome.call}", "cafe-ex-name")]
    y += 26
    for head, words in outcome.parts():
        drawn.append(label(0, y, head, "cafe-ex-note"))
        drawn.append(paragraph(LEFT - 110, y, words, WIDTH - LEFT + 100))
        y += 22
    return drawn, y


# --- what is tried -------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What became of a call: the parts of its message, and which statement decided."""

    who: str
    call: str
    passes: bool
    kind: str
    statement: str
    code: str = ""
    message: str = ""

    @property
    def cell(self):
        return cell_of(self.who, self.call)

    @property
    def sign(self):
        return "●" if self.passes else "✕"

    @property
    def look(self):
        return "cafe-ex-well" if self.passes else "cafe-ex-ill"

    @property
    def told(self):
        end = "passes" if self.passes else "is refused"
        return f"{self.who}: {self.call} {end}. Decided by: {self.statement}."

    def parts(self):
        """(what it tells, words) for each part of AWS's answer."""
        yield "decided by", self.statement
        if self.passes:
            yield "the answer", "the call is done"
            return
        yield "the code", self.code
        before, _, rest = self.message.partition(" is not authorized to perform: ")
        if not rest:
            yield "the message", self.message
            return
        action, _, rest = rest.partition(" on resource: ")
        resource, _, why = rest.partition(" ")
        yield "who", before.removeprefix("User: ")
        yield "which action", action
        yield "on what", resource
        yield "why", why


@cache
def tried(on):
    """{cell: Outcome} of all calls, with the statements that are switched on."""
    account = Account()
    owner = Session(account=account)
    _make_table(owner)
    sessions = _sessions(owner)
    switched = [each for each in SWITCHES if each.name in on]
    mine = [each for each in switched if not each.of_table]
    tables = [each for each in switched if each.of_table]
    if mine:
        arn = owner.client("iam").create_policy(
            PolicyName="shared", PolicyDocument=_document(mine)
        )["Policy"]["Arn"]
        for user in USERS:
            owner.client("iam").attach_user_policy(UserName=user, PolicyArn=arn)
    if tables:
        owner.client("dynamodb").put_resource_policy(
            ResourceArn=TABLE, Policy=_document(tables)
        )
    return {
        cell_of(who, call): _called(who, call, sessions[who])
        for call in CALLS
        for who in CALLERS
    }


def _document(switches):
    statements = [{"Sid": _sid(each), **each.statement} for each in switches]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _sid(switch):
    return switch.name.title().replace(" ", "")


def _make_table(owner):
    table = owner.resource("dynamodb").create_table(
        TableName="orders",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "customer", "AttributeType": "S"}],
        DeletionProtectionEnabled=True,  # what may delete it is seen, and it stays
    )
    table.wait_until_exists()


def _sessions(owner):
    """{caller: Session}: three users, keys that nobody has, and the owner."""
    iam = owner.client("iam")
    keys = {NOBODY: ("AKIANOBODYHASTHISKEY", "x")}
    for user in USERS:
        iam.create_user(UserName=user)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        keys[user] = key["AccessKeyId"], key["SecretAccessKey"]
    sessions = {
        who: Session(
            account=owner.account, aws_access_key_id=key, aws_secret_access_key=secret
        )
        for who, (key, secret) in keys.items()
    }
    return sessions | {OWNER: owner}


def _called(who, call, session):
    """Make a call, and say what became of it."""
    service, operation, asked = CALLS[call]
    own = json.dumps(asked).replace("{own}", who if who in USERS else "ana")
    arguments = json.loads(own)
    client = session.client(service)
    if service == "dynamodb":
        client = session.resource(service).meta.client
        arguments["TableName"] = "orders"
    code = message = ""
    try:
        getattr(client, operation)(**arguments)
    except ClientError as error:
        told = error.response["Error"]
        code, message = told["Code"], told["Message"]
    if who == OWNER:
        return Outcome(who, call, True, "owner", "nobody: no policy is asked")
    if who == NOBODY:
        why = "nobody: AWS does not know these keys"
        return Outcome(who, call, False, "unknown", why, code, message)
    ((action, arn, context),) = client.touched(operation, arguments)
    request = session.caller.request(client, action, arn, context)
    found = session.caller.decision(request, client.policies_of(arn))
    if found.statement is None:
        none = "no statement: nothing allows it"
        return Outcome(who, call, False, "no allow", none, code, message)
    words = next(e.words for e in SWITCHES if _sid(e) == found.statement.sid)
    if found.is_allowed:
        return Outcome(who, call, True, "allow", words)
    return Outcome(who, call, False, "deny", words, code, message)
