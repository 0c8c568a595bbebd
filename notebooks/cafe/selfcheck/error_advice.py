"""A word on an error that an answer met, for who has not seen it before.

advice("… Type mismatch for key order_number expected: N actual: S")   a sentence
"""

import re
import sys
from difflib import get_close_matches
from importlib import import_module

from .beyond import NO_NAME, READ, UNKNOWN, missing

COMPARED = re.compile(r"Invalid type for parameter \w+Expression, value: (True|False),")
#: A value that is none of those in a list that the error names.
NO_SUCH = re.compile(
    r"Value '(\w+)' at '\w+' failed .* enum value set: \[([^\]]+)\]"
    r"|value (\w+) for parameter \S+ is not supported\. This small AWS has: ([\w, ]+)"
    r"|object has no attribute (\w+)\. Valid exceptions are: ([\w, ]+)"
)
OPERATOR = re.compile(r"(?<!level operator:)[: ]'?(\$\w+)'? \(here: ([^)]+)\)")
KEYWORD = re.compile(
    r"got an unexpected keyword argument '(\w+)'\. Here it takes: ([\w, ]+)"
)
NOT_IMPORTED = re.compile(r"name '(\w+)' is not defined")
#: Where what an answer may name comes from.
MODULES = {
    "sql": "cafe.drivers",
    "ClientError": "cafe.aws.errors",
    "datetime": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "Counter": "collections",
    "defaultdict": "collections",
    "Key": "cafe.aws.dynamodb.conditions",
    "Attr": "cafe.aws.dynamodb.conditions",
    "OperationalError": "cafe.drivers.sql",
    "IntegrityError": "cafe.drivers.sql",
    "redis": "cafe.drivers",
    "pymongo": "cafe.drivers",
    "ceil": "math",
    "sqrt": "math",
}
SHORT_NAMES = {"nx": "networkx", "np": "numpy", "pd": "pandas"}
WHOLE_NAMES = sys.stdlib_module_names | {*SHORT_NAMES.values()}
NOT_DEFINED = re.compile(r"name '(\w+(?:Exception|Fault))' is not defined")
NO_FUNCTION = re.compile(r"Invalid function name; function: (\w+)")
FUNCTIONS = (
    "attribute_exists attribute_not_exists attribute_type begins_with contains size"
).split()

#: What is in the error's text, and what is said of it.
WORDS = (
    (
        r"KeyConditionExpression, value: .*type: <class '(tuple|list)'>",
        "Two conditions are joined with &, each in brackets of its own.",
    ),
    (
        r"type: <class 'int'>, valid types: <class 'bool'>",
        "Write True or False, without quotes.",
    ),
    (
        r'Unknown parameter in input: "Key", must be one of: TableName, IndexName',
        "get_item takes a Key. A query takes a KeyConditionExpression.",
    ),
    (
        r'Missing required parameter in input: "Item"\nUnknown',
        "The attributes stand in one dict: Item={…}.",
    ),
    (r'token: "LIKE"', "How a text begins is asked with begins_with(name, :value)."),
    (
        r"function: begins_with, operand type: N",
        "begins_with asks how a text begins. A number is compared with =.",
    ),
    (
        r"function: begins_with, operand type: M",
        "Here a value stands as it is, without its type: 7, and not {'N': '7'}.",
    ),
    (
        r"for [&|]: '(bool|Test)' and",
        "A condition is .eq(…), .begins_with(…) and so on; == compares at once.",
    ),
    (
        r"Invalid DB Instance class: (?!db\.)",
        "The name of a class begins with db., as in db.m7g.large.",
    ),
    (r"Invalid DB engine: [Pp]ostgre", 'PostgreSQL is called so: Engine="postgres".'),
    (
        r'Unknown parameter in input: "StorageEncrypted"',
        "Whether a disk is encrypted is said when it is made.",
    ),
    (
        r"(DBCluster|Instance|snapshot) [\w-]+ is creating",
        "A waiter waits until it is available: get_waiter(…).wait(…).",
    ),
    (
        r"'list' object has no attribute '(add|push|put)'",
        "append(…) adds to a list, add(…) to a set.",
    ),
    (r"'set' object has no attribute 'append'", "add(…) adds to a set."),
    (
        r"object has no attribute '(len|length|size)'|count\(\) takes exactly one",
        "len(…) counts what a list or a text holds.",
    ),
    (
        r"object of type 'generator' has no len",
        "Square brackets make a list of it, which len(…) can count.",
    ),
    (r"object of type 'int' has no len", "It is a number already."),
    (
        r"unhashable type: '(list|set)'",
        "A list or a set is no member of a set and no key of a dict. Are these brackets"
        " needed?",
    ),
    (
        r"'NoneType' object is not iterable",
        "It is None here. (.append() and .sort() change a list and give None.)",
    ),
    (
        r"not supported between instances of 'dict' and 'dict'",
        'Dicts have no order: say by what, with key=lambda each: each["name"].',
    ),
    (
        r"between instances of ('str' and 'datetime\.|'datetime\.\w+' and 'str')",
        "One is a moment and one is a text: make both the same.",
    ),
    (
        r"'datetime\.datetime' has no attribute '(timedelta|timezone|date|datetime)'",
        "It stands beside that class: from datetime import datetime, timedelta.",
    ),
    (
        r"module 'datetime' has no attribute",
        "The class stands in the module of its name: from datetime import datetime.",
    ),
    (
        r"maximum recursion depth",
        "The function calls itself without end: in the last case it must not.",
    ),
    (
        r"'str' object is not callable",
        "A text is no function. Where key= stands, it wants one, such as"
        ' lambda each: each["name"].',
    ),
    (
        r"'(dict|list|set|tuple)' object is not callable",
        "Round brackets call a function: square ones take something out of it.",
    ),
    (r"catching classes that do not inherit", "except names an error without quotes."),
    (r"'(second|minute|hour|day)' is an invalid keyword", "It is written with an s."),
    (
        r"type: <class 'str'>, valid types: <class '(int|bool|float)'>",
        "Numbers, True and False stand without quotes.",
    ),
    (
        r"type: <class '(dict|str)'>, valid types: <class 'list'>",
        "It wants a list: put square brackets around it.",
    ),
    (
        r"type: <class '\w+'>, valid types: <class 'dict'>$",
        "It wants a dict, with a name for each value: {name: value}.",
    ),
    (
        r"IpRanges\[\d\], .*type: <class 'str'>, valid types: <class 'dict'>",
        'Each range is a dict: {"CidrIp": "…"}.',
    ),
    (
        r"type: <class 'cafe\.aws\.dynamodb\.conditions\.(Key|Attr)'>",
        "Key(…) and Attr(…) only name an attribute: .eq(…) and so on make a condition.",
    ),
    (
        r"\(key: \S+\), value: \S+, type: <class 'int'>, valid types: <class 'str'>",
        "The name of an attribute is a text: it stands in quotes.",
    ),
    (
        r"input: \"UpdateExpression\", must be one of: TableName, AttributeDef",
        "update changes the table itself; update_item changes an item.",
    ),
    (
        r"expected: N actual: S",
        "The key is a number: give it as it is, without quotes and without str(…).",
    ),
    (
        r"Condition parameter type does not match schema type",
        "Where the key is a number: give it as it is, without quotes and without"
        " str(…). Where it is a text, give a text.",
    ),
    (r"expected: S actual: N", "The key is a text, and a number was given."),
    (
        r"expected: [NS] actual: M",
        'This client takes the values of Python: 1, not {"N": "1"}.',
    ),
    (
        r"expected: [NS] actual: NULL",
        "The key of an item is never None.",
    ),
    (
        r"The provided key element does not match the schema",
        "Key names all key attributes of the table and no other, each with a value of"
        " its type.",
    ),
    (
        r"Filter Expression can only contain non-primary key",
        "A key belongs in the KeyConditionExpression: that is what makes it cheap.",
    ),
    (
        r"Invalid operator used in KeyConditionExpression",
        "The partition key is compared with =, the sort key with =, <, >, BETWEEN or"
        " begins_with, and AND (&) joins the two.",
    ),
    (
        r"Query condition missed key schema element",
        "A query names the keys as the table does, and the partition key always, with"
        " .eq(…). Two conditions are joined with &, each in brackets of its own;"
        " Python's word and keeps the second alone.",
    ),
    (
        r"AND joins two conditions; got",
        "A condition is .eq(…), .gte(…), .begins_with(…) and so on, each with brackets;"
        " == and >= compare at once.",
    ),
    (
        r"reserved keyword: (?i:true|false|null)",
        "A value stands as a name with a colon, such as :t, and is explained in"
        " ExpressionAttributeValues.",
    ),
    (
        r"is a reserved keyword",
        "Is this the attribute's name? Then write #n, and say what it stands for:"
        " ExpressionAttributeNames.",
    ),
    (
        r"Invalid UpdateExpression: Syntax error",
        "Begin an update with SET, and give values by names with a colon: :t, which"
        " ExpressionAttributeValues explains. No quotes stand in it, and one = is"
        " enough.",
    ),
    (
        r"Invalid \w+Expression: Syntax error",
        "In an expression a name stands without quotes, and = compares. Give values by"
        " names with a colon: :t, which ExpressionAttributeValues explains.",
    ),
    (
        r"operator: ADD, operand type: STRING",
        "ADD adds numbers. SET gives an attribute a value: SET notes = :t.",
    ),
    (
        r"operator or function: \+, operand type: S",
        "In an expression + adds numbers. Texts are joined in Python, before the call.",
    ),
    (
        r"operator or function: [+-], operand type: M",
        "Here a value stands as it is, without its type: 7, and not {'N': '7'}.",
    ),
    (
        r"operator or function: [+-], operand type: ",
        "Numbers are given as they are, without quotes and without str(…).",
    ),
    (
        r"operator: DELETE, operand type",
        "DELETE takes values out of a set. SET points = points - :p takes away.",
    ),
    (
        r"An operand in the update expression has an incorrect data type",
        "The attribute is of another type than the update takes it for.",
    ),
    (
        r"ExpressionAttributeValues contains invalid key",
        "The names of values begin with a colon: :t.",
    ),
    (
        r"\w\.\w+\(\) takes 1 positional argument but \d+ were"
        r"|only accepts keyword arguments",
        "boto3 takes arguments by name, as in TableName=…, not by their order.",
    ),
    (
        r"takes 1 positional argument but \d+ were",
        "It takes one argument, and is called with more.",
    ),
    (
        r"Float types are not supported",
        "DynamoDB's numbers are whole or Decimal: leave float out.",
    ),
    (
        r"KeyConditions or KeyConditionExpression parameter must be specified",
        "A query asks by the key: KeyConditionExpression.",
    ),
    (r"\.execute\(\) takes from 2 to 3", "The values stand together in one tuple."),
    (
        r"sequence or a mapping, got set",
        "A set has no order: a tuple, in round brackets, has.",
    ),
    (
        r"query parameters should be a sequence",
        "One value makes a tuple with a comma: (text,).",
    ),
    (
        r"\(%s\) require a sequence|near \":\"|got '%d'",
        "The place of a value is written %s, or %(text)s with a dict of values.",
    ),
    (
        r"syntax error at or near \"\?\"",
        "%s stands for a value. A table's or column's name is a part of the SQL.",
    ),
    (
        r"column \"s\" not found|syntax error at or near \"}\"",
        "Write %s, and give the values beside the SQL: execute(…, (text, number)).",
    ),
    (
        r"column \"[^\"]*[ '][^\"]*\" not found",
        "Double quotes name a column. Write %s, and give the text beside the SQL.",
    ),
    (
        r"column \"\w+\" not found in FROM",
        "Is it a column, written so? Or a value of Python? Then write %s, and give it"
        " beside the SQL.",
    ),
    (
        r"0 placeholders but",
        "The place of a value is written %s, without quotation marks.",
    ),
    (
        r"excess parameters",
        "The place of a value is written %s, without quotation marks around it.",
    ),
    (
        r"cannot insert multiple commands",
        "Give each statement an execute of its own.",
    ),
    (
        r"unterminated string literal|syntax error at or near \"s\"",  # Maeve's
        "The text holds a quotation mark. Write %s, and give the text beside the SQL:"
        " execute(…, (text, order_number)).",
    ),
    (
        r"Adding columns with constraints|constraint failed: orders\.notes",
        "Some rows have no value for it: leave NOT NULL out.",
    ),
    (
        r"NOT NULL constraint failed",
        "A row needs a value there. UPDATE changes a row; INSERT adds one.",
    ),
    (
        r"Could not convert string|invalid date field",
        "Are the values in the order of their %s, and is the column one for text?",
    ),
    (
        r"An error occurred \(\w*NotFound\w*\) when calling",
        "Is that its name? And is it asked with what the function was given?",
    ),
    (
        r"is not in available state",
        "While it is being changed, no other call is taken.",
    ),
    (
        r"when calling the UpdateTable operation: .*(AttributeDef|At least one)",
        "Only keys are declared: an attribute needs no change of the table.",
    ),
    (
        r"violates primary key",
        "A row with this key is there already. UPDATE changes it; INSERT adds one.",
    ),
    (r"^'(items|ITEMS)'$", "Capitals count: did you mean Items?"),
    (r"^'(item|ITEM)'$", "Capitals count: did you mean Item?"),
    (r"^'Items'$", "get_item has one Item; a query or a scan has Items."),
    (r"^'[A-Z]+'$", "Capitals count: how is it written in what you look into?"),
    (r"^'password'$", 'A dict begins empty: ask first whether "password" is in it.'),
    (r"^'Item'$", "Where nothing has that key, the answer holds no Item."),
    (
        r"attribute value used in expression is not defined",
        "Each name with a colon is explained in ExpressionAttributeValues.",
    ),
    (
        r"name used in the document path is not defined",
        "Each name with a # is explained in ExpressionAttributeNames.",
    ),
    (
        r"argument of type '\w*(Error|Exception)' is not",
        "The text of an error is str(error).",
    ),
    (
        r"'\w+Exception' object has no attribute",
        "What the service says beside the text is a dict: error.response.",
    ),
    (
        r"Table here has no 'exceptions'",
        "The exceptions stand in the client: table.meta.client.exceptions.",
    ),
    (
        r"'Attr' object has no attribute",
        "An attribute is asked with eq, ne, lt, lte, gt, gte, between, is_in, contains,"
        " begins_with, exists or not_exists.",
    ),
    (
        r"'Key' object has no attribute",
        "A key is asked with eq, lt, lte, gt, gte, between or begins_with.",
    ),
    (r"CIDR block [\d.]+ is malformed", "A single address ends in /32."),
    (
        r"for -: 'datetime\.datetime' and '(int|float)'",
        "A second is timedelta(seconds=1): from datetime import timedelta.",
    ),
    (
        r"'(function|method)' object has no attribute",
        "A function is called with brackets, also where they stay empty: f().",
    ),
    (
        r"'NoneType' object (is not subscriptable|has no attribute)",
        "What is taken apart here is None, which is what one gets where nothing is"
        " found, or of a call such as .sort(): ask first.",
    ),
    (
        r"argument of type 'NoneType' is not (iterable|a container)",
        "What is looked into here is None: ask first whether it is.",
    ),
    (r"not 'NoneType'$", "It is None here, which is no number: ask first."),
    (
        r"'(int|float)' object is not callable",
        "Round brackets call a function: a product is written with *.",
    ),
    (
        r"'(builtin_function_or_method|function|method)'( object)? is not"
        r" (subscriptable|iterable|a container)",
        "A function is called with round brackets.",
    ),
    (
        r"'(?!NoneType|int|float|bool|set|generator)\w+' object is not subscriptable",
        "Square brackets take nothing out of it: what it has and does stands behind a"
        " dot.",
    ),
    (
        r"'(int|float)' object is not iterable",
        "A number holds nothing to go through. To add one value to a list there is"
        " .append(…).",
    ),
    (
        r"'str' object has no attribute 'decode'",
        "It is a text already.",
    ),
    (
        r"'dict' object has no attribute",
        'What a dict holds is taken with square brackets: item["name"].',
    ),
    (
        r"'list' object has no attribute",
        "What is in a list is taken one by one: for each in the_list.",
    ),
    (
        r"list indices must be integers or slices, not str",
        "It is a list: its first item is at [0], and for goes through them all.",
    ),
    (
        r"list indices must be integers or slices, not tuple",
        "A part of a list is cut out with a colon: path[1:-1].",
    ),
    (
        r"sort\(\) takes no positional arguments",
        "A list's sort takes key=…; a cursor's sort stands before list(…).",
    ),
    (
        r"can only concatenate str",
        'A number comes into a text by an f-string, f"page:{number}", or by str(…).',
    ),
    (
        r"too many values to unpack",
        "Each item has more parts than there are names for it. enumerate(…) gives pairs"
        " of place and item.",
    ),
    (
        r"for [-&|^]: 'dict' and 'dict'",
        "Keys are subtracted: set(before) - set(after).",
    ),
    (
        r"for -: 'list' and|for -: '\w+' and 'list'",
        "A list is not subtracted. A set is: set(…) - set(…).",
    ),
    (
        r"unary -: 'str'",
        "A text has no minus: the number that goes before it may have one.",
    ),
    (
        r"between instances of '(list|int|float)' and 'datetime"
        r"|between instances of 'list' and '(int|float|str)'",
        "The items of a list are compared one by one: [x for x in the_list if x < …].",
    ),
    (
        r"between instances of '(str|int)' and '(str|int)'",
        "A text and a number have no order: choose one of them first.",
    ),
    (
        r"instances of 'DegreeView'",
        "A degree is that of one node: graph.degree[node].",
    ),
    (
        r"dictionary changed size during iteration",
        "Go through a copy of its keys: for key in list(the_dict).",
    ),
    (
        r"name '(true|false|none|null)' is not defined",
        "Python writes True, False and None, with a capital.",
    ),
    (
        r"'Graph' object has no attribute '\w*path",
        "It is a function of networkx, which takes the graph: nx.shortest_path(graph,"
        " …).",
    ),
    (
        r"path\(\) missing \d required positional arguments?",
        "The graph comes first: nx.has_path(graph, one, other).",
    ),
    (
        r"string indices must be integers, not 'str'",
        "It is a text already: nothing stands in it under a name.",
    ),
    (
        r"cannot access local variable '\w+'",
        "On this way nothing has given it a value: give it one first, or in an else.",
    ),
    (
        r"Session here has no",
        'The calls of a service are those of its client: session.client("rds").',
    ),
    (
        r"list index out of range",
        "The list has no such place. Is it empty? Ask first.",
    ),
    (
        r"No path between",
        "Where no way leads from one to the other, there is no path: ask"
        " nx.has_path(…) first.",
    ),
    (
        r"^EOF when reading a line",
        "Nobody answers input(…) here: a function is given what it needs as its"
        " arguments.",
    ),
    (
        r"must include an _id",
        'The _id says what is grouped by, as in "_id": "$kind".',
    ),
    (
        r"Unknown modifier: \$(dec|sub|minus|decrease)",
        "$inc takes away as well, by a number below 0.",
    ),
    (
        r"E11000 duplicate key error",
        "Two documents have the same values there, which unique=True forbids.",
    ),
    (
        r"tuple indices must be integers or slices, not str",
        "A tuple has places, no names: take it apart, as in a, b = pair.",
    ),
    (
        r"unhashable type: 'dict'",
        "A dict is no key of a dict: take out the value that stands in it.",
    ),
    (
        r"(arg|argument) is (an )?empty( sequence)?$",
        "max and min want one value at least: ask first, or give default=….",
    ),
    (
        r"Unsupported type \"<class 'datetime",
        "DynamoDB knows no moments: make a text of it, as an f-string does.",
    ),
    (
        r"value is not a valid float",
        "zincrby takes the number first, then the name. zadd takes a dict: {name:"
        " number}.",
    ),
    (
        r"value is not an integer or out of range",
        "Are the arguments in their order? setex takes key, seconds, value.",
    ),
    (
        r"Redis here has no '(has|has_key|contains)'",
        "Whether a key is there, exists(key) says.",
    ),
    (
        r"Strings\.get\(\) takes 2",
        "get takes a key alone, and gives None where there is none.",
    ),
    (
        r"zadd\(\) takes",
        "zadd takes a dict, {name: number}; zincrby takes the number, then the name.",
    ),
    (
        r"Cursor here has no '(count|len|length|size)'|'Cursor' has no len",
        "count_documents(filter) counts; list(…) makes a list of a cursor.",
    ),
    (
        r"Redis here has no '(put|add|store|save|insert|write|setdefault)'",
        "A value is stored with set(key, value, ex=seconds).",
    ),
    (
        r"Invalid input of type: 'NoneType'",
        "None cannot be stored. Did what was called give nothing back?",
    ),
    (
        r"Invalid input of type",
        "A cache holds text, bytes and numbers. Is a call missing its brackets, or a"
        " pair not taken apart?",
    ),
    (
        r"unknown group operator '\$(add|multiply|subtract|divide)",
        "In $group a field begins with $sum, $avg, $min or $max; what is calculated"
        " for each document stands inside.",
    ),
    (
        r"unknown top level operator: \$(sort|limit|skip|project|match|group)",
        "find takes a filter alone: sort(…) and so on are calls behind it.",
    ),
    (
        r"unknown top level operator: \$",
        'A field stands first, without a $: {"stock": {"$gt": 0}}.',
    ),
    (
        r"\$sort specification|\$sort stage must|pairs, not: '"
        r"|direction must be|second item in each key pair",
        'A direction is 1, upwards, or -1, downwards: {"price": 1} or [("price", 1)].',
    ),
    (
        r"^filter must be an instance of dict",
        'A filter is a dict: {"kind": "beans"}.',
    ),
    (
        r"^skip must be an instance of int",
        "find takes one filter: all conditions stand in one dict.",
    ),
    (
        r"index '\w+' cannot be applied to Cursor",
        'A cursor gives documents: [each["sku"] for each in found].',
    ),
    (
        r"create_index\(\) takes 2 positional arguments",
        "The fields stand together in one list: [(…, 1), (…, 1)].",
    ),
    (r"must contain exactly one field", "Each stage is a dict of its own."),
    (
        r"needs an array|\$in needs",
        "$in takes a list. To ask for one value, give the value itself.",
    ),
    (
        r"only supports numeric types, not string",
        'A field is written with a $ before its name: "$price".',
    ),
    (
        r"Unrecognized pipeline stage name: '\w",
        'A stage begins with a $: "$match".',
    ),
    (
        r"only works with \$ operators",
        'A change is written with an operator: {"$inc": {…}}.',
    ),
    (
        r"A condition's key begins with aws:ResourceTag/",
        "In ListOfTags the key is the tag's name alone.",
    ),
)


def advice(told):
    """A sentence on the mistake behind an error's text, or ""."""
    told = told[:READ]
    if found := COMPARED.search(told):
        return f"== compares at once and gives {found[1]}. A condition is .eq(…)."
    found = NOT_IMPORTED.search(told)
    if found and found[1] in MODULES:
        return f"Begin with from {MODULES[found[1]]} import {found[1]}."
    if found and found[1] in SHORT_NAMES:
        return f"Begin with import {SHORT_NAMES[found[1]]} as {found[1]}."
    if found and found[1] in WHOLE_NAMES:
        return f"Begin with import {found[1]}."
    if found := NOT_DEFINED.search(told):
        return f"It stands in the client: table.meta.client.exceptions.{found[1]}."
    word = next((word for pattern, word in WORDS if re.search(pattern, told)), "")
    return (word if "here has no" in told else "") or _meant(told) or word


def _meant(told):
    """Which name was probably meant, or ""."""
    for name, known in UNKNOWN.findall(told):
        if near := _near(name, known.split(", ")):
            return f"Did you mean {near[0]}?"
    if found := NO_SUCH.search(told):
        name, known = (each for each in found.groups() if each)
        near = _near(name, known.split(", "))
        return f"Did you mean {near[0]}?" if near else ""
    if found := OPERATOR.search(told):
        near = _near(found[1], found[2].split(", "))
        return f"Did you mean {near[0]}?" if near else ""
    if found := KEYWORD.search(told):
        near = _near(found[1], found[2].split(", "))
        return f"Did you mean {near[0]}?" if near else ""
    if found := NO_FUNCTION.search(told):
        near = _near(found[1], FUNCTIONS)
        return f"Did you mean {near[0]}?" if near else ""
    if found := NO_NAME.search(told):
        near = _near(found[2], dir(import_module(f"cafe.drivers.{found[1]}")))
        return f"Did you mean {near[0]}?" if near else ""
    if found := missing(told):
        changes = found[1].replace("update_", "modify_")
        near = [changes] * (changes in found[2]) or _near(found[1], found[2])
        near = near or [each for each in found[2] if each.startswith(f"{found[1]}_")]
        return f"Did you mean {' or '.join(near)}?" if near else ""
    return ""


def _near(name, known):
    names = {each.lower(): each for each in known}
    return [names[each] for each in get_close_matches(name.lower(), names, 2)]
