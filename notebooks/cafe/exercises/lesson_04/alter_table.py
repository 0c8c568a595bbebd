"""\
Now you. A practice table, also called `cafe.orders`, has the columns `order_number`
and `quantity`, and no notes. Write
`add_notes_column(connection, order_number, text)`: it adds a column `notes` for text,
fills it for this one order, and commits. The other orders have `NULL` there. Give the
text with `%s`: it may hold a quotation mark."""

from ..kinds import PythonExercise
from ..stage.demonstration import connector, database_1
from ..stage.orders import NOTES

exercise = PythonExercise(
    id="04.alter_table",
    objective="04.b",
    difficulty=2,
    learned="In a table, a column is everybody's: one ALTER, and all rows have it.",
    prompt=__doc__,
    hints=(
        "Two statements: one changes the table, the other changes a row of it.",
        "ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200), then UPDATE … SET …"
        " WHERE …",
        'connection.execute("UPDATE cafe.orders SET notes = %s WHERE order_number ='
        ' %s", (text, order_number)), and connection.commit() at the end.',
    ),
)


@exercise.right
def add_notes_column(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )
    connection.commit()


def _ten_orders(connect):
    with connect() as connection:
        connection.execute(
            "CREATE SCHEMA cafe; CREATE TABLE cafe.orders"
            " (order_number INT PRIMARY KEY, quantity INT NOT NULL);"
            "INSERT INTO cafe.orders SELECT n, n % 3 + 1 FROM range(1001, 1011) t(n)"
        )


@exercise.proof
def _column_is_added(add_notes_column):
    """What is wrong with how an answer adds a column and a note, or None."""
    problems = (_column_is_added_for(add_notes_column, *each) for each in NOTES.items())
    return next(filter(None, problems), None)


def _column_is_added_for(add_notes_column, number, note):
    """What is wrong with a new column, and with the note of one order, or None."""
    from cafe.drivers import sql

    connect = connector(database_1())
    _ten_orders(connect)
    add_notes_column(connect(), number, note)
    other = connect()
    try:
        found = other.execute("SELECT order_number, quantity, notes FROM cafe.orders")
    except sql.ProgrammingError:
        other.rollback()
        columns = other.execute("DESCRIBE cafe.orders").fetchall()
        return (
            "A second connection sees no column notes in cafe.orders; the columns are"
            f" {', '.join(name for name, *_ in columns)}. Is there a commit()?"
        )
    rows = {order: (quantity, text) for order, quantity, text in found}
    if {order: row[0] for order, row in rows.items()} != {
        order: order % 3 + 1 for order in range(1001, 1011)
    }:
        return "There should be the same ten orders as before, with their quantities."
    if rows[number][1] != note:
        return (
            f"A second connection should read {note!r} in order {number}; it reads"
            f" {rows[number][1]!r}. Is there an UPDATE, and a commit() after it?"
        )
    noted = [order for order, (_, text) in rows.items() if text is not None]
    if noted != [number]:
        return (
            f"Order {number} is right, but {min(set(noted) - {number})} has a note as"
            " well; it should have NULL."
        )
    return None


@exercise.wrong("column notes not found in table")
def adds_no_column(connection, order_number, text):
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )
    connection.commit()


@exercise.wrong("in order 1003; it reads None. Is there an UPDATE")
def changes_no_order(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.commit()


@exercise.wrong("A second connection sees no column notes")
def does_not_commit(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )


@exercise.wrong("it reads None. Is there an UPDATE, and a")
def commits_before_the_change(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.commit()
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )


@exercise.wrong("should read 'no lid' in order 1007; it reads None")
def notes_one_order_always(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = 1003",
        (text,),
    )
    connection.commit()


@exercise.wrong("Order 1003 is right, but 1001 has a note as well")
def notes_every_order(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute("UPDATE cafe.orders SET notes = %s", (text,))
    connection.commit()


@exercise.wrong("Order 1003 is right, but 1001 has a note as well")
def gives_the_column_a_default(connection, order_number, text):
    connection.execute(
        "ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200) DEFAULT ''"
    )
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )
    connection.commit()


@exercise.wrong("unterminated string literal")
def writes_the_text_into_the_sql(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute(
        f"UPDATE cafe.orders SET notes = '{text}' WHERE order_number = {order_number}"
    )
    connection.commit()


@exercise.wrong("raised IntegrityError")
def inserts_instead_of_updating(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute(
        "INSERT INTO cafe.orders VALUES (%s, 1, %s)", (order_number, text)
    )
    connection.commit()


@exercise.wrong(
    "There should be the same ten orders as before",
    misconception="one-attribute-needs-a-migration",
)
def makes_the_table_anew(connection, order_number, text):
    connection.execute("DROP TABLE cafe.orders")
    connection.execute(
        "CREATE TABLE cafe.orders (order_number INT PRIMARY KEY,"
        " quantity INT, notes VARCHAR(200))"
    )
    connection.execute(
        "INSERT INTO cafe.orders VALUES (%s, 1, %s)", (order_number, text)
    )
    connection.commit()


@exercise.wrong("the query has 0 placeholders but 2 parameters were passed")
def marks_values_as_another_driver(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute(
        "UPDATE cafe.orders SET notes = ? WHERE order_number = ?",
        (text, order_number),
    )
    connection.commit()
