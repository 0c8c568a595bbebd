"""Security groups: who may reach what, on which port.

Same as AWS: a group refuses everything inbound until a rule lets it in; a rule names a
protocol, ports and a range of addresses or another group; every VPC has a default
group whose members may reach each other. Errors have EC2's codes.
Simplified: one default VPC in each Region, IPv4 only, no rule ids; a program inside the
VPC is a member of its default group.
Left out: instances, subnets, network ACLs, outbound rules (all is allowed out).

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
"""

import ipaddress
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TypedDict

from .errors import ServiceError
from .service import Pages, Service, is_like, operation

FILTERS = {
    "description": "Description",
    "group-id": "GroupId",
    "group-name": "GroupName",
    "vpc-id": "VpcId",
}
#: Of one group; AWS's default quota.
MOST_RULES = 60
DESCRIPTION = r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}"
VPC_RANGE = ipaddress.ip_network("172.31.0.0/16")


class Filter(TypedDict, total=False):
    Name: str
    Values: list[str]


class IpRange(TypedDict, total=False):
    CidrIp: str
    Description: str


class GroupPair(TypedDict, total=False):
    GroupId: str
    Description: str


class Ipv6Range(TypedDict, total=False):
    CidrIpv6: str
    Description: str


class PrefixList(TypedDict, total=False):
    PrefixListId: str
    Description: str


class Permission(TypedDict, total=False):
    """What a learner writes as one of `IpPermissions`."""

    IpProtocol: str
    FromPort: int
    ToPort: int
    IpRanges: list[IpRange]
    UserIdGroupPairs: list[GroupPair]
    Ipv6Ranges: list[Ipv6Range]  # these two empty only, as they are described
    PrefixListIds: list[PrefixList]


@dataclass(frozen=True)
class Rule:
    """Lets `source`, a CIDR range or a group id, reach a span of ports."""

    protocol: str
    first_port: int
    last_port: int
    source: str
    description: str = field(default="", compare=False)

    def lets_in(self, address, groups, port):
        """Whether a client at `address`, member of `groups`, reaches `port`."""
        if self.protocol not in ("tcp", "-1"):
            return False
        if self.protocol == "tcp" and not self.first_port <= port <= self.last_port:
            return False
        if self.source.startswith("sg-"):
            return self.source in groups
        return ipaddress.ip_address(address) in ipaddress.ip_network(self.source)


@dataclass
class SecurityGroup:
    id: str
    name: str
    description: str
    vpc: str
    rules: list = field(default_factory=list)


class EC2(Service):
    """The `ec2` client: security groups of the default VPC."""

    prefix = "ec2"
    named = {"GroupId": "security-group/{}"}

    paginators = {"describe_security_groups": Pages("SecurityGroups")}

    def __init__(self, account, region):
        super().__init__(account, region)
        self.vpc = f"vpc-{account.token(17)}"
        self._groups = {}
        self.default_group = self._add_group("default", "default VPC security group")
        self.default_group.rules.append(Rule("-1", 0, 65535, self.default_group.id))

    def refused(self, code, message):
        """EC2 has codes and a first sentence of its own."""
        if code == "AccessDenied":
            sentence = "You are not authorized to perform this operation."
            return ServiceError("UnauthorizedOperation", f"{sentence} {message}")
        return super().refused(code, message)

    @operation
    def create_security_group(self, *, Description: str, GroupName: str):
        """A new group that lets nothing in. Answers its GroupId."""
        for name, text in (("GroupName", GroupName), ("GroupDescription", Description)):
            if not text.isascii() or not 1 <= len(text) <= 255:
                raise _invalid(
                    f"Value ({text}) for parameter {name} is invalid. It must have 1 "
                    "to 255 characters. Character sets beyond ASCII are not supported."
                )
        if GroupName.startswith("sg-"):
            raise _invalid(
                f"Value ({GroupName}) for parameter GroupName is invalid. Group names "
                "may not be in the format sg-*."
            )
        if any(g.name == GroupName for g in self._groups.values()):
            raise ServiceError(
                "InvalidGroup.Duplicate",
                f"The security group '{GroupName}' already exists for VPC '{self.vpc}'",
            )
        return {"GroupId": self._add_group(GroupName, Description).id}

    @operation
    def delete_security_group(self, *, GroupId: str | None = None):
        """Delete a group that nothing uses."""
        group = self.group(GroupId)
        if group is self.default_group:
            raise ServiceError(
                "CannotDelete",
                f'the specified group: "{GroupId}" name: "default" '
                "cannot be deleted by a user",
            )
        if any(service.uses_group(GroupId) for service in self.account.services()):
            raise ServiceError(
                "DependencyViolation", f"resource {GroupId} has a dependent object"
            )
        del self._groups[GroupId]
        return {"Return": True, "GroupId": GroupId}

    @operation
    def authorize_security_group_ingress(
        self,
        *,
        GroupId: str | None = None,
        IpPermissions: list[Permission] | None = None,
        IpProtocol: str | None = None,
        FromPort: int | None = None,
        ToPort: int | None = None,
        CidrIp: str | None = None,
    ):
        """Let something in: protocol, ports, and ranges or groups as the source."""
        group, rules = self.group(GroupId), self._rules(locals())
        for rule in rules:
            if rule in group.rules:
                raise ServiceError(
                    "InvalidPermission.Duplicate",
                    f'the specified rule "peer: {rule.source}, {rule.protocol.upper()}'
                    f", from port: {rule.first_port}, to port: {rule.last_port}, "
                    'ALLOW" already exists',
                )
        if len(group.rules) + len(rules) > MOST_RULES:
            raise ServiceError(
                "RulesPerSecurityGroupLimitExceeded",
                "The maximum number of rules per security group has been reached.",
            )
        group.rules.extend(rules)
        return {"Return": True}

    @operation
    def revoke_security_group_ingress(
        self,
        *,
        GroupId: str | None = None,
        IpPermissions: list[Permission] | None = None,
        IpProtocol: str | None = None,
        FromPort: int | None = None,
        ToPort: int | None = None,
        CidrIp: str | None = None,
    ):
        """Take rules back. Connections already open stay open, as on AWS."""
        group, rules = self.group(GroupId), self._rules(locals())
        if any(rule not in group.rules for rule in rules):
            raise ServiceError(
                "InvalidPermission.NotFound",
                "The specified rule does not exist in this security group.",
            )
        group.rules = [rule for rule in group.rules if rule not in rules]
        return {"Return": True}

    @operation
    def describe_security_groups(
        self,
        *,
        GroupIds: list[str] | None = None,
        Filters: list[Filter] | None = None,
    ):
        """All groups of the Region, or the named ones, or those that are filtered."""
        groups = [self.group(i) for i in GroupIds or self._groups]
        found = [self._described(group) for group in groups]
        for each in Filters or []:
            found = _filtered(found, each.get("Name", ""), each.get("Values", []))
        return {"SecurityGroups": found}

    def group(self, group_id):
        """The group of an id. Raises InvalidGroup.NotFound."""
        if group_id is None:
            raise _missing("The request must contain the parameter groupId")
        if group_id not in self._groups:
            raise ServiceError(
                "InvalidGroup.NotFound",
                f"The security group '{group_id}' does not exist",
            )
        return self._groups[group_id]

    def lets_in(self, group_ids, address, port):
        """Whether any of the groups lets a client at `address` reach `port`.

        A client inside the VPC is a member of the default group.
        """
        inside = ipaddress.ip_address(address) in VPC_RANGE
        member_of = {self.default_group.id} if inside else set()
        return any(
            rule.lets_in(address, member_of, port)
            for group_id in group_ids
            for rule in self.group(group_id).rules
        )

    def uses_group(self, group_id):
        """Whether a rule of another group lets in this group's members."""
        others = [g for g in self._groups.values() if g.id != group_id]
        return any(rule.source == group_id for g in others for rule in g.rules)

    def _add_group(self, name, description):
        group = SecurityGroup(
            f"sg-{self.account.token(17)}", name, description, self.vpc
        )
        self._groups[group.id] = group
        return group

    def _rules(self, asked):
        """The rules of a call: a list of permissions, or one permission laid flat."""
        permissions = asked["IpPermissions"]
        names = ("IpProtocol", "FromPort", "ToPort")
        flat = {name: asked[name] for name in names if asked[name] is not None}
        if asked["CidrIp"] is not None:
            flat["IpRanges"] = [{"CidrIp": asked["CidrIp"]}]
        if flat and permissions:
            raise ServiceError(
                "InvalidParameterCombination",
                "The parameter ipPermissions may not be used in combination with "
                + ", ".join(flat),
            )
        permissions = [flat] if flat else permissions
        rules = [rule for p in permissions or [] for rule in _rules_of(p)]
        if not rules:
            raise _missing(
                "The request must contain IpPermissions with IpRanges or "
                "UserIdGroupPairs"
            )
        if len(set(rules)) < len(rules):
            raise _invalid("The same permission must not appear multiple times")
        for rule in rules:
            if rule.source.startswith("sg-"):
                self.group(rule.source)
        return rules

    def _described(self, group):
        return {
            "Description": group.description,
            "GroupName": group.name,
            "IpPermissions": [_described_rule(rule) for rule in group.rules],
            "OwnerId": self.account.id,
            "GroupId": group.id,
            "VpcId": group.vpc,
        }


def _filtered(groups, name, values):
    """The groups whose attribute is like one of the values, with * and ? in them."""
    if name not in FILTERS:
        raise _invalid(
            f"The filter '{name}' is invalid. This small AWS has: {', '.join(FILTERS)}"
        )
    return [
        group
        for group in groups
        if any(is_like(value, group[FILTERS[name]]) for value in values)
    ]


def _rules_of(permission):
    """One rule for each source of a permission."""
    protocol, first, last = _ports(permission)
    for each in permission.get("Ipv6Ranges", []):
        raise _left_out(f"The IPv6 range {each.get('CidrIpv6')!r}")
    for each in permission.get("PrefixListIds", []):
        raise _left_out(f"The prefix list {each.get('PrefixListId')!r}")
    ranges = [
        (_checked_range(each.get("CidrIp", "")), each.get("Description", ""))
        for each in permission.get("IpRanges", [])
    ]
    groups = [
        (each.get("GroupId"), each.get("Description", ""))
        for each in permission.get("UserIdGroupPairs", [])
    ]
    for _source, words in ranges + groups:
        if not re.fullmatch(DESCRIPTION, words):
            raise _invalid(
                "Invalid rule description. Valid descriptions are strings less than "
                "256 characters from the following set:  "
                "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
            )
    return [Rule(protocol, first, last, *source) for source in ranges + groups]


def _left_out(source):
    words = f"{source} is left out here: IPv4 ranges and security groups are there."
    return _invalid(words)


def _ports(permission):
    protocol = permission.get("IpProtocol")
    if protocol == "-1":
        return protocol, 0, 65535
    if protocol not in ("tcp", "udp"):
        raise _invalid(
            f"Invalid value '{protocol}' for IP protocol. Here: tcp, udp, -1 (all)"
        )
    if "FromPort" not in permission or "ToPort" not in permission:
        raise _missing("The request must contain the parameter FromPort and ToPort")
    first, last = permission["FromPort"], permission["ToPort"]
    if not 0 <= first <= last <= 65535:
        raise _invalid(f"Invalid TCP port range ({first}-{last})")
    return protocol, first, last


def _checked_range(cidr):
    try:
        network = ipaddress.IPv4Network(cidr, strict=False)
    except ValueError:
        network = None
    if network is None or "/" not in cidr:
        raise _invalid(f"CIDR block {cidr} is malformed")
    return str(network)


def _described_rule(rule):
    note = {"Description": rule.description} if rule.description else {}
    described = {
        "IpProtocol": rule.protocol,
        "IpRanges": [],
        "UserIdGroupPairs": [],
        "Ipv6Ranges": [],
        "PrefixListIds": [],
    }
    if rule.protocol != "-1":
        described |= {"FromPort": rule.first_port, "ToPort": rule.last_port}
    if rule.source.startswith("sg-"):
        described["UserIdGroupPairs"].append({"GroupId": rule.source} | note)
    else:
        described["IpRanges"].append({"CidrIp": rule.source} | note)
    return described


_invalid = partial(ServiceError, "InvalidParameterValue")
_missing = partial(ServiceError, "MissingParameter")
