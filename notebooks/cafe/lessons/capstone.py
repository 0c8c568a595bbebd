"""What the last lesson takes ready-made: the ledger of the beans, and October's orders.

    capstone.create_beans()             # three members, a node in each zone
    capstone.beans()                    # the ledger
    capstone.take_october(connection)   # a month of orders into the till's table

Everything else in that lesson the learner builds. Nobody new may make a ledger on AWS,
so its calls are here; it lies in `aws.account`.
"""

from cafe import aws, shop

LOGIN = {"AdminUsername": "barista", "AdminPassword": "Espresso2026"}


def take_october(connection):
    """Put the shop's orders of October 2026 into the till's table `orders`."""
    orders = shop.load("orders")
    october = orders[orders.ordered_at >= "2026-10-01"]
    columns = october[["order_id", "customer_id", "shop_id", "ordered_at"]]
    rows = ", ".join(
        f"({order}, {'NULL' if str(customer) == '<NA>' else customer}, {at}, '{when}')"
        for order, customer, at, when in columns.itertuples(index=False)
    )
    connection.execute(f"INSERT INTO orders VALUES {rows}")


def create_beans():
    """A ledger of three members that follows lots of beans; a node in each zone.

    The account has one: a second call makes no other.
    """
    chain = aws.client("managedblockchain")
    if chain.list_networks()["Networks"]:
        return
    made = chain.create_network(
        Name="beans",
        Framework="HYPERLEDGER_FABRIC",
        FrameworkVersion="2.2",
        FrameworkConfiguration={"Fabric": {"Edition": "STARTER"}},
        VotingPolicy={
            "ApprovalThresholdPolicy": {
                "ThresholdPercentage": 50,
                "ThresholdComparator": "GREATER_THAN",
                "ProposalDurationInHours": 24,
            }
        },
        MemberConfiguration=_member("farm"),
    )
    network, farm = made["NetworkId"], made["MemberId"]
    aws.account.clock.advance(minutes=30)
    members = [farm]
    for name in ("roaster", "corner-cup"):
        members.append(_invite(chain, network, members, name))
    for member, zone in zip(members, aws.account.zones("eu-west-1"), strict=True):
        node = {"InstanceType": "bc.t3.small", "AvailabilityZone": zone}
        chain.create_node(NetworkId=network, MemberId=member, NodeConfiguration=node)
    aws.account.clock.advance(minutes=10)


def beans():
    """The ledger of the beans."""
    chain = aws.client("managedblockchain")
    for network in chain.list_networks()["Networks"]:
        return chain.ledger(network["Id"])
    raise LookupError("Network beans not found: create_beans() makes it.")


def _member(name):
    return {"Name": name, "FrameworkConfiguration": {"Fabric": LOGIN}}


def _invite(chain, network, members, name):
    """Propose an invitation, have every member vote for it, and accept it."""
    principal = {"Principal": aws.account.id}
    proposal = chain.create_proposal(
        NetworkId=network, MemberId=members[0], Actions={"Invitations": [principal]}
    )["ProposalId"]
    status = "IN_PROGRESS"
    for voter in members:
        if status == "IN_PROGRESS":
            chain.vote_on_proposal(
                NetworkId=network, ProposalId=proposal, VoterMemberId=voter, Vote="YES"
            )
            found = chain.get_proposal(NetworkId=network, ProposalId=proposal)
            status = found["Proposal"]["Status"]
    waiting = [
        each
        for each in chain.list_invitations()["Invitations"]
        if each["Status"] == "PENDING"
    ]
    member = chain.create_member(
        InvitationId=waiting[0]["InvitationId"],
        NetworkId=network,
        MemberConfiguration=_member(name),
    )["MemberId"]
    aws.account.clock.advance(minutes=10)
    return member
