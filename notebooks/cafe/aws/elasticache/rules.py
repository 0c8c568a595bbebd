"""What ElastiCache accepts: engines, node types and names.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
"""

import re
from dataclasses import dataclass
from functools import partial

from ..errors import ServiceError

GIB = 2**30


@dataclass(frozen=True)
class Engine:
    """An engine: its port, and its version here."""

    port: int
    version: str


ENGINES = {
    "valkey": Engine(6379, "9.0"),
    "redis": Engine(6379, "7.1"),
    "memcached": Engine(11211, "1.6.22"),
}

#: Node types, and the bytes that each leaves to the data.
NODE_TYPES = {
    "cache.t3.micro": 536_870_912,
    "cache.t4g.micro": 536_870_912,
    "cache.t4g.small": 1_471_026_299,
    "cache.t4g.medium": 3_317_862_236,
    "cache.m7g.large": 6_854_542_746,
    "cache.m7g.xlarge": 13_891_921_715,
    "cache.r7g.large": 14_037_181_030,
    "cache.r7g.xlarge": 28_261_849_702,
}

REGION_CODES = {"eu-west-1": "euw1", "eu-central-1": "euc1", "us-east-1": "use1"}


#: The error for a value that AWS does not take.
invalid = partial(ServiceError, "InvalidParameterValue")


#: The error for values that do not go together.
bad_combination = partial(ServiceError, "InvalidParameterCombination")


def identifier(parameter, name, longest):
    """The name in lower case, as AWS stores it."""
    pattern = r"[A-Za-z](?!.*--)[A-Za-z0-9-]*"
    if not re.fullmatch(pattern, name) or name.endswith("-") or len(name) > longest:
        raise invalid(
            f"The parameter {parameter} must be provided and must be a valid "
            "identifier: it begins with a letter, contains only ASCII letters, digits, "
            "and hyphens, does not end with a hyphen or contain two consecutive "
            f"hyphens, and is at most {longest} characters long."
        )
    return name.lower()


def check_given(parameter, value):
    if not value:
        raise invalid(
            f"The parameter {parameter} must be provided and must not be blank."
        )


def check_engine(engine, *allowed):
    check_given("Engine", engine)
    if engine not in allowed:
        raise invalid(f"Invalid Engine: {engine}. Here: {', '.join(allowed)}")


def check_node_type(node_type):
    check_given("CacheNodeType", node_type)
    if node_type not in NODE_TYPES:
        raise invalid(
            f"Invalid CacheNodeType: {node_type}. "
            f"This small AWS has: {', '.join(NODE_TYPES)}"
        )


def check_number(parameter, number, least, most):
    if not least <= number <= most:
        raise invalid(f"{parameter} must be between {least} and {most}; got {number}.")
