"""The bill as a table with bars: the same lines and sums as the printed one."""

import re

import pytest

from cafe.lessons.bill_bars import with_bars
from fixtures.rds import Shop


@pytest.fixture(scope="module")
def bill():
    shop = Shop()
    shop.create(MultiAZ=True)
    shop.account.clock.advance(hours=10)
    return shop.account.bill()


def test_as_text_it_is_the_printed_bill(bill):
    assert repr(with_bars(bill)) == str(bill)


def test_the_table_has_every_line_every_sum_and_the_heading(bill):
    html = with_bars(bill)._repr_html_()
    assert bill.heading in html and f"{bill.total:,.2f}" in html
    for line in bill.lines:
        assert line.what in html and line.amount in html


def test_a_bar_is_as_long_as_its_share_of_the_dearest_line(bill):
    html = with_bars(bill)._repr_html_()
    dearest = bill.lines[0].usd
    due = [f"{100 * line.usd / dearest:.1f}" for line in bill.lines]
    assert re.findall(r'width="([\d.]+)%" height="8" rx', html) == due


def test_each_kind_of_line_is_named_below_the_table(bill):
    html = with_bars(bill)._repr_html_()
    assert "by the hour" in html and "by the GB-month" in html
    assert "by the request" not in html


def test_what_has_no_price_is_named_in_the_table():
    shop = Shop()
    shop.create(DBInstanceClass="db.r7g.2xlarge")
    shop.account.clock.advance(hours=1)
    assert "No price in the table" in with_bars(shop.account.bill())._repr_html_()


def test_the_bill_of_an_account_that_has_nothing_is_a_table_too():
    html = with_bars(Shop().account.bill())._repr_html_()
    assert "Total" in html and "0.00" in html


def test_an_amount_stands_with_its_words_so_that_a_narrow_page_shows_the_dollars(bill):
    _, *rows = with_bars(bill)._repr_html_().split("<tr>")
    assert [row.count("<td") for row in rows] == [1] * len(rows)
    heads = " ".join(row.split("</th>")[0] for row in rows)
    assert all(line.amount in heads for line in bill.lines)
