"""What happens to a few items of lesson 10, scene by scene.

    STORIES     {name: Telling}

Each story is played on an account of its own and with the calls of the lesson: what
stands in a scene is what DynamoDB answered then.
"""

from datetime import timedelta

from ..aws import Account, Session
from ..aws.dynamodb.conditions import Attr, Key
from ..aws.errors import ClientError
from .scenes import Card, Place, Scene, Telling

TEXTS = ("status", "ordered_at", "pk", "sk")  # keys that are no numbers
SALE = 1500  # orders in one second


def _dynamodb():
    return Session(account=Account()).resource("dynamodb")


def _make(dynamodb, name, *keys, **more):
    """A table with this key; what is not in TEXTS is a number."""
    names = [*keys]
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        for index in more.get(kind, ()):
            names += [key["AttributeName"] for key in index["KeySchema"]]
    table = dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=_schema(*keys),
        AttributeDefinitions=[
            {"AttributeName": each, "AttributeType": "S" if each in TEXTS else "N"}
            for each in dict.fromkeys(names)
        ],
        **more,
    )
    table.wait_until_exists()
    return table


def _schema(*keys):
    kinds = zip(keys, ("HASH", "RANGE"))
    return [{"AttributeName": key, "KeyType": kind} for key, kind in kinds]


def _index(name, *keys):
    projection = {"ProjectionType": "KEYS_ONLY"}
    return {"IndexName": name, "KeySchema": _schema(*keys), "Projection": projection}


# --- section 2: what a change costs ---------------------------------------------------


def _move():
    by_shop = [_index("by_shop", "shop_id")]
    orders = _make(_dynamodb(), "orders", "order_id", GlobalSecondaryIndexes=by_shop)
    moved = 20001
    for number, shop in ((19951, 1), (19960, 2), (moved, 1)):
        orders.put_item(Item={"order_id": number, "shop_id": shop})

    def under(shop):
        asked = Key("shop_id").eq(shop)
        there = orders.query(IndexName="by_shop", KeyConditionExpression=asked)
        return Place(
            f"the index: shop {shop}",
            _cards("index", _numbers(there["Items"]), moved),
            "what a query gives",
        )

    def look(moment, said, note="no write yet"):
        item = orders.get_item(Key={"order_id": moved})["Item"]
        words = (f"{name}: {item.get(name, 'none')}" for name in ("shop_id", "drink"))
        cards = (Card(f"its {text.split(':')[0]}", text) for text in words)
        title = f"the table: order {moved}"
        return Scene(moment, said, (Place(title, (*cards,), note), under(1), under(2)))

    yield look("before", "Order 20001 stands in the index, under shop 1.")
    for moment, change, value, said in (
        ("a drink", "SET drink = :v", "mocha", "The index does not keep the drink."),
        ("a move", "SET shop_id = :v", 2, "Out of the old place, into the new one."),
        ("no shop", "REMOVE shop_id", None, "Without its key it leaves the index."),
    ):
        yield look(moment, said, _paid(orders, moved, change, value))


def _paid(orders, number, change, value):
    """Change an order; the units that this took, in words."""
    asked = {} if value is None else {"ExpressionAttributeValues": {":v": value}}
    paid = orders.update_item(
        Key={"order_id": number},
        UpdateExpression=change,
        ReturnConsumedCapacity="INDEXES",
        **asked,
    )["ConsumedCapacity"]
    index = paid.get("GlobalSecondaryIndexes", {}).get("by_shop", {})
    table = paid["Table"]["CapacityUnits"]
    return f"units: table {table:g}, index {index.get('CapacityUnits', 0):g}"


# --- section 3: late, and hot ---------------------------------------------------------


def _late():
    dynamodb, new = _dynamodb(), 20002
    client = dynamodb.meta.client
    by_shop = [_index("by_shop", "shop_id")]
    orders = _make(dynamodb, "orders", "order_id", GlobalSecondaryIndexes=by_shop)
    for number in (19901, 19950):
        orders.put_item(Item={"order_id": number, "shop_id": 40})
    client.set_index_lag("orders", "by_shop", seconds=2)

    def look(moment, said):
        asked = Key("shop_id").eq(40)
        known = orders.query(IndexName="by_shop", KeyConditionExpression=asked)
        there = _numbers(orders.scan()["Items"])
        known, is_sent = _numbers(known["Items"]), new in there
        index = [*_cards("index", known, new)]
        if is_sent and new not in known:
            index.append(Card(f"index {new}", f"{new} is on its way", "late"))
        till = [] if is_sent else [Card(f"table {new}", f"order {new}")]
        note = "has its answer: 200" if is_sent else "sends a new order"
        return Scene(
            moment,
            said,
            (
                Place("a till", (*till,), note),
                Place("the table", _cards("table", there, new), f"{len(there)} orders"),
                Place("the index", (*index,), f"a query gives {len(known)} orders"),
            ),
        )

    yield look("before", "A till is about to send order 20002, for shop 40.")
    orders.put_item(Item={"order_id": new, "shop_id": 40})
    yield look("at once", "The table has it, and tells the till. The index lacks it.")
    client.clock.advance(seconds=1)
    yield look("1 s later", "Who asks the index now gets an answer that is too old.")
    client.clock.advance(seconds=1)
    yield look("2 s later", "The index has followed: it gives the same three orders.")


def _numbers(items):
    return sorted(int(item["order_id"]) for item in items)


def _cards(where, numbers, new=None):
    return tuple(
        Card(f"{where} {n}", f"order {n}", "kept" if n == new else "") for n in numbers
    )


def _hot():
    by_status = [_index("by_status", "status")]
    orders = _make(_dynamodb(), "orders", "order_id", GlobalSecondaryIndexes=by_status)
    throttled, refused = orders.meta.client.exceptions.ThrottlingException, 0
    for sent in range(SALE + 1):  # the clock stands still: all within one second
        if sent % 250 == 0:
            yield _sale(sent, orders.scan(Select="COUNT")["Count"], refused)
        try:
            orders.put_item(Item={"order_id": sent, "status": "open"})
        except throttled:
            refused += 1


def _sale(sent, kept, refused):
    said = f"{kept:,} orders are kept, {refused:,} refused."
    if refused:
        said += " The index's partition takes no more, so the table refuses."
    tills = [] if sent == SALE else [Card("sending", "sending")]
    if refused:
        tills.append(Card("refused", f"{refused:,} refused", "refused"))
    return Scene(
        f"{sent:,} sent",
        said,
        (
            Place("the tills", (*tills,), f"sent {sent:,} in a second"),
            Place(
                "the table: many partitions",
                (Card("spread", "order_id: each its own", "kept"),),
                f"{kept:,} orders, well spread",
            ),
            Place(
                "the index: one partition",
                (Card("one", "status: all open", "late" if refused else ""),),
                f"{kept:,} of 1,000 writes a second",
                kept / 1000,
            ),
        ),
    )


# --- section 4: local -----------------------------------------------------------------


class _Receipts:
    """The receipts of each customer, by time, and sorted once more by price."""

    def __init__(self, dynamodb):
        by_price = [_index("by_price", "customer_id", "paid")]
        keys = "customer_id", "ordered_at"
        self.table = _make(dynamodb, "receipts", *keys, LocalSecondaryIndexes=by_price)

    def sorted_by(self, index, **asked):
        found = self.table.query(
            KeyConditionExpression=Key("customer_id").eq(283),
            ConsistentRead=True,
            **({"IndexName": index} if index else {}),
            **asked,
        )["Items"]
        where = index or "items"
        return tuple(
            Card(f"{where} {i['ordered_at']}", f"{i['ordered_at']}: {i['paid']} euros")
            for i in found
        )

    def places(self):
        dearest = self.sorted_by("by_price", ScanIndexForward=False)
        return (
            Place("customer 283, by time", self.sorted_by(None), "the items"),
            Place("the same, the dearest first", dearest, "the index by_price"),
        )

    def look(self, moment, said):
        other = Place("customer 1", (), "no receipt yet", 0.0)
        return Scene(moment, said, (*self.places(), other))


def _local():
    receipts = _Receipts(_dynamodb())
    client = receipts.table.meta.client
    said = "One partition key, two orders: by time, and by price."
    yield receipts.look("before", said)
    for day, paid in (("1 Oct", 7), ("2 Oct", 19), ("3 Oct", 12)):
        item = {"customer_id": 283, "ordered_at": day, "paid": paid}
        receipts.table.put_item(Item=item)
        said = "The new receipt stands in both at once, sorted twice."
        yield receipts.look(day, said)
    places, error = receipts.places(), None
    full = client.exceptions.ItemCollectionSizeLimitExceededException
    number = 0
    while error is None:
        client.clock.advance(seconds=1)
        item = {"customer_id": 1, "ordered_at": f"{number:02}", "paid": number}
        try:
            receipts.table.put_item(Item=item | {"photo": "x" * 350_000})
            number += 1
        except full as refusal:
            error = refusal
        if number % 14 == 0 or error:
            yield _photos(places, number, error)


def _photos(places, number, error):
    gigabytes = number * 350_000 / 2**20  # a MB of ours stands for a GB of AWS's
    said = f"Customer 1 keeps photos: {number} receipts, {gigabytes:.1f} GB of 10."
    cards = ()
    if error:
        said = f"Customer 1's next receipt: {error.response['Error']['Message']}"
        cards = (Card("refused", f"receipt {number + 1}", "refused"),)
    note = f"{number} receipts, {gigabytes:.1f} of 10 GB"
    place = Place("customer 1", cards, note, gigabytes / 10)
    return Scene(f"{number} photos", said, (*places, place))


# --- section 5: two who write ---------------------------------------------------------


class _Order:
    """An order, and two screens on which it stands: what each has read, and changed."""

    key = {"order_id": 20002}

    def __init__(self):
        self.table = _make(_dynamodb(), "orders", "order_id")
        self.table.put_item(Item=self.key | {"version": 1})
        self.ana = self.ben = self.read()

    def read(self):
        return self.table.get_item(Key=self.key)["Item"]

    def put_back(self, item):
        """Why it was refused, or None."""
        newer = item | {"version": item["version"] + 1}
        is_same = Attr("version").eq(item["version"])
        try:
            self.table.put_item(Item=newer, ConditionExpression=is_same)
        except ClientError as error:
            return error.response["Error"]["Message"]

    def look(self, moment, said, refused=False):
        stored = self.read()
        bens = self._screen("Ben", self.ben, stored, refused)
        places = (
            Place("Ana's screen", self._screen("Ana", self.ana, stored), "a large one"),
            Place("order 20002", _attributes("item", stored, "kept"), "in the table"),
            Place("Ben's screen", bens, "with oat milk"),
        )
        return Scene(moment, said, places)

    def _screen(self, name, item, stored, refused=False):
        if refused:
            return _attributes(name, item, "refused", "late")
        is_old = item["version"] != stored["version"]
        return _attributes(name, item, version="late" if is_old else "")


def _attributes(where, item, state="", version=""):
    return tuple(
        Card(
            f"{where} {name}",
            f"{name}: {item[name]}",
            version if name == "version" else state,
        )
        for name in ("version", "size", "milk")
        if name in item
    )


def _versions():
    order = _Order()
    yield order.look("both read", "Each screen has version 1.")
    order.ana, order.ben = order.ana | {"size": "large"}, order.ben | {"milk": "oat"}
    yield order.look("both change", "On the screens alone: nothing is written yet.")
    order.put_back(order.ana)
    order.ana = order.read()
    yield order.look("Ana puts", "It was still version 1. Now it is version 2.")
    said = f"Ben has version 1: {order.put_back(order.ben)}."
    yield order.look("Ben puts", said, refused=True)
    order.ben = order.read() | {"milk": "oat"}
    yield order.look("he reads", "Now Ben sees the size, and adds the milk once more.")
    order.put_back(order.ben)
    order.ben = order.read()
    said = "Version 3 has what both of them wanted. Now Ana's screen is old."
    yield order.look("he puts", said)


# --- section 6: all or nothing --------------------------------------------------------


class _TwoTables:
    """Two orders, the points of customer 283, and who would write them."""

    def __init__(self, dynamodb):
        self.client = dynamodb.meta.client
        self.orders = _make(dynamodb, "orders", "order_id")
        self.customers = _make(dynamodb, "customers", "customer_id")
        self.customers.put_item(Item={"customer_id": 283, "points": 15})
        for number in (20004, 20005):
            self.orders.put_item(Item={"order_id": number})
        self.between = []  # what is seen while the transaction is under way

    def look(self, moment, said, *asked, busy=False):
        purse = self.customers.get_item(Key={"customer_id": 283})["Item"]
        words = f"customer 283: {purse['points']} points"
        note = "held: it is prepared" if busy else "nothing is held"
        return Scene(
            moment,
            said,
            (
                Place("who writes", asked, "each asks DynamoDB"),
                Place("the orders", tuple(self._paid(busy)), note),
                Place(
                    "the customers",
                    (Card("purse", words, "late" if busy else ""),),
                    note,
                ),
            ),
        )

    def _paid(self, busy):
        items = self.orders.scan()["Items"]
        for item in sorted(items, key=lambda item: item["order_id"]):
            number, is_paid = item["order_id"], "paid" in item
            state = "late" if busy and number == 20004 else "kept" * is_paid
            words = f"{number}: {'paid' if is_paid else 'not paid'}"
            yield Card(f"order {number}", words, state)

    def ben(self):
        """Ben writes one of the two in the middle of it."""
        asked = {"Key": {"order_id": 20004}, "UpdateExpression": "SET cup = :c"}
        try:
            self.orders.update_item(**asked, ExpressionAttributeValues={":c": "glass"})
        except self.client.exceptions.TransactionConflictException as error:
            said = f"Ben marks the same order: {error.response['Error']['Message']}."
            pay = Card("pay", "pay 20004, 10 points", "late")
            no = Card("ben", "Ben: a glass for 20004", "refused")
            self.between.append(self.look("in the middle", said, pay, no, busy=True))


def _together():
    tables = _TwoTables(_dynamodb())
    client, pay = tables.client, "pay 20004, 10 points"
    said = "A transaction is about to write two items."
    yield tables.look("before", said, Card("pay", pay))
    client.set_transaction_time("orders", seconds=1)
    client.clock.after(timedelta(seconds=0.5), tables.ben)
    _pay(client, 20004)
    yield from tables.between
    said = "Both are written, in one step."
    yield tables.look("after it", said, Card("pay", pay, "kept"))
    try:
        _pay(client, 20005)
    except client.exceptions.TransactionCanceledException as error:
        codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
    said = f"Order 20005: {codes}. Five points are too few, so neither is written."
    no = Card("pay again", "pay 20005, 10 points", "refused")
    yield tables.look("the next one", said, no)


def _pay(client, number):
    client.transact_write_items(
        TransactItems=[
            {
                "Update": {
                    "TableName": "orders",
                    "Key": {"order_id": number},
                    "UpdateExpression": "SET paid = :p",
                    "ConditionExpression": "attribute_not_exists(paid)",
                    "ExpressionAttributeValues": {":p": True},
                }
            },
            {
                "Update": {
                    "TableName": "customers",
                    "Key": {"customer_id": 283},
                    "UpdateExpression": "SET points = points - :p",
                    "ConditionExpression": "points >= :p",
                    "ExpressionAttributeValues": {":p": 10},
                }
            },
        ]
    )


# --- section 8: one table -------------------------------------------------------------


def _one():
    cafe = _make(_dynamodb(), "cafe", "pk", "sk")
    customer, order, made = "CUSTOMER#283", "ORDER#19871", "ORDER#2026-10-"
    sorts = ("PROFILE", f"{made}30T07:42", f"{made}31T08:10")
    for pk, sk in (*((customer, sort) for sort in sorts), (order, "LINE#1")):
        cafe.put_item(Item={"pk": pk, "sk": sk})

    def ask(condition):
        found = cafe.query(KeyConditionExpression=condition)["Items"]
        return [(item["pk"], item["sk"]) for item in found]

    def under(pk, found):
        here = ask(Key("pk").eq(pk))
        cards = (Card("".join(i), i[1], "kept" * (i in found)) for i in here)
        return Place(f"pk: {pk}", (*cards,), "the sk of each item, sorted")

    def look(moment, said, found=()):
        cards = (Card(f"found {pk} {sk}", sk, "kept") for pk, sk in found)
        answer = Place("the answer", (*cards,), f"{len(found)} of 4 items are read")
        return Scene(
            moment, said, (under(customer, found), under(order, found), answer)
        )

    yield look("before", "One table, four items under two partition keys.")
    hers = Key("pk").eq(customer)
    said = "The partition key alone: the customer, and all of her orders."
    yield look("all of hers", said, ask(hers))
    said = "With the beginning of the sort key: her orders of that day."
    day = Key("sk").begins_with(f"{made}31")
    yield look("one day", said, ask(hers & day))
    said = "The lines of an order lie under the order's own number."
    yield look("one order", said, ask(Key("pk").eq(order)))


# --- section 10: told twice -----------------------------------------------------------


class _Reader:
    """Counts orders of a stream, and notes after each how far it has come."""

    def __init__(self, dynamodb):
        view = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        self.table = _make(dynamodb, "cups", "order_id", StreamSpecification=view)
        self.table.reload()
        account = dynamodb.meta.client.account
        self.streams = Session(account=account).client("dynamodbstreams")
        self.counted, self.noted, self.cups = [], 0, 0

    def records(self):
        """The order of each record, in all shards, as they came."""
        arn, found = self.table.latest_stream_arn, []
        about = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]
        for shard in about["Shards"]:
            mark = self.streams.get_shard_iterator(
                StreamArn=arn,
                ShardId=shard["ShardId"],
                ShardIteratorType="TRIM_HORIZON",
            )["ShardIterator"]
            found += self.streams.get_records(ShardIterator=mark)["Records"]
        found.sort(key=lambda each: int(each["dynamodb"]["SequenceNumber"]))
        return [int(each["dynamodb"]["Keys"]["order_id"]["N"]) for each in found]

    def count(self):
        self.cups += 1

    def note(self):
        self.noted += 1

    def look(self, moment, said, is_up=True):
        told, there = self.records(), _numbers(self.table.scan()["Items"])
        stream = tuple(
            Card(
                f"record {order}",
                f"INSERT order {order}",
                "kept" if place <= self.noted else "",
            )
            for place, order in enumerate(told, 1)
        )
        state = "" if self.cups == len(there) else "late"
        board = (
            Card("cups", f"cups: {self.cups}", state if is_up else "refused"),
            Card("mark", f"bookmark: behind record {self.noted}"),
        )
        places = (
            Place("the table", _cards("table", there), f"really {len(there)}"),
            Place("its stream", stream, "● is read and noted"),
            Place("the reader", board, "counts, then notes" if is_up else "✕ is down"),
        )
        return Scene(moment, said, places)


def _twice():
    reader = _Reader(_dynamodb())
    yield reader.look("before", "No order yet. The reader waits.")
    reader.table.put_item(Item={"order_id": 1})
    yield reader.look("order 1", "The table has it, and the stream tells of it.")
    reader.count()
    reader.note()
    yield reader.look("it reads", "The reader counts order 1, then notes its record.")
    reader.table.put_item(Item={"order_id": 2})
    reader.count()
    yield reader.look("it dies", "Order 2 is counted. Its record is not noted.", False)
    reader.count()
    reader.note()
    yield reader.look("it is back", "It goes on behind its bookmark: order 2 twice.")


STORIES = {
    "move": Telling("Three changes, and what the index takes", _move, 0, flows=False),
    "late": Telling("A write, and the index a moment later", _late, 0),
    "hot": Telling("1,500 open orders in one second", _hot, 4),
    "local": Telling("A local index fills its partition", _local, 3, flows=False),
    "versions": Telling("Two screens, one order", _versions, 3, flows=False),
    "together": Telling("Two items, one step", _together, 1, flows=False),
    "one": Telling("One table, and what a query takes of it", _one, 0, flows=False),
    "twice": Telling("A reader dies between counting and noting", _twice, 3),
}
