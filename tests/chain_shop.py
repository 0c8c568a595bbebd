"""A network of bean traders, as the tests of Managed Blockchain need it."""

from cafe import aws
from cafe.aws.account import Account
from cafe.aws.managedblockchain.beans import MEMBERS

ADMIN = {"AdminUsername": "admin", "AdminPassword": "Beans1234"}
ME = "123456789012"


def new_member(name):
    return {"Name": name, "FrameworkConfiguration": {"Fabric": ADMIN}}


def new_network(percentage=50, comparator="GREATER_THAN", hours=24, **settings):
    """The arguments of create_network; its first member is the farm."""
    return {
        "Name": "beans",
        "Framework": "HYPERLEDGER_FABRIC",
        "FrameworkVersion": "1.2",
        "FrameworkConfiguration": {"Fabric": {"Edition": "STANDARD"}},
        "VotingPolicy": {"ApprovalThresholdPolicy": {
            "ThresholdPercentage": percentage, "ProposalDurationInHours": hours,
            "ThresholdComparator": comparator,
        }},
        "MemberConfiguration": new_member("farm"),
    } | settings  # fmt: skip


class Traders:
    """A network with so many members; `ids` holds {name: member's ID}."""

    def __init__(self, members=1, nodes=False, **network):
        self.account = Account()
        self.clock = self.account.clock
        self.client = aws.Session(account=self.account).client("managedblockchain")
        made = self.client.create_network(**new_network(**network))
        self.network = {"NetworkId": made["NetworkId"]}
        self.ids = {"farm": made["MemberId"]}
        self.clock.advance(minutes=30)
        names = [*MEMBERS, *(f"shop-{number}" for number in range(1, 20))]
        for name in names[1:members]:
            self.admit(name)
        self.nodes = {}
        if nodes:
            for place, name in enumerate(self.ids):
                self.add_node(name, "eu-west-1" + "abc"[place % 3])

    @property
    def ledger(self):
        return self.client.ledger(**self.network)

    def propose(self, by="farm", **actions):
        actions = actions or {"Invitations": [{"Principal": ME}]}
        return self.client.create_proposal(
            MemberId=self.ids[by], Actions=actions, **self.network
        )["ProposalId"]

    def vote(self, proposal, name, value="YES"):
        self.client.vote_on_proposal(
            ProposalId=proposal, VoterMemberId=self.ids[name], Vote=value,
            **self.network,
        )  # fmt: skip

    def proposal(self, proposal):
        return self.client.get_proposal(ProposalId=proposal, **self.network)["Proposal"]

    def status(self, proposal):
        return self.proposal(proposal)["Status"]

    def invite(self):
        """Vote until an invitation is there; its ID."""
        proposal = self.propose()
        for name in self.ids:
            if self.status(proposal) == "IN_PROGRESS":
                self.vote(proposal, name)
        return self.client.list_invitations()["Invitations"][-1]["InvitationId"]

    def create(self, name, invitation, **settings):
        return self.client.create_member(
            InvitationId=invitation, MemberConfiguration=new_member(name) | settings,
            **self.network,
        )["MemberId"]  # fmt: skip

    def admit(self, name):
        self.ids[name] = self.create(name, self.invite())
        self.clock.advance(minutes=10)

    def add_node(self, name, zone="eu-west-1a", kind="bc.t3.small"):
        node = self.client.create_node(
            MemberId=self.ids[name], **self.network,
            NodeConfiguration={"InstanceType": kind, "AvailabilityZone": zone},
        )["NodeId"]  # fmt: skip
        self.nodes[name] = node
        self.clock.advance(minutes=10)
        return node
