"""The way from a program to what an endpoint name leads to: names, networks, rules."""

import ipaddress

from cafe import aws
from cafe.aws.ec2 import VPC_RANGE


class Unreachable(Exception):
    """Nothing answers. `error` is "name", "timeout" or "refused", the text says why.

    `target` is what the name leads to, where it was refused.
    """

    def __init__(self, error, why, target=None):
        super().__init__(why)
        self.error, self.target = error, target


def reach(account, host, port):
    """What answers behind a name, if the network lets us through to it.

    Raises Unreachable.
    """
    endpoint, port = account.endpoints.get(str(host).lower()), int(port)
    if endpoint is None:
        raise Unreachable("name", "Name or service not known")
    target = endpoint.target()
    if target is None:
        raise Unreachable("timeout", "the name leads to nothing that could answer")
    source = account.client_address
    if not (target.public or ipaddress.ip_address(source) in VPC_RANGE):
        raise Unreachable(
            "timeout",
            "it is not publicly accessible, and your program runs outside its VPC",
        )
    ec2 = aws.Session(endpoint.region, account=account).client("ec2")
    if not ec2.lets_in(target.groups, source, port):
        why = f"no security group rule lets {source} reach port {port}"
        raise Unreachable("timeout", why)
    if not target.is_up():
        raise Unreachable("timeout", "nothing answers at the address: it is down")
    if port != endpoint.port:
        raise Unreachable("refused", "Connection refused", target)
    return target
