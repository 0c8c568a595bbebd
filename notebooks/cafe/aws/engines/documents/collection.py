"""One collection: its documents, its indexes, and the commands on them."""

from . import limits
from .aggregation import run_pipeline
from .bson import copied, identical
from .indexes import Index
from .ordering import MISSING, order
from .planning import plan
from .projection import distinct, projector
from .refused import (
    DUPLICATE_KEY,
    INDEX_CONFLICT,
    INDEX_NOT_FOUND,
    Refused,
    bad_value,
    shown,
)
from .updating import Update, replaced, seed_of_upsert

MOST_FIELDS = 32  # of a compound index


class Collection:
    """Documents by the number of their record, which is the order they came in."""

    def __init__(self, store, database, name):
        self.store, self.database, self.name = store, database, name
        self.full_name = f"{database}.{name}"
        self.documents = {}
        self.indexes = {"_id_": Index("_id_", [("_id", 1)], unique=True)}
        self._next = 0

    # -- reading ----------------------------------------------------------------------

    def find(self, query, projection=None, sort=(), skip=0, limit=0):
        """Copies of the documents that fit, as they are now; an iterator."""
        show = projector(projection)
        chosen = plan(self, query, sort)
        return iter([show(document) for _, document in chosen.limited(skip, limit)])

    def explain(self, query, projection=None, sort=(), skip=0, limit=0):
        """How `find` gets its answer, and what it examines on the way."""
        projector(projection)
        chosen = plan(self, query, sort)
        return chosen.explained(skip, limit, bool(projection))

    def count(self, query, skip=0, limit=0):
        return sum(1 for _ in plan(self, query).limited(skip, limit))

    def distinct(self, path, query):
        """The different values at a path; elements of arrays count one by one."""
        return copied(distinct([document for _, document in plan(self, query)], path))

    def aggregate(self, pipeline):
        """What a pipeline makes of the documents, a list."""
        return run_pipeline(self, pipeline)

    # -- writing ----------------------------------------------------------------------

    def insert(self, document):
        """Keep a new document; its `_id`. One without gets an ObjectId."""
        if "_id" not in document:
            document = {"_id": self.store.new_object_id()} | document
        if isinstance(document["_id"], list):
            raise Refused(53, "The '_id' value cannot be of type array")
        if next(iter(document)) != "_id":
            document = {"_id": document["_id"]} | document
        limits.check(document)
        moves = self._moves(None, document)
        self.store.create(self.database, self.name, self)
        self._keep(self._new_number(), document, moves)
        return document["_id"]

    def update(self, query, update, many=False, upsert=False, array_filters=None):
        """Change the documents that fit, or the first: (matched, modified, new _id).

        The new _id is that of a document which an upsert made, or None.
        """
        change = Update(update, array_filters)

        def made():
            return change.apply(seed_of_upsert(query))

        return self._write(query, change.apply, made if upsert else None, many)

    def replace(self, query, replacement):
        """Put another document in the place of the first that fits; as `update`."""
        return self._write(query, lambda document: replaced(document, replacement))

    def delete(self, query, many=False):
        """Delete the documents that fit, or the first; how many."""
        found = list(plan(self, query).limited(0, 0 if many else 1))
        for number, _ in found:
            self._forget(number)
        return len(found)

    def _write(self, query, changed, made=None, many=False):
        found = list(plan(self, query).limited(0, 0 if many else 1))
        modified = 0
        for number, document in found:
            new = changed(document)
            if identical(new, document):
                continue
            limits.check(new, limits.UPDATED)
            self._keep(number, new, self._moves(number, new))
            modified += 1
        if found or made is None:
            return len(found), modified, None
        return 0, 0, self.insert(made())

    def _new_number(self):
        self._next += 1
        return self._next

    def _moves(self, number, new):
        """What `Index.change` needs, of each index that a new document changes.

        Raises Refused where a unique index has a key already.
        """
        old, moves = self.documents.get(number, {}), []
        for index in self.indexes.values():
            if index.is_changed(old, new):
                before = index.keys(old, set()) if old else {}
                through = set()
                moves.append((index, before, index.keys(new, through), through))
        for index, _, after, _ in moves:
            if (key := index.clash(after, number)) is not None:
                raise self._duplicate(index, after[key])
        return moves

    def _keep(self, number, document, moves):
        """Keep a document under a number, in the place of the one that is there."""
        for index, *move in moves:
            index.change(number, *move)
        self.documents[number] = document
        self.store.tell(self, document["_id"], document)

    def _forget(self, number):
        document = self.documents.pop(number)
        for index in self.indexes.values():
            index.change(number, index.keys(document, set()), {})
        self.store.tell(self, document["_id"], None)

    def _duplicate(self, index, values):
        nulls = [None if each is MISSING else each for each in values]
        values = dict(zip((path for path, _ in index.fields), nulls, strict=True))
        return Refused(
            DUPLICATE_KEY,
            f"E11000 duplicate key error collection: {self.full_name} index: "
            f"{index.name} dup key: {shown(values)}",
            keyPattern=dict(index.fields),
            keyValue=values,
        )

    def record(self, _id):
        """The number of the record with this _id, or None."""
        return self.indexes["_id_"].number((order(_id),))

    def apply(self, _id, document):
        """Do what a listener was told: keep this document, or (None) delete it."""
        number = self.record(_id)
        if document is not None:
            number = self._new_number() if number is None else number
            self._keep(number, document, self._moves(number, document))
        elif number is not None:
            self._forget(number)

    def exists(self):
        """Whether something was ever put into it."""
        return self.name in self.store.collection_names(self.database)

    def content(self):
        """All documents and indexes, as a document."""
        indexes = [i.told() for i in self.indexes.values() if i.name != "_id_"]
        return {"documents": list(self.documents.values()), "indexes": indexes}

    # -- indexes ----------------------------------------------------------------------

    def create_index(self, fields, unique=False):
        """Build an index over (path, 1 or -1) pairs; its name. Again does nothing."""
        _check_fields(fields)
        if fields == [("_id", 1)]:
            return "_id_"
        name = index_name(fields)
        if (other := self.indexes.get(name)) is not None:
            if other.unique == unique:
                return name
            raise Refused(
                INDEX_CONFLICT,
                "An existing index has the same name as the requested index. When "
                "index names are not specified, they are auto generated and can "
                "cause conflicts. Please refer to our documentation. Requested "
                f"index: {name}",
            )
        index = self.build_index({"name": name, "fields": fields, "unique": unique})
        self.store.create(self.database, self.name, self)
        self.store.tell_index(self, name, index.told())
        return name

    def build_index(self, told):
        """Build an index as another one's `told` says it; the Index."""
        fields = [tuple(field) for field in told["fields"]]
        index = Index(told["name"], fields, told["unique"])
        if (entry := index.fill(self.documents)) is not None:
            *key, number = entry
            keys = index.keys(self.documents[number], set())
            raise self._duplicate(index, keys[tuple(key)])
        self.indexes[index.name] = index
        return index

    def index_information(self):
        """{name: {"key": [(path, direction)], …}} of the indexes that exist."""
        if not self.exists():
            return {}
        return {
            name: {"v": 4, "key": list(index.fields)}
            | ({"unique": True} if index.unique and name != "_id_" else {})
            for name, index in self.indexes.items()
        }

    def drop_index(self, name):
        """Give up an index, by its name; "*" is all but that of the _id."""
        if name == "*":
            for each in list(self.indexes)[1:]:
                self.drop_index(each)
            return
        if name == "_id_":
            raise Refused(72, "cannot drop _id index")
        if name not in self.indexes:
            raise Refused(INDEX_NOT_FOUND, f"index not found with name [{name}]")
        del self.indexes[name]
        self.store.tell_index(self, name, None)


def index_name(fields):
    """What an index over (path, direction) pairs is called."""
    return "_".join(f"{path}_{direction}" for path, direction in fields)


def _check_fields(fields):
    if not fields:
        raise Refused(67, "Index keys cannot be empty.")
    if len(fields) > MOST_FIELDS:
        raise bad_value(f"An index has at most {MOST_FIELDS} fields.")
    for path, direction in fields:
        if "" in path.split("."):
            raise Refused(67, f"An index needs fields with names; got {path!r}.")
        if path.startswith("$") or ".$" in path:
            raise Refused(
                67,
                "Index key contains an illegal field name: field name starts with '$'.",
            )
        if direction not in (1, -1) or isinstance(direction, bool):
            raise Refused(
                67,
                f"An index goes up (1) or down (-1) here; {path} was given "
                f"{direction!r}. Text, geospatial and vector indexes are left out.",
            )
