"""Exercises of lesson 01: questions asked of a file with a loop, then with SQL."""

from .hidden_data import USUAL
from .kinds import PythonExercise, SqlExercise, Variant, Wrong

LINES = [
    {"customer_id": "7", "product": "Latte", "quantity": "1", "unit_price": "3.50"},
    {"customer_id": "12", "product": "Espresso", "quantity": "2", "unit_price": "2.25"},
    {"customer_id": "", "product": "Mocha", "quantity": "1", "unit_price": "3.75"},
    {"customer_id": "7", "product": "Scone", "quantity": "3", "unit_price": "3.25"},
]

TOTAL = PythonExercise(
    id="01.total",
    objective="01.b",
    difficulty=1,
    prompt="""\
Write `total(rows, customer_id)`. It returns how many euros a customer has spent.
`rows` are the lines of a till file as `csv.DictReader` gives them: dicts in which
every value is text. Each has a `customer_id`, a `quantity` and a `unit_price`; for a
walk-in, who shows no card, the `customer_id` is an empty text. The argument
`customer_id` is a number, such as 7. A customer who never came has spent 0.""",
    starter="""\
def total(rows, customer_id):
    ...
""",
    hints=(
        "Set a sum to 0 before the loop, add to it in the loop, return it after.",
        'A file holds text, "2" and "3.50". int() and float() make numbers of it.',
        "The customer's number is text too: compare with str(customer_id).",
    ),
    solution="""\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent
""",
    name="total",
    cases=(
        (LINES[:1], 7),
        (LINES, 7),
        (LINES, 12),
        (LINES, 1),
        ([], 7),
    ),
    wrong=(
        Wrong(
            """\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == customer_id:
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent
""",
            "should give 3.5; it gave 0.",
            'The file holds text, and "7" is not 7: compare with str(customer_id).',
        ),
        Wrong(
            """\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += float(row["unit_price"])
    return spent
""",
            "should give 13.25; it gave 6.75.",
            "A line can be for several of a product: multiply by its quantity.",
        ),
        Wrong(
            """\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
            return spent
""",
            "should give 13.25; it gave 3.5.",
            "return ends the function at the first line found: put it after the loop.",
        ),
        Wrong(
            """\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += row["quantity"] * row["unit_price"]
    return spent
""",
            "TypeError: can't multiply sequence by non-int of type 'str'\n"
            'Line 5: spent += row["quantity"] * row["unit_price"]',
            "Every value in a CSV file is text: turn it into a number first.",
        ),
        Wrong(
            """\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
    print(spent)
""",
            "it gave nothing back. It printed '3.5': use return instead of print.",
        ),
        Wrong(
            """\
def total(rows, customer_id):
    for row in rows:
        spent = 0
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent
""",
            "should give 13.25; it gave 9.75",
            "The sum starts again at 0 on each line: set it to 0 before the loop.",
        ),
        Wrong(
            """\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        spent += int(row["quantity"]) * float(row["unit_price"])
    return spent
""",
            "should give 13.25; it gave 21.5",
            "That is what all customers spent: skip the lines of the others.",
        ),
        Wrong(
            """\
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if int(row["customer_id"]) == customer_id:
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent
""",
            "ValueError: invalid literal for int() with base 10: ''",
            "A walk-in's customer_id is an empty text, and no number can be made of it:"
            " compare the texts, with str(customer_id).",
        ),
    ),
)

MENU = ["Latte", "Espresso", "Iced latte", "Butter croissant"]

FIND_TYPOS = PythonExercise(
    id="01.find_typos",
    objective="01.a",
    difficulty=2,
    prompt="""\
A till file has become a menu of its own: whatever is typed in is a product.
Write `find_typos(sold, menu)`. `sold` lists the product of each line of a day, `menu`
lists the products that exist. Return a sorted list of the names that were sold and
are not on the menu, each once. "latte" is not "Latte": spelling counts.""",
    starter="""\
def find_typos(sold, menu):
    ...
""",
    hints=(
        "Look at each name in `sold`, and keep those that are not in `menu`.",
        "A set keeps each name once: set(sold) - set(menu) is what is left over.",
        "sorted(…) turns a set into a list in order.",
    ),
    solution="""\
def find_typos(sold, menu):
    return sorted(set(sold) - set(menu))
""",
    name="find_typos",
    cases=(
        (["Latte", "Lattte", "Espresso"], MENU),
        (["Latte", "Espresso"], MENU),
        (["latte", "Latte"], MENU),
        (["Mocca", "Expresso", "Mocca"], MENU),
        (["Latte ", "Iced", "Latte"], MENU),
        ([], MENU),
    ),
    wrong=(
        Wrong(
            """\
def find_typos(sold, menu):
    return sorted(name for name in sold if name not in menu)
""",
            "it gave ['Expresso', 'Mocca', 'Mocca'].",
            "A name mistyped twice comes twice: keep each once, as a set does.",
        ),
        Wrong(
            """\
def find_typos(sold, menu):
    return set(sold) - set(menu)
""",
            "should give ['Lattte']; it gave {'Lattte'}, a set.",
        ),
        Wrong(
            """\
def find_typos(sold, menu):
    return sorted(set(sold) & set(menu))
""",
            "it gave ['Espresso', 'Latte'].",
            "Those are on the menu. The others were asked for.",
        ),
        Wrong(
            """\
def find_typos(sold, menu):
    return sorted(set(menu) - set(sold))
""",
            "it gave ['Butter croissant', 'Iced latte'].",
            "Those were not sold. Take the menu away from what was sold, not the other"
            " way round.",
        ),
        Wrong(
            """\
def find_typos(sold, menu):
    known = [name.lower() for name in menu]
    return sorted({name for name in sold if name.lower() not in known})
""",
            "should give ['latte']; it gave [].",
            'To the file, "latte" and "Latte" are two products: compare them as they'
            " are.",
        ),
        Wrong(
            """\
def find_typos(sold, menu):
    known = " ".join(menu)
    return sorted({name for name in sold if name not in known})
""",
            "should give ['latte']; it gave [].",
            "In one long text, a part of a name is found too: look in the list.",
        ),
        Wrong(
            """\
def find_typos(sold, menu):
    for name in sold:
        if name not in menu:
            return [name]
    return []
""",
            "should give ['Expresso', 'Mocca']; it gave ['Mocca'].",
            "return ends the function at the first typo: collect them, return after.",
        ),
    ),
)

TIMES = [
    "2026-10-30T19:30:00",
    "2026-10-31T02:00:00",
    "2026-10-31T08:15:00",
    "2026-10-31T09:40:00",
    "2026-10-31T10:05:00",
    "2026-10-31T10:20:00",
]

LOST_ORDERS = PythonExercise(
    id="01.lost_orders",
    objective="01.e",
    difficulty=2,
    prompt="""\
The database crashed and was restored from its last backup. Write
`lost_orders(ordered_at, backup_at, crash_at)`. It returns how many orders are lost.
`ordered_at` lists the moment of each order as text, such as "2026-10-31T08:15:00";
the other two are such moments too. An order placed in the very moment of the backup
is in it. From the moment of the crash on, the tills wrote on paper: those orders are
safe.""",
    starter="""\
def lost_orders(ordered_at, backup_at, crash_at):
    ...
""",
    hints=(
        "Draw a line of time: backup, orders, crash. Which part of it is gone?",
        'Such texts can be compared as they are: "2026-10-30…" < "2026-10-31…".',
        "Count the moments with backup_at < moment < crash_at.",
    ),
    solution="""\
def lost_orders(ordered_at, backup_at, crash_at):
    lost = 0
    for moment in ordered_at:
        if backup_at < moment < crash_at:
            lost += 1
    return lost
""",
    name="lost_orders",
    cases=(
        (TIMES, "2026-10-31T03:00:00", "2026-10-31T12:00:00"),
        (TIMES, "2026-10-31T03:00:00", "2026-10-31T10:00:00"),
        (TIMES, "2026-10-31T02:00:00", "2026-10-31T09:00:00"),
        (TIMES, "2026-10-31T09:00:00", "2026-10-31T10:20:00"),
        (TIMES, "2026-10-31T11:00:00", "2026-10-31T12:00:00"),
        ([], "2026-10-31T03:00:00", "2026-10-31T10:00:00"),
    ),
    wrong=(
        Wrong(
            """\
def lost_orders(ordered_at, backup_at, crash_at):
    return sum(moment > backup_at for moment in ordered_at)
""",
            "should give 2; it gave 4.",
            "Orders from the crash on stand on paper: they are not lost.",
        ),
        Wrong(
            """\
def lost_orders(ordered_at, backup_at, crash_at):
    return sum(moment < crash_at for moment in ordered_at)
""",
            "should give 4; it gave 6.",
            "Orders before the backup are in the backup: they come back.",
        ),
        Wrong(
            """\
def lost_orders(ordered_at, backup_at, crash_at):
    return sum(moment <= backup_at for moment in ordered_at)
""",
            "should give 4; it gave 2.",
            "Those are the orders that the backup holds: they come back.",
        ),
        Wrong(
            """\
def lost_orders(ordered_at, backup_at, crash_at):
    return sum(backup_at <= moment < crash_at for moment in ordered_at)
""",
            "should give 1; it gave 2.",
            "An order in the very moment of the backup is in it: use < on that side.",
        ),
        Wrong(
            """\
def lost_orders(ordered_at, backup_at, crash_at):
    return sum(backup_at < moment <= crash_at for moment in ordered_at)
""",
            "should give 2; it gave 3.",
            "An order in the very moment of the crash went on paper: use < there.",
        ),
        Wrong(
            """\
def lost_orders(ordered_at, backup_at, crash_at):
    return [moment for moment in ordered_at if backup_at < moment < crash_at]
""",
            "should give 4; it gave ['2026-10-31T08:15:00'",
            "Those are the lost orders. How many are they? len(…) counts a list.",
        ),
        Wrong(
            """\
def lost_orders(ordered_at, backup_at, crash_at):
    return 0
""",
            "should give 4; it gave 0.",
        ),
    ),
)

TOP_PRODUCTS = SqlExercise(
    id="01.top_products",
    objective="01.b",
    difficulty=1,
    prompt="""\
Which five products sell best? From the table `order_lines`, show `product_id` and
`sold`: the sum of `quantity` over all lines of that product. The best one comes first;
of two that sell the same, the smaller `product_id` does.""",
    starter="""\
-- Your query. The columns: product_id, sold.
""",
    hints=(
        "GROUP BY product_id makes one row of all lines of a product.",
        "sum(quantity) AS sold adds up a group and gives the sum its name.",
        "ORDER BY sold DESC, product_id LIMIT 5 sorts and keeps the first five.",
    ),
    solution="""\
SELECT product_id, sum(quantity) AS sold
FROM order_lines
GROUP BY product_id
ORDER BY sold DESC, product_id
LIMIT 5
""",
    ordered=True,
    variants=(
        *USUAL,
        Variant(
            "product 90000, the first in the table, sells as many as product 1",
            # A number so large keeps the engine from sorting the groups by number.
            "DELETE FROM order_lines;"
            "INSERT INTO products VALUES (90000, 'Chai', 'tea');"
            "INSERT INTO prices VALUES (90000, 'small', 3.00);"
            "INSERT INTO order_lines VALUES (1, 1, 90000, 'small', 5, 3.00),"
            " (2, 1, 1, 'small', 5, 3.20), (3, 1, 3, 'small', 1, 2.50)",
        ),
    ),
    wrong=(
        Wrong(
            "SELECT product_id, count(*) AS sold FROM order_lines GROUP BY product_id"
            " ORDER BY sold DESC, product_id LIMIT 5",
            "a row should be product_id 1, sold ",
            "count(*) counts lines, and a line can be for several: add up quantity.",
        ),
        Wrong(
            "SELECT product_id, sum(quantity) AS sold FROM order_lines"
            " GROUP BY product_id ORDER BY sold, product_id LIMIT 5",
            "should not be there",
            "Without DESC, the smallest comes first.",
        ),
        Wrong(
            "SELECT product_id, sum(quantity) AS sold FROM order_lines"
            " GROUP BY product_id ORDER BY sold DESC, product_id",
            "too many, such as product_id ",
            "All products are shown: LIMIT 5 keeps the first five rows.",
        ),
        Wrong(
            "SELECT product_id, sum(quantity) FROM order_lines"
            " GROUP BY product_id ORDER BY 2 DESC, product_id LIMIT 5",
            "The columns should be product_id, sold; yours are product_id,"
            " sum(quantity). Give a column its name with AS.",
        ),
        Wrong(
            "SELECT product_id, sum(quantity) AS sold FROM order_lines"
            " GROUP BY product_id, size ORDER BY sold DESC, product_id LIMIT 5",
            "On the shop's data, ",
            "That is a row for each size: group by product_id alone.",
        ),
        Wrong(
            "SELECT product_id, sum(quantity) AS sold FROM order_lines"
            " GROUP BY product_id LIMIT 5",
            "the rows are right, but not in the order that was asked for",
        ),
        Wrong(
            "SELECT product_id, sum(quantity) AS sold FROM order_lines"
            " GROUP BY product_id ORDER BY sold DESC LIMIT 5",
            "where product 90000, the first in the table, sells as many as product 1,"
            " the rows are right, but not in the order that was asked for",
            "Of two that sell the same, the order is left to chance: say what comes"
            " next, after a comma.",
        ),
        Wrong(
            "SELECT product_id, sum(quantity) AS sold FROM order_lines"
            " ORDER BY sold DESC, product_id LIMIT 5",
            'column "product_id" must appear in the GROUP BY clause',
        ),
        Wrong(
            "SELECT product_id, sum(quantity) AS sold FROM order_lines"
            " GROUP BY product_id ORDER BY sold DESC, product_id DESC LIMIT 5",
            "in the order that was asked for",
            "Of two that sell the same, the smaller product_id comes first.",
        ),
    ),
)

EXERCISES = (TOTAL, TOP_PRODUCTS, FIND_TYPOS, LOST_ORDERS)
