"""Exercises of lesson 02: joins, grouping, constraints, a transaction."""

from .hidden_data import USUAL
from .kinds import Probe, SqlExercise, Variant, Wrong

LOYAL_CUSTOMERS = SqlExercise(
    id="02.loyal_customers",
    objective="02.b",
    difficulty=1,
    prompt="""\
The ten customers with the most orders get a free coffee. Show `customer_id`, `name`
and `orders`, the number of their orders. Most orders first; of two customers with as
many, the smaller `customer_id` first. Whoever never ordered gets none, even if there
are fewer than ten others.""",
    starter="""\
-- Your query. The columns: customer_id, name, orders.
""",
    hints=(
        "JOIN orders o ON o.customer_id = c.customer_id sets orders beside customers.",
        "One row for each customer: GROUP BY c.customer_id, c.name. count(*) AS orders"
        " counts the rows of a group.",
        "ORDER BY orders DESC, c.customer_id LIMIT 10 sorts and keeps ten.",
    ),
    solution="""\
SELECT c.customer_id, c.name, count(*) AS orders
FROM customers c
JOIN orders o ON o.customer_id = c.customer_id
GROUP BY c.customer_id, c.name
ORDER BY orders DESC, c.customer_id
LIMIT 10
""",
    ordered=True,
    wrong=(
        Wrong(
            "SELECT c.customer_id, c.name, count(*) AS orders FROM customers c"
            " LEFT JOIN orders o ON o.customer_id = c.customer_id"
            " GROUP BY c.customer_id, c.name"
            " ORDER BY orders DESC, c.customer_id LIMIT 10",
            "On a hidden copy of the data where a customer has no orders, 1 row is too"
            " many, such as customer_id 4, name Dara Keane, orders 1.",
            "LEFT JOIN keeps a customer without orders, and count(*) counts that row.",
            "count-star-and-count-column-agree",
        ),
        Wrong(
            "SELECT c.customer_id, c.name, count(o.order_id) AS orders FROM customers c"
            " LEFT JOIN orders o ON o.customer_id = c.customer_id"
            " GROUP BY c.customer_id, c.name"
            " ORDER BY orders DESC, c.customer_id LIMIT 10",
            "On a hidden copy of the data where a customer has no orders, 1 row is too"
            " many, such as customer_id 4, name Dara Keane, orders 0.",
            "Whoever never ordered gets no coffee: JOIN keeps only those with orders.",
        ),
        Wrong(
            "SELECT min(c.customer_id) AS customer_id, c.name, count(*) AS orders"
            " FROM customers c JOIN orders o ON o.customer_id = c.customer_id"
            " GROUP BY c.name ORDER BY orders DESC, customer_id LIMIT 10",
            "where two customers share a name",
            "Two people can share a name: group by the key, customer_id.",
        ),
        Wrong(
            "SELECT c.customer_id, c.name, count(*) AS orders FROM customers c"
            " JOIN orders o ON o.customer_id = c.customer_id"
            " JOIN order_lines l ON l.order_id = o.order_id"
            " GROUP BY c.customer_id, c.name"
            " ORDER BY orders DESC, c.customer_id LIMIT 10",
            "On the shop's data, ",
            "An order with three lines meets the join three times: that counts lines,"
            " not orders.",
        ),
        Wrong(
            "SELECT c.customer_id, c.name, count(*) AS orders FROM customers c"
            " LEFT JOIN orders o ON o.customer_id = c.customer_id"
            " LEFT JOIN order_lines l ON l.order_id = o.order_id"
            " WHERE o.order_id IS NOT NULL"
            " GROUP BY c.customer_id, c.name"
            " ORDER BY orders DESC, c.customer_id LIMIT 10",
            "On the shop's data, ",
            "Each line of an order makes one more row: that counts lines, not orders.",
            "left-join-never-multiplies-rows",
            sign=r"\bleft\b",
        ),
        Wrong(
            "SELECT c.customer_id, c.name, count(*) AS orders FROM customers c"
            " JOIN orders o ON o.customer_id = c.customer_id"
            " GROUP BY c.customer_id, c.name ORDER BY orders, c.customer_id LIMIT 10",
            "should not be there",
            "Without DESC, the fewest orders come first.",
        ),
        Wrong(
            "SELECT c.customer_id, c.name, count(*) AS orders FROM customers c"
            " JOIN orders o ON o.shop_id = c.home_shop_id"
            " GROUP BY c.customer_id, c.name"
            " ORDER BY orders DESC, c.customer_id LIMIT 10",
            "On the shop's data, ",
            "That joins a customer to all orders of a shop: join on customer_id.",
        ),
        Wrong(
            "SELECT c.customer_id, c.name, count(*) AS orders FROM customers c"
            " JOIN orders o ON o.customer_id = c.customer_id"
            " GROUP BY c.customer_id, c.name ORDER BY orders DESC, c.name LIMIT 10",
            "in the order that was asked for",
            "Of two with as many orders, the smaller customer_id comes first.",
        ),
        Wrong(
            "SELECT c.customer_id, c.name, count(*) FROM customers c"
            " JOIN orders o ON o.customer_id = c.customer_id"
            " GROUP BY c.customer_id, c.name ORDER BY 3 DESC, 1 LIMIT 10",
            "yours are customer_id, name, count_star(). Give a column its name with"
            " AS.",
        ),
        Wrong(
            "SELECT customer_id, name, count(*) AS orders FROM customers c"
            " JOIN orders o ON o.customer_id = c.customer_id"
            " GROUP BY customer_id, name ORDER BY orders DESC, customer_id LIMIT 10",
            "mbiguous reference to column name",
        ),
    ),
)

NEVER_ORDERED = SqlExercise(
    id="02.never_ordered",
    objective="02.b",
    difficulty=2,
    prompt="""\
Some people joined and never came. Show `customer_id` and `name` of every customer
without any order. Walk-ins are orders too: their `customer_id` is NULL.""",
    starter="""\
-- Your query. The columns: customer_id, name.
""",
    hints=(
        "This is an anti join: the rows of one table that meet nothing in the other.",
        "LEFT JOIN keeps a customer without orders, the columns of orders NULL.",
        "Keep the rows where o.order_id IS NULL; NOT EXISTS (SELECT …) does the same.",
    ),
    solution="""\
SELECT c.customer_id, c.name
FROM customers c
LEFT JOIN orders o ON o.customer_id = c.customer_id
WHERE o.order_id IS NULL
""",
    variants=(
        *USUAL,
        Variant(
            "a customer without orders shares a name with one who ordered",
            "INSERT INTO customers VALUES"
            " (4, 'Ana Silva', 'ana.silva@example.com', 1, '2026-10-01')",
        ),
    ),
    wrong=(
        Wrong(
            "SELECT customer_id, name FROM customers"
            " LEFT JOIN orders USING (customer_id) WHERE customer_id IS NULL",
            "On the shop's data, ",
            "Here customer_id is the customer's own number, which is never NULL: ask"
            " for a column of orders, such as order_id.",
            sign=r"(?s)left\s+(outer\s+)?join.*customer_id\s+is\s+null",
        ),
        Wrong(
            "SELECT customer_id, name FROM customers WHERE name NOT IN"
            " (SELECT name FROM customers JOIN orders USING (customer_id))",
            "where a customer without orders shares a name with one who ordered, 1 row"
            " is missing, such as customer_id 4, name Ana Silva.",
            "Two people can share a name: compare customer_id.",
        ),
        Wrong(
            "SELECT customer_id, name FROM customers"
            " WHERE customer_id NOT IN (SELECT customer_id FROM orders)",
            "On the shop's data, ",
            "NOT IN finds nothing once the list holds a NULL, as it does for walk-ins:"
            " no comparison with NULL is true. Leave the NULLs out, or use NOT EXISTS.",
            "null-equals-null",
            sign=r"not\s+in",
        ),
        Wrong(
            "SELECT c.customer_id, c.name FROM customers c"
            " JOIN orders o ON o.customer_id = c.customer_id WHERE o.order_id IS NULL",
            "On the shop's data, ",
            "JOIN drops a customer without orders before WHERE sees it: LEFT JOIN keeps"
            " the row.",
            "inner-join-keeps-customers-without-orders",
            sign=r"(?s)^(?!.*\bleft\b).*join.*is\s+null",
        ),
        Wrong(
            "SELECT c.customer_id, c.name FROM customers c"
            " LEFT JOIN orders o ON o.customer_id = c.customer_id"
            " WHERE o.order_id = NULL",
            "On the shop's data, ",
            "= NULL is never true: ask with IS NULL.",
            "null-equals-null",
            sign=r"=\s*null",
        ),
        Wrong(
            "SELECT c.customer_id, c.name FROM customers c"
            " LEFT JOIN orders o ON o.customer_id = c.customer_id",
            "too many, such as customer_id ",
            "LEFT JOIN keeps everyone, a row for each order: keep the rows where"
            " o.order_id IS NULL.",
            "left-join-never-multiplies-rows",
        ),
        Wrong(
            "SELECT c.customer_id, c.name FROM customers c"
            " LEFT JOIN orders o ON o.customer_id = c.customer_id"
            " WHERE o.order_id IS NOT NULL",
            "On the shop's data, ",
            "Those are the customers who did order, once for each order.",
        ),
        Wrong(
            "SELECT c.customer_id, c.name FROM customers c"
            " LEFT JOIN orders o ON o.customer_id = c.customer_id"
            " AND o.order_id IS NULL",
            "too many, such as customer_id ",
            "In ON, the condition decides which rows meet, and LEFT JOIN keeps every"
            " customer. In WHERE, it decides which rows stay.",
            sign=r"is\s+null",
        ),
        Wrong(
            "SELECT customer_id, name FROM customers",
            "too many, such as customer_id ",
            "Those are all customers: keep those whom no order names.",
        ),
        Wrong(
            "SELECT customer_id, name FROM customers WHERE customer_id IS NULL",
            "On the shop's data, ",
            "Every customer has a customer_id. It is the order that is missing: join"
            " the orders, or ask with NOT EXISTS.",
            sign=r"(?s)^(?!.*join).*is\s+null",
        ),
        Wrong(
            "SELECT c.customer_id, c.name FROM orders o"
            " LEFT JOIN customers c ON o.customer_id = c.customer_id"
            " WHERE c.customer_id IS NULL",
            "On the shop's data, ",
            "Those are the walk-ins: orders without a customer. Put customers on the"
            " left.",
        ),
        Wrong(
            "SELECT customer_id, name FROM customers ANTI JOIN orders USING (customer)",
            "Binder Error",
        ),
    ),
)

ORDERS_PER_SHOP = SqlExercise(
    id="02.orders_per_shop",
    objective="02.c",
    difficulty=2,
    prompt="""\
How busy is each shop? Show `shop_id`, `name` and `orders`, the number of its orders,
for every shop, also one that has none yet.""",
    starter="""\
-- Your query. The columns: shop_id, name, orders.
""",
    hints=(
        "LEFT JOIN keeps a shop that meets no order.",
        "Such a shop has one row, and in it every column of orders is NULL.",
        "count(o.order_id) counts the rows in which order_id is not NULL; count(*)"
        " counts all rows.",
    ),
    solution="""\
SELECT s.shop_id, s.name, count(o.order_id) AS orders
FROM shops s
LEFT JOIN orders o ON o.shop_id = s.shop_id
GROUP BY s.shop_id, s.name
""",
    wrong=(
        Wrong(
            "SELECT s.shop_id, s.name, count(*) AS orders FROM shops s"
            " JOIN orders o ON o.shop_id = s.shop_id GROUP BY s.shop_id, s.name",
            "where a shop has no orders and a product was never sold, 1 row is missing,"
            " such as shop_id 4, name Lyon Library, orders 0.",
            "JOIN drops a shop that meets no order: LEFT JOIN keeps it.",
            "inner-join-keeps-customers-without-orders",
        ),
        Wrong(
            "SELECT s.shop_id, s.name, count(*) AS orders FROM shops s"
            " LEFT JOIN orders o ON o.shop_id = s.shop_id GROUP BY s.shop_id, s.name",
            "a row should be shop_id 4, name Lyon Library, orders 0; yours is"
            " shop_id 4, name Lyon Library, orders 1.",
            "count(*) counts the row that LEFT JOIN keeps for a shop without orders:"
            " count a column of orders that is NULL there.",
            "count-star-and-count-column-agree",
        ),
        Wrong(
            "SELECT s.shop_id, s.name, count(o.customer_id) AS orders FROM shops s"
            " LEFT JOIN orders o ON o.shop_id = s.shop_id GROUP BY s.shop_id, s.name",
            "On the shop's data, a row should be shop_id ",
            "count(o.customer_id) leaves out walk-ins, whose customer_id is NULL: count"
            " a column that every order has.",
            "count-star-and-count-column-agree",
        ),
        Wrong(
            "SELECT s.shop_id, s.name, count(o.order_id) AS orders FROM shops s"
            " LEFT JOIN orders o ON o.shop_id = s.shop_id"
            " LEFT JOIN order_lines l ON l.order_id = o.order_id"
            " GROUP BY s.shop_id, s.name",
            "On the shop's data, a row should be shop_id ",
            "Each line of an order makes one more row: leave order_lines out.",
            "left-join-never-multiplies-rows",
        ),
        Wrong(
            "SELECT s.shop_id, s.name, count(o.order_id) AS orders FROM shops s"
            " LEFT JOIN orders o ON o.shop_id = s.shop_id"
            " WHERE o.order_id IS NOT NULL GROUP BY s.shop_id, s.name",
            "where a shop has no orders and a product was never sold, 1 row is missing",
            "WHERE takes away what LEFT JOIN had kept.",
            sign=r"\bwhere\b",
        ),
        Wrong(
            "SELECT s.shop_id, s.name, count(DISTINCT o.customer_id) AS orders"
            " FROM shops s LEFT JOIN orders o ON o.shop_id = s.shop_id"
            " GROUP BY s.shop_id, s.name",
            "On the shop's data, a row should be shop_id ",
            "That counts customers, each once: count orders.",
        ),
        Wrong(
            "SELECT shop_id, count(*) AS orders FROM orders GROUP BY shop_id",
            "The columns should be shop_id, name, orders; yours are shop_id, orders.",
        ),
        Wrong(
            "SELECT s.shop_id, s.name, count(o.order_id)::VARCHAR AS orders"
            " FROM shops s LEFT JOIN orders o ON o.shop_id = s.shop_id"
            " GROUP BY s.shop_id, s.name",
            "The column orders should be of type number; yours is text.",
        ),
    ),
)

REVENUE_BY_CATEGORY = SqlExercise(
    id="02.revenue_by_category",
    objective="02.c",
    difficulty=3,
    prompt="""\
What does the app sell? For the orders of the channel `app`, show `category` and
`revenue`, the sum of `quantity * unit_price` over their lines. The largest revenue
comes first.""",
    starter="""\
-- Your query. The columns: category, revenue.
""",
    hints=(
        "Three tables: order_lines has the money, orders the channel, products the"
        " category.",
        "Each JOIN follows one key: l.order_id = o.order_id, l.product_id ="
        " p.product_id.",
        "WHERE o.channel = 'app' GROUP BY p.category ORDER BY revenue DESC.",
    ),
    solution="""\
SELECT p.category, sum(l.quantity * l.unit_price) AS revenue
FROM order_lines l
JOIN orders o ON o.order_id = l.order_id
JOIN products p ON p.product_id = l.product_id
WHERE o.channel = 'app'
GROUP BY p.category
ORDER BY revenue DESC
""",
    ordered=True,
    variants=(
        *USUAL,
        Variant(
            "the app never sold one of the categories",
            "INSERT INTO products VALUES (4, 'Mug', 'goods');"
            "INSERT INTO prices VALUES (4, 'one size', 9.00);"
            "INSERT INTO order_lines VALUES (2, 2, 4, 'one size', 1, 9.00)",
        ),
    ),
    wrong=(
        Wrong(
            "SELECT p.category, sum(l.unit_price) AS revenue FROM order_lines l"
            " JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            " WHERE o.channel = 'app' GROUP BY p.category ORDER BY revenue DESC",
            "a row should be category coffee, revenue ",
            "A line can be for several: multiply by quantity.",
        ),
        Wrong(
            "SELECT p.category, sum(l.quantity * l.unit_price) AS revenue"
            " FROM order_lines l JOIN products p ON p.product_id = l.product_id"
            " GROUP BY p.category ORDER BY revenue DESC",
            "a row should be category coffee, revenue ",
            "That is the revenue of all channels: keep the orders of the app.",
        ),
        Wrong(
            "SELECT p.category, sum(l.quantity * r.price) AS revenue"
            " FROM order_lines l JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            " JOIN prices r ON r.product_id = l.product_id"
            " WHERE o.channel = 'app' GROUP BY p.category ORDER BY revenue DESC",
            "a row should be category coffee, revenue ",
            "prices has a row for each size, so a line meets up to three of them: the"
            " line's own unit_price is what was paid.",
        ),
        Wrong(
            "SELECT p.category, sum(l.quantity * l.unit_price) AS revenue"
            " FROM products p LEFT JOIN order_lines l ON l.product_id = p.product_id"
            " LEFT JOIN orders o ON o.order_id = l.order_id"
            " AND o.channel = 'app' GROUP BY p.category ORDER BY revenue DESC",
            "a row should be category coffee, revenue ",
            "In the ON of a LEFT JOIN, the channel drops no line: put it in WHERE.",
            sign=r"\bleft\b",
        ),
        Wrong(
            "SELECT p.category, sum(l.quantity * l.unit_price) AS revenue"
            " FROM order_lines l JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            " WHERE o.channel = 'app' GROUP BY p.category ORDER BY revenue",
            "the rows are right, but not in the order that was asked for",
            "Without DESC, the smallest revenue comes first.",
        ),
        Wrong(
            "SELECT p.category, count(*) AS revenue"
            " FROM order_lines l JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            " WHERE o.channel = 'app' GROUP BY p.category ORDER BY revenue DESC",
            "a row should be category coffee, revenue ",
            "count(*) counts lines: revenue is a sum of money.",
        ),
        Wrong(
            "SELECT p.category, sum(l.quantity * l.unit_price) AS revenue"
            " FROM order_lines l JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            " WHERE o.channel = 'App' GROUP BY p.category ORDER BY revenue DESC",
            "rows are missing, such as category coffee",
            "No row is left. Texts are compared to the letter: 'app' is not 'App'.",
            sign="'App'|'APP'",
        ),
        Wrong(
            "SELECT p.category, sum(l.quantity * l.unit_price)"
            " FILTER (WHERE o.channel = 'app') AS revenue"
            " FROM order_lines l JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            " GROUP BY p.category ORDER BY revenue DESC",
            "where the app never sold one of the categories, 1 row is too many, such as"
            " category goods, revenue NULL.",
            "FILTER leaves a row for a category that the app never sold: drop the other"
            " orders before, with WHERE.",
        ),
        Wrong(
            "SELECT p.name AS category, sum(l.quantity * l.unit_price) AS revenue"
            " FROM order_lines l JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            " WHERE o.channel = 'app' GROUP BY p.name ORDER BY revenue DESC",
            "should not be there",
            "That is a row for each product: group by its category.",
        ),
        Wrong(
            "SELECT p.category, sum(l.quantity * l.unit_price) AS revenue"
            " FROM order_lines l JOIN orders o ON o.order_id = l.order_id"
            " JOIN products p ON p.product_id = l.product_id"
            ' WHERE o.channel = "app" GROUP BY p.category ORDER BY revenue DESC',
            'Referenced column "app" not found',
        ),
    ),
)


def _card(code="'A1'", customer="1", amount="25.00", sold="'2026-10-01'"):
    columns = "code, customer_id, amount, sold_on"
    row = f"{code}, {customer}, {amount}, {sold}"
    return f"INSERT INTO gift_cards ({columns}) VALUES ({row});"


def _cards(columns):
    return f"CREATE OR REPLACE TABLE gift_cards ({columns})"


def _amount(rules):
    """A wrong answer whose `amount` alone is wrong."""
    return _cards(
        "code VARCHAR PRIMARY KEY, customer_id INTEGER REFERENCES customers"
        f" (customer_id), amount {rules}, sold_on DATE NOT NULL"
    )


GIFT_CARDS = SqlExercise(
    id="02.gift_cards",
    objective="02.a",
    difficulty=2,
    prompt="""\
Corner Cup sells gift cards. Make the table `gift_cards` so that it refuses what must
not be. Its columns:

- `code` (text) tells one card from another;
- `customer_id` is the buyer: a row of `customers`, or NULL for a walk-in;
- `amount` (euros and cents) is always given, and more than 0;
- `sold_on` (a date) is always given.""",
    starter="""\
CREATE OR REPLACE TABLE gift_cards (
    -- code, customer_id, amount, sold_on, each with its type and constraints
);
""",
    hints=(
        "Each column is a name, a type, then its constraints, with commas between"
        " columns.",
        "PRIMARY KEY tells rows apart, NOT NULL asks for a value, CHECK (…) for a"
        " condition.",
        "REFERENCES customers (customer_id) lets in only customers that exist, and"
        " NULL.",
    ),
    solution=_cards(
        """
    code        VARCHAR PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (customer_id),
    amount      DECIMAL(8, 2) NOT NULL CHECK (amount > 0),
    sold_on     DATE NOT NULL
"""
    ),
    probes=(
        Probe("a card that is as it should be", _card(), refused=False),
        Probe("a card that a walk-in bought", _card(customer="NULL"), refused=False),
        Probe(
            "a card over 12.55 euros",
            _card(amount="12.55")
            + "SELECT CASE WHEN amount <> 12.55 THEN error('It keeps ' || amount) END"
            " FROM gift_cards;",
            refused=False,
        ),
        Probe("a card over 0.50 euros", _card(amount="0.50"), refused=False),
        Probe("a card over 250.00 euros", _card(amount="250.00"), refused=False),
        Probe(
            "two cards of one customer",
            _card() + _card(code="'A2'"),
            refused=False,
        ),
        Probe(
            "two cards with one code",
            _card() + _card(customer="2", amount="30.00", sold="'2026-10-02'"),
        ),
        Probe("a card without a code", _card(code="NULL")),
        Probe("a card without an amount", _card(amount="NULL")),
        Probe("a card over 0 euros", _card(amount="0")),
        Probe("a card over -5 euros", _card(amount="-5")),
        Probe("a card of customer 999, who does not exist", _card(customer="999")),
        Probe("a card without a date", _card(sold="NULL")),
        Probe("a card sold on 31 February", _card(sold="'2026-02-31'")),
        Probe(
            "a day without a time",
            _card() + "SELECT CASE WHEN typeof(sold_on) <> 'DATE'"
            " THEN error('sold_on is of type ' || typeof(sold_on)) END"
            " FROM gift_cards;",
            refused=False,
        ),
    ),
    wrong=(
        Wrong(
            _cards(
                "code VARCHAR, customer_id INTEGER REFERENCES customers (customer_id),"
                " amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),"
                " sold_on DATE NOT NULL"
            ),
            "Your table lets in two cards with one code.",
            "Declare what tells one card from another: PRIMARY KEY.",
        ),
        Wrong(
            _cards(
                "code VARCHAR UNIQUE, customer_id INTEGER REFERENCES customers"
                " (customer_id), amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),"
                " sold_on DATE NOT NULL"
            ),
            "Your table lets in a card without a code.",
            "UNIQUE lets NULL in, for NULL equals nothing, not even NULL. PRIMARY KEY"
            " does not.",
            "null-equals-null",
        ),
        Wrong(
            _cards(
                "code VARCHAR PRIMARY KEY, customer_id INTEGER,"
                " amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),"
                " sold_on DATE NOT NULL"
            ),
            "Your table lets in a card of customer 999, who does not exist.",
            "Without REFERENCES, customer_id is a number like any other.",
        ),
        Wrong(
            _cards(
                "code VARCHAR PRIMARY KEY, customer_id INTEGER REFERENCES customers"
                " (customer_id), amount DECIMAL(8, 2) CHECK (amount > 0),"
                " sold_on DATE NOT NULL"
            ),
            "Your table lets in a card without an amount.",
            "A CHECK refuses what is false, and NULL > 0 is not false but unknown: add"
            " NOT NULL.",
            "null-equals-null",
        ),
        Wrong(
            _cards(
                "code VARCHAR PRIMARY KEY, customer_id INTEGER REFERENCES customers"
                " (customer_id), amount DECIMAL(8, 2) NOT NULL CHECK (amount >= 0),"
                " sold_on DATE NOT NULL"
            ),
            "Your table lets in a card over 0 euros.",
        ),
        Wrong(
            _cards(
                "code VARCHAR PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES"
                " customers (customer_id), amount DECIMAL(8, 2) NOT NULL CHECK"
                " (amount > 0), sold_on DATE NOT NULL"
            ),
            "Your table refuses a card that a walk-in bought.",
            "A foreign key may be NULL, and here it has to: leave NOT NULL out.",
        ),
        Wrong(
            _cards(
                "code VARCHAR, customer_id INTEGER PRIMARY KEY REFERENCES customers"
                " (customer_id), amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),"
                " sold_on DATE NOT NULL"
            ),
            "Your table refuses a card that a walk-in bought.",
            "The key is what tells one card from another: its code.",
            sign=r"customer_id\s+\w+\s+primary\s+key",
        ),
        Wrong(
            _cards(
                "code VARCHAR PRIMARY KEY, customer_id INTEGER REFERENCES customers"
                " (customer_id), amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),"
                " sold_on VARCHAR NOT NULL"
            ),
            "Your table lets in a card sold on 31 February.",
            "A date kept as text can be any text: the type DATE knows the calendar.",
        ),
        Wrong(
            _cards(
                "code VARCHAR PRIMARY KEY, customer_id INTEGER REFERENCES customers"
                " (customer_id), amount INTEGER NOT NULL CHECK (amount > 0),"
                " sold_on DATE NOT NULL"
            ),
            "Your table refuses a card over 12.55 euros. Invalid Input Error: It keeps",
            "The cents are gone: DECIMAL(8, 2) keeps two digits after the point.",
        ),
        Wrong(
            _amount("DECIMAL(8, 1) NOT NULL CHECK (amount > 0)"),
            "Your table refuses a card over 12.55 euros. Invalid Input Error: It keeps",
            "Cents need two digits after the point: DECIMAL(8, 2).",
            sign=r"(decimal|numeric)\s*\(\s*\d+\s*,\s*1\s*\)",
        ),
        Wrong(
            _amount("DECIMAL(4, 2) NOT NULL CHECK (amount > 0)"),
            "Your table refuses a card over 250.00 euros. Conversion Error",
            "DECIMAL(4, 2) has four digits in all, so 99.99 is the most it holds.",
        ),
        Wrong(
            _amount("DECIMAL(8, 2) NOT NULL CHECK (amount >= 1)"),
            "Your table refuses a card over 0.50 euros.",
            "Every amount above 0 is let in: CHECK (amount > 0).",
        ),
        Wrong(
            _cards(
                "code VARCHAR, customer_id INTEGER REFERENCES customers (customer_id),"
                " amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),"
                " sold_on DATE NOT NULL, PRIMARY KEY (code, sold_on)"
            ),
            "Your table lets in two cards with one code.",
            "A key of two columns lets a code come again beside another value: the code"
            " alone tells one card from another.",
            sign=r"primary\s+key\s*\([^)]*,",
        ),
        Wrong(
            _cards(
                "code VARCHAR PRIMARY KEY, customer_id INTEGER REFERENCES customers"
                " (customer_id), amount DECIMAL(8, 2) NOT NULL CHECK (amount > 0),"
                " sold_on TIMESTAMP NOT NULL"
            ),
            "Your table refuses a day without a time. Invalid Input Error: sold_on is"
            " of type TIMESTAMP",
            "TIMESTAMP is a day with its time; for the day alone there is DATE.",
        ),
        Wrong(
            _cards("code VARCHAR PRIMARY KEY, amount DECIMAL(8, 2), sold_on DATE"),
            "Your table refuses a card that is as it should be. Binder Error: Table"
            ' "gift_cards" does not have a column with name "customer_id"',
        ),
    ),
)

MOVE = """\
UPDATE loyalty SET points = points - 50 WHERE customer_id = 2;
UPDATE loyalty SET points = points + 50 WHERE customer_id = 3;
"""

FULL_CARD = """
CREATE OR REPLACE TABLE loyalty (
    customer_id INTEGER PRIMARY KEY,
    points INTEGER NOT NULL CHECK (points BETWEEN 0 AND 250)
);
INSERT INTO loyalty VALUES (1, 20), (2, 70), (3, 240);
"""

TRANSFER_POINTS = SqlExercise(
    id="02.transfer_points",
    objective="02.d",
    difficulty=2,
    prompt="""\
Customer 2 gives 50 loyalty points to customer 3. Write the script that moves them in
the table `loyalty`. The table may refuse either half: a card never holds less than 0
points, and in some of the hidden copies a card that is full takes no more. Then nothing
at all must have moved.""",
    starter="""\
-- Your script, two or more statements. They end with a semicolon each.
""",
    hints=(
        "UPDATE loyalty SET points = points - 50 WHERE customer_id = 2; takes the"
        " points away.",
        "Each statement alone is kept at once. BEGIN; opens a transaction, in which"
        " nothing is kept yet.",
        "COMMIT; at the end keeps everything since BEGIN. If a statement is refused,"
        " COMMIT is never reached.",
    ),
    solution=f"BEGIN;\n{MOVE}COMMIT;\n",
    state="SELECT customer_id, points FROM loyalty ORDER BY customer_id",
    variants=(
        Variant("both halves are let in", ""),
        Variant("the card of customer 3 is full", FULL_CARD),
        Variant(
            "customer 2 has 30 points",
            "UPDATE loyalty SET points = 30 WHERE customer_id = 2",
        ),
    ),
    wrong=(
        Wrong(
            MOVE,
            "On a hidden copy of the data where the card of customer 3 is full, a row"
            " should be customer_id 2, points 70; yours is customer_id 2, points 20.",
            "Outside a transaction, each statement is kept at once. When the second is"
            " refused, the first has already been kept.",
        ),
        Wrong(
            "UPDATE loyalty SET points = points + 50 WHERE customer_id = 3;"
            "UPDATE loyalty SET points = points - 50 WHERE customer_id = 2;",
            "where customer 2 has 30 points, a row should be customer_id 3, points 240;"
            " yours is customer_id 3, points 290.",
            "The other order does not help: either half can be refused. Put both in one"
            " transaction.",
        ),
        Wrong(
            f"BEGIN;\n{MOVE}",
            "where both halves are let in, a row should be customer_id 2, points 20;"
            " yours is customer_id 2, points 70.",
            "The transaction is never kept: end it with COMMIT.",
            sign=r"(?s)^(?!.*\b(commit|rollback)\b)",
        ),
        Wrong(
            f"BEGIN;\n{MOVE}ROLLBACK;",
            "where both halves are let in, a row should be customer_id 2, points 20;"
            " yours is customer_id 2, points 70.",
            "ROLLBACK undoes it even when all went well: COMMIT keeps it.",
            sign="rollback",
        ),
        Wrong(
            MOVE.replace(";\nUPDATE", ";\nBEGIN;\nUPDATE") + "COMMIT;",
            "where the card of customer 3 is full, a row should be customer_id 2,"
            " points 70; yours is customer_id 2, points 20.",
            "The first half stands before BEGIN, so it is kept by itself.",
            sign="begin",
        ),
        Wrong(
            f"BEGIN;\n{MOVE}"
            "UPDATE loyalty SET points = points + 50 WHERE customer_id = 2;\nCOMMIT;",
            "where both halves are let in, a row should be customer_id 2, points 20;"
            " yours is customer_id 2, points 70.",
            "You give the points back by hand, and so they double. After a refusal the"
            " engine undoes the first half by itself.",
            "failed-statement-leaves-earlier-half",
        ),
        Wrong(
            "BEGIN;\nUPDATE loyalty SET points = points - 50;\n"
            "UPDATE loyalty SET points = points + 50 WHERE customer_id = 3;\nCOMMIT;",
            "where both halves are let in, a row should be customer_id 2, points 20;"
            " yours is customer_id 2, points 70.",
            "Without WHERE, an UPDATE changes every row of the table.",
        ),
        Wrong(
            "BEGIN;\nUPDATE loyalty SET points = points + 50 WHERE customer_id = 3;\n"
            "COMMIT;",
            "a row should be customer_id 2, points 20; yours is customer_id 2, points"
            " 70.",
            "Customer 3 gets points that nobody gave: take them from customer 2.",
        ),
    ),
)

EXERCISES = (
    LOYAL_CUSTOMERS,
    NEVER_ORDERED,
    ORDERS_PER_SHOP,
    REVENUE_BY_CATEGORY,
    GIFT_CARDS,
    TRANSFER_POINTS,
)
