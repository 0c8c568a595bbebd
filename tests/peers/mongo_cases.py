"""Random calls of pymongo, the same for the same seed.

A case is a list of (method, positional, named) on one collection that starts empty;
`other` is a second collection, for $lookup, filled with OTHERS.
"""

import itertools
import random
from datetime import datetime

WORDS = ("tea", "coffee", "mug", "Filter", "flat white", "", "10")
NUMBERS = (0, 1, 2, 3, 5, 7, 10, -4, 2.5, 0.5, 3.0, 100)
DAYS = (datetime(2026, 1, 5), datetime(2026, 3, 1, 12, 30))
PATHS = (
    "n",
    "s",
    "b",
    "t",
    "r",
    "d",
    "i",
    "m",
    "_id",
    "d.x",
    "d.y",
    "i.k",
    "i.v",
    "t.0",
    "r.1",
    "i.0.k",
    "none",
    "d.none",
)
OTHERS = [{"_id": 100 + n, "k": word, "v": n} for n, word in enumerate(WORDS)]
READS = (
    "find",
    "find_one",
    "count_documents",
    "distinct",
    "aggregate",
    "index_information",
)


def case(seed, length):
    """`length` calls; the same seed gives the same case."""
    return Generator(random.Random(seed)).case(length)


def shown(call):
    name, positional, named = call
    arguments = [*map(repr, positional), *(f"{k}={v!r}" for k, v in named.items())]
    return f"{name}({', '.join(arguments)})"


class Generator:
    def __init__(self, rng):
        self.rng, self.pick = rng, rng.choice
        self.added = itertools.count(1)  # a new name each time: none is set twice

    def case(self, length):
        few = [("insert_many", ([self.document(n) for n in range(8)],), {})]
        return few + [self.call() for _ in range(length - 1)]

    def call(self):
        name = self.pick(CALLS)
        found = getattr(self, f"_{name}")()
        with_names = len(found) == 2 and isinstance(found[0], tuple)
        positional, named = found if with_names else (found, {})
        return name, positional, named

    def chance(self, share):
        return self.rng.random() < share

    def some(self, make, most=3, least=1):
        return [make() for _ in range(self.rng.randint(least, most))]

    # -- values -----------------------------------------------------------------------

    def number(self):
        return self.pick(NUMBERS)

    def word(self):
        return self.pick(WORDS)

    def pair(self):
        return self.few({"x": self.number, "y": self.word}, 0.8)

    def entry(self):
        return self.few({"k": self.word, "v": self.number}, 0.9)

    def anything(self):
        return self.pick(
            (
                self.number,
                self.word,
                lambda: None,
                lambda: self.pick(DAYS),
                self.pair,
            )
        )()

    def few(self, made, share):
        return {name: make() for name, make in made.items() if self.chance(share)}

    def value(self, path):
        """A value that the field at a path could have; sometimes another one."""
        if self.chance(0.06) and path != "b":
            return self.anything() or 0
        if path == "_id":
            return self.rng.randint(0, 14)
        if path == "b":
            return self.chance(0.5)
        last = path.split(".")[-1]
        if last in ("n", "x", "v", "r", "1"):
            return self.number()
        if last in ("s", "y", "k", "t", "0"):
            return self.word()
        made = {"d": self.pair, "i": self.entry}.get(last, self.anything)()
        return {"x": 1} if made == {} else made

    def document(self, _id=None):
        made = self.few(
            {
                "n": self.number,
                "s": self.word,
                "t": lambda: self.some(self.word, 3, 0),
                "r": lambda: self.some(self.number, 3, 0),
                "d": self.pair,
                "b": lambda: self.chance(0.5),
                "i": lambda: self.some(self.entry, 3, 0),
                "m": self.anything,
            },
            0.75,
        )
        return {"_id": self.rng.randint(0, 14) if _id is None else _id} | made

    # -- filters ----------------------------------------------------------------------

    def filter(self, depth=0):
        if depth < 2 and self.chance(0.12):
            name = self.pick(("$and", "$or"))
            least = self.chance(0.95)  # a list without filters is refused
            return {name: self.some(lambda: self.filter(depth + 1), 2, least)}
        if depth == 0 and self.chance(0.08):
            return self.pick(({}, {"$odd": 1}))
        names = self.rng.sample(PATHS, self.pick((1, 1, 1, 2)))
        return {path: self.asked(path) for path in names}

    def asked(self, path):
        if self.chance(0.35):
            return self.value(path)
        if self.chance(0.06) and path in ("n", "s", "_id", "d.x", "d.y"):
            return {"$gte": self.limit(path), "$lt": self.limit(path)}
        name = self.pick(self.operators_for(path))
        return {name: self.operators()[name](path)} | (
            {"$options": "i"} if name == "$regex" and self.chance(0.5) else {}
        )

    def limit(self, path):
        """A value to be greater or less than; not null, see mongo_deviations.py."""
        value = self.value(path)
        return 1 if value is None else value

    def operators_for(self, path):
        """Those that both sides read alike: see mongo_deviations.py."""
        names = set(self.operators())
        if path.split(".")[-1].isdigit() or "." in path:
            names -= {"$not", "$exists", "$ne", "$nin"}
        return tuple(sorted(names))

    def operators(self):
        several = self.some
        return {
            "$ne": self.value,
            **dict.fromkeys(("$gt", "$gte", "$lt", "$lte"), self.limit),
            "$in": lambda path: several(lambda: self.value(path), 3, 0),
            "$nin": lambda path: several(lambda: self.value(path), 2, 0),
            "$exists": lambda path: self.chance(0.5),
            "$all": lambda path: several(lambda: self.limit(path), 2),
            "$regex": lambda path: self.pick(("^t", "E", "^fl", "t$", "o")),
            "$not": lambda path: self.pick(
                (
                    {"$gt": self.value(path)},
                    {"$in": [self.value(path)]},
                    {"$exists": True},
                    5,
                )
            ),
            "$elemMatch": lambda path: self.pick(
                (
                    {"k": self.word()},
                    {"k": self.word(), "v": {"$gt": self.number()}},
                    {"$gt": self.number(), "$lt": self.number()},
                    {"$in": [self.word()]},
                )
            ),
            "$odd": lambda path: 1,
        }

    # -- reading ----------------------------------------------------------------------

    def _find(self):
        named = {}
        if self.chance(0.35):
            named["projection"] = self.projection()
        if self.chance(0.6):
            named["sort"] = self.sort()  # without it, no order is promised
            named["skip"] = self.pick((0, 0, 0, 1, 3))
            named["limit"] = self.pick((0, 0, 0, 2, 4))
        return (self.filter(),), named

    def sort(self):
        """By a field and, since documents may be equal in it, by _id."""
        path = self.pick(("n", "s", "b", "d.x", "d.y", "m"))
        return [(path, self.pick((1, -1))), ("_id", 1)]

    def projection(self):
        shown = self.pick((1, 0))
        paths = ("n", "s", "t", "d.x", "i.k", "m", "d.y")
        named = dict.fromkeys(self.rng.sample(paths, self.rng.randint(1, 2)), shown)
        if self.chance(0.25):
            named["_id"] = 0
        if self.chance(0.05):
            named |= {"r": 1 - shown}
        return named

    def _find_one(self):
        return ({"_id": self.rng.randint(0, 14)},)

    def _count_documents(self):
        return (self.filter(),)

    def _distinct(self):
        return self.pick(PATHS), self.filter()

    def _index_information(self):
        return ()

    # -- writing ----------------------------------------------------------------------

    def _insert_one(self):
        return (self.document(),)

    def _insert_many(self):
        return (self.some(self.document, 3),)

    def _update_one(self):
        if self.chance(0.15):
            wanted = {"_id": self.rng.randint(0, 14), "s": self.word()}
            return (wanted, self.update()), {"upsert": True}
        return (self.filter_to_write(), self.update()), {}

    def _update_many(self):
        return (self.filter(1), self.update())

    def _replace_one(self):
        document = self.document()
        if self.chance(0.8):
            del document["_id"]
        return (self.filter_to_write(), document), {}

    def _delete_one(self):
        return (self.filter_to_write(),)

    def _delete_many(self):
        return ({"_id": {"$in": self.some(lambda: self.value("_id"), 2)}},)

    def _find_one_and_update(self):
        return (self.filter_to_write(), self.update()), {
            "return_document": self.chance(0.5)
        }

    def filter_to_write(self):
        """A filter for one document: which of several is written is not promised."""
        also = self.filter(1) if self.chance(0.4) else {}
        return also | {"_id": self.rng.randint(0, 14)}

    def update(self):
        made = {}
        for _ in range(self.pick((1, 1, 2))):
            name = self.pick(tuple(self.changes()))
            made[name] = self.changes()[name]()
        return made

    def changes(self):
        field, number = self.pick, self.number
        return {
            "$set": lambda: {
                path: self.value(path) for path in self.rng.sample(SETTABLE, 2)
            },
            "$unset": lambda: {field(("n", "s", "d.x", "c.d", "t", "m")): ""},
            "$inc": lambda: {field(("n", "d.x", "s", "c.d")): number()},
            "$push": lambda: {field(("t", "r", "n")): self.word()},
            "$addToSet": lambda: {field(("t", "new")): self.word()},
            "$pull": lambda: field(
                (
                    {"t": self.word()},
                    {"r": {"$gt": number()}},
                    {"r": {"$in": [number(), number()]}},
                    {"r": number()},
                )
            ),
            "$rename": lambda: {field(("s", "n")): "renamed"},
            "$odd": lambda: {"n": 1},
        }

    # -- indexes ----------------------------------------------------------------------

    def _create_index(self):
        keys = self.pick(
            (
                [("n", 1)],
                [("s", -1)],
                [("t", 1)],
                [("d.x", 1), ("n", -1)],
                [("i.k", 1)],
                [("s", 1), ("n", 1)],
                [("m", 1)],
                [("i.k", 1), ("i.v", 1)],
            )
        )
        return (keys,), {}

    def _drop_index(self):
        return (self.pick(("n_1", "s_-1", "none_1")),)

    # -- aggregation ------------------------------------------------------------------

    def _aggregate(self):
        found = [{"$match": self.filter(1)}] if self.chance(0.4) else []
        stages = [*found, {"$sort": {"_id": 1}}]
        for _ in range(self.rng.randint(1, 2)):
            stages.append(self.stage())
            if "$group" in stages[-1]:  # groups come in no order
                stages.append({"$sort": {"_id": 1}})
        return ([*stages, self.pick(({"$sort": {"_id": 1}}, {"$count": "c"}))],)

    def stage(self):
        return self.pick(
            (
                lambda: {"$project": self.projection()},
                lambda: {"$project": {"n": 1, "z": self.expression()}},
                lambda: {"$addFields": {f"z{next(self.added)}": self.expression()}},
                lambda: {
                    "$group": {
                        "_id": self.pick(("$s", "$d.y", "$n")),
                        "z": {self.pick(("$sum", "$avg", "$min", "$max")): "$n"},
                        "c": {"$sum": 1},
                    }
                },
                lambda: {"$sort": dict(self.sort())},
                lambda: {"$limit": self.rng.randint(1, 5)},
                lambda: {"$skip": self.rng.randint(0, 3)},
                lambda: {"$unwind": self.pick(("$t", "$r", "$i", "$none"))},
                lambda: {"$unwind": {"path": self.pick(("$t", "$i"))}},
                lambda: {
                    "$lookup": {
                        "from": "other",
                        "localField": "s",
                        "foreignField": "k",
                        "as": "found",
                    }
                },
                lambda: {
                    "$facet": {
                        "a": [{"$match": self.filter(1)}, {"$count": "c"}],
                        "b": [{"$sort": {"_id": -1}}, {"$limit": 2}],
                    }
                },
                lambda: {"$odd": 1},
            )
        )()

    def expression(self):
        number = self.pick(("$n", "$d.x", 2, 5))
        return self.pick(
            (
                {"$add": [number, 1]},
                {"$subtract": [number, 2]},
                {"$multiply": [number, "$d.x"]},
                {"$divide": [number, 4]},
                "$d.y",
                "$none",
                {"$odd": 1},
            )
        )


SETTABLE = ("n", "s", "d.x", "d.y", "c.d.e", "t", "m", "i.0.k", "i.1.k", "i.2.k", "i")
CALLS = (
    *("find",) * 12,
    *("find_one",) * 2,
    *("count_documents",) * 4,
    *("distinct",) * 2,
    *("aggregate",) * 6,
    *("insert_one",) * 2,
    "insert_many",
    *("update_one",) * 5,
    *("update_many",) * 2,
    "replace_one",
    "delete_one",
    "delete_many",
    "find_one_and_update",
    "create_index",
    "drop_index",
    "index_information",
)
