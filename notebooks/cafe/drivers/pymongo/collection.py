"""pymongo's methods of a collection."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence, Set

from cafe.aws.engines.documents.bson import MAX_SIZE, InvalidDocument, received
from cafe.aws.engines.documents.collection import index_name
from cafe.aws.engines.documents.refused import NAMESPACE_NOT_FOUND, Refused

from ..missing import names_its_options, there_is
from .cursor import CommandCursor, Cursor, check_number, checked, pairs, sort_of
from .errors import (
    BulkWriteError,
    DocumentTooLarge,
    InvalidName,
    OperationFailure,
    of_command,
    of_write,
    write_error,
)
from .results import (
    DeleteResult,
    InsertManyResult,
    InsertOneResult,
    ReturnDocument,
    UpdateResult,
)


@names_its_options
class Collection:
    """The documents under a name. It exists once something is put into it."""

    __iter__ = None

    def __init__(self, database, name):
        if not isinstance(name, str):
            raise TypeError(f"name must be an instance of str, not {type(name)}")
        if not name or ".." in name:
            raise InvalidName("collection names cannot be empty")
        if "$" in name:
            raise InvalidName(f"collection names must not contain '$': {name!r}")
        if name[0] == "." or name[-1] == ".":
            raise InvalidName(
                f"collection names must not start or end with '.': {name!r}"
            )
        if "\0" in name:
            raise InvalidName("collection names must not contain the null character")
        self.database, self.name = database, name
        self.full_name = f"{database.name}.{name}"

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(
                f"Collection has no attribute {name!r}. To access the "
                f"{self.name}.{name} collection, use database['{self.name}.{name}']. "
                + there_is(self)
            )
        return self[name]

    def __getitem__(self, name):
        return Collection(self.database, f"{self.name}.{name}")

    # -- inserting --------------------------------------------------------------------

    def insert_one(self, document):
        """Keep a document. Without an `_id` it gets one, in your dict as well."""
        _check_mapping("document", document, MutableMapping)
        refused = self._tell(lambda held: self._insert_all(held, [document]))
        if refused:
            del refused["op"]
            raise of_write(refused)
        return InsertOneResult(inserted_id=document["_id"])

    def insert_many(self, documents):
        """Keep documents; none after the first that is refused."""
        if not isinstance(documents, Iterable) or isinstance(documents, Mapping):
            documents = ()
        documents = list(documents)
        if not documents:
            raise TypeError("documents must be a non-empty list")
        for each in documents:
            _check_mapping("document", each, MutableMapping)
        refused = self._tell(lambda held: self._insert_all(held, documents))
        if refused:
            raise BulkWriteError(
                {
                    "writeErrors": [refused],
                    "writeConcernErrors": [],
                    "nInserted": refused["index"],
                    "nUpserted": 0,
                    "nMatched": 0,
                    "nModified": 0,
                    "nRemoved": 0,
                    "upserted": [],
                }
            )
        return InsertManyResult(inserted_ids=[each["_id"] for each in documents])

    def _insert_all(self, held, documents):
        """Insert one after the other; what the server tells of the one it refused."""
        ready = [self._ready(held, document) for document in documents]
        for number, document in enumerate(ready):
            try:
                held.insert(document)
            except Refused as refusal:
                return write_error(refusal, number) | {"op": documents[number]}
        return None

    def _ready(self, held, document):
        """The document as it travels, with an `_id`."""
        if "_id" not in document:
            document["_id"] = held.store.new_object_id()
        return sent(document, limited=True)

    # -- finding ----------------------------------------------------------------------

    def find(self, filter=None, projection=None, skip=0, limit=0, *, sort=None):
        """The documents that fit the filter, a Cursor."""
        _check_mapping("filter", filter or {})
        check_number("skip", skip, "an instance of int")
        check_number("limit", limit, "an instance of int")
        return Cursor(
            self,
            filter or {},
            _projection(projection),
            sort_of(sort) if sort else [],
            skip,
            limit,
        )

    def find_one(self, filter=None, projection=None):
        """The first document that fits, or None. A filter that is no dict is an _id."""
        if filter is not None and not isinstance(filter, Mapping):
            filter = {"_id": filter}
        return next(self.find(filter, projection, limit=1), None)

    def count_documents(self, filter):
        """How many documents fit."""
        return self._answer("count", query=filter)["n"]

    def distinct(self, key, filter=None):
        """The different values of a field; of an array each element counts."""
        if not isinstance(key, str):
            raise TypeError(f"key must be an instance of str, not {type(key)}")
        asked = {} if filter is None else filter
        return self._answer("distinct", key=key, query=asked)["values"]

    def aggregate(self, pipeline):
        """What a pipeline makes of the documents, a CommandCursor."""
        if not isinstance(pipeline, (list, tuple)):
            raise TypeError(f"pipeline must be a list, not {type(pipeline)}")
        stages = sent({"pipeline": list(pipeline)})["pipeline"]
        return CommandCursor(self._read(lambda held: held.aggregate(stages)))

    def _found(self, query, options):
        return self._read(lambda held: held.find(sent(query), **_options(options)))

    def _explained(self, query, options):
        options = options | {"sort": dict(options["sort"])}
        find = {"find": self.name, "filter": query} | options
        return self.database.command({"explain": find})

    # -- changing ---------------------------------------------------------------------

    def update_one(self, filter, update, upsert=False, *, array_filters=None):
        """Change the first document that fits; `upsert` makes one if there is none."""
        return self._update(filter, update, False, upsert, array_filters)

    def update_many(self, filter, update, upsert=False, *, array_filters=None):
        """Change all documents that fit."""
        return self._update(filter, update, True, upsert, array_filters)

    def _update(self, filter, update, many, upsert, array_filters):
        _check_mapping("filter", filter)
        _check_update(update)
        if not isinstance(upsert, bool):
            raise TypeError(f"upsert must be True or False, was: upsert={upsert}")
        if not isinstance(array_filters, list | None):
            raise TypeError(f"array_filters must be a list, not {type(array_filters)}")
        asked = {"q": filter, "u": update, "multi": many, "upsert": upsert}
        return self._changed(asked | {"arrayFilters": array_filters})

    def replace_one(self, filter, replacement):
        """Put another document in the place of the first that fits; its _id stays."""
        _check_mapping("filter", filter)
        _check_replacement(replacement)
        return self._changed({"q": filter, "u": sent(replacement, limited=True)})

    def delete_one(self, filter):
        """Delete the first document that fits."""
        return self._deleted(filter, False)

    def delete_many(self, filter):
        """Delete all documents that fit."""
        return self._deleted(filter, True)

    def _changed(self, asked):
        told = self._written("update", updates=[asked])
        made = [each["_id"] for each in told.get("upserted", ())]
        return UpdateResult(
            matched_count=told["n"] - len(made),
            modified_count=told["nModified"],
            upserted_id=made[0] if made else None,
        )

    def _deleted(self, filter, many):
        _check_mapping("filter", filter)
        asked = {"q": filter, "limit": 0 if many else 1}
        return DeleteResult(deleted_count=self._written("delete", deletes=[asked])["n"])

    def find_one_and_update(
        self, filter, update, *, return_document=ReturnDocument.BEFORE
    ):
        """Change the first document that fits; as it was before, or is AFTER."""
        _check_mapping("filter", filter)
        _check_update(update)
        if not isinstance(return_document, bool):
            raise TypeError(
                "return_document must be ReturnDocument.BEFORE or ReturnDocument.AFTER,"
                f" not {type(return_document)}"
            )
        asked = {"query": filter, "update": update, "new": return_document}
        return self._answer("findAndModify", **asked)["value"]

    # -- indexes ----------------------------------------------------------------------

    def create_index(self, keys, *, unique=False):
        """Build an index over a field, or over [(field, direction)]; its name."""
        fields = checked(pairs(keys))
        name = index_name(fields)
        index = {"key": dict(fields), "name": name, "unique": unique}
        self._answer("createIndexes", indexes=[index])
        return name

    def index_information(self):
        """{name: {"key": [(field, direction)], …}} of all indexes."""
        return self._read(lambda held: held.index_information())

    def drop_index(self, index_or_name):
        """Give up an index, by its name or by its fields."""
        name = index_or_name
        if isinstance(name, list):
            name = index_name(pairs(name))
        if not isinstance(name, str):
            raise TypeError(
                f"index_or_name must be an instance of str or list, not {type(name)}"
            )
        try:
            self._answer("dropIndexes", index=name)
        except OperationFailure as error:  # a collection that is not there has none
            if error.code != NAMESPACE_NOT_FOUND:
                raise

    def drop(self):
        """Delete the collection with its documents and indexes."""
        self.database.drop_collection(self.name)

    # -- the way ----------------------------------------------------------------------

    def _answer(self, name, **fields):
        """The server's answer to a command about this collection."""
        return self.database.command({name: self.name} | fields)

    def _written(self, name, **fields):
        """The answer to a command of one write; a refusal becomes a WriteError."""
        told = self._answer(name, **fields)
        for refused in told.get("writeErrors", ()):
            raise of_write(refused)
        return told

    def _read(self, question):
        """Ask the engine for what comes one after the other."""
        try:
            ask = self.database.client._ask
            return ask(lambda store: question(self._held(store)))
        except Refused as refused:
            raise of_command(refused) from None

    def _tell(self, change):
        return self.database.client._tell(lambda store: change(self._held(store)))

    def _held(self, store):
        return store.collection(self.database.name, self.name)

    def __eq__(self, other):
        same = isinstance(other, Collection) and self.database == other.database
        return same and self.name == other.name

    def __hash__(self):
        return hash(self.full_name)

    def __call__(self, *positional, **named):
        """A name that is no method is another collection, which cannot be called."""
        *parents, name = self.name.split(".")
        holder = self.database[".".join(parents)] if parents else self.database
        raise TypeError(
            "'Collection' object is not callable. If you meant to call the "
            f"'{name}' method on a '{type(holder).__name__}' object it is failing "
            f"because no such method exists here. {there_is(holder)}"
        )

    def __bool__(self):
        raise NotImplementedError(
            "Collection objects do not implement truth value testing or bool(). Please "
            "compare with None instead: collection is not None"
        )

    def __repr__(self):
        return f"Collection({self.database!r}, {self.name!r})"


# -- what travels ---------------------------------------------------------------------


def sent(document, limited=False):
    """A document as it arrives: it went through BSON."""
    try:
        arrived, size = received(document)
    except InvalidDocument as error:
        raise InvalidDocument(f"Invalid document: {error}") from None
    if limited and size > MAX_SIZE:
        raise DocumentTooLarge(
            f"BSON document too large ({size} bytes) - the connected server "
            f"supports BSON document sizes up to {MAX_SIZE} bytes."
        )
    return arrived


def _options(options):
    projection = options["projection"]
    return options | {"projection": sent(projection) if projection else projection}


def _projection(asked):
    """{field: shown} of what pymongo takes for a projection."""
    if asked is None or isinstance(asked, Mapping):
        return asked
    if not isinstance(asked, (Sequence, Set)):
        raise TypeError("projection must be a mapping or list of key names")
    if not all(isinstance(name, str) for name in asked):
        raise TypeError(
            "projection must be a list of key names, each an instance of str"
        )
    return dict.fromkeys(asked, 1)


def _check_mapping(name, value, kind=Mapping):
    if not isinstance(value, kind):
        raise TypeError(
            f"{name} must be an instance of dict, bson.son.SON, or any other type that "
            f"inherits from collections.{kind.__name__}"
        )


def _check_update(update):
    if not isinstance(update, (Mapping, list)):
        raise TypeError(
            "update must either be a list or an instance of dict, bson.son.SON, or any "
            "other type that inherits from collections.Mapping"
        )
    if not update:
        raise ValueError("update cannot be empty")
    if isinstance(update, Mapping) and not next(iter(update)).startswith("$"):
        raise ValueError("update only works with $ operators")


def _check_replacement(replacement):
    _check_mapping("replacement", replacement)
    if replacement and next(iter(replacement)).startswith("$"):
        raise ValueError("replacement can not include $ operators")
