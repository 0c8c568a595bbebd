"""The documents of one cluster: databases, collections, and who hears of changes.

*Same as MongoDB (and so as DocumentDB):* filters, updates, indexes and pipelines of the
operators that the modules list; how null, missing fields and arrays are matched; the
order of types; 16 MB for a document; unique keys. As in DocumentDB no field's name
begins with a dollar sign or has a dot.

*Simplified:* explain's fields are MongoDB's, with `totalKeysExamined` and
`totalDocsExamined` (DocumentDB's own explain shows fewer figures). Documents come in
the order of their insertion where no order is asked for; neither service promises that.
A write of several documents that meets an error keeps those done before it, as MongoDB
does; DocumentDB undoes the whole statement. Wordings are MongoDB's, not all verified.

*Left out:* transactions and sessions, change streams, collations, text, geospatial,
vector, sparse and TTL indexes, hints, `$where`, `$expr`, `$type`, `$jsonSchema`, views,
users and roles, Decimal128 and timestamps, updates by a pipeline, `$pop`, `$pullAll`,
`$mul`, `$setOnInsert`, `$each`, the positional `$`, `$eq`, `$size`, sorting by
`$natural`, operators and documents in a projection, findAndModify's order, projection,
upsert and removal, an upsert by a replacement. Anything left out is refused, with what
there is instead.

https://docs.aws.amazon.com/documentdb/latest/developerguide/mongo-apis.html
https://docs.aws.amazon.com/documentdb/latest/developerguide/functional-differences.html
"""

import hashlib
from datetime import UTC, datetime

from .bson import ObjectId, copied, decode, encode
from .collection import Collection
from .refused import INVALID_NAMESPACE, Refused

#: Under these names listeners are told of what is no document of a collection.
NAMESPACES, INDEXES = "system.namespaces", "system.indexes"
LONGEST_NAME = 63  # of a database


class Store:
    """Databases of collections of documents.

    `clock` tells the time for new ObjectIds, `name` makes them differ from those of
    another store. Whoever stands in `listeners` is called with each change:
    (database, collection, _id, document), or None for the document when it is deleted.
    A collection and an index are told as documents of `system.namespaces` and
    `system.indexes`. `apply` does in a copy what a listener was told.
    """

    def __init__(self, clock=None, name="docdb"):
        self.listeners = []
        self.cursors = {}  # what is left of answers that are read in parts
        self._clock, self._name = clock, name
        self._databases = {}
        self._count = 0

    # -- names ------------------------------------------------------------------------

    def collection(self, database, name):
        """A collection; it exists only once something is in it."""
        found = self._databases.get(database, {}).get(name)
        return found or Collection(self, database, name)

    def database_names(self):
        return sorted(name for name, held in self._databases.items() if held)

    def collection_names(self, database):
        return sorted(self._databases.get(database, {}))

    def create(self, database, name, held=None):
        """Make a collection exist, if it does not yet; the Collection."""
        if len(database) > LONGEST_NAME:
            raise Refused(
                INVALID_NAMESPACE,
                f"db name must be at most {LONGEST_NAME} characters, found: "
                f"{len(database)}",
            )
        there = self._databases.setdefault(database, {})
        if name not in there:
            if name.startswith("system."):  # ours, for those who listen
                raise Refused(INVALID_NAMESPACE, f"cannot write to {database}.{name}")
            there[name] = held or Collection(self, database, name)
            self._announce(database, NAMESPACES, name, {"_id": name})
        return there[name]

    def drop(self, database, name):
        """Delete a collection with all that is in it; whether it was there."""
        there = self._databases.get(database, {})
        if there.pop(name, None) is None:
            return False
        self._announce(database, NAMESPACES, name, None)
        return True

    # -- changes ----------------------------------------------------------------------

    def tell(self, collection, _id, document):
        self._announce(collection.database, collection.name, _id, document)

    def tell_index(self, collection, name, told):
        _id = f"{collection.name}.{name}"
        document = told and {"_id": _id, "collection": collection.name} | told
        self._announce(collection.database, INDEXES, _id, document)

    def _announce(self, database, collection, _id, document):
        if self.listeners:
            document = copied(document)
        for listener in self.listeners:
            listener(database, collection, _id, document)

    def apply(self, database, collection, _id, document):
        """Do what a listener of another store was told."""
        if collection == NAMESPACES:
            act = self.drop if document is None else self.create
            act(database, _id)
        elif collection == INDEXES:
            self._apply_index(database, _id, document)
        else:
            self.create(database, collection).apply(_id, document)

    def _apply_index(self, database, _id, document):
        if document is None:
            for name, held in self._databases.get(database, {}).items():
                if (index := _id.removeprefix(f"{name}.")) in held.indexes:
                    held.drop_index(index)
                    return
        else:
            self.create(database, document["collection"]).build_index(document)

    # -- ids --------------------------------------------------------------------------

    def new_object_id(self):
        """The next ObjectId: the clock's second, the store's place, a counter."""
        now = self._clock.now if self._clock else datetime(2026, 11, 2, 6, tzinfo=UTC)
        place = hashlib.sha256(self._name.encode()).digest()[:5]
        self._count += 1
        return ObjectId(
            int(now.timestamp()).to_bytes(4) + place + self._count.to_bytes(3)
        )

    # -- snapshots --------------------------------------------------------------------

    def dump(self):
        """All that is in the store, as bytes (BSON) that `load` reads."""
        return encode(
            {
                "count": self._count,
                "databases": {
                    database: {name: held.content() for name, held in there.items()}
                    for database, there in self._databases.items()
                },
            }
        )

    @classmethod
    def load(cls, data, clock=None, name="docdb"):
        """A store with what `dump` gave."""
        content, store = decode(data), cls(clock, name)
        store._count = content["count"]
        for database, there in content["databases"].items():
            for collection, held in there.items():
                made = store.create(database, collection)
                for index in held["indexes"]:
                    made.build_index(index)
                for document in held["documents"]:
                    made.apply(document["_id"], document)
        return store
