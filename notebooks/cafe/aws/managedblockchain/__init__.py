"""Amazon Managed Blockchain: networks of members that keep one ledger together.

    chain = aws.client("managedblockchain")
    made = chain.create_network(...)             # with its first member
    ledger = chain.ledger(made["NetworkId"])     # ours: the window to the ledger

AWS has closed the service to new customers since 29 October 2026, and access ends on
29 September 2027 (F66). The account here counts as an old customer. Amazon QLDB, AWS's
other ledger, ended on 31 July 2025. Read it to understand a ledger, not to choose one.

Same as AWS
    a network is made with its first member and a voting policy; any member proposes to
    invite an account; each member votes once; the percentage is one of all members, not
    of those that voted; a proposal nobody decides in time expires, and nothing is done;
    an approved invitation lets one member be created; peer nodes stand in a zone of
    one's choice, hold the ledger and endorse; numbers of members and nodes by edition
    (STARTER 5 and 2, STANDARD 14 and 3).
Simplified
    one AWS account holds all members, which AWS allows too; so an invitation is sent to
    the own account, and each member votes when you say so. Who may vote is settled when
    a proposal is made. A proposal is rejected as soon as the votes that are left cannot
    approve it (AWS: "insufficient YES votes"). A network is ready after 30 minutes, a
    member and a node after 10 (unverified, as are the messages of most errors). A
    member without a node that answers, as in a cut zone, endorses nothing and catches
    up later. A node that is to be made in a cut zone ends as CREATE_FAILED
    (unverified). The ledger is reached with `client.ledger(NetworkId)`; on AWS with
    Fabric's own tools. Its rules are those of `beans`; `ledger.rules` takes others.
Left out
    removing members, calls that list members, nodes, proposals and votes, Ethereum,
    channels and private data, certificates, VPC endpoints, logs, tags, KMS, updating
    members and nodes, tokens, pages of a list, prices.

How it is built: `structures` what a request holds, `network` what AWS manages, `ledger`
what the members keep, `blocks` its hashes, `verify` the check, `beans` the rules of the
coffee beans.

https://docs.aws.amazon.com/managed-blockchain/latest/APIReference/Welcome.html
https://docs.aws.amazon.com/managed-blockchain/latest/hyperledger-fabric-dev/network-components.html
"""

import re
from datetime import timedelta
from typing import Annotated

from ..errors import ServiceError
from ..parameters import AtLeast, AtMost, NonEmpty
from ..service import Service, named_alike, operation
from .ledger import Ledger
from .network import EDITIONS, Invitation, Member, Network, Node, Proposal
from .structures import (
    VERSIONS,
    MemberConfiguration,
    NetworkFrameworkConfiguration,
    NodeConfiguration,
    ProposalActions,
    VotingPolicy,
    check_choice,
    check_member,
    checked_policy,
    edition_of,
    illegal,
    invalid,
    not_found,
)

NETWORK_TIME, MEMBER_TIME = timedelta(minutes=30), timedelta(minutes=10)


class ManagedBlockchain(Service):
    """The `managedblockchain` client of one Region: Hyperledger Fabric networks."""

    prefix = "managedblockchain"
    invalid = "InvalidRequestException"
    speaks_json = True

    faults = named_alike(
        "IllegalActionException",
        "InvalidRequestException",
        "ResourceLimitExceededException",
        "ResourceNotFoundException",
        "ResourceNotReadyException",
    )

    def __init__(self, account, region):
        super().__init__(account, region)
        self.networks = {}
        self.invitations = {}

    # -- networks ----------------------------------------------------------------------

    @operation
    def create_network(
        self,
        *,
        Name: Annotated[str, AtLeast(1), AtMost(64)],
        Framework: str,
        FrameworkVersion: NonEmpty,
        VotingPolicy: VotingPolicy,
        MemberConfiguration: MemberConfiguration,
        FrameworkConfiguration: NetworkFrameworkConfiguration | None = None,
    ):
        """Start to create a network with its first member; ready in half an hour."""
        check_choice("Framework", Framework, ["HYPERLEDGER_FABRIC"])
        check_choice("FrameworkVersion", FrameworkVersion, VERSIONS)
        edition = edition_of(FrameworkConfiguration)
        check_choice("FrameworkConfiguration.Fabric.Edition", edition, EDITIONS)
        policy = checked_policy(VotingPolicy)
        check_member(MemberConfiguration)
        network = Network(
            self.account,
            self.region,
            {
                "Name": Name,
                "Framework": Framework,
                "FrameworkVersion": FrameworkVersion,
                "FrameworkConfiguration": FrameworkConfiguration,
                "VotingPolicy": {"ApprovalThresholdPolicy": policy},
            },
        )
        self.networks[network.id] = network
        member = self._new_member(network, MemberConfiguration, NETWORK_TIME)
        self.becomes(network, "AVAILABLE", NETWORK_TIME)
        return {"NetworkId": network.id, "MemberId": member.id}

    @operation
    def list_networks(self):
        """All networks in which the account has a member."""
        return {"Networks": [each.summary() for each in self.networks.values()]}

    # -- members -----------------------------------------------------------------------

    @operation
    def create_member(
        self,
        *,
        InvitationId: NonEmpty,
        NetworkId: NonEmpty,
        MemberConfiguration: MemberConfiguration,
    ):
        """Accept an invitation: start to create a member in the network."""
        network = self._ready(self._network(NetworkId))
        invitation = self.invitations.get(InvitationId)
        if (
            invitation is None
            or invitation.network is not network
            or invitation.status != "PENDING"
        ):
            raise invalid(f"Invitation {InvitationId} not valid")
        check_member(MemberConfiguration)
        name = MemberConfiguration["Name"]
        if name in [member.name for member in network.members.values()]:
            raise invalid(f"Member name {name} already exists in network {NetworkId}.")
        most = EDITIONS[network.edition][0]
        if len(network.members) >= most:
            raise ServiceError(
                "ResourceLimitExceededException",
                f"You cannot create a member in network {NetworkId}. {most} is the "
                f"maximum number of members allowed in a {network.edition} Edition "
                "network.",
            )
        invitation.status = "ACCEPTING"
        member = self._new_member(network, MemberConfiguration, MEMBER_TIME)
        self.becomes(invitation, "ACCEPTED", MEMBER_TIME)
        return {"MemberId": member.id}

    # -- proposals and votes -----------------------------------------------------------

    @operation
    def create_proposal(
        self,
        *,
        NetworkId: NonEmpty,
        MemberId: NonEmpty,
        Actions: ProposalActions,
    ):
        """Propose to invite accounts."""
        member = self._ready(self._member(NetworkId, MemberId))
        network = member.network
        if not Actions.get("Invitations"):
            raise invalid("A proposal needs Invitations here; got none.")
        for action in Actions["Invitations"]:
            principal = action.get("Principal", "")
            if not re.fullmatch("[0-9]{12}", principal):
                raise invalid("Account ID format specified in proposal is not valid.")
            if principal != self.account.id:
                raise invalid(
                    f"This small AWS has one account, {self.account.id}; a principal "
                    f"must be that one, not {principal}."
                )
        proposal = Proposal(self.account, network, member, Actions)
        network.proposals[proposal.id] = proposal
        self.clock.after(proposal.expires - self.clock.now, proposal.expire)
        return {"ProposalId": proposal.id}

    @operation
    def get_proposal(self, *, NetworkId: NonEmpty, ProposalId: NonEmpty):
        """One proposal: its status and how many votes there are of each kind."""
        return {"Proposal": self._proposal(NetworkId, ProposalId).described()}

    @operation
    def vote_on_proposal(
        self,
        *,
        NetworkId: NonEmpty,
        ProposalId: NonEmpty,
        VoterMemberId: NonEmpty,
        Vote: str,
    ):
        """Cast a member's only vote. The deciding vote carries the proposal out."""
        check_choice("Vote", Vote, ["YES", "NO"])
        proposal = self._proposal(NetworkId, ProposalId)
        voter = self._member(NetworkId, VoterMemberId)
        if proposal.status == "EXPIRED":
            raise invalid(
                f"Proposal {ProposalId} is expired and you cannot vote on it."
            )
        if proposal.status != "IN_PROGRESS":
            raise invalid(
                f"Proposal {ProposalId} has status {proposal.status} and you cannot "
                "vote on it."
            )
        if voter.id in proposal.votes:
            raise illegal(
                f"Member {voter.id} has already voted on proposal {ProposalId}."
            )
        if voter.id not in proposal.voters:
            raise illegal(
                f"Member {voter.id} was not a member when proposal {ProposalId} was "
                "made, and has no vote on it."
            )
        proposal.votes[voter.id] = Vote
        proposal.decide()
        if proposal.status == "APPROVED":
            self._carry_out(proposal)

    # -- invitations -------------------------------------------------------------------

    @operation
    def list_invitations(self):
        """All invitations of the account; those that wait are PENDING."""
        return {"Invitations": [each.described() for each in self.invitations.values()]}

    # -- nodes -------------------------------------------------------------------------

    @operation
    def create_node(
        self,
        *,
        NetworkId: NonEmpty,
        NodeConfiguration: NodeConfiguration,
        MemberId: NonEmpty | None = None,
    ):
        """Start to create a member's peer node in a zone; ready in ten minutes."""
        if MemberId is None:  # only Ethereum has none
            raise invalid("MemberId is required in a Hyperledger Fabric network.")
        member = self._ready(self._member(NetworkId, MemberId))
        kind = NodeConfiguration.get("InstanceType", "")
        zone = NodeConfiguration.get("AvailabilityZone")
        edition = member.network.edition
        _, most, kinds = EDITIONS[edition]
        if not kind.startswith(kinds):
            raise invalid(
                f"Instance type {kind} is not supported with {edition} Edition "
                f"networks. There is: {', '.join(kinds)}"
            )
        if zone not in self.account.zones(self.region):
            raise invalid(
                f"Availability Zone is not valid: {zone!r}. There is: "
                f"{', '.join(self.account.zones(self.region))}"
            )
        made = [n for n in member.nodes.values() if n.status != "CREATE_FAILED"]
        if len(made) >= most:
            raise ServiceError(
                "ResourceLimitExceededException",
                f"Maximum number of nodes exceeded in member {member.id}. The maximum "
                "number of nodes you can have in a member in a "
                f"{edition} Edition network is {most}",
            )
        node = Node(self.account, member, kind, zone)
        member.nodes[node.id] = node
        self.clock.after(MEMBER_TIME, node.arrive)
        return {"NodeId": node.id}

    # -- ours: the window to the ledger ------------------------------------------------

    def ledger(self, NetworkId) -> Ledger:
        """The ledger that a network's members keep. Raises ResourceNotFoundException.

        On AWS you reach it with Fabric's own tools, through a member's peer node.
        """
        return self._network(NetworkId).ledger

    # -- what the account asks ---------------------------------------------------------

    def things(self):
        """The peer nodes."""
        return [
            node
            for network in self.networks.values()
            for member in network.members.values()
            for node in member.nodes.values()
        ]

    def zone_failed(self, zone):
        """A node looks at its zone when it is asked."""

    def zone_restored(self, zone):
        for network in self.networks.values():
            network.ledger.catch_up()

    # -- finding and changing ----------------------------------------------------------

    def _network(self, network_id):
        if network_id not in self.networks:
            raise not_found("Network", network_id)
        return self.networks[network_id]

    def _member(self, network_id, member_id):
        members = self._network(network_id).members
        if member_id not in members:
            raise not_found("Member", member_id)
        return members[member_id]

    def _proposal(self, network_id, proposal_id):
        proposals = self._network(network_id).proposals
        if proposal_id not in proposals:
            raise not_found("Proposal", proposal_id)
        return proposals[proposal_id]

    def _ready(self, thing):
        """A network or member, unless it is still being created."""
        if thing.status != "AVAILABLE":
            raise ServiceError(
                "ResourceNotReadyException",
                f"{type(thing).__name__} {thing.id} is in status {thing.status}; it "
                "must be AVAILABLE.",
            )
        return thing

    def _new_member(self, network, settings, time):
        member = Member(self.account, network, settings)
        network.members[member.id] = member
        self.clock.after(time, member.arrive)
        return member

    def _carry_out(self, proposal):
        """Do what an approved proposal says."""
        for _ in proposal.actions["Invitations"]:
            invitation = Invitation(self.account, proposal.network)
            self.invitations[invitation.id] = invitation
            self.clock.after(Invitation.LIFE, invitation.expire)
