"""What all commands share: how they are registered, how they read their arguments.

A command is a function of the keyspace and its arguments (bytes) that gives a reply:
bytes, an int, None, a list of replies, or a str for a status such as OK. It raises
`Refused` with the server's own words.
"""

import re
import sys
from dataclasses import dataclass
from math import isinf

SMALLEST, LARGEST = -(2**63), 2**63 - 1
_FLOAT = re.compile(
    rb"[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|inf|infinity)", re.IGNORECASE
)


class Refused(Exception):
    """The server's answer is an error: a code word such as ERR, and a sentence."""

    @property
    def text(self):
        return self.args[0]


WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
SYNTAX = "ERR syntax error"
NOT_AN_INTEGER = "ERR value is not an integer or out of range"
OVERFLOW = "ERR increment or decrement would overflow"
NOT_A_FLOAT = "ERR value is not a valid float"


@dataclass(frozen=True)
class Command:
    """`least` and `most` are the numbers of words it takes, its name included.

    `writes`: replicas must hear of it; `grows`: refused when memory is used up;
    `of_server`: it is run with the server and the client, not with the keyspace.
    """

    name: str
    run: object
    least: int
    most: int
    writes: bool = False
    grows: bool = False
    of_server: bool = False


def wrong_number(name):
    """The error for too many or too few arguments."""
    return Refused(f"ERR wrong number of arguments for '{name}' command")


#: name in capitals, as bytes -> Command
COMMANDS = {}


def command(name, arity, *, grows=False, writes=False, of_server=False):
    """Register a function as a command of the server; see `Command`.

    `arity` is the number of words, or when negative the least number, as Valkey's
    documentation gives it.
    """
    most = arity if arity > 0 else sys.maxsize

    def register(run):
        COMMANDS[name.encode()] = Command(
            name, run, abs(arity), most, grows or writes, grows, of_server
        )
        return run

    return register


def integer(text, complaint=NOT_AN_INTEGER):
    """A 64-bit integer, written as the server writes it: no sign +, no zeros before."""
    try:
        found = int(text)
    except ValueError:
        raise Refused(complaint) from None
    if b"%d" % found != text or not SMALLEST <= found <= LARGEST:
        raise Refused(complaint)
    return found


def number(text, complaint=NOT_A_FLOAT, may_be_too_large=False):
    """A floating-point number; infinities are allowed, NaN is not."""
    if not _FLOAT.fullmatch(text):
        raise Refused(complaint)
    found = float(text)
    is_too_large = isinf(found) and b"n" not in text.lower()
    if is_too_large and not may_be_too_large:
        raise Refused(complaint)
    return found


def written(score):
    """A floating-point number as the server writes it."""
    if score == int(score) if abs(score) < 1e17 else False:
        return str(int(score)).encode()
    return repr(score).encode()


#: Parts of a pattern: a class with what is in it, closed or not, stars, or a sign.
_PART = re.compile(r"\[(\^?)((?:\\.|[^]]-.|[^]])*)]?|\*+|(\\?)(.)", re.DOTALL)
_IN_CLASS = re.compile(r"\\(.)|(.)-(.)|(.)", re.DOTALL)


def matcher(pattern):
    """A compiled pattern of KEYS and MATCH: * ? [abc] [a-c] [^a] and backslash."""
    found = map(_part, _PART.finditer(pattern.decode("latin-1")))
    return re.compile("".join(found).encode("latin-1"), re.DOTALL).fullmatch


def _part(found):
    """A part of a pattern as a regular expression has it."""
    negated, inside, escaped, sign = found.groups()
    if inside is not None:
        return _class(negated, inside)
    if sign is None:
        return ".*"
    return "." if sign == "?" and not escaped else re.escape(sign)


def _class(negated, inside):
    """A class; one with nothing in it fits no sign, its opposite fits any."""
    signs = ""
    for each in _IN_CLASS.finditer(inside):
        escaped, one, other, plain = each.groups()
        first, last = sorted((one, other)) if one else [escaped or plain] * 2
        signs += f"\\x{ord(first):02x}-\\x{ord(last):02x}"
    if not signs:
        return "." if negated else "(?!)"
    return f"[{negated}{signs}]"
