"""What lesson 12 shows of calls that pass and calls that are refused."""

from cafe.aws import Account, Session
from cafe.drivers import sql
from cafe.lessons.attempts import Answer, Short, attempt, attempt_in_full


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


def refused(call):
    """The error that it raises."""
    try:
        call()
    except Exception as error:
        return error


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


def test_a_row_says_in_letters_whether_the_call_passes():
    error = refused(till().scan)
    assert "● passes" in Short("scan", None)._repr_html_()
    assert "✕ refused" in Short("scan", error)._repr_html_()


def test_each_part_of_the_whole_message_is_marked_and_named():
    marked = Answer("scan", refused(till().scan))._repr_html_()
    for part, says in (
        ("arn:aws:iam::123456789012:user/till", "who"),
        ("dynamodb:Scan", "which action"),
        ("table/orders", "on what"),
        ("allows the dynamodb:Scan action", "why"),
    ):
        before, _, after = marked.partition(f">{says}<")
        assert before.split("<span")[-2].endswith(part), says
        assert after


def test_a_log_in_that_a_database_refuses_is_told_alike(capsys):
    def connect():
        raise sql.OperationalError('connection failed: FATAL:  no password for "till"')

    attempt(connect)
    said = capsys.readouterr().out
    assert said == 'connect: OperationalError: no password for "till"\n'


def test_a_message_without_these_parts_is_shown_as_it_is():
    nobody = Session(
        account=Account(), aws_access_key_id="AKIANOBODY", aws_secret_access_key="x"
    )
    error = refused(nobody.resource("dynamodb").Table("orders").scan)
    for kind in (Answer, Short):
        assert "security token included in the request is invalid." in (
            kind("scan", error)._repr_html_()
        )
