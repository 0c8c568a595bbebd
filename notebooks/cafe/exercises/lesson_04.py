"""Exercises of lesson 04: one note in both services, a join, one order, fit for use."""

from .kinds import PythonExercise, SqlExercise, Variant, Wrong
from .shared_table import SharedTable

LOGIN = {"user": "admin", "password": "espresso-2026", "dbname": "default"}
ORDER = {"user": "Maeve Chen", "product": "Latte", "quantity": 2}
NOTE = "oat milk, in Maeve's cup"
NOTES = {1003: NOTE, 1007: "no lid"}  # a second order: a number may stand in the code


def _orders(first, last, **more):
    """A table `orders` of its own account, filled with orders first to last."""
    from cafe import aws

    dynamodb = aws.Session(account=aws.Account()).resource("dynamodb")
    table = dynamodb.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "order_number", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "order_number", "AttributeType": "N"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    with table.batch_writer() as batch:
        for number in range(first, last + 1):
            batch.put_item(Item={"order_number": number, **ORDER, **more})
    return table


def _database_1():
    """The demonstration's instance in an account of its own, and its `rds` client."""
    from cafe import aws

    rds = aws.Session(account=aws.Account()).client("rds")
    rds.create_db_instance(
        DBInstanceIdentifier="database-1",
        Engine="mysql",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername=LOGIN["user"],
        MasterUserPassword=LOGIN["password"],
        PubliclyAccessible=True,
    )
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier="database-1")
    return rds


def _connector(rds, password=LOGIN["password"]):
    """What opens connections to database-1, from inside its VPC."""
    from cafe.drivers import sql

    rds.account.client_address = "172.31.5.20"
    (instance,) = rds.describe_db_instances()["DBInstances"]
    login = LOGIN | {
        "host": instance["Endpoint"]["Address"],
        "port": instance["Endpoint"]["Port"],
        "password": password,
        "account": rds.account,
    }
    return lambda: sql.connect(**login)


# ---------------------------------------------------------------- a note, in DynamoDB


def _note_is_added(add_notes):
    """What is wrong with how an answer adds a note to one item, or None."""
    problems = (_note_is_added_to(add_notes, *each) for each in NOTES.items())
    return next(filter(None, problems), None)


def _note_is_added_to(add_notes, number, note):
    """What is wrong after a note for one order of ten, or None."""
    table = _orders(1001, 1010)

    def another_till(table):
        table.update_item(
            Key={"order_number": number},
            UpdateExpression="SET paid = :yes",
            ExpressionAttributeValues={":yes": True},
        )

    shared = SharedTable(table, another_till)
    add_notes(shared, number, note)
    items = {int(item["order_number"]): item for item in table.scan()["Items"]}
    order = items.pop(number, {})
    if "notes" not in order:
        return (
            f"Order {number} should have an attribute notes; it has"
            f" {', '.join(sorted(order)) or 'none at all'}."
        )
    if order["notes"] != note:
        return (
            f"The notes of order {number} should be {note!r}; they are"
            f" {order['notes']!r}."
        )
    if lost := sorted(set(ORDER) - set(order)):
        return (
            f"Order {number} has its notes, but it lost {', '.join(lost)}: put_item"
            " puts a whole item in the place of the old one."
        )
    if shared.was_read and "paid" not in order:
        return (
            "Between your reading and your put_item another till marked the order as"
            " paid, and your put took that back. update_item changes one attribute"
            " and needs no reading."
        )
    if touched := sorted(number for number, item in items.items() if "notes" in item):
        return (
            f"Order {number} is right, but {touched[0]} has an attribute notes as well."
            " An item has what it needs; the others need no empty notes."
        )
    return None


def _add(body):
    return f"def add_notes(table, order_number, text):\n{body}"


def _update(expression, key="order_number", values='{":t": text}'):
    return _add(f"""\
    table.update_item(
        Key={{"order_number": {key}}},
        UpdateExpression="{expression}",
        ExpressionAttributeValues={values},
    )
""")


ADD_NOTES = PythonExercise(
    id="04.add_notes",
    objective="04.b",
    difficulty=1,
    prompt="""\
A customer rings: order 1003, please with a note. Write
`add_notes(table, order_number, text)`. It gives one item an attribute `notes`, and
leaves the rest of the item as it is, even when another till changes it meanwhile.""",
    starter=_add("    ...\n"),
    hints=(
        "put_item puts a whole item in the place of the old one. Another call changes"
        " single attributes.",
        "table.update_item takes Key, UpdateExpression and ExpressionAttributeValues.",
        'The expression is "SET notes = :t", and {":t": text} says what :t stands for.',
    ),
    solution=_update("SET notes = :t"),
    name="add_notes",
    prove=_note_is_added,
    seconds=5.0,
    wrong=(
        Wrong(
            _add(
                "    table.put_item("
                'Item={"order_number": order_number, "notes": text})\n'
            ),
            "it lost product, quantity, user",
            misconception="putitem-merges",
        ),
        Wrong(
            _add("""\
    item = table.get_item(Key={"order_number": order_number})["Item"]
    item["notes"] = text
    table.put_item(Item=item)
"""),
            "another till marked the order as paid, and your put took that back",
        ),
        Wrong(
            _add("""\
    for item in table.scan()["Items"]:
        number = item["order_number"]
        table.update_item(
            Key={"order_number": number},
            UpdateExpression="SET notes = :t",
            ExpressionAttributeValues={":t": text if number == order_number else ""},
        )
"""),
            "Order 1003 is right, but 1001 has an attribute notes as well",
            misconception="one-attribute-needs-a-migration",
        ),
        Wrong(
            _add("""\
    table.meta.client.update_table(
        TableName=table.name,
        AttributeDefinitions=[{"AttributeName": "notes", "AttributeType": "S"}],
    )
"""),
            "Order 1003 should have an attribute notes; it has order_number",
            misconception="dynamodb-declares-its-columns",
        ),
        Wrong(
            _update("SET notes = :t", key="1003"),
            "Order 1007 should have an attribute notes; it has order_number",
        ),
        Wrong(_update("SET notes = text"), "add_notes raised ClientError"),
        Wrong(_update("ADD notes :t"), "add_notes raised ClientError"),
        Wrong(_update("SET note = :t"), "it has note, order_number"),
        Wrong(_update("SET notes = :t", key="str(order_number)"), "add_notes raised"),
        Wrong(
            _update("SET notes = :t", values='{":t": "oat milk"}'),
            "they are 'oat milk'",
        ),
    ),
)


# ---------------------------------------------------------------- a note, in RDS


def _ten_orders(connect):
    with connect() as connection:
        connection.execute(
            "CREATE SCHEMA cafe; CREATE TABLE cafe.orders"
            " (order_number INT PRIMARY KEY, quantity INT NOT NULL);"
            "INSERT INTO cafe.orders SELECT n, n % 3 + 1 FROM range(1001, 1011) t(n)"
        )


def _column_is_added(add_notes_column):
    """What is wrong with how an answer adds a column and a note, or None."""
    problems = (_column_is_added_for(add_notes_column, *each) for each in NOTES.items())
    return next(filter(None, problems), None)


def _column_is_added_for(add_notes_column, number, note):
    """What is wrong with a new column, and with the note of one order, or None."""
    from cafe.drivers import sql

    connect = _connector(_database_1())
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


ALTER = 'connection.execute("ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200)")'
CHANGE = """connection.execute(
        "UPDATE cafe.orders SET notes = %s WHERE order_number = %s",
        (text, order_number),
    )"""
INSERT = """connection.execute(
        "INSERT INTO cafe.orders VALUES (%s, 1, %s)", (order_number, text)
    )"""
KEEP = "connection.commit()"


def _alter(*lines):
    body = "".join(f"    {line}\n" for line in lines)
    return f"def add_notes_column(connection, order_number, text):\n{body}"


ALTER_TABLE = PythonExercise(
    id="04.alter_table",
    objective="04.b",
    difficulty=2,
    prompt="""\
Now you. A practice table, also called `cafe.orders`, has the columns `order_number`
and `quantity`, and no notes. Write
`add_notes_column(connection, order_number, text)`: it adds a column `notes` for text,
fills it for this one order, and commits. The other orders have `NULL` there. Give the
text with `%s`: it may hold a quotation mark.""",
    starter=_alter("..."),
    hints=(
        "Two statements: one changes the table, the other changes a row of it.",
        "ALTER TABLE cafe.orders ADD COLUMN notes VARCHAR(200), then UPDATE … SET …"
        " WHERE …",
        'connection.execute("UPDATE cafe.orders SET notes = %s WHERE order_number ='
        ' %s", (text, order_number)), and connection.commit() at the end.',
    ),
    solution=_alter(ALTER, CHANGE, KEEP),
    name="add_notes_column",
    prove=_column_is_added,
    seconds=10.0,
    wrong=(
        Wrong(_alter(CHANGE, KEEP), "column notes not found in table"),
        Wrong(_alter(ALTER, KEEP), "in order 1003; it reads None. Is there an UPDATE"),
        Wrong(_alter(ALTER, CHANGE), "A second connection sees no column notes"),
        Wrong(_alter(ALTER, KEEP, CHANGE), "it reads None. Is there an UPDATE, and a"),
        Wrong(
            _alter(
                ALTER,
                CHANGE.replace("order_number = %s", "order_number = 1003").replace(
                    "(text, order_number)", "(text,)"
                ),
                KEEP,
            ),
            "should read 'no lid' in order 1007; it reads None",
        ),
        Wrong(
            _alter(
                ALTER,
                'connection.execute("UPDATE cafe.orders SET notes = %s", (text,))',
                KEEP,
            ),
            "Order 1003 is right, but 1001 has a note as well",
        ),
        Wrong(
            _alter(
                ALTER.replace("(200)", "(200) DEFAULT ''"),
                CHANGE,
                KEEP,
            ),
            "Order 1003 is right, but 1001 has a note as well",
        ),
        Wrong(
            _alter(
                ALTER,
                "connection.execute(",
                "    f\"UPDATE cafe.orders SET notes = '{text}'"
                ' WHERE order_number = {order_number}"',
                ")",
                KEEP,
            ),
            "unterminated string literal",
        ),
        Wrong(
            _alter(
                ALTER,
                INSERT,
                KEEP,
            ),
            "raised IntegrityError",
        ),
        Wrong(
            _alter(
                'connection.execute("DROP TABLE cafe.orders")',
                "connection.execute(",
                '    "CREATE TABLE cafe.orders (order_number INT PRIMARY KEY,"',
                '    " quantity INT, notes VARCHAR(200))"',
                ")",
                INSERT,
                KEEP,
            ),
            "There should be the same ten orders as before",
            misconception="one-attribute-needs-a-migration",
        ),
    ),
)


# ---------------------------------------------------------------- three tables


def _join(columns="o.order_id, p.name AS product, l.quantity", rest="", kind="JOIN"):
    return f"""\
SELECT {columns}
FROM orders o
{kind} order_lines l ON l.order_id = o.order_id
{kind} products p ON p.product_id = l.product_id
{rest or "WHERE o.channel = 'web'"}
"""


THREE_TABLE_JOIN = SqlExercise(
    id="04.three_table_join",
    objective="04.b",
    difficulty=2,
    prompt="""\
Back to the shop's own tables, those of lesson 02. What is bought on the web? Show one
row for each line of each order whose `channel` is `'web'`: `order_id`, `product`, the
product's name, and `quantity`. The tables are `orders`, `order_lines` and
`products`.""",
    starter="""\
-- Your query. The columns: order_id, product, quantity.
""",
    hints=(
        "An order line stands in the middle: it names its order and its product.",
        "FROM orders o JOIN order_lines l ON … JOIN products p ON …: each JOIN with the"
        " column that the two tables share.",
        "l.order_id = o.order_id and p.product_id = l.product_id; then"
        " WHERE o.channel = 'web'. p.name AS product names the column.",
    ),
    solution=_join(),
    variants=(
        Variant(
            "a web order holds two products",
            "INSERT INTO order_lines VALUES (5, 2, 2, 'one size', 3, 2.60)",
        ),
        Variant(
            "a web order has two lines that are alike",
            "INSERT INTO order_lines VALUES (5, 2, 1, 'large', 1, 4.10)",
        ),
        Variant(
            "a web order has no line yet",
            "INSERT INTO orders VALUES (7, 1, 1, '2026-01-09 09:00:00', 'web')",
        ),
        Variant(
            "nobody has ordered yet", "DELETE FROM order_lines; DELETE FROM orders"
        ),
    ),
    wrong=(
        Wrong(
            _join(rest="ORDER BY o.order_id"),
            "On the shop's data, ",
            "That shows the orders of the tills and the app too: WHERE keeps the web.",
        ),
        Wrong(
            _join(kind="LEFT JOIN"),
            "where a web order has no line yet, 1 row is too many",
            "LEFT JOIN keeps an order without lines, with NULL for its product.",
        ),
        Wrong(
            _join("DISTINCT o.order_id, p.name AS product, l.quantity"),
            "On the shop's data, ",
            "DISTINCT makes one row of two lines that look alike.",
        ),
        Wrong(
            _join(
                "o.order_id, p.name AS product, sum(l.quantity) AS quantity",
                "WHERE o.channel = 'web' GROUP BY o.order_id, p.name",
            ),
            "On the shop's data, ",
            "One row for each line was asked for; that adds up lines of one product.",
        ),
        Wrong(
            "SELECT o.order_id, p.name AS product, l.quantity"
            " FROM orders o, order_lines l, products p"
            " WHERE l.order_id = o.order_id AND o.channel = 'web'",
            "Is a join condition missing?",
        ),
        Wrong(
            "SELECT o.order_id, p.name AS product, l.quantity FROM orders o"
            " JOIN order_lines l ON l.order_id = o.order_id"
            " JOIN products p ON p.product_id = l.line_no WHERE o.channel = 'web'",
            "On the shop's data, ",
            "line_no counts the lines of an order. The product's key is product_id.",
        ),
        Wrong(
            _join(
                rest="JOIN prices r ON r.product_id = p.product_id"
                " WHERE o.channel = 'web'"
            ),
            "On the shop's data, ",
            "A product has a price for each size: joining prices repeats each line.",
        ),
        Wrong(_join("order_id, p.name AS product, l.quantity"), "mbiguous reference"),
        Wrong(
            _join("o.order_id, p.name, l.quantity"),
            "yours are order_id, name, quantity",
        ),
    ),
)


# ---------------------------------------------------------------- one order


def _finds(find_order):
    """What is wrong with how an answer looks one order up, or None."""
    table = _orders(1001, 1200, address="x" * 900)
    used = table.meta.client.table("orders").throughput.consumed
    before = used["Read"]
    found = find_order(table, 1003)
    paid = used["Read"] - before
    wanted = table.get_item(Key={"order_number": 1003})["Item"]
    if isinstance(found, list):
        return "It returned a list. One order was asked for: return the item itself."
    if isinstance(found, dict) and ({"Item", "Items"} & set(found)):
        return (
            "It returned the whole answer of the call. The item stands in it, under"
            f" {'Item' if 'Item' in found else 'Items'}."
        )
    if found != wanted:
        return (
            f"find_order(table, 1003) should return that order; it gave {found!r:.60}."
        )
    if paid > 1:
        return (
            f"The order is right, but {paid:g} read units were used, and 0.5 are"
            " enough. You read the whole table to find one item: ask by its key."
        )
    try:
        missing = find_order(table, 9999)
    except (KeyError, IndexError) as error:
        return (
            f"For an order that is not there it raised {type(error).__name__}; it"
            " should return None."
        )
    if missing is not None:
        return f"For an order that is not there it returned {missing!r}, not None."
    return None


def _find(body):
    return (
        "def find_order(table, order_number):\n"
        "    from cafe.aws.dynamodb.conditions import Attr, Key\n\n" + body
    )


BY_KEY = 'Key={"order_number": order_number}'
QUERY = 'table.query(KeyConditionExpression=Key("order_number").eq(order_number))'

FIND_ORDER = PythonExercise(
    id="04.find_order",
    objective="04.b",
    difficulty=1,
    prompt="""\
The demonstration finds one order with a Query, after a Scan. Write
`find_order(table, order_number)`: it returns the item of that order, or `None` when
there is none. The table holds two hundred orders, and you may not read them all.""",
    starter=_find("    ...\n"),
    hints=(
        "One item, by its whole key: there is a call for just this.",
        "table.get_item(Key={…}) answers with a dict; the item is under 'Item'.",
        "When nothing is there, the answer has no 'Item', and .get('Item') gives None.",
    ),
    solution=_find(f'    return table.get_item({BY_KEY}).get("Item")\n'),
    name="find_order",
    prove=_finds,
    seconds=5.0,
    wrong=(
        Wrong(
            _find("""\
    found = table.scan(FilterExpression=Attr("order_number").eq(order_number))
    return found["Items"][0] if found["Items"] else None
"""),
            "You read the whole table to find one item",
            misconception="scan-looks-up-one-order",
        ),
        Wrong(
            _find("""\
    for item in table.scan()["Items"]:
        if item["order_number"] == order_number:
            return item
"""),
            "The order is right, but",
            misconception="scan-looks-up-one-order",
        ),
        Wrong(_find(f'    return {QUERY}["Items"]\n'), "It returned a list."),
        Wrong(_find(f"    return table.get_item({BY_KEY})\n"), "under Item."),
        Wrong(_find(f"    return {QUERY}\n"), "under Items."),
        Wrong(
            _find(f'    return table.get_item({BY_KEY})["Item"]\n'),
            "it raised KeyError; it should return None",
        ),
        Wrong(
            _find(f'    return {QUERY}["Items"][0]\n'),
            "it raised IndexError; it should return None",
        ),
        Wrong(
            _find(
                '    return table.get_item(Key={"order_number": str(order_number)})\n'
            ),
            "find_order raised ClientError",
        ),
        Wrong(
            _find('    return table.scan(Limit=1)["Items"][0]\n'),
            "find_order(table, 1003) should return that order",
        ),
    ),
)


# ---------------------------------------------------------------- fit for use


def _is_fit(make_fit):
    """What is wrong with database-1 after an answer has changed it, or None."""
    from cafe.drivers import sql

    rds = _database_1()
    make_fit(rds, "a-secret-that-is-new")
    rds.account.clock.advance(minutes=15)  # time enough for what is to happen at once
    instance = rds.instances.get("database-1")
    if instance is None:
        return "database-1 is gone, with its data. Change it: modify_db_instance."
    if instance.public:
        return "It still has a public address: PubliclyAccessible."
    if instance.pending:
        return (
            f"{', '.join(instance.pending)} waits for the maintenance window. It was"
            " to happen at once: ApplyImmediately."
        )
    if not instance.multi_az:
        return "When its zone fails, it is gone. A standby takes over: MultiAZ."
    if instance.retention < 14:
        return (
            "One cannot go back fourteen days: BackupRetentionPeriod is"
            f" {instance.retention}."
        )
    if instance.retention > 14:
        return f"14 days were asked for; BackupRetentionPeriod is {instance.retention}."
    try:
        _connector(rds)()
    except sql.OperationalError:
        pass
    else:
        return "The password of the demonstration still opens it: MasterUserPassword."
    try:
        _connector(rds, "a-secret-that-is-new")()
    except sql.OperationalError:
        return "Its password is another than the one that the function was given."
    return None


def _modify(**changes):
    """An answer that modifies database-1, with some settings changed or left out."""
    settings = {
        "DBInstanceIdentifier": '"database-1"',
        "PubliclyAccessible": "False",
        "MultiAZ": "True",
        "BackupRetentionPeriod": "14",
        "MasterUserPassword": "new_password",
        "ApplyImmediately": "True",
    } | changes
    lines = [f"        {name}={value},\n" for name, value in settings.items() if value]
    return (
        "def make_fit(rds, new_password):\n"
        f"    rds.modify_db_instance(\n{''.join(lines)}    )\n"
    )


MAKE_FIT = PythonExercise(
    id="04.make_fit",
    objective="04.c",
    difficulty=2,
    prompt="""\
Somebody put real orders into the demonstration's `database-1`. Write
`make_fit(rds, new_password)`. With one call it changes the instance: no public access,
a standby in a second zone, backups for 14 days, and the password that the function is
given. All of it at once, not in the next maintenance window.""",
    starter="def make_fit(rds, new_password):\n    ...\n",
    hints=(
        "The call is rds.modify_db_instance, with DBInstanceIdentifier.",
        "The settings are PubliclyAccessible, MultiAZ, BackupRetentionPeriod and"
        " MasterUserPassword.",
        "A standby waits for the maintenance window unless ApplyImmediately=True.",
    ),
    solution=_modify(),
    name="make_fit",
    prove=_is_fit,
    seconds=10.0,
    wrong=(
        Wrong(_modify(PubliclyAccessible=""), "It still has a public address"),
        Wrong(_modify(MultiAZ=""), "When its zone fails, it is gone"),
        Wrong(_modify(ApplyImmediately=""), "MultiAZ waits for the maintenance window"),
        Wrong(_modify(BackupRetentionPeriod=""), "BackupRetentionPeriod is 1."),
        Wrong(_modify(BackupRetentionPeriod="30"), "14 days were asked for"),
        Wrong(_modify(BackupRetentionPeriod="60"), "Invalid backup retention period"),
        Wrong(_modify(MasterUserPassword=""), "The password of the demonstration"),
        Wrong(
            _modify(MasterUserPassword='"new_password"'),
            "Its password is another than the one",
        ),
        Wrong(_modify(DBInstanceIdentifier='"orders"'), "DBInstance orders not found"),
        Wrong(
            "def make_fit(rds, new_password):\n"
            '    rds.delete_db_instance(DBInstanceIdentifier="database-1",\n'
            "                           SkipFinalSnapshot=True)\n",
            "database-1 is gone, with its data",
        ),
    ),
)

EXERCISES = (THREE_TABLE_JOIN, ADD_NOTES, ALTER_TABLE, FIND_ORDER, MAKE_FIT)
