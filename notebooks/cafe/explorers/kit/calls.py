"""A call to AWS, written as one would type it: with boto3, and with the AWS CLI."""

import json
import re
import shlex
from dataclasses import dataclass

WIDTH, DOTS = 88, "••••••••"


class Hidden(str):
    """A text that a call needs and that nobody may read: it is written as dots."""

    def __repr__(self):
        return f'"{DOTS}"'


@dataclass(frozen=True)
class Call:
    """One operation of a service, `create_table` say, with its arguments."""

    service: str
    operation: str
    arguments: dict

    def python(self):
        """The lines of the call in Python."""
        head = f"{self.service}.{self.operation}("
        return [
            f'{self.service} = aws.client("{self.service}")',
            *_broken(
                head,
                [(f"{name}=", value) for name, value in self.arguments.items()],
                ")",
            ),
        ]

    def shell(self):
        """The lines of the same command in a shell."""
        command = f"aws {self.service} {self.operation.replace('_', '-')}"
        options = [_option(name, value) for name, value in self.arguments.items()]
        return " \\\n    ".join([command, *options]).split("\n")

    def send(self, client):
        """Make the call for real."""
        return getattr(client, self.operation)(**self.arguments)


# --- Python ----------------------------------------------------------------------


def _broken(head, parts, tail, indent=""):
    """A bracket over several lines, each of its parts on lines of its own."""
    lines = [indent + head]
    for prefix, value in parts:
        lines += _lines(prefix, value, indent + "    ")
    return [*lines, indent + tail] if parts else [indent + head + tail]


def _lines(prefix, value, indent):
    """A value with what stands before it, and a comma: on one line if it fits, or if
    it has no parts that could stand on lines of their own."""
    whole = f"{indent}{prefix}{_literal(value)},"
    if not isinstance(value, (dict, list)):
        return [whole]
    if len(whole) <= WIDTH and not _is_nested(value):
        return [whole]
    if isinstance(value, dict):
        parts = [(f"{json.dumps(key)}: ", each) for key, each in value.items()]
        return _broken(prefix + "{", parts, "},", indent)
    return _broken(prefix + "[", [("", each) for each in value], "],", indent)


def _is_nested(value):
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _literal(value):
    if isinstance(value, dict):
        inside = (f"{json.dumps(k)}: {_literal(v)}" for k, v in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if isinstance(value, str) and not isinstance(value, Hidden):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


# --- the shell -------------------------------------------------------------------


def _option(name, value):
    """`--multi-az`, `--no-multi-az`, `--allocated-storage 20`, …"""
    option = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name)
    option = option.lower()
    if value is True or value is False:
        return f"--{'' if value else 'no-'}{option}"
    values = value if isinstance(value, list) else [value]
    return f"--{option} {' '.join(map(_word, values))}"


def _word(value):
    """One value; a structure is written in the CLI's shorthand, key=value."""
    if isinstance(value, Hidden):
        return f"'{DOTS}'"
    if isinstance(value, dict):
        return ",".join(f"{key}={_word(each)}" for key, each in value.items())
    return shlex.quote(str(value))
