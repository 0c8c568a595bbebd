"""Commands about the server: PING, INFO."""

from .command import command

VERSION = "9.0.0"  # as ../../elasticache/rules.py has it


@command("PING", 1, of_server=True)
def ping(server, client):
    return "PONG"


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
            "maxmemory_policy": "volatile-lru",
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
