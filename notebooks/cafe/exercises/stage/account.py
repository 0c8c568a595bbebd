"""An account of its own, and a table in it that may carry a tag."""


def new_session():
    """A session on an account of its own, with the program inside the VPC."""
    from cafe import aws

    account = aws.Account()
    account.client_address = "172.31.5.20"
    return aws.Session(account=account)


def add_table(session, name, tag=None):
    """Make a table; `tag` is the value of its tag `backup`."""
    table = session.resource("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": "backup", "Value": tag}] if tag else [],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
    )
    table.wait_until_exists()
