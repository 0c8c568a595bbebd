"""The errands of the capstone: each service is really tried, and told in signs."""

import pytest

from cafe import aws
from cafe.aws.account import Account
from cafe.lessons import capstone
from cafe.lessons.errands import Errands

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def asked():
    """The six before a cut, at the cut, and half an hour after its end."""
    before, aws.account = aws.account, Account()
    web = capstone.open_shop(reader="eu-west-1b")
    web.pages.set("page:BN-102", "House blend")
    errands = Errands(web)
    errands.look("before")
    aws.account.fail_zone(web.zone)
    errands.look("at the cut")
    aws.account.restore_zone(web.zone)
    aws.account.clock.advance(minutes=30)
    yield errands.look("zone back")
    aws.account = before


def told(asked, name):
    (line,) = (each for each in repr(asked).splitlines() if each.startswith(name))
    return line.partition(": ")[2].split(" · ")


def test_what_answers_is_counted_and_what_does_not_names_its_error(asked):
    assert told(asked, "catalogue") == [
        "before ✓ 36",
        "at the cut ✕ ServerSelectionTimeoutError",
        "zone back ✓ 36",
    ]
    assert told(asked, "beans")[1] == "at the cut ✓ 4"


def test_what_answers_and_holds_nothing_is_told_apart(asked):
    assert told(asked, "pages")[0] == "before ✓ 1"
    assert told(asked, "pages")[2] == "zone back ◐ empty"


def test_the_table_has_a_column_for_each_look_and_the_sign_beside_the_colour(asked):
    html = asked._repr_html_()
    for when in ("before", "at the cut", "zone back"):
        assert f">{when}</th>" in html
    assert "✕ Operational<wbr>Error" in html
    assert html.count("<td style") == 6 * 3
    for sign, colour in (("✓", "success"), ("◐", "warn"), ("✕", "error")):
        cells = [each for each in html.split("<td")[1:] if sign in each]
        assert cells and all(f"--jp-{colour}-color1" in each for each in cells)
