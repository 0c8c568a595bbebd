"""The console's forms: the call they show is the call they make."""

import json
import re
import shlex
from xml.etree import ElementTree

import pytest
from botocore import xform_name

from cafe import aws
from cafe.explorers import dynamodb_form, rds_form
from cafe.explorers.kit.calls import Call, Hidden

PASSWORD = "long-enough-1"
DEMONSTRATION = {
    "engine": "mysql",
    "template": "free",
    "identifier": "database-1",
    "username": "admin",
    "password": PASSWORD,
    "public": "yes",
}
TABLE = {"table": "orders", "partition": "order_number", "partition_type": "N"}


def filled(form, fields):
    for name, value in fields.items():
        form.set(name, value)
    return form


def a_database_form():
    return filled(rds_form(aws.Account()), DEMONSTRATION)


def a_table_form():
    return filled(dynamodb_form(aws.Account()), TABLE)


def panel_of(form):
    form._repr_mimebundle_()
    return form._panel


def drawn(form):
    return "".join(ElementTree.fromstring(form.picture().svg).itertext())


def run(lines, account):
    """Runs the lines that a form shows, the password put in its place."""
    code = "\n".join(lines).replace("••••••••", PASSWORD)
    exec(code, {"aws": aws.Session(account=account)})


# --- the call that is shown ------------------------------------------------------


def test_the_python_that_is_shown_makes_the_same_database_as_the_button():
    form, account = a_database_form(), aws.Account()
    form.press("create")
    run(form.call().python(), account)
    made = [
        aws.Session(account=a).client("rds").describe_db_instances()["DBInstances"]
        for a in (form.account, account)
    ]
    for instances in made:
        del instances[0]["DbiResourceId"]
    assert made[0] == made[1]
    assert made[0][0]["Engine"] == "mysql"
    assert made[0][0]["PubliclyAccessible"] is True


def test_the_python_that_is_shown_makes_the_same_table_as_the_button():
    more = {"sort": "line", "settings": "customise", "mode": "provisioned", "read": 7}
    form, account = filled(a_table_form(), more), aws.Account()
    form.press("create")
    run(form.call().python(), account)
    made = [
        aws.Session(account=a).client("dynamodb").describe_table(TableName="orders")
        for a in (form.account, account)
    ]
    for table in made:
        del table["Table"]["TableId"], table["ResponseMetadata"]
    assert made[0] == made[1]
    assert made[0]["Table"]["ProvisionedThroughput"]["ReadCapacityUnits"] == 7


def read_shell(lines):
    """A command as its parser reads it: the words, and {option: values}."""
    words = shlex.split("\n".join(lines).replace("\\\n", " "))
    options, command = {}, []
    for word in words:
        if word.startswith("--"):
            values = options.setdefault(word, [])
        elif options:
            values.append(word)
        else:
            command.append(word)
    return command, options


@pytest.mark.parametrize("make", [a_database_form, a_table_form])
def test_the_shell_command_has_every_argument_under_the_cli_s_name(make):
    call = make().call()
    command, options = read_shell(call.shell())
    assert command == ["aws", call.service, call.operation.replace("_", "-")]
    named = {re.sub("^--(no-)?", "", option) for option in options}
    assert named == {xform_name(name, "-") for name in call.arguments}


def test_the_shell_command_writes_flags_lists_and_structures():
    _, options = read_shell(a_database_form().call().shell())
    assert options["--no-multi-az"] == options["--publicly-accessible"] == []
    assert options["--allocated-storage"] == ["20"]
    _, options = read_shell(filled(a_table_form(), {"sort": "line"}).call().shell())
    assert options["--key-schema"] == [
        "AttributeName=order_number,KeyType=HASH",
        "AttributeName=line,KeyType=RANGE",
    ]


@pytest.mark.parametrize("name", ['it\'s "mine"; rm x', "$HOME", "a b", "\\", "ö"])
def test_no_text_breaks_out_of_the_code(name):
    call = Call("rds", "create", {"Name": name})
    _, options = read_shell(call.shell())
    assert options["--name"] == [name]
    assert json.loads(call.python()[2].strip().removeprefix("Name=")[:-1]) == name


def test_the_call_grows_as_fields_are_filled_and_marks_what_is_new():
    form = rds_form(aws.Account())
    before = len(form.call().python())
    form.set("identifier", "database-1")
    assert len(form.call().python()) == before + 1
    assert drawn(form).count("+") == 2
    form.set("engine", "mysql")
    assert drawn(form).count("+") == 2
    form.set("identifier", " ")
    assert len(form.call().python()) == before + 1


# --- the password ----------------------------------------------------------------


def test_the_password_stands_nowhere_that_is_shown_or_saved():
    form = a_database_form()
    panel = panel_of(form)
    form.press("create")
    bundle, _ = form._repr_mimebundle_()
    shown = [
        repr(form),
        drawn(form),
        form.status,
        str(bundle),
        str(panel.get_state()),
        str(vars(form)),
    ]
    assert not any(PASSWORD in each for each in shown)
    assert "Master password: typed, and not shown." in repr(form)
    assert "••••••••" in drawn(form)


def test_a_refused_password_is_not_repeated():
    form = filled(a_database_form(), {"password": "with space!"})
    form.press("create")
    assert "not a valid password" in repr(form)
    assert "with space!" not in form.status + repr(form)
    with pytest.raises(ValueError, match="takes text; it got int") as refused:
        form.set("password", 12345678)
    assert "12345678" not in str(refused.value)


def test_a_hidden_text_is_used_as_it_is_and_written_as_dots():
    secret = Hidden(PASSWORD)
    assert secret == PASSWORD
    assert PASSWORD not in repr(secret)


# --- what the service says -------------------------------------------------------


def test_a_database_is_created_minute_by_minute_until_it_has_an_endpoint():
    form = a_database_form()
    form.press("create")
    assert form.status == "The call was sent. database-1: creating."
    assert "0 seconds so far; AWS says 10 to 15 minutes." in repr(form)
    form.press("clock")
    assert form.status == "It is 06:01:00 UTC. database-1: creating."
    assert "1 minute so far" in repr(form)
    for _ in range(9):
        form.press("clock")
    assert form.status.endswith("database-1: available.")
    assert "Port: 3306" in repr(form)
    assert re.search(r"Endpoint: database-1\.\w+\.eu-west-1\.rds", repr(form))


def test_one_may_wait_until_what_was_made_is_ready():
    for form, ready in (
        (a_database_form(), "It is 06:10:00 UTC. database-1: available."),
        (a_table_form(), "It is 06:00:05 UTC. orders: ACTIVE."),
    ):
        form.press("create")
        form.press("wait")
        assert form.status == ready


@pytest.mark.parametrize("make", [a_database_form, a_table_form])
def test_python_and_the_shell_stand_side_by_side_where_there_is_room(make):
    titles = {"The same in Python", "The same with the AWS CLI"}
    form = make()

    def heights():
        words = ElementTree.fromstring(form.picture().svg).iter()
        return {each.get("y") for each in words if each.text in titles}

    assert len(heights()) == 1
    form.narrow = True
    assert len(heights()) == 2


def test_no_bar_stands_there_before_anything_was_made():
    form = a_database_form()
    assert "cafe-ex-slot" not in form.picture().svg
    form.press("create")
    assert "cafe-ex-slot" in form.picture().svg


def test_to_start_over_takes_away_what_hands_have_made_and_fills_in():
    for form, button in ((a_database_form(), "create"), (a_table_form(), "create")):
        form.press(button)
        form.start_over(**form.values)
        form.press(button)
        assert form.status.startswith("The call was sent.")


def test_the_bar_grows_and_is_full_only_when_the_database_is_available():
    form = a_database_form()
    form.usual = "1 minute", 60  # less than it takes
    shares = [form._state().share]
    form.press("create")
    for _ in range(10):
        form.press("clock")
        shares.append(form._state().share)
    assert shares == sorted(shares)
    assert shares[0] == 0 and max(shares[:-1]) < 1 and shares[-1] == 1


def test_a_waiter_in_another_cell_moves_the_form_too():
    form = a_database_form()
    panel = panel_of(form)
    form.press("create")
    form.client.get_waiter("db_instance_available").wait(
        DBInstanceIdentifier="database-1"
    )
    form.keep_up()
    assert panel.status == "database-1: available."
    assert "Port: 3306" in panel.words


def test_a_table_is_ready_after_seconds_and_has_no_endpoint():
    form = a_table_form()
    form.press("create")
    for _ in range(5):
        assert form._state().health == "busy"
        form.press("clock")
    assert "orders: ACTIVE." in repr(form)
    assert "No endpoint of its own" in repr(form)


def test_the_service_and_not_the_form_refuses_what_is_missing_or_taken():
    form = rds_form(aws.Account())
    form.press("create")
    missing = 'Missing required parameter in input: "DBInstanceIdentifier"'
    assert missing in drawn(form)
    assert "It was refused." in repr(form)
    assert form.status == (
        "It was refused. In this form, fill in Engine type (Engine); Template"
        " (DBInstanceClass); DB instance identifier (DBInstanceIdentifier); Master"
        " username (MasterUsername); Master password (MasterUserPassword)."
    )
    filled(form, DEMONSTRATION)
    assert "Nothing has been created yet." in repr(form)
    form.press("create")
    form.press("create")
    assert "(DBInstanceAlreadyExists)" in repr(form)
    assert form.status == "It was refused."


def test_an_empty_table_form_names_its_own_fields():
    account = aws.Account()
    form = dynamodb_form(account)
    form.press("create")
    assert form.status.endswith(
        " In this form, fill in Table name (TableName); Partition key"
        " (AttributeDefinitions, KeySchema)."
    )
    filled(form, TABLE)
    form.press("create")
    account.clock.advance(minutes=1)
    form.press("create")
    assert "Table already exists" in repr(form) and "fill in" not in form.status


@pytest.mark.parametrize("length", [63, 255])
def test_a_long_name_stays_one_text_in_the_code(length):
    form = filled(a_table_form(), {"table": "t" * length, "partition": "p" * length})
    assert f'    TableName="{"t" * length}",' in form.call().python()
    form.press("create")
    run(form.call().python(), aws.Account())
    form = filled(a_database_form(), {"identifier": "d" * length})
    assert f'    DBInstanceIdentifier="{"d" * length}",' in form.call().python()


def test_the_user_s_name_that_is_suggested_is_the_engine_s():
    form = rds_form(aws.Account())
    for engine, said in {
        "postgres": "suggests postgres for PostgreSQL.",
        "mysql": "suggests admin for MySQL.",
        "mariadb": "suggests admin for MariaDB.",
    }.items():
        form.set("engine", engine)
        (note,) = (c.note for row in form.fields() for c in row if c.name == "username")
        assert note == f"The console {said}"


def test_what_was_deleted_is_said_without_alarm():
    form = a_database_form()
    form.press("create")
    form.account.clock.advance(minutes=20)
    form.client.delete_db_instance(
        DBInstanceIdentifier="database-1", SkipFinalSnapshot=True
    )
    form.account.clock.advance(minutes=20)
    assert "database-1 was made here, and deleted since." in repr(form)
    assert form._state().health == "quiet"


# --- what the forms ask ----------------------------------------------------------


def test_public_access_is_off_until_it_is_chosen_and_then_warns():
    form = rds_form(aws.Account())
    assert form.call().arguments["PubliclyAccessible"] is False
    form.set("public", "yes")
    assert "Warning: for a demonstration only." in repr(form)
    assert "The security group still decides" in repr(form)


def test_the_free_template_says_what_free_means_today():
    form = a_database_form()
    assert "15 July 2025" in repr(form)
    assert form.call().arguments["DBInstanceClass"] == "db.t4g.micro"
    form.set("template", "production")
    assert "15 July 2025" not in repr(form)
    assert form.call().arguments["MultiAZ"] is True


def test_a_security_group_made_in_a_cell_can_be_chosen():
    form = a_database_form()
    ec2 = aws.Session(account=form.account).client("ec2")
    made = ec2.create_security_group(GroupName="laptops", Description="to the shop")
    form.set("group", "laptops")
    assert form.call().arguments["VpcSecurityGroupIds"] == [made["GroupId"]]


def test_capacity_is_asked_only_with_customised_settings():
    form = a_table_form()

    def names():
        return {c.name for row in form.controls() for c in row}

    assert not names() & {"mode", "read"}
    filled(form, {"settings": "customise", "mode": "provisioned"})
    assert {"mode", "read", "write"} <= names()
    form.set("settings", "default")
    assert form.call().arguments["BillingMode"] == "PAY_PER_REQUEST"
