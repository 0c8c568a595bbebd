"""MULTI and EXEC: several commands without another in between."""

from .command import Refused, command


@command("MULTI", 1, of_server=True)
def multi(server, client):
    if client.queue is not None:
        client.is_spoiled = True
        raise Refused("ERR Command 'multi' not allowed inside a transaction")
    client.queue, client.is_spoiled = [], False
    return "OK"


@command("EXEC", 1, of_server=True)
def exec_(server, client):
    """The replies of all queued commands, errors included.

    There is no rollback: what came before an error stays done.
    """
    queue, client.queue = client.queue, None
    if queue is None:
        raise Refused("ERR EXEC without MULTI")
    if client.is_spoiled:
        raise Refused("EXECABORT Transaction discarded because of previous errors.")
    return [_outcome(server, client, *queued) for queued in queue]


def _outcome(server, client, queued, arguments):
    try:
        return server.run(queued, arguments, client)
    except Refused as error:
        return error
