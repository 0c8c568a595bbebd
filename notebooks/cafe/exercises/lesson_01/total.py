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
    ),
)


@exercise.right
def total(rows, customer_id):
    spent = 0
    for row in rows:
        if row["customer_id"] == str(customer_id):
            spent += int(row["quantity"]) * float(row["unit_price"])
    return spent


@exercise.wrong(
    "should give 3.5; it gave 0.",
    'The file holds text, and "7" is not 7: compare with str(customer_id).',
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
