"""A server behind a name that lets in whoever comes, without a service around it."""

from cafe import aws
from cafe.aws.account import Endpoint


class OpenNode:
    """What an endpoint leads to: the Internet reaches it at `port`."""

    public = True

    def __init__(self, account, host, port):
        ec2 = aws.Session(account=account).client("ec2")
        group = ec2.create_security_group(GroupName="open", Description="to all")
        self.groups = [group["GroupId"]]
        rule = {
            "IpProtocol": "tcp", "FromPort": port, "ToPort": port,
            "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
        }  # fmt: skip
        ec2.authorize_security_group_ingress(
            GroupId=self.groups[0], IpPermissions=[rule]
        )
        account.endpoints[host] = Endpoint(host, port, "eu-west-1", lambda: self)

    def is_up(self):
        return True
