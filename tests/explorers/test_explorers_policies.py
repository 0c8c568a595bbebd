"""A policy in front of each call: what each statement lets through, and who decided."""

import pytest
from test_explorers import drawn_words

from cafe.explorers import policy_gate
from cafe.explorers.policy_gate import CALLERS, CALLS, NEW, SWITCHES, USERS, tried


def passing(who, *on):
    """The calls of somebody that pass with these statements."""
    found = tried(frozenset(on))
    return [call for call in CALLS if found[f"{who} | {call}"].passes]


def test_without_a_statement_only_the_owner_passes():
    for who in CALLERS:
        assert passing(who) == ([*CALLS] if who == "owner" else [])


def test_own_keys_keep_ben_out_and_let_a_scan_and_a_deletion_through():
    mine = passing("ana", "own")
    assert "GetItem, Ben's order" not in mine
    assert {"Scan, all orders", "DeleteTable orders"} <= {*mine}


def test_own_keys_with_the_two_actions_let_through_the_own_orders_alone():
    assert passing("ana", "read own") == [
        "GetItem, the own order",
        "Query, the own orders",
    ]


def test_a_deny_is_above_each_allow():
    assert not any("Delete" in call for call in passing("till", "all", "no delete"))
    assert "Scan, all orders" not in passing("till", "all", "table denies")


def test_the_tables_allow_is_for_whom_it_names():
    for who in USERS:
        scans = "Scan, all orders" in passing(who, "table allows")
        assert scans == (who == "report")


def test_the_message_is_told_part_by_part_with_the_statement_that_decided():
    explorer = policy_gate()
    explorer.set("table denies", True)
    explorer.set("cell", "ana | Scan, all orders")
    assert explorer.status == (
        "ana: Scan, all orders is refused. Decided by: Deny Scan to everybody."
    )
    said = repr(explorer)
    assert "which action: dynamodb:Scan" in said
    assert "why: with an explicit deny in a resource-based policy" in said
    assert "◀ decides" in drawn_words(explorer)


def test_the_status_says_how_bens_order_is_open_to_ana():
    explorer = policy_gate()
    assert "Ben's order is open to ana by GetItem" in explorer.status
    explorer.set("few", False)
    assert "0 of 24 calls of the three users pass." in explorer.status
    explorer.set("own", True)
    assert "Ben's order is open to ana by Scan; she sees her own." in explorer.status
    explorer.set("table denies", True)
    assert "Ben's order is closed to ana; she sees her own." in explorer.status


def test_what_a_switch_has_changed_is_marked_and_counted():
    explorer = policy_gate()
    assert NEW not in drawn_words(explorer)
    explorer.set("own", True)
    assert explorer.status.startswith(f"12 more pass now ({NEW}). 21 of 24 calls")
    assert drawn_words(explorer).count(NEW) == 12
    assert f"Scan, all orders: till ● allow {NEW}, ana ● allow {NEW}" in repr(explorer)
    explorer.set("read own", True)
    assert explorer.status.startswith("This switch changes no call. 21 of 24")
    assert NEW not in drawn_words(explorer)
    explorer.set("table denies", True)
    assert explorer.status.startswith(f"3 pass no longer ({NEW}). 18 of 24 calls")
    explorer.set("cell", "ana | Scan, all orders")
    assert drawn_words(explorer).count(NEW) == 3


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda each: each.name)
def test_each_statement_can_be_pressed_in_the_picture(switch):
    explorer = policy_gate()
    explorer.press(switch.name)
    on = switch.name != "few"
    assert (switch.name in explorer.on) == on
    assert switch.words.split(" ", 1)[1] in drawn_words(explorer)


def test_what_is_drawn_is_said():
    explorer = policy_gate()
    said = " ".join(explorer.picture().text)
    for words in (*CALLS, *CALLERS):
        assert words in said
