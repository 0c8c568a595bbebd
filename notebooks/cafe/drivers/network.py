"""The way from a program to what an endpoint name leads to: names, networks, rules."""

import ipaddress

from cafe import aws
from cafe.aws.ec2 import VPC_RANGE


class Unreachable(Exception):
    """Nothing answers. `error` is "name", "timeout" or "refused", the text says why."""

    def __init__(self, error, why):
        super().__init__(why)
        self.error = error


def reach(account, host, port):
    """What answers behind a name, if the network lets us through to it.

    Raises Unreachable.
    """
    endpoint = account.endpoints.get(host.lower())
    if endpoint is None:
        raise Unreachable("name", "Name or service not known")
    target = endpoint.target()
    if target is None:
        raise Unreachable("timeout", "no node is there that could answer")
    source = account.client_address
    if not (target.public or ipaddress.ip_address(source) in VPC_RANGE):
        raise Unreachable("timeout", "your program runs outside the VPC")
    ec2 = aws.Session(endpoint.region, account=account).client("ec2")
    if not ec2.lets_in(target.groups, source, port):
        why = f"no security group rule lets {source} reach port {port}"
        raise Unreachable("timeout", why)
    if not target.is_up():
        raise Unreachable("timeout", "nothing answers at the address; the node is down")
    if port != endpoint.port:
        raise Unreachable("refused", "Connection refused")
    return target
