"""\
The same in SQL. A practice table, also `cafe.orders`, has the columns `order_number`
and `quantity`, and no notes. Write
`add_notes_column(connection, order_number, text)`: it adds a column `notes` for text,
fills it for this one order, and commits. The other orders have `NULL` there. Give the
text with `%s`: it may hold a quotation mark."""

import re

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


# ------------------------------------------------------------------------- the proof

ROOM = r"\bnotes\W+\w*char\w*(?:\s+varying)?\W+(\d+)"


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
    connect = connector(database_1())
    _ten_orders(connect)
    connection, statements = connect(), []
    execute = connection.execute

    def noting(query, *values, **named):
        statements.append(str(query))
        return execute(query, *values, **named)

    connection.execute = noting
    add_notes_column(connection, number, note)
    return (
        _other_columns(connect())
        or _too_short(statements, note)
        or _other_rows(connect(), number, note)
        or _no_key(connect())
    )


def _other_columns(connection):
    """What is wrong with the columns that a second connection sees, or None."""
    from cafe.drivers import sql

    try:
        found = connection.execute("DESCRIBE cafe.orders").fetchall()
    except sql.ProgrammingError:
        return "A second connection sees no table cafe.orders any more: it is gone."
    columns = [name for name, *_ in found]
    if "notes" not in columns:
        return (
            "A second connection sees no column notes in cafe.orders; the columns are"
            f" {', '.join(columns)}. Is there a commit()?"
        )
    if sorted(columns) != ["notes", "order_number", "quantity"]:
        return (
            "The columns should be order_number, quantity and notes; they are"
            f" {', '.join(columns)}."
        )
    return None


def _too_short(statements, note):
    """What is said of a column for fewer characters than a note has, or None."""
    found = re.search(ROOM, " ".join(statements), re.IGNORECASE)
    if found and int(found[1]) < len(note):
        return (
            f"A note of {len(note)} characters was to be kept, and notes has room for"
            f" {found[1]}. The engine behind this small RDS does not count them; MySQL"
            " does, and refuses the note."
        )
    return None


def _other_rows(connection, number, note):
    """What is wrong with the rows that a second connection sees, or None."""
    found = connection.execute("SELECT order_number, quantity, notes FROM cafe.orders")
    rows = {order: (quantity, text) for order, quantity, text in found}
    if {order: row[0] for order, row in rows.items()} != {
        order: order % 3 + 1 for order in range(1001, 1011)
    }:
        return "There should be the same ten orders as before, with their quantities."
    if rows[number][1] is not None and not isinstance(rows[number][1], str):
        return (
            f"A second connection should read a text in order {number}; it reads"
            f" {rows[number][1]!r}. Is the column one for text?"
        )
    if rows[number][1] != note:
        return (
            f"A second connection should read {note!r} in order {number}; it reads"
            f" {rows[number][1]!r}. Is there an UPDATE, and a commit() after it?"
        )
    noted = [order for order, (_, text) in rows.items() if text is not None]
    if noted != [number]:
        other = min(set(noted) - {number})
        return (
            f"Order {number} is right, but order {other} has the note"
            f" {rows[other][1]!r}; it should have NULL."
        )
    return None


def _no_key(connection):
    """What is said when an order can come twice, as in a table made anew, or None."""
    from cafe.drivers import sql

    try:
        connection.execute(
            "INSERT INTO cafe.orders (order_number, quantity) VALUES (1001, 1)"
        )
    except sql.IntegrityError:
        return None
    return (
        "The table lets order 1001 in twice: its primary key is gone. Change the table"
        " that is there, with ALTER TABLE."
    )


# ------------------------------------------------------------------------- also right


@exercise.right
def leaves_the_connection_to_with(connection, order_number, text):
    with connection:
        connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes TEXT")
        connection.execute(
            "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
            [text, order_number],
        )


@exercise.right
def names_the_values(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes TEXT")
    connection.execute(
        "UPDATE cafe.orders SET notes = %(text)s WHERE order_number = %(number)s",
        {"text": text, "number": order_number},
    )
    connection.commit()


@exercise.right
def commits_each_statement(connection, order_number, text):
    connection.execute("alter table cafe.orders add notes varchar")
    connection.commit()
    connection.execute(
        "update cafe.orders set notes = %s where order_number = %s",
        (text, order_number),
    )
    connection.commit()
    connection.close()


@exercise.right
def commits_in_sql(connection, order_number, text):
    connection.execute("BEGIN")
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(500)")
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )
    connection.execute("COMMIT")


@exercise.right
def keeps_each_statement_by_itself(connection, order_number, text):
    connection.autocommit = True
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN IF NOT EXISTS notes TEXT;")
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s;",
        (text, order_number),
    )


@exercise.right
def decides_with_case(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes TEXT DEFAULT NULL")
    connection.execute(
        "UPDATE cafe.orders SET notes = CASE WHEN order_number = %s THEN %s END",
        (order_number, text),
    )
    connection.commit()


@exercise.right
def writes_the_number_into_the_sql(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes TEXT")
    connection.execute(
        f"UPDATE cafe.orders SET notes = %s WHERE order_number = {order_number}",
        (text,),
    )
    connection.commit()


@exercise.right
def gives_the_changed_row_back(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes TEXT")
    changed = connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s RETURNING *",
        (text, order_number),
    ).fetchall()
    connection.commit()
    return changed


@exercise.right
def doubles_the_quotation_marks(connection, order_number, text):
    quoted = text.replace("'", "''")
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes TEXT")
    connection.execute(
        f"UPDATE cafe.orders SET notes = '{quoted}' WHERE order_number = {order_number}"
    )
    connection.commit()


# ------------------------------------------------------------------------------ wrong


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


@exercise.wrong('Order 1003 is right, but order 1001 has the note "oat milk')
def notes_every_order(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")
    connection.execute("UPDATE cafe.orders SET notes = %s", (text,))
    connection.commit()


@exercise.wrong("but order 1001 has the note ''; it should have NULL.")
def gives_the_column_a_default(connection, order_number, text):
    connection.execute(
        "ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200) DEFAULT ''"
    )
    connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )
    connection.commit()


@exercise.wrong("The text holds a quotation mark.")
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


ADD = "ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)"
SET = "UPDATE cafe.orders SET notes = %s WHERE order_number = %s"


@exercise.wrong("the columns are order_number, quantity, note. Is there a commit()?")
def names_it_note(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN note VARCHAR(200)")
    connection.execute(SET.replace("notes", "note"), (text, order_number))
    connection.commit()


@exercise.wrong("Is there a commit()?")
def forgets_the_brackets_of_commit(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, (text, order_number))
    connection.commit


@exercise.wrong("Is there a commit()?")
def takes_it_all_back(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, (text, order_number))
    connection.rollback()


@exercise.wrong("There should be the same ten orders as before, with their quantities.")
def changes_the_quantity_too(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(
        SET.replace("WHERE", ", quantity = 9 WHERE"), (text, order_number)
    )
    connection.commit()


@exercise.wrong("they are order_number, quantity, notes, noted_on.")
def adds_two_columns(connection, order_number, text):
    connection.execute(ADD)
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN noted_on DATE")
    connection.execute(SET, (text, order_number))
    connection.commit()


@exercise.wrong("they are order_number, notes.")
def takes_the_quantity_away(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, (text, order_number))
    connection.commit()  # DuckDB 1.5 drops no column of a table that has just changed
    connection.execute("ALTER TABLE cafe.orders DROP COLUMN quantity")
    connection.commit()


@exercise.wrong("The table lets order 1001 in twice: its primary key is gone.")
def copies_the_table(connection, order_number, text):
    connection.execute(
        "CREATE TABLE cafe.noted AS SELECT *, CASE WHEN order_number = %s THEN %s END"
        " AS notes FROM cafe.orders",
        (order_number, text),
    )
    connection.execute("DROP TABLE cafe.orders")
    connection.execute("ALTER TABLE cafe.noted RENAME TO orders")
    connection.commit()


@exercise.wrong("A second connection sees no table cafe.orders any more")
def renames_the_table(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, (text, order_number))
    connection.execute("ALTER TABLE cafe.orders RENAME TO noted")
    connection.commit()


@exercise.wrong("it reads 'oat milk, in Maeves cup'")
def takes_the_quotation_mark_away(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, (text.replace("'", ""), order_number))
    connection.commit()


@exercise.wrong("The place of a value is written %s, without quotation marks")
def puts_the_place_in_quotation_marks(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET.replace("%s", "'%s'", 1), (text, order_number))
    connection.commit()


@exercise.wrong(
    "Are the values in the order of their %s, and is the column one for text?"
)
def swaps_the_values(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, (order_number, text))
    connection.commit()


@exercise.wrong("is the column one for text?")
def adds_a_column_of_numbers(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes INT")
    connection.execute(SET, (text, order_number))
    connection.commit()


@exercise.wrong(
    "notes has room for 10. The engine behind this small RDS does not count"
)
def leaves_little_room(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(10)")
    connection.execute(SET, (text, order_number))
    connection.commit()


@exercise.wrong("notes has room for 5. The engine behind this small RDS does not count")
def leaves_less_room_in_other_words(connection, order_number, text):
    connection.execute('ALTER TABLE cafe.orders ADD "notes" character varying(5)')
    connection.execute(SET, (text, order_number))
    connection.commit()


@exercise.wrong("Is the column one for text?")
def adds_a_column_of_bytes(connection, order_number, text):
    connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes BLOB")
    connection.execute(SET, (text, order_number))
    connection.commit()


@exercise.wrong("Write %s, and give the values beside the SQL")
def gives_no_values(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET)


@exercise.wrong("A set has no order: a tuple, in round brackets, has.")
def gives_the_values_in_a_set(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, {text, order_number})


@exercise.wrong("UPDATE changes a row; INSERT adds one.")
def inserts_the_note_alone(connection, order_number, text):
    connection.execute(ADD)
    connection.execute("INSERT INTO cafe.orders (notes) VALUES (%s)", (text,))


@exercise.wrong("The values stand together in one tuple.")
def gives_the_values_one_by_one(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(SET, text, order_number)
    connection.commit()


@exercise.wrong("One value makes a tuple with a comma: (text,).")
def forgets_the_comma_of_a_tuple(connection, order_number, text):
    connection.execute(ADD)
    connection.execute(
        f"UPDATE cafe.orders SET notes = %s WHERE order_number = {order_number}", (text)
    )
    connection.commit()


@exercise.wrong("Give each statement an execute of its own.")
def writes_two_statements_at_once(connection, order_number, text):
    connection.execute(f"{ADD}; {SET}", (text, order_number))
    connection.commit()


@exercise.wrong('Did you mean "cafe.orders"?')
def leaves_the_schema_out(connection, order_number, text):
    connection.execute("ALTER TABLE orders ADD COLUMN notes VARCHAR(200)")


@exercise.wrong("Some rows have no value for it: leave NOT NULL out.")
def allows_no_null(connection, order_number, text):
    connection.execute(f"{ADD} NOT NULL")
    connection.execute(SET, (text, order_number))
    connection.commit()


@exercise.wrong("column notes not found in table")
def fills_before_it_adds(connection, order_number, text):
    connection.execute(SET, (text, order_number))
    connection.execute(ADD)
    connection.commit()
