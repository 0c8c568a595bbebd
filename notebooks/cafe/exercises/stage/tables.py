"""Tables of DynamoDB, each in an account of its own."""


def new_table(name, *keys):
    """A table in an account of its own; each of its keys is (name, type)."""
    from cafe import aws

    dynamodb = aws.Session(account=aws.Account()).resource("dynamodb")
    kinds = ("HASH", "RANGE")
    table = dynamodb.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": key, "KeyType": kind}
            for (key, _), kind in zip(keys, kinds)
        ],
        AttributeDefinitions=[
            {"AttributeName": key, "AttributeType": type_} for key, type_ in keys
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    return table
