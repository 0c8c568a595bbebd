"""Commands about the server: PING, INFO, CONFIG."""

from fnmatch import fnmatchcase

from .command import Refused, command, wrong_number
from .keyspace import POLICIES

VERSION = "8.1.0"
UNITS = {"k": 10**3, "kb": 2**10, "m": 10**6, "mb": 2**20, "g": 10**9, "gb": 2**30}


@command("PING", -1, of_server=True)
def ping(server, client, *message):
    if len(message) > 1:
        raise wrong_number("ping")
    return message[0] if message else "PONG"


@command("INFO", -1, of_server=True)
def info(server, client, *sections):
    """Figures about the server, as lines of `name:value` under headings."""
    wanted = {section.decode("latin-1").lower() for section in sections}
    text = []
    for heading, figures in _figures(server).items():
        if not wanted or wanted & {heading.lower(), "all", "everything", "default"}:
            lines = "".join(f"{name}:{value}\r\n" for name, value in figures.items())
            text.append(f"# {heading}\r\n{lines}")
    return "\r\n".join(text).encode()


def _figures(server):
    db = server.db
    figures = {
        "Server": {"server_name": "valkey", "valkey_version": VERSION},
        "Memory": {
            "used_memory": db.used_memory,
            "maxmemory": db.maxmemory,
            "maxmemory_policy": db.policy,
        },
        "Stats": {
            "total_commands_processed": server.calls,
            "expired_keys": db.expired,
            "evicted_keys": db.evicted,
            "keyspace_hits": db.hits,
            "keyspace_misses": db.misses,
        },
        "Replication": {
            "role": "slave" if server.is_replica else "master",
            "connected_slaves": len(server.replicas),
        },
        "Keyspace": {},
    }
    if db.values:
        count = f"keys={len(db.values)},expires={len(db.deadlines)},avg_ttl=0"
        figures["Keyspace"] = {"db0": count}
    return figures


@command("CONFIG|GET", -3, of_server=True)
def config_get(server, client, _, *patterns):
    wanted = [pattern.decode("latin-1").lower() for pattern in patterns]
    found = []
    for name, value in server.settings().items():
        if any(fnmatchcase(name, pattern) for pattern in wanted):
            found += [name.encode(), str(value).encode()]
    return found


@command("CONFIG|SET", 4, of_server=True)
def config_set(server, client, _, name, value):
    name, value = name.decode("latin-1").lower(), value.decode("latin-1")
    if name == "maxmemory":
        server.db.maxmemory = _bytes(value)
        server.db.make_room()
    elif name == "maxmemory-policy":
        if value.lower() not in POLICIES:
            raise _failed(
                name, f"argument(s) must be one of the following: {', '.join(POLICIES)}"
            )
        server.db.policy = value.lower()
    else:
        raise Refused(
            f"ERR Unknown option or number of arguments for CONFIG SET - '{name}'"
        )
    return "OK"


def _bytes(text):
    """A number of bytes, or one with a unit: 100mb."""
    digits = text.rstrip("kmgbKMGB")
    unit = text[len(digits) :].lower()
    if not digits.isdigit() or (unit and unit not in UNITS | {"b": 1}):
        raise _failed("maxmemory", "argument must be a memory value")
    return int(digits) * (UNITS | {"b": 1, "": 1})[unit]


def _failed(name, why):
    return Refused(
        f"ERR CONFIG SET failed (possibly related to argument '{name}') - {why}"
    )
