"""Managed Blockchain: networks, votes on the clock, members, nodes, and the window."""

import boto3
import botocore.session
import pytest
from botocore.exceptions import ClientError as TheirError
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from cafe.aws.errors import ClientError
from cafe.aws.managedblockchain import ManagedBlockchain
from cafe.aws.managedblockchain.beans import MEMBERS, story
from cafe.aws.managedblockchain.ledger import NotEndorsed
from cafe.aws.managedblockchain.network import suffices
from cafe.aws.service import operations
from fixtures.blockchain import ME, Traders, new_member, new_network
from peers.test_shapes_against_botocore import check_answer

MODEL = botocore.session.get_session().get_service_model("managedblockchain")
CALLS = {botocore.xform_name(name): name for name in MODEL.operation_names}
INVALID, ILLEGAL = "InvalidRequestException", "IllegalActionException"
MISSING, EARLY = "ResourceNotFoundException", "ResourceNotReadyException"
FULL = "ResourceLimitExceededException"


def refused(call, *arguments, **named):
    with pytest.raises(ClientError) as caught:
        call(*arguments, **named)
    return caught.value.response["Error"]["Code"]


# -- networks --------------------------------------------------------------------------


def test_a_network_comes_with_its_first_member_after_half_an_hour():
    traders = Traders()
    made = traders.client.create_network(**new_network(Name="second"))
    member = {"NetworkId": made["NetworkId"], "MemberId": made["MemberId"]}
    invite = {"Invitations": [{"Principal": ME}]}

    def statuses():
        networks = traders.client.list_networks()["Networks"]
        return {each["Name"]: each["Status"] for each in networks}

    assert statuses() == {"beans": "AVAILABLE", "second": "CREATING"}
    propose = traders.client.create_proposal
    assert refused(propose, Actions=invite, **member) == EARLY
    traders.clock.advance(minutes=30)
    assert statuses() == {"beans": "AVAILABLE", "second": "AVAILABLE"}
    propose(Actions=invite, **member)


@pytest.mark.parametrize(
    "settings",
    [
        {"Framework": "ETHEREUM"},
        {"FrameworkVersion": "9"},
        {"FrameworkConfiguration": {"Fabric": {"Edition": "HUGE"}}},
        {"FrameworkConfiguration": {}},
        {"percentage": 101},
        {"hours": 169},
        {"comparator": "EQUAL"},
        {"VotingPolicy": {}},
        {"MemberConfiguration": new_member("-farm")},
        {"MemberConfiguration": new_member("far--m")},
        {"MemberConfiguration": new_member("1farm")},
        {"MemberConfiguration": {"Name": "farm", "FrameworkConfiguration": {}}},
        {
            "MemberConfiguration": {
                "Name": "farm",
                "FrameworkConfiguration": {
                    "Fabric": {"AdminUsername": "admin", "AdminPassword": "beans1234"}
                },
            }
        },
    ],
    ids=str,
)
def test_what_no_network_can_be_is_refused(settings):
    client = Traders().client
    assert refused(client.create_network, **new_network(**settings)) == INVALID


@pytest.mark.parametrize(
    "call, named",
    [
        ("get_proposal", {"ProposalId": "p-1"}),
        ("get_proposal", {"ProposalId": "p-1", "NetworkId": "n-1"}),
        ("create_proposal", {"MemberId": "m-1", "Actions": {}}),
        (
            "create_node",
            {"MemberId": "m-1", "NodeConfiguration": {"InstanceType": "x"}},
        ),
    ],
)
def test_what_is_not_there_is_told(call, named):
    traders = Traders()
    assert refused(getattr(traders.client, call), **traders.network | named) == MISSING


def test_the_window_to_no_ledger_is_told():
    with pytest.raises(Exception, match="Network n-1 not found"):
        Traders().client.ledger("n-1")


# -- votes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "percentage, comparator, members, needed",
    [
        (50, "GREATER_THAN", 1, 1),
        (50, "GREATER_THAN", 2, 2),
        (50, "GREATER_THAN_OR_EQUAL_TO", 2, 1),
        (50, "GREATER_THAN", 3, 2),
        (50, "GREATER_THAN", 4, 3),
        (50, "GREATER_THAN_OR_EQUAL_TO", 4, 2),
        (33, "GREATER_THAN", 3, 1),
        (34, "GREATER_THAN_OR_EQUAL_TO", 3, 2),
        (75, "GREATER_THAN_OR_EQUAL_TO", 4, 3),
        (75, "GREATER_THAN", 4, 4),
        (100, "GREATER_THAN_OR_EQUAL_TO", 5, 5),
        (0, "GREATER_THAN", 5, 1),
    ],
)
def test_so_many_yes_votes_approve_and_one_fewer_does_not(
    percentage, comparator, members, needed
):
    traders = Traders(members, percentage=percentage, comparator=comparator)
    proposal, names = traders.propose(), list(traders.ids)
    for name in names[: needed - 1]:
        traders.vote(proposal, name)
        assert traders.status(proposal) == "IN_PROGRESS"
    traders.vote(proposal, names[needed - 1])
    assert traders.status(proposal) == "APPROVED"
    found = traders.proposal(proposal)
    counts = [found[f"{kind}VoteCount"] for kind in ("Yes", "No", "Outstanding")]
    assert counts == [needed, 0, members - needed]


@pytest.mark.slow
@given(st.integers(0, 100), st.integers(1, 14), st.booleans())
def test_the_percentage_is_compared_exactly(percentage, members, strictly):
    policy = {
        "ThresholdPercentage": percentage,
        "ThresholdComparator": "GREATER_THAN" + ("" if strictly else "_OR_EQUAL_TO"),
    }
    for yes in range(members + 1):
        more = yes * 100 - percentage * members
        enough = more > 0 or (more == 0 and not strictly)
        assert suffices(yes, members, policy) is enough


def test_a_proposal_is_rejected_once_yes_cannot_win_any_more():
    traders = Traders(4)
    proposal = traders.propose()
    traders.vote(proposal, "farm", "NO")
    assert traders.status(proposal) == "IN_PROGRESS"
    traders.vote(proposal, "exporter", "NO")
    assert traders.status(proposal) == "REJECTED"
    assert refused(traders.vote, proposal, "roaster") == INVALID
    assert len(traders.client.list_invitations()["Invitations"]) == 3  # the members'


def test_a_member_votes_once():
    traders = Traders(4)
    proposal = traders.propose()
    traders.vote(proposal, "farm")
    for value in ("YES", "NO"):
        assert refused(traders.vote, proposal, "farm", value) == ILLEGAL
    assert refused(traders.vote, proposal, "exporter", "PERHAPS") == INVALID
    assert traders.proposal(proposal)["YesVoteCount"] == 1


def test_who_came_after_a_proposal_has_no_vote_on_it():
    traders = Traders(1)
    early = traders.propose()
    traders.admit("exporter")
    assert refused(traders.vote, early, "exporter") == ILLEGAL
    assert traders.proposal(early)["OutstandingVoteCount"] == 1


def test_a_proposal_expires_at_its_hour_and_nothing_is_done():
    traders = Traders(2, hours=5)
    before = len(traders.client.list_invitations()["Invitations"])
    proposal = traders.propose()
    traders.vote(proposal, "farm")
    traders.clock.advance(hours=4, minutes=59)
    assert traders.status(proposal) == "IN_PROGRESS"
    traders.clock.advance(minutes=1)
    assert traders.status(proposal) == "EXPIRED"
    assert refused(traders.vote, proposal, "exporter") == INVALID
    assert len(traders.client.list_invitations()["Invitations"]) == before


def test_a_decided_proposal_does_not_expire():
    traders = Traders(1, hours=1)
    proposal = traders.propose()
    traders.vote(proposal, "farm")
    traders.clock.advance(hours=2)
    assert traders.status(proposal) == "APPROVED"


@pytest.mark.parametrize(
    "actions",
    [
        {"Invitations": []},
        {"Invitations": [{"Principal": "me"}]},
        {"Invitations": [{"Principal": "210987654321"}]},
    ],
    ids=str,
)
def test_what_cannot_be_proposed_is_refused(actions):
    assert refused(Traders().propose, **actions) == INVALID


# -- invitations and members -----------------------------------------------------------


def invitations(traders):
    return [i["Status"] for i in traders.client.list_invitations()["Invitations"]]


def test_an_invitation_lets_one_member_in():
    traders = Traders()
    invitation = traders.invite()
    traders.create("exporter", invitation)
    assert invitations(traders) == ["ACCEPTING"]
    assert refused(traders.create, "roaster", invitation) == INVALID
    traders.clock.advance(minutes=10)
    assert invitations(traders) == ["ACCEPTED"]
    assert list(traders.ledger.members) == ["farm", "exporter"]


def test_nobody_comes_in_uninvited_or_twice_under_one_name():
    traders = Traders()
    assert refused(traders.create, "roaster", "in-1") == INVALID
    assert refused(traders.create, "farm", traders.invite()) == INVALID
    assert refused(traders.create, "r--r", traders.invite()) == INVALID


def test_an_invitation_waits_seven_days():
    traders = Traders()
    invitation = traders.invite()
    traders.clock.advance(days=6, hours=23)
    assert invitations(traders) == ["PENDING"]
    traders.clock.advance(hours=1)
    assert invitations(traders) == ["EXPIRED"]
    assert refused(traders.create, "roaster", invitation) == INVALID


def test_an_invitation_to_another_network_is_none_to_this_one():
    traders = Traders()
    invitation = traders.invite()
    other = traders.client.create_network(**new_network())["NetworkId"]
    traders.clock.advance(minutes=30)
    assert (
        refused(
            traders.client.create_member,
            InvitationId=invitation,
            NetworkId=other,
            MemberConfiguration=new_member("roaster"),
        )
        == INVALID
    )


def test_a_starter_network_has_five_members():
    edition = {"Fabric": {"Edition": "STARTER"}}
    traders = Traders(5, FrameworkConfiguration=edition)
    assert refused(traders.create, "sixth", traders.invite()) == FULL


def test_a_policy_in_your_hands_is_not_the_networks():
    settings = new_network()
    traders = Traders(1)
    made = traders.client.create_network(**settings)
    settings["VotingPolicy"]["ApprovalThresholdPolicy"]["ThresholdPercentage"] = 0
    policy = traders.client.networks[made["NetworkId"]].policy
    assert policy["ThresholdPercentage"] == 50


# -- nodes and the ledger --------------------------------------------------------------


def test_a_node_is_there_after_ten_minutes_and_not_reachable_in_a_cut_zone():
    traders = Traders()
    one = {"MemberId": traders.ids["farm"], **traders.network}
    traders.client.create_node(
        NodeConfiguration={
            "InstanceType": "bc.m5.large",
            "AvailabilityZone": "eu-west-1b",
        },
        **one,
    )

    def status():
        (found,) = traders.account.resources()
        return found.status

    assert status() == "creating"
    traders.clock.advance(minutes=10)
    assert status() == "available"
    traders.account.fail_zone("eu-west-1a")
    assert status() == "available"
    traders.account.fail_zone("eu-west-1b")
    assert status() == "not reachable"
    traders.account.restore_zone("eu-west-1b")
    assert status() == "available"


def test_no_node_is_made_in_a_cut_zone():
    traders = Traders(FrameworkConfiguration={"Fabric": {"Edition": "STANDARD"}})
    asked = {
        "MemberId": traders.ids["farm"],
        "NodeConfiguration": {
            "InstanceType": "bc.m5.large",
            "AvailabilityZone": "eu-west-1b",
        },
        **traders.network,
    }
    traders.account.fail_zone("eu-west-1b")
    for _ in range(4):  # a member may have three
        traders.client.create_node(**asked)
        traders.clock.advance(minutes=10)
    assert {each.status for each in traders.account.resources()} == {
        "could not be created"
    }
    traders.account.restore_zone("eu-west-1b")
    traders.client.create_node(**asked)
    traders.clock.advance(minutes=10)
    assert traders.account.resources()[-1].status == "available"


@pytest.mark.parametrize(
    "edition, kind, zone, code",
    [
        ("STARTER", "bc.m5.large", "eu-west-1a", INVALID),
        ("STANDARD", "db.m5.large", "eu-west-1a", INVALID),
        ("STANDARD", "bc.m5.large", "eu-west-1x", INVALID),
        ("STANDARD", "bc.m5.large", None, INVALID),
    ],
)
def test_what_no_node_can_be_is_refused(edition, kind, zone, code):
    traders = Traders(FrameworkConfiguration={"Fabric": {"Edition": edition}})
    given = {"AvailabilityZone": zone} if zone else {}
    create = traders.client.create_node
    settings = {"InstanceType": kind} | given
    assert (
        refused(
            create,
            MemberId=traders.ids["farm"],
            NodeConfiguration=settings,
            **traders.network,
        )
        == code
    )
    assert refused(create, NodeConfiguration=settings, **traders.network) == INVALID


@pytest.mark.parametrize("edition, most", [("STARTER", 2), ("STANDARD", 3)])
def test_a_member_has_only_so_many_nodes(edition, most):
    traders = Traders(FrameworkConfiguration={"Fabric": {"Edition": edition}})
    for _ in range(most):
        traders.add_node("farm")
    assert refused(traders.add_node, "farm") == FULL


def test_the_ledger_is_kept_by_the_networks_members():
    traders = Traders(4, nodes=True)
    for entry in story():
        traders.ledger.record(entry)
    assert list(traders.ledger.members) == list(MEMBERS)
    assert traders.ledger.verify().ok
    found = {r.name: (r.role, r.detail) for r in traders.account.resources()}
    assert found == {f"{name}'s node": ("peer", "12 blocks") for name in MEMBERS}


def test_without_a_node_nobody_endorses():
    traders = Traders(1)
    with pytest.raises(NotEndorsed, match="farm: does not answer"):
        traders.ledger.record(story()[0])
    traders.add_node("farm")
    assert traders.ledger.record(story()[0]).number == 1


def test_a_member_that_comes_later_gets_the_whole_chain():
    traders = Traders(1, nodes=True)
    traders.ledger.record(story()[0])
    traders.admit("exporter")
    assert traders.ledger.copy("exporter") == []
    traders.add_node("exporter")
    assert len(traders.ledger.copy("exporter")) == 1
    assert traders.ledger.verify().ok


def test_a_cut_zone_silences_its_members_and_they_catch_up():
    traders = Traders(4, nodes=True)  # zones a, b, c, a
    first, second, third, *_ = story()
    traders.ledger.record(first)
    traders.account.fail_zone("eu-west-1b")
    block = traders.ledger.record(second)
    assert "exporter" not in block.endorsements and len(block.endorsements) == 3
    report = traders.ledger.verify()
    assert report.ok and report.silent == ["exporter"]
    traders.account.fail_zone("eu-west-1a")
    with pytest.raises(NotEndorsed, match="needs 3 endorsements and got 1"):
        traders.ledger.record(third)
    for zone in ("eu-west-1a", "eu-west-1b"):
        traders.account.restore_zone(zone)
    assert [len(traders.ledger.copy(name)) for name in MEMBERS] == [2] * 4
    assert traders.ledger.record(third).number == 3


def test_a_second_node_in_another_zone_keeps_a_member_in():
    traders = Traders(1, nodes=True)
    traders.add_node("farm", "eu-west-1b")
    traders.account.fail_zone("eu-west-1a")
    assert traders.ledger.record(story()[0]).number == 1


# -- AWS's own description, and moto ---------------------------------------------------


def walk(client, advance):
    """An answer of every call, on the way through a small story."""
    answers = {}

    def ask(call, **arguments):
        answer = getattr(client, call)(**arguments)
        answer.pop("ResponseMetadata", None)
        answers[call] = answer
        return answer

    made = ask("create_network", **new_network())
    advance(minutes=30)
    network = {"NetworkId": made["NetworkId"]}
    member = {"MemberId": made["MemberId"]} | network
    invite = {"Invitations": [{"Principal": ME}]}
    for _ in range(2):
        proposal = ask("create_proposal", Actions=invite, **member) | network
        vote = {"VoterMemberId": made["MemberId"], "Vote": "YES"}
        ask("vote_on_proposal", **vote, **proposal)
    ask("get_proposal", **proposal)
    _, second = ask("list_invitations")["Invitations"]
    ask(
        "create_member",
        InvitationId=second["InvitationId"],
        MemberConfiguration=new_member("exporter"),
        **network,
    )
    advance(minutes=10)
    kind = {"InstanceType": "bc.m5.large", "AvailabilityZone": "eu-west-1a"}
    ask("create_node", NodeConfiguration=kind, **member)
    advance(minutes=10)
    ask("list_networks")
    return answers


@pytest.fixture(scope="module")
def ours():
    traders = Traders()
    return walk(traders.client, traders.clock.advance)


class Moto:
    """moto's client. It wants to know about logs, which AWS leaves to the caller."""

    def __init__(self):
        self.client = boto3.client("managedblockchain", "eu-west-1")

    def __getattr__(self, call):
        def asked(**arguments):
            for name in ("MemberConfiguration", "NodeConfiguration"):
                if name in arguments:
                    arguments[name] = arguments[name] | {
                        "LogPublishingConfiguration": {"Fabric": {}}
                    }
            return getattr(self.client, call)(**arguments)

        return asked


@pytest.fixture(scope="module")
def theirs():
    with pytest.MonkeyPatch.context() as monkeypatch, mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "x")
        yield Moto()


def test_every_part_of_an_answer_is_in_awss_shape(ours):
    assert set(ours) == set(operations(ManagedBlockchain))
    for call, answer in ours.items():
        shape = MODEL.operation_model(CALLS[call]).output_shape
        check_answer(answer, shape, call) if shape else None
        assert shape or answer == {}, call


def test_every_fault_is_one_of_awss():
    assert set(ManagedBlockchain.faults) <= {s.name for s in MODEL.error_shapes}


def keys(value):
    if isinstance(value, dict):
        return {k for name, inner in value.items() for k in {name} | keys(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys(inner)}
    return set()


#: Keys that moto gives and we do not, and why: logs are left out here.
LOGS = {
    "LogPublishingConfiguration",
    "Fabric",
    "CaLogs",
    "ChaincodeLogs",
    "PeerLogs",
    "Cloudwatch",
    "Enabled",
}


@pytest.mark.slow
def test_answers_hold_all_that_motos_hold(ours, theirs):
    for call, answer in walk(theirs, lambda **_: None).items():
        assert keys(answer) - LOGS <= keys(ours[call]), call


#: Where moto answers otherwise: (its code, ours, the rule).
DIFFERENT = {
    "vote twice": (
        "ResourceAlreadyExistsException",
        ILLEGAL,
        "VoteOnProposal, Errors: lists IllegalActionException and not the other",
    ),
    "unknown version": (
        "BadRequestException",
        INVALID,
        "CreateNetwork, Errors: has no BadRequest",
    ),
}


def cases(client, advance):
    """{what is wrong: the code that the client answers, None if it accepts}."""
    made = client.create_network(**new_network())
    advance(minutes=30)
    network = {"NetworkId": made["NetworkId"]}
    member = {"MemberId": made["MemberId"]} | network
    invite = {"Invitations": [{"Principal": ME}]}
    proposal = client.create_proposal(Actions=invite, **member)["ProposalId"]
    other = client.create_proposal(Actions=invite, **member)["ProposalId"]
    vote = {"VoterMemberId": made["MemberId"], "Vote": "YES"} | network
    client.vote_on_proposal(ProposalId=proposal, **vote)
    kind = {"InstanceType": "bc.m5.large", "AvailabilityZone": "eu-west-1a"}
    create = {"MemberConfiguration": new_member("roaster")} | network
    tried = {
        "unknown network": (
            "get_proposal",
            {"NetworkId": "n-" + "A" * 26, "ProposalId": proposal},
        ),
        "unknown member": (
            "create_proposal",
            network | {"MemberId": "m-" + "A" * 26, "Actions": invite},
        ),
        "unknown proposal": ("get_proposal", network | {"ProposalId": "p-" + "A" * 26}),
        "vote after the end": ("vote_on_proposal", vote | {"ProposalId": proposal}),
        "uninvited": ("create_member", create | {"InvitationId": "in-" + "A" * 26}),
        "wrong account": (
            "create_proposal",
            member | {"Actions": {"Invitations": [{"Principal": "me"}]}},
        ),
        "unknown version": ("create_network", new_network(FrameworkVersion="9")),
        "wrong instance": (
            "create_node",
            member | {"NodeConfiguration": kind | {"InstanceType": "db.m5.large"}},
        ),
        "wrong zone": (
            "create_node",
            member | {"NodeConfiguration": kind | {"AvailabilityZone": "mars-1a"}},
        ),
    }
    codes = {what: code(client, *asked) for what, asked in tried.items()}
    # Votes twice: on a network of three, where one vote does not decide.
    for name in ("exporter", "roaster"):
        invitation = client.list_invitations()["Invitations"][-1]["InvitationId"]
        client.create_member(
            InvitationId=invitation,
            NetworkId=made["NetworkId"],
            MemberConfiguration=new_member(name),
        )
        advance(minutes=10)
        if name == "exporter":
            client.vote_on_proposal(ProposalId=other, **vote)
    proposal = client.create_proposal(Actions=invite, **member)["ProposalId"]
    client.vote_on_proposal(ProposalId=proposal, **vote)
    codes["vote twice"] = code(
        client, "vote_on_proposal", vote | {"ProposalId": proposal}
    )
    return codes


def code(client, call, arguments):
    try:
        getattr(client, call)(**arguments)
    except (ClientError, TheirError) as error:
        return error.response["Error"]["Code"]
    return None


@pytest.mark.slow
def test_errors_have_motos_codes_but_where_the_documentation_decides(theirs):
    traders = Traders()
    ours = cases(traders.client, traders.clock.advance)
    moto = cases(theirs, lambda **_: None)
    for what in ours:
        expected = DIFFERENT.get(what, (ours[what], ours[what], ""))
        assert (moto[what], ours[what]) == expected[:2], what
        assert (moto[what] != ours[what]) is (what in DIFFERENT)
