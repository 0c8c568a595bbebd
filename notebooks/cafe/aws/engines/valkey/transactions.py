"""MULTI and EXEC: several commands without another in between; WATCH."""

from .command import Refused, command


@command("MULTI", 1, of_server=True)
def multi(server, client):
    if client.queue is not None:
        raise Refused("ERR MULTI calls can not be nested")
    client.queue, client.is_spoiled = [], False
    return "OK"


@command("EXEC", 1, of_server=True)
def exec_(server, client):
    """The replies of all queued commands, errors included; None if a watched key
    was changed. There is no rollback: what came before an error stays done."""
    if client.queue is None:
        raise Refused("ERR EXEC without MULTI")
    queue, is_spoiled, is_too_late = (
        client.queue,
        client.is_spoiled,
        _is_late(server, client),
    )
    _end(server, client)
    if is_spoiled:
        raise Refused("EXECABORT Transaction discarded because of previous errors.")
    if is_too_late:
        return None
    return [_outcome(server, client, *queued) for queued in queue]


def _is_late(server, client):
    for key in client.watches:
        server.db.exists(key)  # a key that is due expires now, which is a change
    return client.is_too_late


def _outcome(server, client, queued, arguments):
    try:
        return server.run(queued, arguments, client)
    except Refused as error:
        return error


@command("DISCARD", 1, of_server=True)
def discard(server, client):
    if client.queue is None:
        raise Refused("ERR DISCARD without MULTI")
    _end(server, client)
    return "OK"


@command("WATCH", -2, of_server=True)
def watch(server, client, *keys):
    if client.queue is not None:
        raise Refused("ERR WATCH inside MULTI is not allowed")
    for key in keys:
        server.db.exists(key)  # if it is due, it goes before we watch
        client.watches.add(key)
        server.db.watched.setdefault(key, set()).add(client)
    return "OK"


@command("UNWATCH", 1, of_server=True)
def unwatch(server, client):
    for key in client.watches:
        watchers = server.db.watched.get(key, set())
        watchers.discard(client)
        if not watchers:
            server.db.watched.pop(key, None)
    client.watches, client.is_too_late = set(), False
    return "OK"


def _end(server, client):
    unwatch(server, client)
    client.queue, client.is_spoiled = None, False


def aborted(error, server, client):
    """The error for an EXEC that is itself refused."""
    _end(server, client)
    reason = error.text.removeprefix("ERR ")
    return Refused(f"EXECABORT Transaction discarded because of: {reason}")
