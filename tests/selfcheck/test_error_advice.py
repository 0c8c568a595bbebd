"""An error that a beginner meets gets a word on what to do."""

import pytest

from cafe.selfcheck.beyond import beyond
from cafe.selfcheck.error_advice import advice


def error(text):
    """The message of the error that this text of Python raises."""
    from datetime import datetime

    names = {"datetime": datetime, "item": {}, "nothing": None, "row": (1, 2)}
    with pytest.raises(Exception) as raised:
        exec(text, names)
    return str(raised.value)


@pytest.mark.parametrize(
    "text, told",
    [
        ("Key('placed')", "from cafe.aws.dynamodb.conditions import Key."),
        ("raise OperationalError", "from cafe.drivers.sql import OperationalError."),
        ("nx.has_path", "Begin with import networkx as nx."),
        ("datetime(2026, 11, 1) - 1", "timedelta(seconds=1)"),
        ("(lambda: 1).execute", "A function is called with brackets"),
        ("nothing['stock']", "ask first"),
        ("nothing.get('stock')", "ask first"),
        ("int(nothing)", "which is no number: ask first."),
        ("item.sku", 'item["name"]'),
        ("row['order_id']", "take it apart"),
        ("item[item] = 1", "take out the value that stands in it."),
        ("max([])", "default="),
        ("{}['Item']", "the answer holds no Item."),
        ("{}['password']", "ask first whether"),
        ("math.ceil(2.5)", "Begin with import math."),
        ("pandas.DataFrame", "Begin with import pandas."),
        ("[].items()", "taken one by one"),
        ("[][0]", "Is it empty?"),
        ("(lambda text: text)(1, 2)", "It takes one argument"),
        ("two = 2; two(1 - 3)", "a product is written with *"),
        ("len['text']", "round brackets"),
        ("object()['name']", "stands behind a dot"),
        ("'text'.decode()", "a text already"),
        ("row = [1, 2]; row[1, -1]", "path[1:-1]"),
        ("[].sort('price', 1)", "a cursor's sort stands before list"),
        ("'page:' + 1", "by an f-string"),
        ("a, b = 1, 2, 3", "more parts than there are names"),
        ("{} - {}", "set(before) - set(after)"),
        ("[1] - [2]", "A list is not subtracted"),
        ("sorted(['Ana'], key=lambda name: -name)", "A text has no minus"),
        ("[] < datetime.max", "compared one by one"),
        ("sorted([1, 'card'])", "choose one of them first"),
        ("nothing if false else 1", "with a capital"),
        ("{1: 2}['STOCK']", "Capitals count"),
        ("[].add(1)", "append(…) adds to a list"),
        ("set().append(1)", "add(…) adds to a set."),
        ("[].len()", "len(…) counts"),
        ("[].count()", "len(…) counts"),
        ("len(each for each in [])", "Square brackets make a list"),
        ("len(5)", "It is a number already."),
        ("{[1]}", "Are these brackets needed?"),
        ("list([].sort())", ".sort() change a list and give None"),
        ("{} < {}", "say by what, with key="),
        ("datetime(2026, 11, 1) < '2026-11-02'", "make both the same"),
        ("import datetime; datetime.fromisoformat", "from datetime import datetime."),
        ("datetime.timedelta(seconds=1)", "from datetime import datetime, timedelta"),
        ("f = lambda: f(); f()", "calls itself"),
        ("min([{}], key='tier')", "lambda each"),
        ("item('name')", "square ones take something out of it"),
        (
            "import datetime; datetime.timedelta(second=1)",
            "It is written with an s.",
        ),
        ("from cafe.drivers import sql; sql.OperationError", "mean OperationalError?"),
    ],
)
def test_a_beginners_error_gets_a_word(text, told):
    assert told in advice(error(text))


@pytest.mark.parametrize(
    "told, word",
    [
        ("Query condition missed key schema element: day", "joined with &"),
        (
            "Invalid UpdateExpression: Syntax error; token: x",
            "Begin an update with SET",
        ),
        ("Invalid KeyConditionExpression: Syntax error; token: x", "without quotes"),
        (
            "Table.put_item() takes 1 positional argument but 2 were given",
            "boto3 takes",
        ),
        ("calling the UpdateTable operation: ValidationException: ReadCapacity", ""),
        ("calling the DeleteTable operation: Condition parameter type", ""),
        ("when reading, valid types: <class 'dict'>", ""),
        ("value: 1003, type: <class 'int'>, valid types: <class 'dict'>", "a dict"),
        ("EOF when reading a line", "as its arguments"),
        (
            "parameter KeyConditionExpression, value: (…), type: <class 'tuple'>",
            "joined with &",
        ),
        ("value: 1, type: <class 'int'>, valid types: <class 'bool'>", "True or False"),
        ('syntax error; token: "LIKE", near', "begins_with(name, :value)"),
        ("operator or function: begins_with, operand type: N", "compared with =."),
        ("operator or function: begins_with, operand type: M", "without its type"),
        ("unsupported operand type(s) for &: 'bool' and 'Test'", "== compares"),
        (
            "Invalid function name; function: attribute_not_exist",
            "attribute_not_exists?",
        ),
        ("Invalid DB Instance class: m7g.large. This", "begins with db."),
        ("Invalid DB engine: postgresql. This", 'Engine="postgres"'),
        ("DBCluster rescued is creating, not available.", "A waiter waits"),
        ('Unknown parameter in input: "StorageEncrypted", must', "when it is made"),
        ("name used in the document path is not defined; name: #d", "with a #"),
        ("unknown operator: $ge (here: $gt, $gte, $lt)", "Did you mean $gte?"),
        ("stage name: '$groupby' (here: $match, $group)", "Did you mean $group?"),
        ("unknown top level operator: $sort (here: $and, $or)", "calls behind it"),
        ("unknown top level operator: $exists (here: $and, $or)", "A field stands"),
        ("argument 'EX'. Here it takes: name, value, ex", ""),
        (
            "set() got an unexpected keyword argument 'EX'. Here it takes: name, ex",
            "Did you mean ex?",
        ),
        ("Redis here has no 'put'. There is: Strings: get, set", "with set(key"),
        ("Table here has no 'get'. There is: get_item, put_item", "mean get_item?"),
        (
            "RDS here has no 'update_db_instance'. There is: RDS: create_db_instance,"
            " delete_db_instance, modify_db_instance",
            "Did you mean modify_db_instance?",
        ),
        ("'Items'", "get_item has one Item"),
        ("NOT NULL constraint failed: orders.quantity", "UPDATE changes a row"),
        ('Referenced column "Maeve\'s cup" not found in FROM', "Double quotes"),
        ('Referenced column "text" not found in FROM clause', "Or a value of Python?"),
        ('syntax error at or near "?"', "%s stands for a value."),
        ("Attribute name is a reserved keyword; reserved keyword: true", "a colon"),
        ("Attribute name is a reserved keyword; reserved keyword: name", "#n"),
        (
            "An error occurred (DBInstanceNotFound) when calling the DeleteDBInstance",
            "what the function was given?",
        ),
        ("'Attr' object has no attribute 'equals'", "asked with eq, ne,"),
        ("argument of type 'OperationalError' is not iterable", "str(error)"),
        (
            "'TransactionCanceledException' object has no attribute 'reasons'",
            "error.response",
        ),
        (
            "Value 'maximum' at 'statistic' failed to satisfy constraint: Member must"
            " satisfy enum value set: [Average, Maximum]",
            "Did you mean Maximum?",
        ),
        (
            "The value sum for parameter MetricStat.Stat is not supported. This small"
            " AWS has: Average, Sum",
            "Did you mean Sum?",
        ),
        (
            "exceptions object has no attribute TransactionCancelledException. Valid"
            " exceptions are: LimitExceededException, TransactionCanceledException",
            "Did you mean TransactionCanceledException?",
        ),
    ],
)
def test_a_word_fits_the_call_that_failed(told, word):
    assert word in advice(told) if word else advice(told) == ""


@pytest.mark.parametrize(
    "package", ["boto3", "botocore.exceptions", "psycopg", "redis", "pymongo"]
)
def test_a_real_package_that_is_not_installed_is_no_fault(package):
    assert "Here it is from cafe." in beyond(f"No module named {package!r}")


@pytest.mark.parametrize(
    "told, instead",
    [
        ("parameter RestoreToTime: 2026-11-02 06:10:30 has no time zone", "the zone"),
        ("The prefix list 'pl-1' is left out here: IPv4", "Give IpRanges alone."),
        (
            "Invalid DB Instance class: db.serverless. This small AWS has: x",
            "It has x.",
        ),
        ("Invalid DB Instance class: db.r5b.large. This small AWS has: x", "It has x."),
    ],
)
def test_what_aws_takes_is_no_try(told, instead):
    assert instead in beyond(told)


def test_conditions_of_boto3_are_no_fault():
    told = "value: <x>, type: <class 'boto3.dynamodb.conditions.And'>, valid types: <cl"
    assert "from cafe.aws.dynamodb.conditions import Key, Attr." in beyond(told)


@pytest.mark.parametrize(
    "told",
    [
        "unknown group operator '$multiply' (here: $sum)",
        "Unrecognized expression '$push' (here: $add)",
        "Unknown modifier: $eq. Expected a valid update modifier",
        "unknown operator: $project (here: $gt)",
        "unknown top level operator: $exists (here: $and, $or)",
    ],
)
def test_an_operator_in_a_place_where_mongodb_has_it_not_is_a_fault(told):
    assert beyond(told) is None
