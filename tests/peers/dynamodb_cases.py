"""Random calls on DynamoDB: seeded, mostly right, sometimes wrong on purpose.

A case is a list of calls on four fresh tables. Names and values come from small sets,
so that calls meet the same items again and again.
"""

import random

TABLES = {
    "plain": {"keys": {"pk": "S"}},
    "sorted": {"keys": {"pk": "S", "sk": "N"}},
    "odd": {"keys": {"pk": "N", "sk": "B"}},
    "indexed": {
        "keys": {"pk": "S", "sk": "S"},
        "LocalSecondaryIndexes": [
            ("by_grade", {"pk": "S", "grade": "N"}, "INCLUDE", ["kind"]),
        ],
        "GlobalSecondaryIndexes": [
            ("by_kind", {"kind": "S", "grade": "N"}, "ALL", None),
            ("by_colour", {"colour": "S"}, "KEYS_ONLY", None),
        ],
    },
}
NAMES = ("note", "qty", "tags", "list1", "map1", "flag", "grade", "kind", "colour")
RESERVED = ("name", "status", "Total", "size", "items")
COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")


def definition(table):
    """The arguments of create_table for one of the tables."""
    shape = TABLES[table]
    types = dict(shape["keys"])
    asked = {
        "TableName": table,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _key_schema(shape["keys"]),
    }
    for kind in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
        for name, keys, projection, attributes in shape.get(kind, ()):
            types |= keys
            also = {"NonKeyAttributes": attributes} if attributes else {}
            asked.setdefault(kind, []).append(
                {
                    "IndexName": name,
                    "KeySchema": _key_schema(keys),
                    "Projection": {"ProjectionType": projection} | also,
                }
            )
    asked["AttributeDefinitions"] = [
        {"AttributeName": name, "AttributeType": kind} for name, kind in types.items()
    ]
    return asked


def _key_schema(keys):
    return [
        {"AttributeName": name, "KeyType": kind}
        for name, kind in zip(keys, ("HASH", "RANGE"))
    ]


def case(seed, length, tame=False):
    """A list of (operation, arguments) that a seed decides.

    A tame case has no call that is wrong on purpose, and numbers in one spelling.
    """
    maker = _Maker(random.Random(f"case {seed}"), tame)
    return [maker.call() for _ in range(length)]


class _Maker:
    def __init__(self, rng, tame):
        self.rng, self.tame = rng, tame

    def call(self):
        kinds = {
            self.put: 24,
            self.update: 24,
            self.get: 8,
            self.delete: 8,
            self.query: 18,
            self.scan: 8,
            self.batch_write: 4,
            self.batch_get: 4,
        }
        (kind,) = self.rng.choices([*kinds], [*kinds.values()])
        self.table = self.rng.choice([*TABLES])
        self.shape = TABLES[self.table]
        self.keys = self.shape["keys"]
        self.names, self.values = {}, {}
        operation, arguments = kind()
        if self.names:
            arguments["ExpressionAttributeNames"] = self.names
        if self.values:
            arguments["ExpressionAttributeValues"] = self.values
        if not operation.startswith("batch"):
            arguments = {"TableName": self.table} | arguments
        return operation, arguments

    def maybe(self, share):
        return self.rng.random() < share

    def wrong(self, share):
        """Whether to be wrong on purpose."""
        return not self.tame and self.maybe(share)

    # -- values -----------------------------------------------------------------------

    def scalar(self, kind):
        pick = self.rng.choice
        if kind == "S":
            return {"S": pick(("a", "b", "ab", "abc", "ba", "long" * 40))}
        if kind == "N" and self.tame:
            return {"N": pick(("0", "1", "2", "10", "-3", "1.5", "100"))}
        if kind == "N":
            return {"N": pick(("0", "1", "2", "10", "-3", "1.5", "1.50", "007", "1e2"))}
        return {"B": pick((b"a", b"ab", b"\x00\xff", b"b"))}

    def value(self, depth=0):
        kinds = ["S"] * 4 + ["N"] * 4 + ["B", "BOOL", "NULL", "SS", "NS", "BS"]
        kinds += ["L", "L", "M", "M"] if depth < 2 else []
        kind = self.rng.choice(kinds)
        if kind in "SNB":
            if self.wrong(0.02):
                return {"S": ""}
            return self.scalar(kind)
        if kind == "BOOL":
            return {"BOOL": self.maybe(0.5)}
        if kind == "NULL":
            return {"NULL": not self.wrong(0.02)}
        if kind in ("SS", "NS", "BS"):
            count = self.rng.randint(1, 3)
            members = [self.scalar(kind[0])[kind[0]] for _ in range(count)]
            if not self.wrong(0.1):
                members = [*dict.fromkeys(members)]
            return {kind: members if not self.wrong(0.02) else []}
        members = [self.value(depth + 1) for _ in range(self.rng.randint(0, 3))]
        if kind == "L":
            return {"L": members}
        return {"M": dict(zip(("x", "y", "z"), members))}

    def number_on_the_edge(self):
        return {
            "N": self.rng.choice(
                (
                    "1e125",
                    "1e126",
                    "1e-130",
                    "1e-131",
                    "1" * 38,
                    "1" * 39,
                    "abc",
                    "",
                    "1.",
                    "-0",
                    "0.000",
                    "1e-5",
                    "123456789.987654321",
                )
            )
        }

    def key_value(self, kind):
        """A key's value; one of them is common, so that calls meet the same items."""
        common = {"S": "a", "N": "1", "B": b"a"}
        return {kind: common[kind]} if self.maybe(0.5) else self.scalar(kind)

    def key(self):
        key = {name: self.key_value(kind) for name, kind in self.keys.items()}
        if self.wrong(0.05):
            name = self.rng.choice([*key])
            key[name] = self.rng.choice(
                ({"S": ""}, {"N": "5"}, {"S": "a"}, {"BOOL": True}, {"S": "k" * 2049})
            )
        if self.wrong(0.02):
            key.pop(self.rng.choice([*key]))
        if self.wrong(0.02):
            key["more"] = {"S": "x"}
        return key

    def item(self):
        item = self.key()
        wanted = {"grade": "N", "kind": "S", "colour": "S"}
        for name in self.rng.sample(NAMES, self.rng.randint(0, 5)):
            kind = wanted.get(name)
            right = kind and not self.wrong(0.1)
            item[name] = self.scalar(kind) if right else self.value()
        if self.wrong(0.03):
            item["qty"] = self.number_on_the_edge()
        if self.maybe(0.05):
            item["bulk"] = {"S": "x" * self.rng.choice((900, 1100, 4000, 9000))}
        if self.wrong(0.003):
            item["bulk"] = {"S": "x" * 410_000}
        return item

    # -- expressions ------------------------------------------------------------------

    def name(self):
        name = self.rng.choice(NAMES)
        if self.wrong(0.01):
            return self.rng.choice(RESERVED)
        if self.maybe(0.3):
            place = f"#{name}"
            if not self.wrong(0.02):
                self.names[place] = name
            return place
        return name

    def path(self):
        path = self.name()
        while self.maybe(0.2):
            path += self.rng.choice((".x", ".y", "[0]", "[1]", "[2]", "[7]"))
        return path

    def given(self, value):
        place = f":v{len(self.values)}"
        if not self.wrong(0.01):
            self.values[place] = value
        return place

    def operand(self):
        if self.maybe(0.05):
            return f"size({self.path()})"
        return self.path() if self.maybe(0.1) else self.given(self.value())

    def ends(self, kind):
        """What BETWEEN lies between; in a tame case the lower end comes first."""
        ends = [self.scalar(kind) for _ in range(2)]
        if self.tame and kind == "N":
            ends.sort(key=lambda end: float(end["N"]))
        elif self.tame:
            ends.sort(key=lambda end: end[kind])
        return " AND ".join(map(self.given, ends))

    def condition(self, depth=0):
        roll = self.rng.random()
        if depth < 2 and roll < 0.3:
            word = self.rng.choice((" AND ", " OR "))
            text = self.condition(depth + 1) + word + self.condition(depth + 1)
            return f"({text})" if depth else text
        if depth < 2 and roll < 0.4:
            return f"NOT {self.condition(depth + 1)}"
        if depth < 2 and roll < 0.42:
            return f"({self.condition(depth + 1)})"
        return self.test()

    def test(self):
        pick = self.rng.randrange(7)
        if pick < 3:
            left = f"size({self.path()})" if self.maybe(0.1) else self.path()
            right = self.given(self.scalar("N")) if "size" in left else self.operand()
            return f"{left} {self.rng.choice(COMPARATORS)} {right}"
        if pick == 3:
            return f"{self.path()} BETWEEN {self.ends(self.rng.choice('SNB'))}"
        if pick == 4:
            count = self.rng.randint(1, 3)
            choices = ", ".join(self.given(self.value(2)) for _ in range(count))
            return f"{self.path()} IN ({choices})"
        if pick == 5:
            word = self.rng.choice(("attribute_exists", "attribute_not_exists"))
            return f"{word}({self.path()})"
        word = self.rng.choice(("begins_with", "contains", "contains", "sounds_like"))
        if self.tame:
            word = self.rng.choice(("begins_with", "contains"))
        kind = self.rng.choice("SSNB") if word == "contains" or not self.tame else "S"
        return f"{word}({self.path()}, {self.given(self.scalar(kind))})"

    def projection(self):
        count = self.rng.randint(1, 3)
        return ", ".join(self.path() for _ in range(count))

    def update_expression(self):
        kinds = ("SET", "REMOVE", "ADD", "DELETE")
        sections = self.rng.sample(kinds, self.rng.randint(1, 2))
        parts = []
        for section in sections:
            count = self.rng.randint(1, 2)
            clauses = [self.clause(section) for _ in range(count)]
            parts.append(f"{section} {', '.join(clauses)}")
        return " ".join(parts)

    def clause(self, section):
        path = self.path()
        if self.wrong(0.02):
            path = self.rng.choice([*self.keys])
        if section == "REMOVE":
            return path
        if section != "SET":
            kinds = ("N", "SS", "NS", "BS") if section == "ADD" else ("SS", "NS", "BS")
            kind = self.rng.choice(kinds)
            value = self.scalar(kind[0])
            if kind != "N":
                value = {kind: [*value.values()]}
            if self.wrong(0.05):
                value = self.value()
            return f"{path} {self.given(value)}"
        return f"{path} = {self.source()}"

    def source(self):
        pick = self.rng.randrange(6)
        if pick < 2:
            return self.given(self.value())
        if pick == 2:
            return self.path()
        if pick == 3:
            sign = self.rng.choice("+-")
            return f"{self.path()} {sign} {self.given(self.scalar('N'))}"
        if pick == 4:
            return f"if_not_exists({self.path()}, {self.given(self.value())})"
        ends = [self.path(), self.given({"L": [self.value(2)]})]
        self.rng.shuffle(ends)
        return f"list_append({', '.join(ends)})"

    # -- calls ------------------------------------------------------------------------

    def capacity(self):
        return {"ReturnConsumedCapacity": self.rng.choice(("TOTAL", "INDEXES"))}

    def conditional(self):
        asked = self.capacity()
        if self.maybe(0.3):
            asked["ConditionExpression"] = self.condition()
            if self.wrong(0.03):
                asked["ConditionExpression"] += " AND"
            if self.wrong(0.05):
                self.given({"S": "unused"})
        return asked

    def put(self):
        asked = {"Item": self.item()} | self.conditional()
        if self.maybe(0.4):
            returned = ("ALL_OLD",) * 9 + ("NONE", "ALL_NEW")
            asked["ReturnValues"] = self.rng.choice(returned)
        return "put_item", asked

    def update(self):
        asked = {"Key": self.key()} | self.conditional()
        if not self.maybe(0.03):
            asked["UpdateExpression"] = self.update_expression()
        asked["ReturnValues"] = self.rng.choice(
            ("ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW", "NONE")
        )
        return "update_item", asked

    def delete(self):
        asked = {"Key": self.key()} | self.conditional()
        if self.maybe(0.5):
            asked["ReturnValues"] = "ALL_OLD"
        return "delete_item", asked

    def get(self):
        asked = {"Key": self.key(), "ConsistentRead": self.maybe(0.5)} | self.capacity()
        if self.maybe(0.3):
            asked["ProjectionExpression"] = self.projection()
        return "get_item", asked

    def filtered(self):
        asked = self.capacity()
        if self.maybe(0.3):
            asked["FilterExpression"] = self.condition()
        if self.maybe(0.2):
            asked["ProjectionExpression"] = self.projection()
        elif self.maybe(0.1):
            asked["Select"] = "COUNT"
        return asked

    def index(self):
        kinds = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")
        indexes = [index for kind in kinds for index in self.shape.get(kind, ())]
        return self.rng.choice(indexes) if indexes and self.maybe(0.6) else None

    def query(self):
        index, keys, asked = self.index(), self.keys, {}
        if index:
            asked["IndexName"], keys = index[0], index[1]
        conditions = [self.key_test(*next(iter(keys.items())), hash_key=True)]
        if len(keys) == 2 and self.maybe(0.6):
            conditions.append(self.key_test(*[*keys.items()][1], hash_key=False))
        if self.wrong(0.02):
            conditions.append(self.key_test("note", "S", hash_key=False))
        if self.maybe(0.1):
            conditions.reverse()
        asked["KeyConditionExpression"] = " AND ".join(conditions)
        asked |= self.filtered()
        if self.maybe(0.5):
            asked["ScanIndexForward"] = False
        if self.maybe(0.5):
            asked["ConsistentRead"] = True
        if self.maybe(0.4):
            asked["Limit"] = self.rng.randint(1, 4)
        return "query", asked

    def key_test(self, name, kind, hash_key):
        if self.wrong(0.03):
            kind = self.rng.choice("SNB")
        if hash_key and not self.wrong(0.03):
            return f"{name} = {self.given(self.key_value(kind))}"
        pick = self.rng.randrange(7)
        if pick < 4:
            sign = self.rng.choice(("=", "<", "<=", ">", ">="))
            return f"{name} {sign} {self.given(self.scalar(kind))}"
        if pick == 4 and kind != "N":
            return f"begins_with({name}, {self.given(self.scalar(kind))})"
        if pick == 5 and self.wrong(0.1):
            return self.condition(2)
        return f"{name} BETWEEN {self.ends(kind)}"

    def scan(self):
        asked = self.filtered()
        if index := self.index():
            asked["IndexName"] = index[0]
        if self.maybe(0.3):
            asked["ConsistentRead"] = True
        if self.maybe(0.3):
            asked["Limit"] = self.rng.randint(1, 5)
        return "scan", asked

    def batch_write(self):
        count = self.rng.choice((1, 2, 3, 5) if self.tame else (1, 2, 3, 5, 26))
        requests = []
        for _ in range(count):
            if self.maybe(0.7):
                requests.append({"PutRequest": {"Item": self.item()}})
            else:
                requests.append({"DeleteRequest": {"Key": self.key()}})
        asked = {"RequestItems": {self.table: requests}} | self.capacity()
        return "batch_write_item", asked

    def batch_get(self):
        count = self.rng.choice((1, 2, 3, 5))
        asked = {"Keys": [self.key() for _ in range(count)]}
        if self.maybe(0.3):
            asked["ConsistentRead"] = True
        return "batch_get_item", {"RequestItems": {self.table: asked}} | self.capacity()
