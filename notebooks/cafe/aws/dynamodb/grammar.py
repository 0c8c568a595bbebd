"""How DynamoDB's expressions are written: from text to a tree.

    condition   total > :limit AND (attribute_exists(paid) OR NOT size(lines) = :n)
    projection  pk, address.city, lines[0]
    update      SET total = total + :n, #s = :s REMOVE note ADD visits :one

The tree holds names as they are written, `#s` and `:n` included, so that a text is
read once and its tree is kept. What the tree means stands in expressions.py.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
"""

import re
from dataclasses import dataclass
from functools import lru_cache, partial

from .errors import invalid

TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<place>#[A-Za-z0-9_]+)"
    r"|(?P<value>:[A-Za-z0-9_]+)|(?P<number>[0-9]+)|(?P<sign><>|<=|>=|\S))",
    re.ASCII,
)
COMPARATORS = {"=", "<>", "<", "<=", ">", ">="}
WORDS = {"AND", "OR", "NOT", "BETWEEN", "IN"}
MAXIMUM_OPERATORS = 300
SECTIONS = ("SET", "REMOVE", "ADD", "DELETE")


@dataclass(frozen=True)
class Path:
    """Where a value stands in an item: names, and numbers into lists."""

    steps: tuple


@dataclass(frozen=True)
class Value:
    """A value given beside the expression, by its name with the colon."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function of operands; the + and - of an update as well."""

    name: str
    operands: tuple


@dataclass(frozen=True)
class Comparison:
    """An operator (=, <, BETWEEN, IN, ...) between operands."""

    operator: str
    operands: tuple


@dataclass(frozen=True)
class Logic:
    """AND, OR, NOT over conditions."""

    operator: str
    conditions: tuple


@dataclass(frozen=True)
class Parentheses:
    """A condition in parentheses; two pairs around one condition are refused."""

    condition: object


@dataclass(frozen=True)
class Action:
    """One clause of an update: SET, REMOVE, ADD or DELETE at a path."""

    section: str
    path: Path
    value: object = None


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=1024)
def condition(text):
    """The tree of a condition, filter or key condition."""
    return _Reader(text).whole(_Reader.condition)


@lru_cache(maxsize=1024)
def projection(text):
    """The paths of a projection."""
    return _Reader(text).whole(lambda reader: reader.some(_Reader.path))


@lru_cache(maxsize=1024)
def update(text):
    """The actions of an update, in the order in which they are written."""
    return _Reader(text).whole(_Reader.update)


def _token(match):
    kind = match.lastgroup
    return Token(kind, match[kind], *match.span(kind))


class _Reader:
    """Reads one expression from left to right, one method for each rule."""

    def __init__(self, text):
        self.text = text
        self.tokens = [_token(match) for match in TOKEN.finditer(text)]
        self.tokens.append(Token("end", "<EOF>", len(text), len(text)))
        self.position = 0

    def whole(self, rule):
        if self.next.kind == "end":
            raise invalid("The expression can not be empty;")
        self.check_operators()
        tree = rule(self)
        if self.next.kind != "end":
            raise self.wrong()
        return tree

    def check_operators(self):
        """Refuse more operators and functions than AWS takes."""
        signs = COMPARATORS | WORDS | {"+", "-", "("}
        count = sum(token.text.upper() in signs for token in self.tokens)
        if count > MAXIMUM_OPERATORS:
            raise invalid(
                "The expression contains too many operators or functions; "
                f"operator count: {count}"
            )

    # -- conditions ---------------------------------------------------------------

    def condition(self):
        return self.chain("OR", lambda: self.chain("AND", self.negation))

    def chain(self, word, rule):
        tree = rule()
        while self.takes(word):
            tree = Logic(word, (tree, rule()))
        return tree

    def negation(self):
        if self.takes("NOT"):
            return Logic("NOT", (self.negation(),))
        if self.takes("("):
            inner = self.condition()
            self.expect(")")
            return Parentheses(inner)
        return self.comparison()

    def comparison(self):
        left = self.operand()
        if self.next.text in COMPARATORS:
            return Comparison(self.take().text, (left, self.operand()))
        if self.takes("BETWEEN"):
            lower = self.operand()
            self.expect("AND")
            return Comparison("BETWEEN", (left, lower, self.operand()))
        if self.takes("IN"):
            self.expect("(")
            choices = self.some(_Reader.operand)
            self.expect(")")
            return Comparison("IN", (left, *choices))
        if isinstance(left, Call):
            return left
        raise self.wrong()

    # -- operands -----------------------------------------------------------------

    def operand(self):
        if self.next.kind == "value":
            return Value(self.take().text)
        if self.next.kind == "name" and self.tokens[self.position + 1].text == "(":
            return self.call()
        return self.path()

    def call(self):
        name = self.take().text
        if name.upper() in WORDS:
            raise self.wrong(-1)
        self.expect("(")
        operands = self.some(_Reader.operand)
        self.expect(")")
        return Call(name, operands)

    def path(self):
        steps = [self.name()]
        while self.next.text in (".", "["):
            if self.take().text == ".":
                steps.append(self.name())
            else:
                if self.next.kind != "number":
                    raise self.wrong()
                steps.append(int(self.take().text))
                self.expect("]")
        return Path(tuple(steps))

    def name(self):
        token = self.next
        if token.kind == "place" or (
            token.kind == "name" and token.text.upper() not in WORDS
        ):
            return self.take().text
        raise self.wrong()

    def some(self, rule):
        """One or more of a rule, with commas between."""
        found = [rule(self)]
        while self.takes(","):
            found.append(rule(self))
        return tuple(found)

    # -- updates ------------------------------------------------------------------

    def update(self):
        actions = []
        while self.next.kind != "end":
            section = self.take().text.upper()
            if section not in SECTIONS:
                raise self.wrong(-1)
            rule = _Reader.setting if section == "SET" else _Reader.change
            actions.append((section, self.some(partial(rule, section=section))))
        return tuple(actions)

    def setting(self, section):
        path = self.path()
        self.expect("=")
        return Action(section, path, self.sum())

    def change(self, section):
        path = self.path()
        if section == "REMOVE":
            return Action(section, path)
        if self.next.kind != "value":
            raise self.wrong()
        return Action(section, path, self.operand())

    def sum(self):
        left = self.term()
        if self.next.text in ("+", "-"):
            return Call(self.take().text, (left, self.term()))
        return left

    def term(self):
        if self.takes("("):
            inner = self.sum()
            self.expect(")")
            return inner
        return self.operand()

    # -- tokens -------------------------------------------------------------------

    @property
    def next(self):
        return self.tokens[self.position]

    def take(self):
        token = self.next
        self.position += token.kind != "end"
        return token

    def takes(self, text):
        """Whether the next token is this sign or word; if so, it is taken."""
        return self.next.text.upper() == text and bool(self.take())

    def expect(self, text):
        if not self.takes(text):
            raise self.wrong()

    def wrong(self, offset=0):
        """The error at the next token, shown with its neighbours."""
        at = self.position + offset
        first, last = (
            self.tokens[max(at - 1, 0)],
            self.tokens[min(at + 1, len(self.tokens) - 1)],
        )
        near = self.text[first.start : last.end]
        return invalid(f'Syntax error; token: "{self.tokens[at].text}", near: "{near}"')
