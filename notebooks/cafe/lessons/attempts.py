"""Calls that may be refused, and what becomes of them, printed.

attempt_in_full(table.get_item, Key={"customer": "ana"})     the whole message
attempt(table.get_item, Key={"customer": "ana"})             its end, in a line or two
"""

from textwrap import fill

from ..aws.errors import ClientError

WIDE = 88  # letters in a line
DYNAMODB = "arn:aws:dynamodb:eu-west-1:123456789012:"  # printed as …


def attempt_in_full(call, **arguments):
    """Make a call with these arguments; print what AWS answers if it is refused."""
    try:
        call(**arguments)
        print("passes")
    except ClientError as error:
        print(fill(str(error), WIDE, break_on_hyphens=False))


def attempt(call, **arguments):
    """The same, in short: the call, the code, and the end of the message."""
    try:
        call(**arguments)
        said = "passes"
    except ClientError as error:
        answer = error.response["Error"]
        end = answer["Message"].split("to perform: ")[-1].replace(DYNAMODB, "…")
        said = f"{answer['Code']}: {end}"
    line = f"{call.__name__}: {said}"
    print(fill(line, WIDE, subsequent_indent="    ", break_on_hyphens=False))
