"""UpdateExpression: what SET, REMOVE, ADD and DELETE do to an item.

Every right-hand side is computed from the item as it was before the update, and a list
is counted as it was: `REMOVE l[0], l[1]` removes the first two.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
"""

import marshal
from dataclasses import dataclass

from . import grammar
from .errors import invalid
from .expressions import MISSING, Operand, Reader, look_up
from .values import ARITHMETIC, Decimal, held_number, type_of

FUNCTIONS = {"if_not_exists": 2, "list_append": 2, "+": 2, "-": 2}
LONG_NAMES = {
    "S": "STRING",
    "N": "NUMBER",
    "B": "BINARY",
    "BOOL": "BOOLEAN",
    "NULL": "NULL",
    "L": "LIST",
    "M": "MAP",
}


@dataclass(frozen=True)
class Step:
    """One action of an update. `type` is its value's type where that is known."""

    section: str
    path: tuple
    value: Operand | None = None

    @property
    def type(self):
        return self.value and self.value.type


@dataclass(frozen=True)
class Update:
    """An update that was checked. `nested` are the attributes that it looks into."""

    steps: tuple
    nested: frozenset = frozenset()

    @property
    def paths(self):
        return [step.path for step in self.steps]

    def makes_an_item(self):
        """Whether it makes an item where there is none; removing alone does not."""
        removes = [step.section in ("REMOVE", "DELETE") for step in self.steps]
        return not removes or not all(removes)

    def apply(self, item):
        """Change an item in place. Refuses what does not fit the item."""
        set_to = [
            step.value.of(item) if step.section == "SET" else None
            for step in self.steps
        ]
        removed, added, changed = [], [], []
        for step, value in zip(self.steps, set_to):
            place, last = _container(item, step.path), step.path[-1]
            if step.section != "SET":
                value = _changed(step, look_up(item, step.path), item)
            if value is MISSING:
                removed.append((place, last))
            elif place.__class__ is dict or last < len(place):
                changed.append((place, last, value))
            else:
                added.append((last, place, value))
        for place, last, value in changed:
            place[last] = value
        for _, place, value in sorted(added, key=lambda each: each[0]):
            place.append(value)
        _remove(removed)


def read_update(expressions, text):
    """The Update that a request's UpdateExpression stands for; None changes nothing."""
    if text is None:
        return Update(())
    return expressions.read("UpdateExpression", text, grammar.update, _UpdateReader)


class _UpdateReader(Reader):
    FUNCTIONS = FUNCTIONS
    WHERE = "an update"
    KINDS = (
        "reserved",
        "function name",
        "section",
        "name",
        "value",
        "overlap",
        "conflict",
        "operand",
        "count",
        "type",
    )

    def read(self, sections):
        names = [section for section, _ in sections]
        for number, name in enumerate(names):
            if name in names[:number]:
                self.problems.note(
                    "section",
                    f'The "{name}" section can only be used once in an update '
                    "expression;",
                )
        steps = tuple(self.step_of(action) for _, part in sections for action in part)
        self.check_overlaps([step.path for step in steps])
        self.problems.raise_first(self.KINDS)
        return Update(steps, frozenset(self.nested))

    def step_of(self, action):
        path = self.path(action.path)
        value = action.value and self.operand(action.value)
        if action.section in ("ADD", "DELETE"):
            self.check_operand(action.section, value.type)
        return Step(action.section, path, value)

    def check_operand(self, section, kind):
        if kind in LONG_NAMES and (section, kind) != ("ADD", "N"):
            self.problems.note(
                "operand",
                "Incorrect operand type for operator or function; operator: "
                f"{section}, operand type: {LONG_NAMES[kind]}",
            )

    def operand(self, node):
        operand = super().operand(node)
        if operand.path is None:
            return operand
        return Operand(lambda item: _existing(item, operand.path), operand.path)

    def call(self, node):
        name, operands = node.name, [self.operand(each) for each in node.operands]
        if not self.is_counted(name, operands):
            return Operand(None, call=name)
        first, second = operands
        if name == "if_not_exists":
            self.needs_path(name, first)
            return Operand(_if_not_exists(first, second), call=name, type=second.type)
        wanted = "L" if name == "list_append" else "N"
        for operand in operands:
            if operand.constant is not MISSING and operand.type != wanted:
                self.wrong_type(name, operand.type)
        make = _list_append if name == "list_append" else _arithmetic(name)
        return Operand(
            lambda item: make(first.of(item), second.of(item)), call=name, type=wanted
        )


def _existing(item, path):
    value = look_up(item, path)
    if value is MISSING:
        raise invalid(
            "The provided expression refers to an attribute that does not exist in "
            "the item"
        )
    # A copy: the same list may not stand at two places of an item.
    return marshal.loads(marshal.dumps(value))


def _if_not_exists(first, second):
    def choose(item):
        value = look_up(item, first.path)
        return second.of(item) if value is MISSING else first.of(item)

    return choose


def _list_append(a, b):
    if a.__class__ is not list or b.__class__ is not list:
        raise _wrong_data_type()
    return a + b


def _arithmetic(sign):
    def compute(a, b):
        if a.__class__ is not tuple or b.__class__ is not tuple:
            raise _wrong_data_type()
        a, b = Decimal(a[0]), Decimal(b[0])
        return held_number(
            ARITHMETIC.add(a, b) if sign == "+" else ARITHMETIC.subtract(a, b)
        )

    return compute


def _wrong_data_type():
    return invalid("An operand in the update expression has an incorrect data type")


def _changed(step, old, item):
    """What REMOVE, ADD or DELETE makes of an old value; MISSING for nothing."""
    if step.section == "REMOVE":
        return MISSING
    value = step.value.of(item)
    if old is MISSING:
        return value if step.section == "ADD" else MISSING
    if type_of(old) != type_of(value):
        raise _wrong_data_type()
    if step.section == "DELETE":
        return old - value or MISSING
    return old | value if old.__class__ is frozenset else _arithmetic("+")(old, value)


def _container(item, path):
    """The map or list in which the last step of a path stands."""
    place = look_up(item, path[:-1])
    if place.__class__ is not (list if isinstance(path[-1], int) else dict):
        raise invalid(
            "The document path provided in the update expression is invalid for update"
        )
    return place


def _remove(places):
    """Remove members; the last of a list first, so that the others keep their place."""
    for place, last in places:
        if place.__class__ is dict:
            place.pop(last, None)
    numbered = [each for each in places if each[0].__class__ is list]
    for place, last in sorted(numbered, key=lambda each: -each[1]):
        if last < len(place):
            del place[last]
