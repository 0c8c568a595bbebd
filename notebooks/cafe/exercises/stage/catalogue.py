"""The catalogue of lesson 06, in a cluster that is made once."""

from functools import cache


def new_catalogue(*documents):
    """A collection of a cluster of its own that holds these documents."""
    collection = _client()["shop"]["catalogue"]
    collection.drop()
    collection.insert_many([dict(each) for each in documents])  # it adds an _id
    return collection


@cache
def _client():
    """A client of a cluster that only the exercises know."""
    from cafe.drivers import pymongo
    from cafe.lessons import made

    docdb = made.session().client("docdb")
    docdb.create_db_cluster(
        DBClusterIdentifier="catalogue",
        Engine="docdb",
        MasterUsername="barista",
        MasterUserPassword="espresso-2026",
    )
    docdb.create_db_instance(
        DBInstanceIdentifier="catalogue-1",
        DBClusterIdentifier="catalogue",
        Engine="docdb",
        DBInstanceClass="db.t4g.medium",
    )
    docdb.get_waiter("db_instance_available").wait()
    host = docdb.describe_db_clusters()["DBClusters"][0]["Endpoint"]
    return pymongo.MongoClient(
        host, 27017, username="barista", password="espresso-2026", account=docdb.account
    )
