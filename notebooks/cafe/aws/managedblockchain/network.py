"""A Fabric network as AWS sees it: its members, their peer nodes, what they vote on."""

from copy import deepcopy
from datetime import timedelta

from ..account import Resource
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
    """A network. `members` keeps those that are deleted too, as AWS lists them."""

    prefix, kind = "n", "networks"

    def __init__(self, account, region, settings):
        super().__init__(account, region)
        self.settings, self.region = deepcopy(settings), region
        self.policy = self.settings["VotingPolicy"]["ApprovalThresholdPolicy"]
        self.edition = self.settings["FrameworkConfiguration"]["Fabric"]["Edition"]
        self.members, self.proposals = {}, {}
        self.ledger = Ledger(account.clock, bean_rules, f"{account.seed}/{self.id}")
        self.host = f"{self.id.lower()}.managedblockchain.{region}.amazonaws.com"

    def present(self):
        """The members that are not deleted."""
        return [m for m in self.members.values() if m.status != "DELETED"]

    def summary(self):
        named = ("Name", "Description", "Framework", "FrameworkVersion")
        return {"Id": self.id} | _given(self.settings, named) | self.stamp()

    def described(self):
        fabric = {
            "OrderingServiceEndpoint": f"orderer.{self.host}:30001",
            "Edition": self.edition,
        }
        return self.summary() | {
            "FrameworkAttributes": {"Fabric": fabric},
            "VpcEndpointServiceName": (
                f"com.amazonaws.{self.region}.managedblockchain.{self.id.lower()}"
            ),
            "VotingPolicy": deepcopy(self.settings["VotingPolicy"]),
        }


class Member(Thing):
    """One member of a network, with its peer nodes."""

    prefix, kind = "m", "members"

    def __init__(self, account, network, settings):
        super().__init__(account, network.region)
        self.network, self.settings = network, deepcopy(settings)
        self.name = settings["Name"]
        self.nodes = {}

    def is_up(self):
        """Whether a peer node of the member answers."""
        return any(node.shown_status() == "AVAILABLE" for node in self.nodes.values())

    def arrive(self):
        if self.status == "CREATING":
            self.status = "AVAILABLE"
            self.network.ledger.join(self.name, self.is_up)

    def summary(self):
        return (
            {"Id": self.id}
            | _given(self.settings, ("Name", "Description"))
            | {
                "IsOwned": True,
            }
            | self.stamp()
        )

    def described(self):
        user = self.settings["FrameworkConfiguration"]["Fabric"]["AdminUsername"]
        fabric = {
            "AdminUsername": user,
            "CaEndpoint": f"ca.{self.id.lower()}.{self.network.host}:30002",
        }
        summary = self.summary()
        del summary["IsOwned"]
        return summary | {
            "NetworkId": self.network.id,
            "FrameworkAttributes": {"Fabric": fabric},
        }


class Node(Thing):
    """A peer node: it holds its member's copy of the ledger in one zone."""

    prefix, kind = "nd", "nodes"

    def __init__(self, account, member, instance_type, zone):
        super().__init__(account, member.network.region)
        self.account, self.member = account, member
        self.instance_type, self.zone = instance_type, zone

    def arrive(self):
        if self.status == "CREATING":
            self.status = "AVAILABLE"
            self.member.network.ledger.catch_up()

    def shown_status(self):
        """The status, UNHEALTHY while the zone is cut."""
        cut = not self.account.is_zone_up(self.zone)
        return "UNHEALTHY" if cut and self.status == "AVAILABLE" else self.status

    def summary(self):
        return (
            {"Id": self.id}
            | self.stamp()
            | {
                "Status": self.shown_status(),
                "AvailabilityZone": self.zone,
                "InstanceType": self.instance_type,
            }
        )

    def described(self):
        network = self.member.network
        host = f"{self.id.lower()}.{self.member.id.lower()}.{network.host}"
        fabric = {
            "PeerEndpoint": f"{host}:30003",
            "PeerEventEndpoint": f"{host}:30004",
        }
        return self.summary() | {
            "NetworkId": network.id,
            "MemberId": self.member.id,
            "FrameworkAttributes": {"Fabric": fabric},
        }

    def resource(self):
        ledger = self.member.network.ledger
        held = ledger.copy(self.member.name) if self.status == "AVAILABLE" else []
        status = self.shown_status()
        return Resource(
            f"{self.member.name}'s node",
            "Hyperledger Fabric",
            "peer",
            self.zone,
            "not reachable" if status == "UNHEALTHY" else status.lower(),
            self.arn,
            f"{len(held)} blocks",
        )


class Proposal(Thing):
    """A change that the members of this moment vote on, each once."""

    prefix, kind = "p", "proposals"

    def __init__(self, account, network, member, actions, description):
        super().__init__(account, network.region)
        self.network, self.proposer = network, member
        self.actions = deepcopy(actions)
        self.description = description
        self.voters = {m.id for m in network.present() if m.status == "AVAILABLE"}
        self.votes = {}  # member's ID -> its vote, as AWS lists it
        self.expires = self.created + timedelta(
            hours=network.policy["ProposalDurationInHours"]
        )
        self.status = "IN_PROGRESS"

    def count(self, value):
        return sum(vote["Vote"] == value for vote in self.votes.values())

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

    def summary(self):
        said = {"Description": self.description} if self.description else {}
        return (
            {"ProposalId": self.id}
            | said
            | {
                "ProposedByMemberId": self.proposer.id,
                "ProposedByMemberName": self.proposer.name,
                "ExpirationDate": self.expires,
            }
            | self.stamp()
        )

    def described(self):
        return self.summary() | {
            "NetworkId": self.network.id,
            "Actions": deepcopy(self.actions),
            "YesVoteCount": self.count("YES"),
            "NoVoteCount": self.count("NO"),
            "OutstandingVoteCount": self.outstanding(),
        }


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


def _given(settings, names):
    return {name: settings[name] for name in names if settings.get(name)}
