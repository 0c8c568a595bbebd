"""\
Write `total(rows, customer_id)`. It returns how many euros a customer has spent.
`rows` are the lines of a till file as `csv.DictReader` gives them: dicts in which
every value is text. Each has a `customer_id`, a `quantity` and a `unit_price`; for a
walk-in, who shows no card, the `customer_id` is an empty text. The argument
`customer_id` is a number, such as 7. A customer who never came has spent 0."""

from ..kinds import PythonExercise

LINES = [
    {"customer_id": "7", "product": "Latte", "quantity": "1", "unit_price": "3.50"},
    {"customer_id": "12", "product": "Espresso", "quantity": "2", "unit_price": "2.25"},
    {"customer_id": "", "product": "Mocha", "quantity": "1", "unit_price": "3.75"},
    {"customer_id": "7", "product": "Scone", "quantity": "3", "unit_price": "3.25"},
]

#: Alike lines, a dozen, a price of two digits, and numbers that end or begin alike.
PARTY = [
    {"customer_id": "31", "product": "Latte", "quantity": "12", "unit_price": "3.50"},
    {"customer_id": "131", "product": "Scone", "quantity": "1", "unit_price": "3.25"},
    {"customer_id": "31", "product": "Beans", "quantity": "1", "unit_price": "12.90"},
    {"customer_id": "310", "product": "Mocha", "quantity": "1", "unit_price": "3.75"},
    {"customer_id": "31", "product": "Beans", "quantity": "1", "unit_price": "12.90"},
]

exercise = PythonExercise(
    id="01.total",
    objective="01.b",
    difficulty=1,
    learned=(
        "In a file all is text, and each program must know what it means. A "
        "table knows the type of each column."
    ),
    prompt=__doc__,
    hints=(
        "Set a sum to 0 before the loop, add to it in the loop, return it after.",
        'A file holds text, "2" and "3.50". int() and float() make numbers of it.',
        "The customer's number is text too: compare with str(customer_id).",
    ),
    cases=(
        (LINES[:1], 7),
        (LINES, 7),
        (LINES, 12),
        (LINES, 1),
        ([], 7),
        (PARTY, 31),
    ),
)


@exercise.right
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.right
def sums_a_generator(rows, customer_id):
    return sum(
        int(row["quantity"]) * float(row["unit_price"])
        for row in rows
        if row["customer_id"] == str(customer_id)
    )


@exercise.right
def makes_numbers_of_the_ids_that_are_there(rows, customer_id):
    spent = 0.0
    for row in rows:
        if row["customer_id"] and int(row["customer_id"]) == customer_id:
            spent = spent + float(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.right
def uses_decimals(rows, customer_id):
    from decimal import Decimal

    spent = Decimal(0)
    for row in rows:
        if row["customer_id"] == f"{customer_id}":
            spent += Decimal(row["unit_price"]) * Decimal(row["quantity"])
    return spent


@exercise.right
def adds_up_cents_and_divides(rows, customer_id):
    cents = 0
    for row in rows:
        if row.get("customer_id") != str(customer_id):
            continue
        euros, _, rest = row["unit_price"].partition(".")
        cents += int(row["quantity"]) * (int(euros) * 100 + int(rest))
    return cents / 100


@exercise.right
def keeps_a_sum_for_each_customer(rows, customer_id):
    from collections import defaultdict

    sums = defaultdict(float)
    for row in rows:
        sums[row["customer_id"]] += int(row["quantity"]) * float(row["unit_price"])
    return sums[str(customer_id)]


@exercise.right
def filters_and_maps(rows, customer_id):
    own = filter(lambda row: row["customer_id"] == str(customer_id), rows)
    return sum(map(lambda row: float(row["unit_price"]) * int(row["quantity"]), own))


@exercise.right
def catches_what_is_no_number(rows, customer_id):
    spent = 0
    for row in rows:
        try:
            known = int(row["customer_id"])
        except ValueError:
            continue
        if known == customer_id:
            spent += int(row["quantity"]) * float(row["unit_price"])
    return round(spent, 2)


@exercise.right
def adds_a_price_for_each_piece(rows, customer_id):
    prices = []
    for row in rows:
        if row["customer_id"] == str(customer_id):
            prices += [float(row["unit_price"])] * int(row["quantity"])
    return sum(prices)


@exercise.right
def uses_pandas(rows, customer_id):
    import pandas as pd

    columns = ["customer_id", "product", "quantity", "unit_price"]
    lines = pd.DataFrame(rows, columns=columns)
    own = lines[lines["customer_id"] == str(customer_id)]
    return (own["quantity"].astype(int) * own["unit_price"].astype(float)).sum()


@exercise.right
def uses_numpy(rows, customer_id):
    import numpy as np

    own = [row for row in rows if row["customer_id"] == str(customer_id)]
    numbers = np.array([float(row["quantity"]) for row in own])
    prices = np.array([float(row["unit_price"]) for row in own])
    return numbers @ prices


@exercise.wrong(
    "should give 3.5; it gave 0.",
    'It gives 0 for everybody. In a file all is text, and "7" is not 7: compare with'
    " str(customer_id).",
)
def compares_a_text_with_a_number(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == customer_id:
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong(
    "should give 13.25; it gave 6.75.",
    "A line can be for several of a product: multiply by its quantity.",
)
def forgets_the_quantity(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += float(row["unit_price"])
    return spent


@exercise.wrong(
    "should give 13.25; it gave 3.5.",
    "return ends the function at the first line found: put it after the loop.",
)
def returns_in_the_loop(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
            return spent


@exercise.wrong(
    "TypeError: can't multiply sequence by non-int of type 'str'\n"
    'Line 5: spent += row["quantity"] * row["unit_price"]',
    "Every value in a CSV file is text: turn it into a number first.",
)
def multiplies_texts(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += row["quantity"] * row["unit_price"]
    return spent


@exercise.wrong("it gave nothing back. It printed '3.5': use return instead of print.")
def prints_instead_of_returning(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
    print(spent)


@exercise.wrong(
    "should give 13.25; it gave 9.75",
    "The sum starts again at 0 on each line: set it to 0 before the loop.",
)
def begins_anew_on_each_line(rows, customer_id):
    for row in rows:
        spent = 0
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong(
    "should give 13.25; it gave 21.5",
    "That is what all customers spent: skip the lines of the others.",
)
def adds_up_all_customers(rows, customer_id):
    spent = 0
    for row in rows:
        spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong(
    "ValueError: invalid literal for int() with base 10: ''",
    "A walk-in's customer_id is an empty text, and no number can be made of it:"
    " compare the texts, with str(customer_id).",
)
def makes_a_number_of_no_card(rows, customer_id):
    spent = 0
    for row in rows:
        if int(row["customer_id"]) == customer_id:
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong(
    "ValueError: invalid literal for int() with base 10: '3.50'",
    "int() takes whole numbers only. float() takes a price with its cents.",
)
def makes_a_whole_number_of_a_price(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * int(row["unit_price"])
    return spent


@exercise.wrong("it gave None. Does it end with return, and with a value after it?")
def forgets_to_return(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])


@exercise.wrong(
    "should give 3.5; it gave 3.",
    "Euros have cents: round(…, 2) keeps them, and int(…) takes them away.",
)
def loses_the_cents(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(int(row["quantity"]) * float(row["unit_price"]))
    return spent


@exercise.wrong(
    "should give 0; it gave 4.5.",
    '"1" is a part of "12": ask with == whether it is the same.',
)
def finds_a_part_of_a_number(rows, customer_id):
    spent = 0
    for row in rows:
        if str(customer_id) in row["customer_id"]:
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong("raised KeyError: 'price'\nLine 5: spent += int(row")
def misspells_a_column(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["price"])
    return spent


@exercise.wrong("should give 3.5; it gave '3.5', a text.")
def gives_a_text(rows, customer_id):
    own = [row for row in rows if row["customer_id"] == str(customer_id)]
    return str(sum(int(r["quantity"]) * float(r["unit_price"]) for r in own))


@exercise.wrong(
    "should give 13.25; it gave 9.75",
    "= sets the sum anew each time; += adds to it.",
)
def turns_the_sign_round(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent = +int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong(
    "should give 67.8; it gave 71.05.",
    '"31" is the end of "131": ask with == whether it is the same.',
)
def looks_at_the_end_of_a_number(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"].endswith(str(customer_id)):
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong(
    "should give 67.8; it gave 54.9.",
    "Two lines can be alike, and both are paid: a set or a dict keeps one of them.",
)
def counts_what_is_alike_once(rows, customer_id):
    paid = {}
    for row in rows:
        if row["customer_id"] == str(customer_id):
            money = int(row["quantity"]) * float(row["unit_price"])
            paid[row["product"]] = money
    return sum(paid.values())
