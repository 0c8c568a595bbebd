"""A Fabric network as AWS sees it: its members, their peer nodes, what they vote on."""

from copy import deepcopy
from datetime import timedelta

from ..account import Resource
from ..pricing import Use
from .beans import bean_rules
from .ledger import Ledger

#: edition -> (most members, most nodes of a member, instance types)
EDITIONS = {
    "STARTER": (5, 2, ("bc.t3.small", "bc.t3.medium")),
    "STANDARD": (14, 3, ("bc.t3", "bc.m5", "bc.c5")),
}
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class Thing:
    """What networks, members, nodes, proposals and invitations have in common."""

    prefix = kind = ""

    def __init__(self, account, region):
        self.id = f"{self.prefix}-{account.token(26, UPPER)}"
        self.arn = account.arn("managedblockchain", region, f"{self.kind}/{self.id}")
        self.created = account.clock.now
        self.status = "CREATING"

    def stamp(self):
        """What every description ends with."""
        return {"Status": self.status, "CreationDate": self.created, "Arn": self.arn}


class Network(Thing):
    """A network with its members, their proposals and their ledger."""

    prefix, kind = "n", "networks"

    def __init__(self, account, region, settings):
        super().__init__(account, region)
        self.settings, self.region = deepcopy(settings), region
        self.policy = self.settings["VotingPolicy"]["ApprovalThresholdPolicy"]
        self.edition = self.settings["FrameworkConfiguration"]["Fabric"]["Edition"]
        self.members, self.proposals = {}, {}
        self.ledger = Ledger(account.clock, bean_rules, f"{account.seed}/{self.id}")

    def summary(self):
        named = ("Name", "Framework", "FrameworkVersion")
        settings = {name: self.settings[name] for name in named}
        return {"Id": self.id} | settings | self.stamp()


class Member(Thing):
    """One member of a network, with its peer nodes."""

    prefix, kind = "m", "members"

    def __init__(self, account, network, settings):
        super().__init__(account, network.region)
        self.network, self.name, self.nodes = network, settings["Name"], {}

    def is_up(self):
        """Whether a peer node of the member answers."""
        return any(node.shown_status() == "AVAILABLE" for node in self.nodes.values())

    def arrive(self):
        self.status = "AVAILABLE"
        self.network.ledger.join(self.name, self.is_up)


#: A node's status where the map says it in other words.
SHOWN = {"UNHEALTHY": "not reachable", "CREATE_FAILED": "could not be created"}


class Node(Thing):
    """A peer node: it holds its member's copy of the ledger in one zone."""

    prefix, kind = "nd", "nodes"

    def __init__(self, account, member, instance_type, zone):
        super().__init__(account, member.network.region)
        self.account, self.member = account, member
        self.instance_type, self.zone = instance_type, zone

    def arrive(self):
        """Be there, unless the zone is cut: then the node was never made."""
        if not self.account.is_zone_up(self.zone):
            self.status = "CREATE_FAILED"
            return
        self.status = "AVAILABLE"
        self.member.network.ledger.catch_up()

    def shown_status(self):
        """The status, UNHEALTHY while the zone is cut."""
        cut = not self.account.is_zone_up(self.zone)
        return "UNHEALTHY" if cut and self.status == "AVAILABLE" else self.status

    def uses(self):
        return [Use(f"managedblockchain.{self.instance_type}", self.member.name, 1)]

    def resources(self):
        ledger = self.member.network.ledger
        held = ledger.copy(self.member.name) if self.status == "AVAILABLE" else []
        status = self.shown_status()
        shown = Resource(
            f"{self.member.name}'s node",
            "Hyperledger Fabric",
            "peer",
            self.zone,
            SHOWN.get(status, status.lower()),
            self.arn,
            f"{len(held)} blocks",
        )
        return [shown]


class Proposal(Thing):
    """A change that the members of this moment vote on, each once."""

    prefix, kind = "p", "proposals"

    def __init__(self, account, network, member, actions):
        super().__init__(account, network.region)
        self.network, self.proposer = network, member
        self.actions = deepcopy(actions)
        members = network.members.values()
        self.voters = {m.id for m in members if m.status == "AVAILABLE"}
        self.votes = {}  # member's ID -> YES or NO
        self.expires = self.created + timedelta(
            hours=network.policy["ProposalDurationInHours"]
        )
        self.status = "IN_PROGRESS"

    def count(self, value):
        return list(self.votes.values()).count(value)

    def outstanding(self):
        return len(self.voters) - len(self.votes)

    def decide(self):
        """Approve as soon as YES suffices, reject as soon as it cannot any more."""
        yes, policy = self.count("YES"), self.network.policy
        if suffices(yes, len(self.voters), policy):
            self.status = "APPROVED"
        elif not suffices(yes + self.outstanding(), len(self.voters), policy):
            self.status = "REJECTED"

    def expire(self):
        if self.status == "IN_PROGRESS":
            self.status = "EXPIRED"

    def described(self):
        return {
            "ProposalId": self.id,
            "NetworkId": self.network.id,
            "Actions": deepcopy(self.actions),
            "ProposedByMemberId": self.proposer.id,
            "ProposedByMemberName": self.proposer.name,
            "ExpirationDate": self.expires,
            "YesVoteCount": self.count("YES"),
            "NoVoteCount": self.count("NO"),
            "OutstandingVoteCount": self.outstanding(),
        } | self.stamp()


class Invitation(Thing):
    """Leave to create one member; seven days long."""

    prefix, kind = "in", "invitations"
    LIFE = timedelta(days=7)

    def __init__(self, account, network):
        super().__init__(account, network.region)
        self.network = network
        self.expires = self.created + self.LIFE
        self.status = "PENDING"

    def expire(self):
        if self.status == "PENDING":
            self.status = "EXPIRED"

    def described(self):
        return {
            "InvitationId": self.id,
            "ExpirationDate": self.expires,
            "NetworkSummary": self.network.summary(),
        } | self.stamp()


def suffices(yes, members, policy):
    """Whether so many YES votes of so many members approve a proposal.

    In whole numbers: a third is no decimal number.
    """
    share, needed = 100 * yes, policy["ThresholdPercentage"] * members
    if policy["ThresholdComparator"] == "GREATER_THAN":
        return share > needed
    return share >= needed
