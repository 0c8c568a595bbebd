"""The small shop that hidden copies start from, and the usual hidden copies.

The base is as plain as data can be: everybody has ordered, every product was sold,
nobody walked in, nothing is level. Each copy adds one thing that real data has. Copies
of one exercise alone stand in its file in data/exercises/; selfcheck/sql_checker.py
makes them all.
"""

from .kinds import Variant

BASE = """
INSERT INTO shops VALUES
    (1, 'Dublin Station', 'Dublin', '2014-04-19'),
    (2, 'Cork Market', 'Cork', '2016-05-02'),
    (3, 'Porto Park', 'Porto', '2019-09-13');
INSERT INTO products VALUES
    (1, 'Flat white', 'coffee'),
    (2, 'Butter croissant', 'bakery'),
    (3, 'Green tea', 'tea');
INSERT INTO prices VALUES
    (1, 'small', 3.20), (1, 'large', 4.10), (2, 'one size', 2.60), (3, 'small', 2.50);
INSERT INTO customers VALUES
    (1, 'Ana Silva', 'ana@example.com', 1, '2021-02-01'),
    (2, 'Ben Doyle', 'ben@example.com', 2, '2021-03-01'),
    (3, 'Chen Mori', 'chen@example.com', 3, '2021-04-01');
INSERT INTO orders VALUES
    (1, 3, 3, '2026-01-05 08:00:00', 'app'),
    (2, 2, 2, '2026-01-05 09:00:00', 'till'),
    (3, 3, 3, '2026-01-06 08:00:00', 'app'),
    (4, 1, 1, '2026-01-06 09:00:00', 'app'),
    (5, 2, 2, '2026-01-07 10:00:00', 'web'),
    (6, 3, 2, '2026-01-08 08:00:00', 'till');
INSERT INTO order_lines VALUES
    (1, 1, 1, 'large', 1, 4.10), (1, 2, 2, 'one size', 2, 2.60),
    (2, 1, 1, 'small', 1, 3.20),
    (3, 1, 1, 'small', 3, 3.20), (3, 2, 3, 'small', 1, 2.50),
    (4, 1, 2, 'one size', 1, 2.60),
    (5, 1, 1, 'large', 1, 4.10),
    (6, 1, 1, 'small', 1, 3.20);
INSERT INTO loyalty VALUES (1, 20), (2, 70), (3, 240);
INSERT INTO friendships VALUES (1, 2, '2022-01-01');
"""

USUAL = (
    Variant(
        "a customer has no orders",
        "INSERT INTO customers VALUES"
        " (4, 'Dara Keane', 'dara@example.com', 1, '2026-10-01')",
    ),
    Variant(
        "a shop has no orders and a product was never sold",
        "INSERT INTO shops VALUES (4, 'Lyon Library', 'Lyon', '2026-10-01');"
        "INSERT INTO products VALUES (4, 'Beetroot latte', 'tea');"
        "INSERT INTO prices VALUES (4, 'small', 3.90)",
    ),
    Variant(
        "some orders are walk-ins, whose customer_id is NULL",
        "INSERT INTO orders VALUES"
        " (7, NULL, 1, '2026-01-08 09:00:00', 'till'),"
        " (8, NULL, 1, '2026-01-08 10:00:00', 'till');"
        "INSERT INTO order_lines VALUES"
        " (7, 1, 3, 'small', 1, 2.50), (8, 1, 3, 'small', 2, 2.50)",
    ),
    Variant(
        "two customers share a name, and some numbers are level",
        "INSERT INTO customers VALUES"
        " (4, 'Ana Silva', 'ana.silva@example.com', 1, '2026-10-01'),"
        " (5, 'Aino Visser', 'aino@example.com', 1, '2026-10-01');"
        "INSERT INTO orders VALUES"
        " (7, 4, 1, '2026-01-08 09:00:00', 'app'),"
        " (8, 5, 1, '2026-01-08 10:00:00', 'app'),"
        " (9, 5, 1, '2026-01-08 11:00:00', 'app');"
        "INSERT INTO order_lines VALUES"
        " (7, 1, 2, 'one size', 2, 2.60), (8, 1, 2, 'one size', 1, 2.60),"
        " (9, 1, 2, 'one size', 1, 2.60)",
    ),
    Variant(
        "an order has two lines that are alike",
        "INSERT INTO order_lines VALUES"
        " (4, 2, 2, 'one size', 1, 2.60), (4, 3, 2, 'one size', 1, 2.60)",
    ),
    Variant(
        "nobody has ordered yet",
        "DELETE FROM order_lines; DELETE FROM orders",
    ),
)
