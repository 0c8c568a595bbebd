"""What a question says of the shop's tables and of a call holds where it is tried."""

import re

import duckdb
import pytest

from cafe import shop
from cafe.course.bank import load
from cafe.drivers import sql
from fixtures.rds import PASSWORD, Shop

NOON = "'2026-11-02 12:00:00'"
# Each card of 02.q03 as a statement.
STATEMENTS = {
    "A second order with the number 1001": f"""
        INSERT INTO orders VALUES (1001, 1, 1, {NOON}, 'app')""",
    "An order at the till, with NULL as customer": f"""
        INSERT INTO orders VALUES (30001, NULL, 1, {NOON}, 'till')""",
    "An order for customer 9999, who does not exist": f"""
        INSERT INTO orders VALUES (30001, 9999, 1, {NOON}, 'app')""",
    "Deleting a customer to whom an order still points": """
        DELETE FROM customers WHERE customer_id = 283""",
    "A product without a name": """
        INSERT INTO products VALUES (99, NULL, 'coffee')""",
    "Two customers called Mia Rossi": f"""
        INSERT INTO customers VALUES (1001, 'Mia Rossi', 'mia@one', 1, {NOON}),
                                     (1002, 'Mia Rossi', 'mia@two', 1, {NOON})""",
    "An order line with a quantity of -2": """
        UPDATE order_lines SET quantity = -2 WHERE order_id = 1 AND line_no = 1""",
    "A loyalty account with -50 points": """
        UPDATE loyalty SET points = -50 WHERE customer_id = 1""",
}
RULE = re.compile(r"(primary key|foreign key|not null|check) constraint", re.IGNORECASE)


@pytest.fixture(scope="module")
def tables():
    with shop.connect() as connection:
        yield connection


@pytest.mark.parametrize("card", load("02").question("q03").cards, ids=lambda c: c.text)
def test_the_shops_tables_refuse_what_02_q03_says_and_by_that_rule(tables, card):
    statement = STATEMENTS[card.text]
    tables.begin()
    try:
        tables.execute(statement)
        refused = "None of these"
    except duckdb.ConstraintException as error:
        refused = RULE.search(str(error))[1].upper()
    tables.rollback()
    assert refused == card.bin


def test_the_host_is_all_that_is_wrong_with_the_call_of_04_q38():
    call = "".join(re.findall("`(.*)`", load("04").question("q38").stem))
    arguments = eval(call.replace("sql.connect", "dict"), {"PASSWORD": PASSWORD})
    there = Shop()
    endpoint = there.create(arguments["host"], Engine="mysql", MasterUsername="admin")
    with pytest.raises(sql.OperationalError, match="failed to resolve host"):
        sql.connect(account=there.account, **arguments)
    sql.connect(account=there.account, **arguments | {"host": endpoint}).close()
