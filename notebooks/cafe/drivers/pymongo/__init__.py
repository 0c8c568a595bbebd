"""Connect to a document database of the small AWS, with pymongo's calls and errors.

    from cafe.drivers import pymongo         # on AWS: import pymongo
    client = pymongo.MongoClient(host, username=…, password=…, replicaSet="rs0",
                                 readPreference="secondaryPreferred", retryWrites=False)
    client.shop.products.find_one({"sku": "BN-101"})

Same as pymongo 4: methods, arguments, answers and error classes of what the lessons
use; `insert_one` puts an `_id` into the dict that it is given; a cursor asks when it is
first read; a lost connection is opened anew; reads may go to replicas.
Simplified: no time passes in the network, so a time-out is told at once, with its cause
in brackets; `retryWrites` is off unless asked for (pymongo's default is on, which
DocumentDB refuses); with `tls` or without, the way is the same; a replica set is found
through the cluster endpoint. Left out: sessions and transactions, bulk_write, change
streams, write and read concerns, codecs, `ObjectId()` without digits, asyncio. A method
that is missing is refused with those that there are.

How it is built: client, which server is asked; collection and cursor, the methods;
results, what writes answer; errors.

https://pymongo.readthedocs.io/
"""

from cafe.aws.engines.documents.bson import ObjectId

from . import errors
from .client import MongoClient
from .cursor import ASCENDING, DESCENDING
from .results import ReturnDocument

__all__ = [
    "ASCENDING",
    "DESCENDING",
    "MongoClient",
    "ObjectId",
    "ReturnDocument",
    "errors",
]
