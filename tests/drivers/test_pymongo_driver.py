"""The driver: pymongo's calls, answers and errors on the small AWS."""

import inspect
import re

import pymongo.collection
import pymongo.cursor
import pymongo.errors
import pymongo.results
import pytest

from cafe import aws
from cafe.drivers import pymongo as ours
from cafe.drivers.pymongo import errors
from cafe.drivers.pymongo.collection import Collection
from cafe.drivers.pymongo.cursor import Cursor
from fixtures.documents import HOST, Documents


@pytest.fixture
def documents():
    return Documents()


@pytest.fixture
def menu(documents):
    collection = documents.client.shop.menu
    collection.insert_many([{"_id": n, "n": n % 3} for n in range(6)])
    return collection


# -- like pymongo -------------------------------------------------------------------


@pytest.mark.parametrize("name", errors.__all__)
def test_errors_stand_under_the_same_classes_as_pymongos(name):
    def lineage(kind):
        return [each.__name__ for each in kind.__mro__ if each.__module__ != "builtins"]

    import bson.errors

    theirs = getattr(pymongo.errors, name, None) or getattr(bson.errors, name)
    mine = lineage(getattr(errors, name))
    assert mine == [
        each
        for each in lineage(theirs)
        if each
        not in (
            "BSONError",
            "_OperationCancelled",
        )
    ]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [(Collection, pymongo.collection.Collection), (Cursor, pymongo.cursor.Cursor)],
    ids=["Collection", "Cursor"],
)
def test_every_method_is_one_of_pymongos_and_takes_no_other_arguments(mine, theirs):
    for name, method in inspect.getmembers(mine, inspect.isfunction):
        if name.startswith("_"):
            continue
        taken = inspect.signature(method).parameters
        known = inspect.signature(getattr(theirs, name)).parameters
        open_ended = any(each.kind == each.VAR_KEYWORD for each in known.values())
        wrong = [each for each in taken if each not in known]
        assert not wrong or open_ended, name


@pytest.mark.parametrize(
    "name", [name for name in vars(Collection) if name[0] != "_" and "find" not in name]
)
def test_positional_arguments_stand_in_pymongos_order(name):
    mine = inspect.signature(getattr(Collection, name)).parameters
    theirs = inspect.signature(getattr(pymongo.collection.Collection, name)).parameters
    by_place = [n for n, each in mine.items() if each.kind is not each.KEYWORD_ONLY]
    assert by_place == list(theirs)[: len(by_place)]


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (lambda c: c.update_one({}, {"a": 1}), ValueError, "only works with $ op"),
        (lambda c: c.update_one({}, {}), ValueError, "update cannot be empty"),
        (lambda c: c.replace_one({}, {"$set": {}}), ValueError, "can not include $"),
        (lambda c: c.insert_many([]), TypeError, "non-empty list"),
        (lambda c: c.insert_one([1]), TypeError, "document must be an instance of"),
        (lambda c: c.find([1]), TypeError, "filter must be an instance of dict"),
        (lambda c: c.find().skip(-1), ValueError, "skip must be >= 0"),
        (lambda c: bool(c), NotImplementedError, "truth value testing"),
        (lambda c: c["$x"], errors.InvalidName, "must not contain '$'"),
        (lambda c: bool(c.database), NotImplementedError, "truth value testing"),
        (lambda c: iter(c), TypeError, "'Collection' object is not iterable"),
        (lambda c: iter(c.database), TypeError, "'Database' object is not iterable"),
        (lambda c: iter(c.database.client), TypeError, "'MongoClient' object is not"),
        (lambda c: c.insert({}), TypeError, "call the 'insert' method on a"),
        (lambda c: c.insert_many(5), TypeError, "must be a non-empty list"),
        (lambda c: c.find(limit="x"), TypeError, "limit must be an instance of int"),
        (lambda c: c.count_documents({}, limit=1), TypeError, "Here it takes: filter"),
        (
            lambda c: c.find(batch_size=5),
            TypeError,
            "filter, projection, skip, limit, ",
        ),
        (lambda c: c.find({}).sort("n", 1, 2), TypeError, "Here it takes: key_or_list"),
        (lambda c: c.aggregate([], allowDiskUse=True), TypeError, "takes: pipeline"),
        (lambda c: c.insert_many([{}], ordered=False), TypeError, "takes: documents"),
        (
            lambda c: c.find_one({}, sort=[("n", 1)]),
            TypeError,
            "takes: filter, project",
        ),
        (lambda c: c.database.command("ping", check=1), TypeError, "takes: command"),
        (lambda c: c.find()[1:3], TypeError, "there are skip and limit"),
        (lambda c: c.find().limit("1"), TypeError, "limit must be an integer, not"),
        (lambda c: c.find().skip(None), TypeError, "skip must be an integer, not"),
        (lambda c: c.find().limit(2**63), OverflowError, "up to 8-byte ints"),
        (lambda c: c.find(sort="n"), TypeError, "pairs, not: 'n'"),
        (lambda c: c.find(sort=5), TypeError, "pairs, not: 5"),
        (lambda c: c.find().sort([(1, 1)]), TypeError, "first item in each key pair"),
        (lambda c: c.find().sort([("n", 1.5)]), TypeError, "second item in each key"),
        (lambda c: c.create_index([("n", None)]), TypeError, "second item in each key"),
        (lambda c: c.find({}, [1]), TypeError, "each an instance of str"),
        (lambda c: c.find({}, 1), TypeError, "must be a mapping or list of key names"),
        (lambda c: c.update_one({}, "x"), TypeError, "either be a list or an instance"),
        (
            lambda c: c.update_one({}, {"$set": {"a": 1}}, upsert="x"),
            TypeError,
            "upsert must be True or False, was: upsert=x",
        ),
        (
            lambda c: c.update_one({}, {"$set": {"a": 1}}, array_filters={}),
            TypeError,
            "array_filters must be a list",
        ),
        (
            lambda c: c.find_one_and_update({}, {"$set": {}}, return_document=1),
            TypeError,
            "return_document must be ReturnDocument.BEFORE or ReturnDocument.AFTER",
        ),
        (lambda c: c.drop_index(1), TypeError, "index_or_name must be an instance of"),
        (lambda c: c["a\0b"], errors.InvalidName, "the null character"),
        (lambda c: c.database.create_collection(1), TypeError, "instance of str, not"),
        (lambda c: c.database.drop_collection(1), TypeError, "name_or_collection must"),
        (lambda c: c.database.client.drop_database(1), TypeError, "name_or_database"),
        (lambda c: c.database.command(1), TypeError, "'int' object is not iterable"),
        (lambda c: c.insert_one({1: 2}), errors.InvalidDocument, "Invalid document: d"),
        (lambda c: c.find()[-1], IndexError, "negative indices"),
    ],
)
def test_wrong_arguments_are_refused_before_they_travel(menu, act, kind, words):
    with pytest.raises(kind) as refused:
        act(menu)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda c: c.count_documents("x"), "filter must be an expression in an object"),
        (lambda c: c.distinct("n", "x"), "filter must be an expression in an object"),
        (lambda c: list(c.find(skip=-1)), "value must be >= 0, actual value '-1'"),
        (
            lambda c: c.database.command({"find": "menu", "limt": 1}),
            "BSON field 'find.limt' is an unknown field.",
        ),
        (
            lambda c: c.database.command(
                {"update": "menu", "updates": [{"q": {}, "u": {}, "many": True}]}
            ),
            "BSON field 'updates.many' is an unknown field.",
        ),
        (
            lambda c: c.database.command({"explain": {"find": "menu", "limt": 1}}),
            "BSON field 'find.limt' is an unknown field.",
        ),
        (
            lambda c: c.database.command({"count": "menu", "hint": "n_1"}),
            "hint is left out here",
        ),
    ],
)
def test_what_only_the_server_can_judge_is_refused_by_it(menu, act, words):
    with pytest.raises(errors.OperationFailure) as refused:
        act(menu)
    assert words in str(refused.value)


def test_a_projection_may_be_any_list_of_names(menu):
    assert menu.find_one(1, []) == {"_id": 1, "n": 1}
    assert menu.find_one(1, "n") == menu.find_one(1, {"n"}) == {"_id": 1, "n": 1}


def test_every_index_but_that_of_the_id_is_dropped_at_once(menu):
    menu.create_index("n")
    menu.create_index([("n", -1), ("t", 1)])
    menu.drop_index("*")
    assert list(menu.index_information()) == ["_id_"]


# -- calls ----------------------------------------------------------------------------


def test_an_id_is_put_into_the_dict_that_is_inserted(menu):
    document = {"name": "tea"}
    assert menu.insert_one(document).inserted_id is document["_id"]
    assert menu.find_one(document["_id"]) == document


def test_what_is_found_is_a_copy(menu):
    menu.find_one(1)["n"] = 99
    assert menu.find_one(1)["n"] == 1


def test_inserts_stop_at_the_first_that_is_refused(menu):
    with pytest.raises(errors.BulkWriteError, match="batch op errors") as refused:
        menu.insert_many([{"_id": 10}, {"_id": 1}, {"_id": 11}])
    assert refused.value.details["nInserted"] == 1
    assert refused.value.details["writeErrors"][0]["index"] == 1
    assert menu.count_documents({"_id": {"$gte": 10}}) == 1


def test_updates_tell_what_they_matched_changed_and_made(menu):
    result = menu.update_many({"n": 1}, {"$set": {"n": 1, "x": 1}})
    assert (result.matched_count, result.modified_count) == (2, 2)
    assert menu.update_many({"n": 1}, {"$set": {"x": 1}}).modified_count == 0
    made = menu.update_one({"_id": 9}, {"$set": {"x": 1}}, upsert=True)
    assert (made.matched_count, made.upserted_id) == (0, 9)
    assert menu.delete_many({"x": 1}).deleted_count == 3


def test_find_one_and_update_gives_the_document_before_or_after(menu):
    assert menu.find_one_and_update({"_id": 1}, {"$inc": {"n": 1}})["n"] == 1
    after = menu.find_one_and_update(
        {"_id": 1}, {"$inc": {"n": 1}}, return_document=ours.ReturnDocument.AFTER
    )
    assert after["n"] == 3
    assert menu.find_one_and_update({"_id": 99}, {"$inc": {"n": 1}}) is None


def test_a_cursor_is_changed_before_it_is_read_and_not_after(menu):
    cursor = menu.find({}, {"n": 0}).sort("_id", ours.DESCENDING).skip(1).limit(2)
    assert cursor[1] == {"_id": 3}
    assert list(cursor) == [{"_id": 4}, {"_id": 3}]
    with pytest.raises(errors.InvalidOperation, match="after executing query"):
        cursor.limit(1)
    assert list(cursor) == []


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda c: c.bulk_write([]), "'bulk_write' method on a 'Collection' object"),
        (
            lambda c: c.deep.bulk_write([]),
            "There is: Collection: aggregate, co",
        ),
        (lambda c: c.find_one_and_delete({}), "find_one, find_one_and_update"),
        (
            lambda c: c.database.aggregate([]),
            "There is: Database: command, c",
        ),
        (
            lambda c: c.database.client.start_session(),
            "There is: MongoClient: close, drop_",
        ),
        (
            lambda c: c.find().rewind(),
            "here has no 'rewind'. There is: Cursor: ",
        ),
        (
            lambda c: c.aggregate([]).close(),
            "There is: CommandCursor: next",
        ),
        (lambda c: c.insert_one({}).inserted_ids, "There is: inserted_id"),
        (lambda c: c._id, "There is: Collection: aggregate, "),
        (lambda c: c.database._id, "There is: Database: command, "),
        (lambda c: c.database.client._id, "There is: MongoClient: close, drop_"),
    ],
)
def test_what_is_missing_is_refused_with_what_there_is(menu, ask, words):
    with pytest.raises((TypeError, AttributeError), match=re.escape(words)):
        ask(menu)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"sort": [("n", 5)]}, 15975),
        ({"sort": [("n", "desc")]}, 15974),
        ({"sort": [("$natural", -1)]}, 2),
        ({"projection": {"n": {"deep": 1}}}, 2),
        ({"projection": {"n.$": 1}}, 2),
        ({"projection": {"": 1}}, 2),
        ({"projection": {"tags": {"$slice": 1}}}, 2),
    ],
)
def test_what_the_engine_refuses_of_a_find_is_an_operation_failure(menu, options, code):
    menu.update_one({}, {"$set": {"tags": ["a", "b"]}})
    with pytest.raises(errors.OperationFailure) as refused:
        list(menu.find({}, **options))
    assert refused.value.code == code


def test_no_document_is_inserted_when_one_of_them_cannot_travel(menu):
    with pytest.raises(errors.InvalidDocument):
        menu.insert_many([{"_id": 10}, {"_id": 11, "colours": {"red", "blue"}}])
    assert menu.find_one(10) is None


def test_a_closed_client_cannot_be_used_again(documents, menu):
    with documents.client:
        assert menu.find_one(1)
    for use in (menu.find_one, lambda: menu.insert_one({})):
        with pytest.raises(errors.InvalidOperation, match="after close"):
            use()


def test_indexes_are_told_as_pymongo_does(menu):
    assert menu.create_index([("n", 1), ("x", -1)]) == "n_1_x_-1"
    assert menu.create_index("_id") == "_id_1"  # pymongo names it itself
    assert menu.index_information()["n_1_x_-1"]["key"] == [("n", 1), ("x", -1)]
    assert set(menu.index_information()) == {"_id_", "n_1_x_-1"}
    menu.drop_index([("n", 1), ("x", -1)])
    with pytest.raises(errors.OperationFailure, match="index not found with name"):
        menu.drop_index("n_1_x_-1")


def test_names_are_listed_once_something_is_there(documents, menu):
    client = documents.client
    assert client.list_database_names() == ["shop"]
    assert client.shop.list_collection_names() == ["menu"]
    assert client.shop.nothing.find_one() is None
    menu.drop()
    assert client.shop.list_collection_names() == []


# -- limits -------------------------------------------------------------------------


def test_a_document_of_more_than_16_mb_does_not_travel(menu):
    with pytest.raises(errors.DocumentTooLarge, match="sizes up to 16777216 bytes"):
        menu.insert_one({"x": "x" * 16_777_216})
    overhead = 22  # of the document, the _id and the length of the text
    menu.insert_one({"_id": 100, "x": "x" * (16_777_216 - overhead)})
    with pytest.raises(errors.WriteError, match="after update is larger") as refused:
        menu.update_one({"_id": 100}, {"$set": {"y": 1}})
    assert refused.value.code == 17419


def test_a_refusal_holds_the_servers_whole_answer(menu):
    with pytest.raises(errors.DuplicateKeyError) as refused:
        menu.insert_one({"_id": 1})
    assert refused.value.code == 11000
    assert refused.value.details["keyPattern"] == {"_id": 1}
    assert ", full error: {'index': 0, 'code': 11000" in str(refused.value)


# -- the way ------------------------------------------------------------------------


def test_a_name_that_leads_nowhere_is_told_at_the_first_operation(documents):
    client = ours.MongoClient("nowhere.test", account=documents.account)
    with pytest.raises(errors.ServerSelectionTimeoutError, match="not known"):
        client.shop.menu.find_one()


def test_retryable_writes_are_refused_by_documentdb(documents):
    uri = f"mongodb://{HOST}:27017/?retryWrites=true"
    menu = ours.MongoClient(uri, account=documents.account).shop.menu
    with pytest.raises(errors.OperationFailure, match="Retryable writes") as refused:
        menu.insert_one({})
    assert refused.value.code == 301


@pytest.mark.parametrize(
    ("host", "options", "kind"),
    [
        ("postgres://x", {}, errors.InvalidURI),
        (HOST, {"readPreference": "fastest"}, ValueError),
        (HOST, {"colour": "red"}, errors.ConfigurationError),
    ],
)
def test_wrong_options_are_refused_at_once(host, options, kind):
    with pytest.raises(kind):
        ours.MongoClient(host, **options)


@pytest.mark.parametrize(
    "host", ["h:abc", "h:99999", "h:0", "mongodb://u:p:x@h", "mongodb://u:pa/ss@h"]
)
def test_an_address_that_is_none_is_refused_in_pymongos_words(host):
    with pytest.raises(ValueError if "p:x" not in host else errors.InvalidURI) as mine:
        ours.MongoClient(host)
    with pytest.raises(Exception) as theirs:
        pymongo.MongoClient(host, connect=False)
    assert str(mine.value) == str(theirs.value)
    assert type(mine.value).__name__ == type(theirs.value).__name__


def test_several_hosts_are_refused_with_the_one_there_is():
    with pytest.raises(errors.InvalidURI, match="one host here, the cluster's"):
        ours.MongoClient("mongodb://one:27017,two:27017")


def test_a_replica_set_of_another_name_has_no_members(documents):
    def client(name):
        return ours.MongoClient(HOST, replicaSet=name, account=documents.account)

    assert client("rs0").shop.menu.find_one() is None
    for act in ("find_one", "insert_one"):
        told = 'No replica set members available for replica set name "rs1"'
        with pytest.raises(errors.ServerSelectionTimeoutError, match=told):
            getattr(client("rs1").shop.menu, act)({})


def test_an_unknown_option_is_refused_with_those_that_there_are():
    with pytest.raises(errors.ConfigurationError) as refused:
        ours.MongoClient(HOST, colour="red")
    told = str(refused.value)
    assert told.startswith("Unknown option: colour. Here there are: appname, ")
    assert "readPreference, replicaSet, retryWrites, retryreads" in told


class Cluster:
    """A DocumentDB cluster of three instances, and the way to it."""

    def __init__(self):
        self.account = aws.Account()
        self.account.client_address = "172.31.0.9"
        session = aws.Session(account=self.account)
        self.docdb, ec2 = session.client("docdb"), session.client("ec2")
        group = ec2.create_security_group(GroupName="docs", Description="x")["GroupId"]
        rule = {
            "IpProtocol": "tcp",
            "FromPort": 27017,
            "ToPort": 27017,
            "IpRanges": [{"CidrIp": "172.31.0.0/16"}],
        }
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
        self.docdb.create_db_cluster(
            DBClusterIdentifier="menu",
            Engine="docdb",
            MasterUsername="barista",
            MasterUserPassword="flat-white-1",
            VpcSecurityGroupIds=[group],
        )
        for number in "123":
            self.docdb.create_db_instance(
                DBInstanceIdentifier=f"menu-{number}",
                Engine="docdb",
                DBInstanceClass="db.r6g.large",
                DBClusterIdentifier="menu",
            )
        self.account.clock.advance(minutes=20)
        told = self.docdb.describe_db_clusters()["DBClusters"][0]
        self.host, self.readers = told["Endpoint"], told["ReaderEndpoint"]

    def client(self, host=None, password="flat-white-1", **options):
        return ours.MongoClient(
            host or self.host,
            username="barista",
            password=password,
            account=self.account,
            **options,
        )


def test_a_command_is_answered_as_the_server_answers_it(menu):
    assert menu.database.command("ping") == {"ok": 1.0}
    told = menu.database.command({"count": "menu", "query": {"n": 0}})
    assert told == {"n": 2, "ok": 1.0}
    menu.database.command({"insert": "menu", "documents": [{"_id": "tea"}]})
    assert menu.find_one("tea") == {"_id": "tea"}
    with pytest.raises(
        errors.OperationFailure, match="no such command: 'dbStats' .*insert"
    ):
        menu.database.command("dbStats")


@pytest.fixture
def cluster():
    return Cluster()


def test_a_connection_string_leads_to_the_cluster(cluster):
    uri = (
        f"mongodb://barista:flat-white-1@{cluster.host}:27017/?tls=true"
        "&replicaSet=rs0&readPreference=secondaryPreferred&retryWrites=false"
    )
    menu = ours.MongoClient(uri, account=cluster.account).shop.menu
    menu.insert_one({"_id": 1})
    assert menu.find_one() == {"_id": 1}


def test_a_wrong_password_and_none_are_refused(cluster):
    with pytest.raises(errors.OperationFailure, match="Authentication failed") as wrong:
        cluster.client(password="espresso").shop.menu.find_one()
    assert wrong.value.code == 18
    with pytest.raises(errors.OperationFailure, match="Authorization failure"):
        ours.MongoClient(cluster.host, account=cluster.account).shop.menu.find_one()


def test_a_reader_refuses_writes(cluster):
    menu = cluster.client(cluster.readers).shop.menu
    with pytest.raises(errors.NotPrimaryError, match="not primary"):
        menu.insert_one({})
    assert menu.find_one() is None


def test_secondary_preferred_reads_from_replicas_which_may_be_late(cluster):
    late = cluster.client(replicaSet="rs0", readPreference="secondaryPreferred")
    sure = cluster.client(replicaSet="rs0")
    cluster.docdb.set_replica_lag("menu", 5)
    sure.shop.menu.insert_one({"_id": 1})
    assert (late.shop.menu.find_one(), sure.shop.menu.find_one()) == (None, {"_id": 1})
    cluster.account.clock.advance(seconds=5)
    assert late.shop.menu.find_one() == {"_id": 1}


def test_a_failover_breaks_writes_and_not_reads_from_replicas(cluster):
    client = cluster.client(replicaSet="rs0", readPreference="secondaryPreferred")
    client.shop.menu.insert_one({"_id": 1})
    cluster.docdb.failover_db_cluster(DBClusterIdentifier="menu")
    with pytest.raises(errors.AutoReconnect, match="connection closed"):
        client.shop.menu.insert_one({"_id": 2})
    with pytest.raises(errors.ServerSelectionTimeoutError, match="timed out"):
        client.shop.menu.insert_one({"_id": 2})
    assert client.shop.menu.find_one() == {"_id": 1}
    cluster.account.clock.advance(minutes=1)
    client.shop.menu.insert_one({"_id": 2})
    assert client.shop.menu.count_documents({}) == 2


def test_from_outside_the_vpc_nothing_answers(cluster):
    cluster.account.client_address = "203.0.113.25"
    with pytest.raises(errors.ServerSelectionTimeoutError, match="outside its VPC"):
        cluster.client().shop.menu.find_one()


def test_who_is_moved_outside_the_vpc_reads_no_replica_either(cluster):
    client = cluster.client(replicaSet="rs0", readPreference="secondaryPreferred")
    assert client.shop.menu.find_one() is None
    cluster.account.client_address = "203.0.113.25"
    with pytest.raises(errors.ServerSelectionTimeoutError, match="outside its VPC"):
        client.shop.menu.find_one()


def test_a_host_may_hold_the_port_and_is_text(cluster):
    cluster.client(f"{cluster.host}:27017").shop.menu.insert_one({"_id": 1})
    with pytest.raises(TypeError, match="port of int"):
        ours.MongoClient(cluster.host, "27017")
