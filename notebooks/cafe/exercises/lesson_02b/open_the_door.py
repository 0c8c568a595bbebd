"""\
The office's address is 198.51.100.7. Write `open_the_door(ec2, group_id)`: it adds a
rule to the security group that lets this one address reach port 5432, and nobody
else. In a rule, a single address ends in `/32`."""

from ipaddress import ip_address

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="02b.open_the_door",
    objective="02b.e",
    difficulty=1,
    learned="One address, one port: a door as narrow as the wish.",
    prompt=__doc__,
    hints=(
        "Look at the cell in which we opened the door for the laptop: the call is"
        " authorize_security_group_ingress.",
        "One address is written with /32 at its end.",
        'A rule is {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,'
        ' "IpRanges": [{"CidrIp": "198.51.100.7/32"}]}; IpPermissions is a list of'
        " rules.",
    ),
)


@exercise.right
def open_the_door(ec2, group_id):
    ec2.authorize_security_group_ingress(
        GroupId=group_id,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "IpRanges": [{"CidrIp": "198.51.100.7/32"}],
            }
        ],
    )


OFFICE = "198.51.100.7"

NEIGHBOURS = ("198.51.100.8", "198.51.100.6", "198.51.100.0")

#: The office's address with one bit changed each: every range it stands in has one.
ELSEWHERE = tuple(
    str(ip_address(int(ip_address(OFFICE)) ^ 1 << bit)) for bit in range(31, -1, -1)
)

#: Where other ranges that people open lie: halves of the Internet, homes, the VPC.
OTHERS = ("1.2.3.4", "64.1.2.3", "130.1.2.3", "10.0.0.5", "172.31.5.20", "192.168.1.5")

OTHER_PORTS = (22, 5431, 5433, 65535)


@exercise.proof
def _door_is_right(open_the_door):
    """What is wrong with the group that an answer has opened, or None."""
    from cafe import aws

    ec2 = aws.Session(account=aws.Account()).client("ec2")
    group_id = ec2.create_security_group(GroupName="db", Description="exercise")[
        "GroupId"
    ]
    open_the_door(ec2, group_id)

    def lets_in(address, port):
        return ec2.lets_in([group_id], address, port)

    if not lets_in(OFFICE, 5432):
        return (
            f"{OFFICE} does not reach port 5432. A rule names the protocol tcp, the "
            "port as FromPort and ToPort, and the address with /32."
        )
    if lets_in("192.0.2.200", 5432):
        return "The whole Internet reaches port 5432: only the office should."
    for address in (*OTHERS, *ELSEWHERE[:24]):
        if lets_in(address, 5432):
            return f"{address} reaches the port too, which is far from the office."
    for neighbour in (*NEIGHBOURS, *ELSEWHERE):
        if lets_in(neighbour, 5432):
            return (
                f"The neighbour at {neighbour} reaches the port too. /32 means one "
                "address; a smaller number after the slash means many."
            )
    (group,) = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    if any(rule["UserIdGroupPairs"] for rule in group["IpPermissions"]):
        return (
            "The machines of a security group reach the port too. UserIdGroupPairs"
            " names a group as the source: leave it out."
        )
    for port in OTHER_PORTS:
        if lets_in(OFFICE, port):
            return f"The office reaches other ports too, such as {port}: open 5432."
    return next(filter(None, map(_opens_more, group["IpPermissions"])), None)


def _opens_more(rule):
    """What a rule opens beside the one address and the one port, or None."""
    for each in rule["IpRanges"]:
        if each["CidrIp"] != f"{OFFICE}/32":
            return f"A rule lets {each['CidrIp']} in, too: only the office should be."
    for port in (rule.get("FromPort", 0), rule.get("ToPort", 0)):
        if port != 5432:
            return f"The office reaches other ports too, such as {port}: open 5432."
    return None


def allow(ec2, group_id, cidr="198.51.100.7/32", ports=(5432, 5432), protocol="tcp"):
    first, last = ports
    permission = {
        "IpProtocol": protocol,
        "FromPort": first,
        "ToPort": last,
        "IpRanges": [{"CidrIp": cidr}],
    }
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission])


@exercise.right
def names_the_rule(ec2, group_id):
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
        "IpRanges": [{"CidrIp": "198.51.100.7/32", "Description": "the office"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission])


@exercise.right
def gives_the_rule_flat(ec2, group_id):
    ec2.authorize_security_group_ingress(
        GroupId=group_id,
        IpProtocol="tcp",
        FromPort=5432,
        ToPort=5432,
        CidrIp="198.51.100.7/32",
    )


@exercise.right
def returns_what_the_call_gives(ec2, group_id):
    return ec2.authorize_security_group_ingress(
        GroupId=group_id,
        IpPermissions=[
            dict(
                ToPort=5432,
                FromPort=5432,
                IpProtocol="tcp",
                IpRanges=[dict(CidrIp="198.51.100.7/32")],
            )
        ],
    )


@exercise.right
def builds_its_values(ec2, group_id):
    office, port = "198.51.100.7", 5432
    allow(ec2, group_id, cidr=f"{office}/32", ports=(port, port))


@exercise.right
def takes_a_wrong_rule_back(ec2, group_id):
    wide = {
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[wide])
    ec2.revoke_security_group_ingress(GroupId=group_id, IpPermissions=[wide])
    allow(ec2, group_id)


@exercise.right
def looks_before_and_after(ec2, group_id):
    ec2.describe_security_groups(GroupIds=[group_id])
    allow(ec2, group_id)
    print(ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"])


@exercise.right
def asks_by_arguments_in_a_dict(ec2, group_id):
    rule = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}
    rule["IpRanges"] = [{"CidrIp": "198.51.100.7/32"}]
    arguments = {"IpPermissions": [rule], "GroupId": group_id}
    ec2.authorize_security_group_ingress(**arguments)


@exercise.right
def lets_a_repeated_rule_be(ec2, group_id):
    from cafe.aws.errors import ClientError

    for attempt in range(2):
        try:
            allow(ec2, group_id)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidPermission.Duplicate"


@exercise.wrong("The whole Internet reaches port 5432")
def lets_the_whole_internet_in(ec2, group_id):
    allow(ec2, group_id, cidr="0.0.0.0/0")


@exercise.wrong("The neighbour at 198.51.100.8")
def lets_the_whole_network_in(ec2, group_id):
    allow(ec2, group_id, cidr="198.51.100.0/24")


@exercise.wrong("The neighbour at 198.51.100.6")
def lets_eight_addresses_in(ec2, group_id):
    allow(ec2, group_id, cidr="198.51.100.0/29")


@exercise.wrong("The neighbour at 198.51.100.6")
def lets_two_addresses_in(ec2, group_id):
    allow(ec2, group_id, cidr="198.51.100.6/31")


@exercise.wrong("other ports too, such as 22:")
def opens_all_ports(ec2, group_id):
    allow(ec2, group_id, ports=(0, 65535))


@exercise.wrong("ports too, such as 5431:")
def opens_the_high_ports(ec2, group_id):
    allow(ec2, group_id, ports=(1024, 65535))


@exercise.wrong("ports too, such as 5433:")
def opens_one_port_more(ec2, group_id):
    allow(ec2, group_id, ports=(5432, 5433))


@exercise.wrong("does not reach port 5432")
def opens_the_port_of_mysql(ec2, group_id):
    allow(ec2, group_id, ports=(3306, 3306))


@exercise.wrong("does not reach port 5432")
def opens_it_for_udp(ec2, group_id):
    allow(ec2, group_id, protocol="udp")


@exercise.wrong("CIDR block 198.51.100.7 is malf")
def forgets_the_slash(ec2, group_id):
    allow(ec2, group_id, cidr="198.51.100.7")


@exercise.wrong("does not reach port 5432")
def only_looks(ec2, group_id):
    ec2.describe_security_groups(GroupIds=[group_id])


@exercise.wrong("1.2.3.4 reaches the port too, which is far from the office.")
def lets_half_the_internet_in(ec2, group_id):
    allow(ec2, group_id)
    allow(ec2, group_id, cidr="0.0.0.0/1")


@exercise.wrong("172.31.5.20 reaches the port too, which is far from the office.")
def lets_the_vpc_in(ec2, group_id):
    allow(ec2, group_id)
    allow(ec2, group_id, cidr="172.31.0.0/16")


@exercise.wrong("reaches the port too, which is far from the office.")
def lets_a_large_range_in(ec2, group_id):
    allow(ec2, group_id, cidr="198.51.0.0/16")


@exercise.wrong("It wants a list: put square brackets around it.")
def gives_one_rule_alone(ec2, group_id):
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
        "IpRanges": [{"CidrIp": "198.51.100.7/32"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=permission)


@exercise.wrong("other ports too, such as 22:")
def opens_all_protocols(ec2, group_id):
    rule = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "198.51.100.7/32"}]}
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[rule])


@exercise.wrong("The machines of a security group reach the port too.")
def lets_a_group_in(ec2, group_id):
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 5432,
        "ToPort": 5432,
        "IpRanges": [{"CidrIp": "198.51.100.7/32"}],
        "UserIdGroupPairs": [{"GroupId": group_id}],
    }
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission])


@exercise.wrong("A rule lets 203.0.113.25/32 in, too: only the office should be.")
def lets_the_laptop_in_too(ec2, group_id):
    allow(ec2, group_id)
    allow(ec2, group_id, cidr="203.0.113.25/32")


@exercise.wrong("The office reaches other ports too, such as 443: open 5432.")
def opens_the_port_of_the_web_too(ec2, group_id):
    allow(ec2, group_id)
    allow(ec2, group_id, ports=(443, 443))


@exercise.wrong("A rule lets 0.0.0.0/0 in, too: only the office should be.")
def opens_another_port_to_everybody(ec2, group_id):
    allow(ec2, group_id)
    allow(ec2, group_id, cidr="0.0.0.0/0", ports=(80, 80))
