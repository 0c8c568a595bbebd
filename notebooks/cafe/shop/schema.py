"""The shop's tables: their columns, their keys and what they refuse."""

SCHEMA = """
CREATE TABLE shops (
    shop_id      INTEGER PRIMARY KEY,
    name         VARCHAR NOT NULL UNIQUE,
    city         VARCHAR NOT NULL,
    opened_on    DATE    NOT NULL
);

CREATE TABLE products (
    product_id   INTEGER PRIMARY KEY,
    name         VARCHAR NOT NULL UNIQUE,
    category     VARCHAR NOT NULL
);

CREATE TABLE prices (
    product_id   INTEGER NOT NULL REFERENCES products (product_id),
    size         VARCHAR NOT NULL
                 CHECK (size IN ('small', 'medium', 'large', 'one size')),
    price        DECIMAL(6, 2) NOT NULL CHECK (price > 0),
    PRIMARY KEY (product_id, size)
);

CREATE TABLE customers (
    customer_id  INTEGER PRIMARY KEY,
    name         VARCHAR NOT NULL,          -- two people may share a name
    email        VARCHAR NOT NULL UNIQUE,
    home_shop_id INTEGER NOT NULL REFERENCES shops (shop_id),
    joined_on    DATE    NOT NULL
);

CREATE TABLE orders (
    order_id     INTEGER PRIMARY KEY,
    customer_id  INTEGER REFERENCES customers (customer_id),  -- NULL: a walk-in
    shop_id      INTEGER NOT NULL REFERENCES shops (shop_id),
    ordered_at   TIMESTAMP NOT NULL,        -- the shop's local time
    channel      VARCHAR NOT NULL CHECK (channel IN ('till', 'app', 'web')),
    CHECK (customer_id IS NOT NULL OR channel = 'till')
);

CREATE TABLE order_lines (
    order_id     INTEGER NOT NULL REFERENCES orders (order_id),
    line_no      INTEGER NOT NULL CHECK (line_no >= 1),
    product_id   INTEGER NOT NULL,
    size         VARCHAR NOT NULL,
    quantity     INTEGER NOT NULL CHECK (quantity >= 1),
    unit_price   DECIMAL(6, 2) NOT NULL CHECK (unit_price > 0),
    PRIMARY KEY (order_id, line_no),
    FOREIGN KEY (product_id, size) REFERENCES prices (product_id, size)
);

CREATE TABLE loyalty (
    customer_id  INTEGER PRIMARY KEY REFERENCES customers (customer_id),
    points       INTEGER NOT NULL CHECK (points >= 0)
);

CREATE TABLE friendships (
    customer_id  INTEGER NOT NULL REFERENCES customers (customer_id),
    friend_id    INTEGER NOT NULL REFERENCES customers (customer_id),
    since        DATE    NOT NULL,
    PRIMARY KEY (customer_id, friend_id),
    CHECK (customer_id < friend_id)         -- one row for each pair of friends
);

CREATE TABLE used (
    customer_id  INTEGER NOT NULL REFERENCES customers (customer_id),
    kind         VARCHAR NOT NULL CHECK (kind IN ('card', 'device')),
    number       VARCHAR NOT NULL,          -- of the card or device, never both
    PRIMARY KEY (customer_id, number)
);

CREATE TABLE beans (
    subject      VARCHAR NOT NULL,
    relation     VARCHAR NOT NULL,
    object       VARCHAR NOT NULL,
    PRIMARY KEY (subject, relation, object)
);

-- Each friendship from both sides, and in how many days the two meet: the next day in
-- the same shop, after two days in the same city, after five else.
CREATE VIEW ties AS
    WITH both_ways AS (
        SELECT customer_id AS a, friend_id AS b FROM friendships
        UNION ALL
        SELECT friend_id, customer_id FROM friendships
    )
    SELECT a, b,
           CASE WHEN home.shop_id = there.shop_id THEN 1
                WHEN home.city = there.city THEN 2 ELSE 5 END AS days
    FROM both_ways
    JOIN customers AS one ON one.customer_id = a
    JOIN customers AS other ON other.customer_id = b
    JOIN shops AS home ON home.shop_id = one.home_shop_id
    JOIN shops AS there ON there.shop_id = other.home_shop_id;
"""

TABLES = (  # parents before children, the order in which they can be filled
    "shops",
    "products",
    "prices",
    "customers",
    "orders",
    "order_lines",
    "loyalty",
    "friendships",
    "used",
    "beans",
)
