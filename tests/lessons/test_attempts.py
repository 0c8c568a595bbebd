"""What lesson 12 prints of calls that pass and calls that are refused."""

from cafe.aws import Account, Session
from cafe.lessons.attempts import attempt, attempt_in_full


def till():
    """The DynamoDB of a user without a policy."""
    owner = Session(account=Account())
    iam = owner.client("iam")
    iam.create_user(UserName="till")
    key = iam.create_access_key(UserName="till")["AccessKey"]
    session = Session(
        account=owner.account,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    return session.resource("dynamodb").Table("orders")


def test_the_whole_message_and_its_end_have_the_reason(capsys):
    attempt_in_full(till().scan)
    whole = capsys.readouterr().out
    attempt(till().scan)
    short = capsys.readouterr().out
    assert whole.startswith("An error occurred (AccessDeniedException)")
    assert short.startswith("scan: AccessDeniedException: dynamodb:Scan on resource: …")
    reason = "because no identity-based policy allows"
    assert all(reason in " ".join(said.split()) for said in (whole, short))


def test_a_call_that_passes_says_so(capsys):
    attempt(print, end="")
    assert capsys.readouterr().out == "print: passes\n"
