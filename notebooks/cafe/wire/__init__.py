"""Doors for real clients: boto3, the aws command line, redis-py, pymongo.

    from cafe import aws, wire
    doors = wire.serve(aws.account)
    doors                            # the lines to paste into a program or a terminal
    doors.close()

Whoever comes through a door meets the account of the notebook, with the zones that are
cut there and the time that it is there. Nothing is open until `serve` is called, and
nothing answers but on 127.0.0.1. Needs the packages of the extra `labs`: botocore for
AWS's own descriptions of its calls, moto for reading and writing by them.

Same as AWS: the protocols (JSON 1.0 and 1.1, query, EC2's query, REST-JSON; RESP2 and
RESP3; OP_MSG), as the real clients speak them, with the errors that they turn into
their own classes. Simplified: one address serves all services; a signature is read for
the Region and the access key, and not checked: who has the key of a user or of a role
(`aws/iam`) calls in that name, and policies decide; any other word is the account's
owner. Left out: TLS, compression, PostgreSQL's and MySQL's protocols.

How it is built:

    doors       which doors are open, and the lines that lead to them
    http        AWS's calls         resp    a cache's commands
    mongo       OP_MSG              scram   the password of a document cluster
    listening   a port of this machine, on which each of the three stands
"""

from .doors import Doors, serve

__all__ = ["Doors", "serve"]
