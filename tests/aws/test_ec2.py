"""Security groups: what lets whom in, and what is refused."""

import pytest

from cafe.aws.errors import ParamValidationError
from fixtures.rds import Shop, refused


@pytest.fixture
def shop():
    return Shop()


@pytest.fixture
def group(shop):
    created = shop.ec2.create_security_group(GroupName="tills", Description="tills")
    return created["GroupId"]


def rule(*ranges, protocol="tcp", first=5432, last=5432, groups=()):
    permission = {"IpProtocol": protocol, "FromPort": first, "ToPort": last}
    if ranges:
        permission["IpRanges"] = [{"CidrIp": each} for each in ranges]
    if groups:
        permission["UserIdGroupPairs"] = [{"GroupId": each} for each in groups]
    return permission


def allow(shop, group, *permissions):
    return shop.ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=list(permissions)
    )


def revoke(shop, group, *permissions):
    return shop.ec2.revoke_security_group_ingress(
        GroupId=group, IpPermissions=list(permissions)
    )


def permissions(shop, group):
    found = shop.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    return found[0]["IpPermissions"]


def test_a_new_group_lets_nothing_in(shop, group):
    assert permissions(shop, group) == []
    assert not shop.ec2.lets_in([group], "172.31.5.20", 5432)


@pytest.mark.parametrize(
    "permission, address, port, inside",
    [
        (rule("203.0.113.25/32"), "203.0.113.25", 5432, True),
        (rule("203.0.113.25/32"), "203.0.113.26", 5432, False),
        (rule("203.0.113.0/24"), "203.0.113.26", 5432, True),
        (rule("0.0.0.0/0"), "203.0.113.26", 5433, False),
        (rule("0.0.0.0/0", first=5000, last=6000), "203.0.113.26", 6000, True),
        (rule("0.0.0.0/0", first=5000, last=6000), "203.0.113.26", 6001, False),
        (rule("0.0.0.0/0", protocol="udp"), "203.0.113.26", 5432, False),
        (
            {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
            "1.2.3.4",
            1,
            True,
        ),
    ],
)
def test_a_rule_lets_in_its_range_protocol_and_ports(
    shop, group, permission, address, port, inside
):
    allow(shop, group, permission)
    assert shop.ec2.lets_in([group], address, port) is inside


def test_a_group_as_source_lets_in_its_members(shop, group):
    allow(shop, group, rule(groups=[shop.ec2.default_group.id]))
    assert shop.ec2.lets_in([group], "172.31.5.20", 5432)
    assert not shop.ec2.lets_in([group], "203.0.113.25", 5432)


def test_any_group_that_lets_in_is_enough(shop, group):
    other = shop.ec2.create_security_group(GroupName="b", Description="b")["GroupId"]
    allow(shop, other, rule("0.0.0.0/0"))
    assert shop.ec2.lets_in([group, other], "1.2.3.4", 5432)


def test_a_rule_is_described_as_it_was_given(shop, group):
    given = rule("10.0.0.7/8", groups=[group])
    given["IpRanges"][0]["Description"] = "the office"
    allow(shop, group, given)
    first, second = permissions(shop, group)
    assert first["IpRanges"] == [{"CidrIp": "10.0.0.0/8", "Description": "the office"}]
    assert (first["FromPort"], first["ToPort"], first["IpProtocol"]) == (
        5432,
        5432,
        "tcp",
    )
    assert second["UserIdGroupPairs"] == [{"GroupId": group}]


def test_what_is_described_of_a_group_can_be_revoked_and_allowed_elsewhere(shop, group):
    allow(shop, group, rule("0.0.0.0/0"), rule(groups=[group], first=6379, last=6379))
    described = permissions(shop, group)
    revoke(shop, group, *described)
    assert permissions(shop, group) == []
    allow(shop, group, *described)
    assert permissions(shop, group) == described


@pytest.mark.parametrize(
    "more, what",
    [
        ({"Ipv6Ranges": [{"CidrIpv6": "::/0"}]}, "The IPv6 range '::/0'"),
        ({"PrefixListIds": [{"PrefixListId": "pl-1"}]}, "The prefix list 'pl-1'"),
    ],
)
def test_a_source_that_would_not_be_heeded_is_refused(shop, group, more, what):
    code, message = refused(
        shop.ec2.authorize_security_group_ingress,
        GroupId=group,
        IpPermissions=[rule("0.0.0.0/0") | more],
    )
    assert code == "InvalidParameterValue"
    assert message.startswith(f"{what} is left out here")


def test_a_revoked_rule_lets_in_nobody_more(shop, group):
    allow(shop, group, rule("0.0.0.0/0"), rule("0.0.0.0/0", first=3306, last=3306))
    revoke(shop, group, rule("0.0.0.0/0"))
    assert not shop.ec2.lets_in([group], "1.2.3.4", 5432)
    assert shop.ec2.lets_in([group], "1.2.3.4", 3306)


def test_a_revocation_with_one_unknown_rule_takes_nothing_away(shop, group):
    allow(shop, group, rule("0.0.0.0/0"))
    code, _ = refused(
        shop.ec2.revoke_security_group_ingress,
        GroupId=group,
        IpPermissions=[rule("0.0.0.0/0"), rule("10.0.0.0/8")],
    )
    assert code == "InvalidPermission.NotFound"
    assert len(permissions(shop, group)) == 1


@pytest.mark.parametrize(
    "permission, code",
    [
        (rule("0.0.0.0/0"), "InvalidPermission.Duplicate"),
        (rule("10.0.0.0/8", "10.0.0.0/8"), "InvalidParameterValue"),
        (rule("10.0.0.0/33"), "InvalidParameterValue"),
        (rule("10.0.0.0"), "InvalidParameterValue"),
        (rule("tea"), "InvalidParameterValue"),
        (rule("10.0.0.0/8", first=9, last=8), "InvalidParameterValue"),
        (rule("10.0.0.0/8", protocol="tea"), "InvalidParameterValue"),
        (rule(groups=["sg-0"]), "InvalidGroup.NotFound"),
        (rule(), "MissingParameter"),
        (
            {"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
            "MissingParameter",
        ),
    ],
)
def test_a_rule_that_ec2_refuses_is_refused(shop, group, permission, code):
    allow(shop, group, rule("0.0.0.0/0"))
    before = permissions(shop, group)
    answer = refused(
        shop.ec2.authorize_security_group_ingress,
        GroupId=group,
        IpPermissions=[permission],
    )
    assert answer[0] == code
    assert permissions(shop, group) == before


def test_a_misspelt_part_of_a_rule_is_refused(shop, group):
    with pytest.raises(ParamValidationError, match=r'IpPermissions\[0\]: "IpRange"'):
        allow(shop, group, {"IpProtocol": "tcp", "IpRange": []})


@pytest.mark.parametrize(
    "call",
    [
        "delete_security_group",
        "authorize_security_group_ingress",
        "revoke_security_group_ingress",
    ],
)
def test_a_group_must_be_named_and_exist(shop, call):
    assert refused(getattr(shop.ec2, call))[0] == "MissingParameter"
    answer = refused(getattr(shop.ec2, call), GroupId="sg-0")
    assert answer[0] == "InvalidGroup.NotFound"


def test_a_groups_name_is_taken_once(shop, group):
    code, _ = refused(
        shop.ec2.create_security_group, GroupName="tills", Description="again"
    )
    assert code == "InvalidGroup.Duplicate"


def test_a_group_in_use_cannot_be_deleted(shop, group):
    delete = shop.ec2.delete_security_group
    shop.launch(VpcSecurityGroupIds=[group])
    assert refused(delete, GroupId=group)[0] == "DependencyViolation"
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    shop.account.clock.advance(minutes=5)
    other = shop.ec2.create_security_group(GroupName="b", Description="b")["GroupId"]
    allow(shop, other, rule(groups=[group]))
    assert refused(delete, GroupId=group)[0] == "DependencyViolation"
    revoke(shop, other, rule(groups=[group]))
    delete(GroupId=group)
    assert refused(delete, GroupId=group)[0] == "InvalidGroup.NotFound"
    assert refused(delete, GroupId=shop.ec2.default_group.id)[0] == "CannotDelete"


def test_a_rule_may_lie_flat_in_the_call(shop, group):
    flat = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}
    flat["CidrIp"] = "203.0.113.25/32"
    shop.ec2.authorize_security_group_ingress(GroupId=group, **flat)
    assert shop.ec2.lets_in([group], "203.0.113.25", 5432)
    both = {"IpPermissions": [rule("10.0.0.0/8")]} | flat
    code, _ = refused(shop.ec2.authorize_security_group_ingress, GroupId=group, **both)
    assert code == "InvalidParameterCombination"
    shop.ec2.revoke_security_group_ingress(GroupId=group, **flat)
    assert permissions(shop, group) == []


@pytest.mark.parametrize(
    "filters, names",
    [
        ({"group-name": ["tills"]}, ["tills"]),
        ({"group-name": ["t*"]}, ["tills"]),
        ({"group-name": ["?ills"]}, ["tills"]),
        ({"group-name": ["[dt]*"]}, []),  # brackets are brackets
        ({"group-name": ["tills", "default"]}, ["default", "tills"]),
        ({"group-name": ["tills"], "description": ["other"]}, []),
    ],
)
def test_groups_are_filtered(shop, group, filters, names):
    asked = [{"Name": name, "Values": values} for name, values in filters.items()]
    found = shop.ec2.describe_security_groups(Filters=asked)["SecurityGroups"]
    assert [each["GroupName"] for each in found] == names


def test_a_filter_that_is_not_here_is_refused_and_not_ignored(shop):
    odd = [{"Name": "ip-permission.cidr", "Values": ["10.0.0.0/8"]}]
    code, message = refused(shop.ec2.describe_security_groups, Filters=odd)
    assert code == "InvalidParameterValue" and "group-name" in message


@pytest.mark.parametrize("name", ["", "x" * 256, "caffè"])
def test_a_name_of_a_group_that_cannot_be_is_refused(shop, name):
    code, _ = refused(
        shop.ec2.create_security_group, GroupName=name, Description="tills"
    )
    assert code == "InvalidParameterValue"
