"""How one call is decided: what is asked, and to which answer it leads."""

import pytest
from test_explorers import drawn_words

from cafe.explorers import one_call


def called(call, *on):
    explorer = one_call()
    for name in ("few", "all", "no delete"):
        explorer.set(name, name in on)
    explorer.set("call", call)
    return explorer


@pytest.mark.parametrize("allows", [[], ["all"], ["few", "all"]])
def test_where_a_deny_fits_no_allow_is_asked(allows):
    said = repr(called("delete_item", "no delete", *allows))
    assert "Does a Deny fit? yes." in said and "Allow fit? not asked." in said
    assert "with an explicit deny in an identity-based policy" in said


def test_without_a_deny_one_allow_that_fits_is_enough():
    explorer = called("get_item", "few", "no delete")
    assert explorer.status == "No deny fits, and an allow does: get_item passes."
    assert "● passes" in drawn_words(explorer)


def test_without_a_deny_and_an_allow_that_fit_the_call_is_refused():
    for on in ([], ["few"], ["few", "no delete"]):
        explorer = called("scan", *on)
        assert explorer.status.endswith("no allow either: scan is refused.")
        assert "because no identity-based policy allows" in repr(explorer)


def test_the_statement_that_decides_is_marked_as_such():
    words = drawn_words(called("delete_item", "all", "no delete"))
    assert words.count("◀ decides") == 1
    assert "◀ decides" not in drawn_words(called("scan"))
