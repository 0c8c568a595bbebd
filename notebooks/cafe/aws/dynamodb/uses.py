"""What of a table is paid for: requests or capacity, storage, recovery, copies.

A global index has requests or capacity of its own. A byte of a table counts as a KiB,
as in its partitions (partitions.py).
"""

from ..pricing import Use

SCALE = 2**10
GIB = 2**30
LINES = {
    "Read": ("dynamodb.read", "dynamodb.rcu"),
    "Write": ("dynamodb.write", "dynamodb.wcu"),
}


def uses_of(table):
    """A list of `Use`."""
    found = _uses_of_throughput(table.name, table.throughput)
    for index in table.indexes.values():
        if index.is_global:
            name = f"{table.name}/index/{index.name}"
            found += _uses_of_throughput(name, index.throughput)
    stored = sum(store.bytes for store in table.stores()) * SCALE / GIB
    found.append(Use("dynamodb.storage", table.name, stored))
    if table.history:
        found.append(Use("dynamodb.recovery", table.name, stored))
    if table.replicated:
        found.append(
            Use("dynamodb.replicated", table.name, table.replicated, counted=True)
        )
    if table.stream:
        found.append(
            Use("dynamodb.streams", table.name, table.stream.reads, counted=True)
        )
    return found


def _uses_of_throughput(name, throughput):
    """On demand its requests are paid for; else its capacity, used or not."""
    capacity, found = throughput.provisioned, []
    for kind, (request, unit) in LINES.items():
        count = throughput.consumed[kind]
        found.append(Use(request, name, count, counted=True, free=bool(capacity)))
        if capacity:
            found.append(Use(unit, name, capacity[kind]))
    return found
