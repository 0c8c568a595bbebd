"""A SQL answer whose text shows the mistake gets a word on it."""

import duckdb
import pytest

from cafe.exercises import exercises, find
from cafe.exercises.kinds import SqlExercise
from cafe.selfcheck.check import judge
from cafe.selfcheck.sql_advice import advice, ordered_by_chance


@pytest.mark.parametrize(
    "id, sql, told",
    [
        (
            "04.three_table_join",
            """SELECT o.order_id, p.name AS product, l.quantity FROM orders o
            JOIN order_lines l ON l.order_id = o.order_id
            JOIN products p ON p.product_id = l.product_id WHERE channel = "web\"""",
            "a text stands in single ones: 'web'.",
        ),
        (
            "02.orders_per_shop",
            """SELECT s.shop_id, name, count(o.order_id) AS orders FROM shops s
            LEFT JOIN orders o GROUP BY s.shop_id, name""",
            "A JOIN says with ON which rows belong together.",
        ),
        (
            "02.orders_per_shop",
            """SELECT shop_id, name, count(order_id) AS orders FROM shops
            LEFT JOIN orders USING shop_id GROUP BY shop_id, name""",
            "USING wants brackets: USING (shop_id).",
        ),
        (
            "01.top_products",
            """SELECT product_id, quantity AS sold FROM order_lines
            GROUP BY product_id ORDER BY sold DESC, product_id LIMIT 5""",
            "write sum(quantity)",
        ),
        (
            "01.top_products",
            """SELECT product_id, sum(quantity) AS sold FROM order_lines
            ORDER BY sold DESC, product_id LIMIT 5""",
            "There is no GROUP BY: GROUP BY product_id makes a group of each",
        ),
        (
            "04.three_table_join",
            """SELECT o.order_id, p.name AS product, l.quantity FROM orders o
            JOIN order_lines l USING (order_id) JOIN products p USING (product_id)
            HAVING channel = 'web'""",
            "A condition on rows stands in WHERE.",
        ),
        (
            "02.never_ordered",
            """SELECT customer_id, name FROM customers
            WHERE NOT EXISTS (SELECT * FROM orders)""",
            "compare in its WHERE with a column of the outer table.",
        ),
        (
            "00.count_shops",
            "SELECT count(*) AS “shops” FROM shops",
            "“ is a letter like any other: write straight quotes",
        ),
        (
            "00.count_shops",
            "SELCT count(*) AS shops FROM shops",
            "Did you mean SELECT?",
        ),
        ("00.count_shops", "SELECT count AS shops FROM shops", "count wants brackets"),
        (
            "00.count_shops",
            "%%sql\nSELECT count(*) AS shops FROM shops",
            "%%sql begins a cell of its own",
        ),
        (
            "01.top_products",
            """SELECT product_id sum(quantity) AS sold FROM order_lines
            GROUP BY product_id ORDER BY sold DESC, product_id LIMIT 5""",
            "A comma is missing between product_id and sum(…).",
        ),
        (
            "01.top_products",
            """SELECT product_id, sum(quantity) AS sold FROM order_lines
            GROUP BY product_id LIMIT 5 ORDER BY sold DESC, product_id""",
            "The parts of a query stand in this order: SELECT, FROM, JOIN, WHERE,",
        ),
        (
            "01.top_products",
            """SELECT product_id, sum(quantity) AS sold FROM order_lines
            WHERE sum(quantity) > 5 GROUP BY product_id""",
            "WHERE looks at rows before they are grouped; HAVING looks at groups.",
        ),
        (
            "02.loyal_customers",
            """SELECT customer_id, name, count(*) AS orders FROM customers c
            JOIN orders o ON o.customer_id = c.customer_id GROUP BY 1, 2""",
            "Two tables have a customer_id: say whose, as in orders.customer_id.",
        ),
        (
            "02.never_ordered",
            """SELECT customer_id, name FROM customers c
            WHERE (SELECT min(order_id) FROM orders o
                WHERE o.customer_id = c.customer_id) = NULL""",
            "ask with IS NULL",
        ),
        (
            "01.top_products",
            """SELECT product_id, sum(quantity) AS sold FROM order_lines
            GROUP BY product_id ORDER BY DESC sold, product_id LIMIT 5""",
            "DESC stands behind the column: ORDER BY sold DESC.",
        ),
        (
            "01.top_products",
            """SELECT TOP 5 product_id, sum(quantity) AS sold FROM order_lines
            GROUP BY product_id ORDER BY sold DESC, product_id""",
            "LIMIT 5, at the end of the query, keeps the first 5 rows.",
        ),
        (
            "01.top_products",
            """SELECT product_id, sum(quantity) AS sold FROM order_lines
            GROUP BY product_id ORDER BY 'sold' DESC, product_id LIMIT 5""",
            "What stands in single quotes is a text. A column's name has none.",
        ),
        (
            "02.loyal_customers",
            """SELECT c.customer_id, c.name, count(*) AS orders FROM customers c
            JOIN orders o ON o.customer_id = c.customer_id GROUP BY c.customer_id""",
            "GROUP BY may name name as well",
        ),
        (
            "02.revenue_by_category",
            """SELECT category, sum(quantity * unit_price) AS revenue
            FROM order_lines JOIN orders USING (order_id) JOIN products USING
            (product_id) WHERE channel = app GROUP BY category ORDER BY 2 DESC""",
            "it stands in single quotes: 'app'.",
        ),
        (
            "02.never_ordered",
            """SELECT c.customer_id, c.name FROM customers c
            LEFT JOIN orders o ON o.customer_id = c.customer_id
            WHERE o.order_id NULL""",
            "is asked with IS NULL",
        ),
        (
            "02.loyal_customers",
            """SELECT customer_id, name, (SELECT count(*) FROM orders
                WHERE customer_id = customer_id) AS orders
            FROM customers ORDER BY orders DESC, customer_id LIMIT 10""",
            "customer_id = customer_id compares a column with itself.",
        ),
        (
            "02.transfer_points",
            "BEGIN; UPDATE loyalty SET points -= 50 WHERE customer_id = 2; COMMIT",
            "SQL has no -=: write the column again",
        ),
        (
            "02.gift_cards",
            """CREATE OR REPLACE TABLE gift_cards (code VARCHAR PRIMARY KEY,
            customer_id BIGINT REFERENCES customers (customer_id),
            amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),
            sold_on DATE NOT NULL)""",
            "A foreign key has the type of the key that it names.",
        ),
        (
            "07.degrees",
            """WITH ties AS (SELECT customer_id AS a, friend_id AS b
                FROM friendships);
            SELECT customer_id, count(b) AS friends FROM customers
            LEFT JOIN ties ON a = customer_id GROUP BY customer_id""",
            "no semicolon between the two",
        ),
        (
            "02.transfer_points",
            """UPDATE loyalty SET points = points - 50 WHERE customer_id = 2
            UPDATE loyalty SET points = points + 50 WHERE customer_id = 3""",
            "A semicolon ends a statement before the next one begins.",
        ),
    ],
)
def test_a_mistake_that_the_text_shows_gets_a_word(id, sql, told):
    verdict = judge(find(id), sql)
    assert told in str(verdict)


PRODUCTS = "SELECT product_id, sum(quantity) AS sold FROM order_lines"
TABLE = "CREATE TABLE gift_cards (code TEXT PRIMARY KEY, customer_id INT"
ENDED = "amount DECIMAL(8, 2) NOT NULL, sold_on DATE)"


@pytest.mark.parametrize(
    "id, sql, told",
    [
        ("00.count_shops", "SELECT count * AS n FROM shops", "brackets: count(*)."),
        ("00.count_shops", "SELECT sum(*) AS n FROM shops", "count alone takes *."),
        ("00.count_shops", "SELECT count(*) AS shops shops", "There is no FROM"),
        (
            "00.count_shops",
            '"SELECT count(*) AS n FROM shops"',
            "without quotes around",
        ),
        ("00.count_shops", "SELECT 1 FROM shops WHERE", "Behind WHERE something is"),
        ("02.gift_cards", f"{TABLE}, REFERENCES customers, {ENDED}", "no comma before"),
        ("00.count_shops", "SELECT (count(*) AS n FROM shops", "never closed"),
        ("00.count_shops", "SELECT count(*)) AS n FROM shops", "nothing has opened"),
        ("01.top_products", f"{PRODUCTS} GROUP BY sold", "not what is made of them"),
        ("01.top_products", f"{PRODUCTS} ORDER sold", "Write ORDER BY."),
        (
            "01.top_products",
            f"{PRODUCTS} GROUP BY product_id ORDER BY sold DESC AND product_id LIMIT 5",
            "ORDER BY takes its columns with commas",
        ),
        (
            "01.top_products",
            "SELECT product_id, sum(quantity) AS sold FROM orders GROUP BY product_id",
            "product_id is a column of products",
        ),
        (
            "01.top_products",
            f"{PRODUCTS} GROUP BY product_id LIMIT 3",
            "LIMIT keeps what happens to come first",
        ),
        (
            "02.loyal_customers",
            """SELECT c.customer_id, c.name, count(*) AS orders
            FROM customers c, orders o GROUP BY c.customer_id, c.name LIMIT 10""",
            "A comma between two tables makes every pair of rows",
        ),
        (
            "02.loyal_customers",
            "SELECT customers.customer_id FROM customers c",
            "Here customers is called c",
        ),
        (
            "02.loyal_customers",
            "SELECT customer_id, count(*) AS order FROM orders ORDER BY order",
            "order is a word of SQL itself",
        ),
        (
            "02.revenue_by_category",
            """SELECT p.category, sum(l.quantity * l.unit_price) AS revenue
            FROM order_lines l JOIN orders o USING (order_id)
            JOIN products p USING (product_id)
            WHERE o.channel = 'app' GROUP BY p.category ORDER BY p.category, (1)""",
            "not in the order that was asked for",
        ),
        (
            "02.never_ordered",
            """SELECT customer_id, name FROM customers WHERE NOT EXISTS
            (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL)""",
            "compare in its WHERE with a column of the outer table.",
        ),
        (
            "02.transfer_points",
            "UPDATE loyalty WHERE customer_id = 2 SET points = 0",
            "SET stands before WHERE.",
        ),
        ("02.gift_cards", f"{TABLE} CHECK amount > 0, {ENDED}", "CHECK wants brackets"),
        ("02.gift_cards", f"{TABLE}, {ENDED[:-1]}", "never closed"),
        ("02.gift_cards", f"{TABLE} {ENDED}", "comma missing before amount?"),
        pytest.param(
            "02.gift_cards",
            f"{TABLE}, {ENDED.replace('8, 2', '8.2')}",
            "A comma stands between the two: DECIMAL(8, 2).",
            marks=pytest.mark.skipif(duckdb.__version__ < "2", reason="it is let in"),
        ),
        (
            "02.gift_cards",
            f"{TABLE}, {ENDED}; INSERT INTO gift_cards VALUES ('a', 1, NULL, NULL)",
            "This is a row of your own: leave it out.",
        ),
    ],
)
def test_what_is_said_of_a_mistake_names_the_mistake(id, sql, told):
    assert told in str(judge(find(id), sql))


def test_a_name_of_another_table_is_no_missing_from():
    told = str(judge(find("02.gift_cards"), f"{TABLE[:-15]}customer INT, {ENDED}"))
    assert '"customer_id"' in told and "FROM" not in told


@pytest.mark.skipif(duckdb.__version__ < "2", reason="it says no such thing")
def test_only_who_is_told_of_a_word_is_told_to_look_at_it():
    told = str(judge(find("02.gift_cards"), "CREATE TABLE gift_cards (code)"))
    assert "must have a type" in told and "Look at the word" not in told


def test_texts_are_not_told_to_be_added_up():
    told = str(
        judge(
            find("02.loyal_customers"),
            """SELECT c.customer_id, c.name, count(*) AS orders FROM customers c
            JOIN orders o USING (customer_id) GROUP BY c.customer_id""",
        )
    )
    assert "GROUP BY may name name as well" in told and "sum" not in told


ORDER = "the rows are right, but not in the order that was asked for: row 1 should be"


def test_an_order_that_is_missing_or_level_is_named():
    assert "There is no ORDER BY" in advice("SELECT 1", ORDER)
    assert "a second column" in advice("SELECT 1 ORDER BY sold DESC LIMIT 5", ORDER)
    assert advice("SELECT 1 ORDER BY sold DESC, product_id LIMIT 5", ORDER) == ""
    assert "a second column" in advice("SELECT 1 ORDER BY sum(quantity) DESC", ORDER)
    within = "SELECT * FROM (SELECT 1 ORDER BY sold DESC)"
    assert "There is no ORDER BY" in advice(within, ORDER)


def test_an_answer_that_is_right_gets_no_advice():
    for exercise in exercises().values():
        if isinstance(exercise, SqlExercise):
            rights = [right.answer for right in exercise.right_answers]
            for answer in [exercise.solution, *rights]:
                assert advice(answer, "") == "", (exercise.id, answer)


@pytest.mark.parametrize(
    "id, sql",
    [
        ("01.top_products", "SELECT name, 1 AS sold FROM products"),
        ("00.count_shops", "SELECT city FROM shops"),
    ],
)
def test_another_column_is_not_told_to_take_the_name_of_the_one_wanted(id, sql):
    told = str(judge(find(id), sql))
    assert "The columns should be" in told and "AS" not in told


def test_what_a_window_orders_is_no_order_of_the_rows():
    assert ordered_by_chance("SELECT rank() OVER (ORDER BY sum(n) DESC) FROM t")
    assert ordered_by_chance("SELECT rank() OVER w FROM t WINDOW w AS (ORDER BY n)")
    assert ordered_by_chance("SELECT n FROM t -- ORDER BY n")
    assert not ordered_by_chance("SELECT rank() OVER (ORDER BY n) FROM t ORDER BY 1")
    assert not ordered_by_chance("WITH a AS (SELECT 1 ORDER BY 1) SELECT * FROM a")
