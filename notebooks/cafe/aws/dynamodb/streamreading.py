"""The `dynamodbstreams` client: reading what has changed in DynamoDB's tables.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
"""

from datetime import datetime, timedelta
from typing import Annotated

from ..parameters import AtLeast, NonEmpty, OneOf, constraint
from ..service import Service, named_alike, operation
from . import DynamoDB
from .constraints import raise_problems
from .definitions import check_name
from .errors import DynamoDBError, invalid, not_found
from .structures import LongName

ITERATOR_LIVES = timedelta(minutes=15)
MOST_RECORDS, MOST_BYTES = 1000, 2**20
WITH_NUMBER = ("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")
IteratorType = Annotated[str, OneOf(*WITH_NUMBER, "TRIM_HORIZON", "LATEST")]
StreamArn = Annotated[str, AtLeast(37)]
ShardId = Annotated[str, AtLeast(28)]
Number = Annotated[str, AtLeast(21)]


class DynamoDBStreams(Service):
    """The `dynamodbstreams` client of one Region."""

    MISSING = 400
    prefix = "dynamodb"
    named = {"StreamArn": "{}"}
    faults = named_alike(
        "ResourceNotFoundException",
        "ExpiredIteratorException",
        "TrimmedDataAccessException",
        "LimitExceededException",
        "InternalServerError",
    )

    def __init__(self, account, region):
        super().__init__(account, region)
        self.dynamodb = account.service(DynamoDB, region)

    @operation
    def list_streams(self, *, TableName: LongName | None = None):
        """The streams of all tables, or of one."""
        if TableName is not None:
            check_name("TableName", TableName)
        return {
            "Streams": [
                {"StreamArn": s.arn, "TableName": s.table.name, "StreamLabel": s.label}
                for s in self._streams()
                if TableName in (None, s.table.name)
            ]
        }

    @operation
    def describe_stream(self, *, StreamArn: StreamArn):
        """What a stream is, and its shards."""
        stream = self._stream(StreamArn)
        told = {
            "StreamArn": stream.arn,
            "StreamLabel": stream.label,
            "StreamStatus": "ENABLED" if stream.is_on else "DISABLED",
            "StreamViewType": stream.view,
            "CreationRequestDateTime": stream.created,
            "TableName": stream.table.name,
            "KeySchema": stream.table.key.described(),
            "Shards": [_described(shard, stream) for shard in stream.shards],
        }
        return {"StreamDescription": told}

    @operation
    def get_shard_iterator(
        self,
        *,
        StreamArn: StreamArn,
        ShardId: ShardId,
        ShardIteratorType: IteratorType,
        SequenceNumber: Number | None = None,
    ):
        """Where to begin in a shard: with its oldest change, a number, or the next."""
        stream = self._stream(StreamArn)
        shard = self._shard(stream, ShardId)
        if (ShardIteratorType in WITH_NUMBER) != (SequenceNumber is not None):
            must = "must" if SequenceNumber is None else "must not"
            raise invalid(
                f"SequenceNumber {must} be specified when ShardIteratorType is "
                f"{ShardIteratorType}."
            )
        if ShardIteratorType == "LATEST":
            after = stream.last
        elif ShardIteratorType == "TRIM_HORIZON":
            after = 0
        else:
            after = _number(SequenceNumber) - (ShardIteratorType == WITH_NUMBER[0])
            _check_not_trimmed(shard, after)
        return {"ShardIterator": self._iterator(stream, shard, after)}

    @operation
    def get_records(
        self,
        *,
        ShardIterator: NonEmpty,
        Limit: Annotated[int, AtLeast(1)] = MOST_RECORDS,
    ):
        """The changes that follow in a shard, and where to go on."""
        if Limit > MOST_RECORDS:
            wanted = f"have value less than or equal to {MOST_RECORDS}"
            raise_problems([constraint(Limit, "limit", wanted)])
        stream, shard, after = self._place(ShardIterator)
        stream.reads += 1
        records, size = [], 0
        for change in shard.after(after)[:Limit]:
            record = stream.record(change)
            size += record["dynamodb"]["SizeBytes"]
            if records and size > MOST_BYTES:
                break
            records.append(record)
            after = change.number
        answer = {"Records": records}
        if stream.is_on or shard.after(after):
            answer["NextShardIterator"] = self._iterator(stream, shard, after)
        return answer

    # -- where one reads ----------------------------------------------------------

    def _iterator(self, stream, shard, after):
        ends = (self.clock.now + ITERATOR_LIVES).isoformat()
        return f"{stream.arn}|{shard.id}|{after}|{ends}"

    def _place(self, iterator):
        """The stream, the shard and the number of an iterator that still lives."""
        try:
            arn, shard_id, after, ends = iterator.split("|")
            number, ends = int(after), datetime.fromisoformat(ends)
        except ValueError:
            raise invalid("Invalid ShardIterator") from None
        if ends < self.clock.now:
            raise DynamoDBError(
                "ExpiredIteratorException",
                "The shard iterator has expired: it lives for 15 minutes. Get another "
                "one with GetShardIterator.",
            )
        stream = self._stream(arn)
        shard = self._shard(stream, shard_id)
        if number:
            _check_not_trimmed(shard, number)
        return stream, shard, number

    def _streams(self):
        tables = self.dynamodb.tables.values()
        return [table.stream for table in tables if table.stream]

    def _stream(self, arn):
        for stream in self._streams():
            if stream.arn == arn:
                stream.trim()
                return stream
        raise not_found(f"Requested resource not found: Stream: {arn} not found")

    def _shard(self, stream, shard_id):
        for shard in stream.shards:
            if shard.id == shard_id:
                return shard
        raise not_found(
            f"Requested resource not found: Shard: {shard_id} in Stream: {stream.arn} "
            "not found"
        )


def _described(shard, stream):
    numbers = {"StartingSequenceNumber": str(shard.first)}
    if not stream.is_on:
        numbers["EndingSequenceNumber"] = str(stream.last)
    return {"ShardId": shard.id, "SequenceNumberRange": numbers}


def _number(text):
    if not text.isdecimal():
        raise invalid(f"Invalid SequenceNumber: {text}")
    return int(text)


def _check_not_trimmed(shard, after):
    if after < shard.forgotten:
        raise DynamoDBError(
            "TrimmedDataAccessException",
            "The records that follow are older than 24 hours, and gone. Begin with "
            "TRIM_HORIZON.",
        )
