"""Exercises of lesson 00: one of each kind, to see how exercises work."""

from .hidden_data import USUAL
from .kinds import PythonExercise, SqlExercise, Variant, Wrong

CUPS = PythonExercise(
    id="00.cups",
    objective="00.i",
    difficulty=1,
    prompt="""\
A cup of coffee costs 3 euros. Write `price(cups)`: it returns what so many cups
cost.""",
    starter="""\
def price(cups):
    ...
""",
    hints=(
        "Put your answer in place of the three dots. It begins with `return`.",
        "Two cups cost 2 * 3 euros. In Python, * multiplies.",
        "The whole line is: return cups * 3",
    ),
    solution="""\
def price(cups):
    return cups * 3
""",
    name="price",
    cases=((1,), (2,), (10,), (0,)),
    wrong=(
        Wrong(
            "def price(cups):\n    return 3\n",
            "should give 6; it gave 3.",
            "That is one cup: multiply by the number of cups.",
        ),
        Wrong(
            "def price(cups):\n    return cups\n",
            "should give 3; it gave 1.",
            "That is the number of cups: multiply it by the price.",
        ),
        Wrong(
            "def price(cups):\n    return cups + 3\n",
            "should give 3; it gave 4.",
            "That adds 3 euros once. Each cup costs 3 euros: multiply.",
        ),
        Wrong(
            "def price(cups):\n    return 3 ** cups\n",
            "should give 6; it gave 9.",
            "Two stars raise to a power; one star multiplies.",
        ),
        Wrong(
            'def price(cups):\n    return cups * "3"\n',
            "should give 3; it gave '3'",
            'In quotes, "3" is text. Write 3 without them.',
        ),
        Wrong(
            "def price(cups):\n    print(cups * 3)\n",
            "it gave nothing back. It printed '3': use return instead of print.",
        ),
    ),
)

COUNT_SHOPS = SqlExercise(
    id="00.count_shops",
    objective="00.i",
    difficulty=1,
    prompt="""\
How many shops are there? Ask the table `shops` for one row with one column,
`shops`.""",
    starter="""\
-- Your query. Its one column: shops.
""",
    hints=(
        "count(*) counts the rows of a table.",
        "AS gives a column its name: count(*) AS shops.",
        "The whole query is: SELECT count(*) AS shops FROM shops",
    ),
    solution="""\
SELECT count(*) AS shops
FROM shops
""",
    variants=(
        *USUAL,
        Variant(
            "no shop has the number 4",
            "INSERT INTO shops VALUES (5, 'Lyon Library', 'Lyon', '2026-10-01')",
        ),
    ),
    wrong=(
        Wrong(
            "SELECT count(*) FROM shops",
            "Give a column its name with AS.",
        ),
        Wrong(
            "SELECT * FROM shops",
            "The columns should be shops; yours are",
        ),
        Wrong(
            "SELECT name AS shops FROM shops",
            "The column shops should be of type number; yours is text.",
            "Those are the shops by name. count(*) counts them.",
        ),
        Wrong(
            "SELECT shop_id AS shops FROM shops",
            "too many",
            "That is a row for each shop. count(*) makes one row of them.",
        ),
        Wrong(
            "SELECT count(DISTINCT city) AS shops FROM shops",
            "the row shops 40 is missing, and shops 12 should not be there",
            "Those are the cities. A city can have several shops.",
        ),
        Wrong(
            "SELECT count(*) AS shops FROM customers",
            "the row shops 40 is missing, and shops 1000 should not be there",
            "Those are the customers: read the table shops.",
        ),
        Wrong(
            "SELECT 40 AS shops",
            "On a hidden copy of the data",
            "That is right until the next shop opens. Let the database count.",
        ),
        Wrong(
            "SELECT max(shop_id) AS shops FROM shops",
            "where no shop has the number 4, the row shops 4 is missing, and shops 5"
            " should not be there",
            "A shop that closes leaves a gap in the numbers: count the rows.",
        ),
        Wrong(
            "SELECT count(*) AS shops FROM shop",
            "shop does not exist",
        ),
    ),
)

EXERCISES = (CUPS, COUNT_SHOPS)
