"""The SQL driver: who gets in, what a refusal says, transactions, what breaks."""

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from cafe.drivers import sql
from cafe.drivers.statement_timeout import statement_timeout
from fixtures.rds import LOGIN, Shop


@pytest.fixture(scope="module")
def shared():
    shop = Shop()
    shop.create()
    return shop


@pytest.fixture
def shop(shared):
    """A shop whose table is empty; for tests that break nothing."""
    with shared.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS sales")
        connection.execute("CREATE TABLE sales (id INT PRIMARY KEY, price INT)")
    return shared


@pytest.fixture
def fresh():
    shop = Shop()
    shop.create()
    return shop


def test_a_database_is_created_as_mysql_has_it_a_schema(fresh):
    connection = fresh.connect()
    connection.execute("CREATE DATABASE menu")
    connection.execute("CREATE TABLE menu.drinks (name VARCHAR)")
    connection.execute("INSERT INTO menu.drinks VALUES ('CREATE DATABASE')")
    drinks = connection.execute("SELECT name FROM menu.drinks").fetchall()
    assert drinks == [("CREATE DATABASE",)]


@pytest.mark.parametrize(
    "engine, refused",
    [
        ("mysql", True),
        ("mariadb", False),
        ("postgres", False),
    ],
)
def test_a_key_that_mysql_would_pass_over_in_silence_is_refused(engine, refused):
    shop = Shop()
    shop.create(Engine=engine)
    port = shop.describe()["Endpoint"]["Port"]
    connection = shop.connect(port=port)
    connection.execute("CREATE TABLE users (id INT PRIMARY KEY)")
    connection.commit()
    inline = "CREATE TABLE orders (buyer INT NOT NULL REFERENCES users (id))"
    if refused:
        with pytest.raises(sql.ProgrammingError, match="make no foreign key"):
            connection.execute(inline)
        connection.rollback()
        connection.execute("""
            CREATE TABLE orders (  -- REFERENCES behind a column would be passed over
                note VARCHAR DEFAULT 'REFERENCES', buyer INT NOT NULL,
                FOREIGN KEY (buyer) REFERENCES users (id))""")
    else:
        connection.execute(inline)
    with pytest.raises(sql.IntegrityError):
        connection.execute("INSERT INTO orders (buyer) VALUES (99)")


# -- getting in -------------------------------------------------------------------


@pytest.mark.parametrize(
    "change, message",
    [
        (
            {"password": "wrong"},
            'FATAL:  password authentication failed for user "bari',
        ),
        ({"user": "eve"}, 'FATAL:  password authentication failed for user "eve"'),
        ({"dbname": "tea"}, 'FATAL:  database "tea" does not exist'),
        ({"port": 3306}, "port 3306 failed: Connection refused"),
    ],
)
def test_a_wrong_login_is_refused_saying_why(shop, change, message):
    with pytest.raises(sql.OperationalError, match=message):
        shop.connect(**change)


def test_a_name_that_leads_nowhere_does_not_resolve(shop):
    with pytest.raises(sql.OperationalError, match="failed to resolve host 'tea"):
        sql.connect(host="tea.example.com", account=shop.account, **LOGIN)


def test_a_name_resolves_in_capitals_too(shop):
    host = shop.describe()["Endpoint"]["Address"].upper()
    assert sql.connect(host=host, account=shop.account, **LOGIN)


def test_a_closed_security_group_is_a_timeout(fresh):
    group = fresh.ec2.create_security_group(GroupName="shut", Description="shut")
    fresh.rds.modify_db_instance(
        DBInstanceIdentifier="orders", VpcSecurityGroupIds=[group["GroupId"]]
    )
    with pytest.raises(sql.OperationalError, match="expired .no security group"):
        fresh.connect()


def test_from_the_internet_only_a_public_instance_is_reached(fresh):
    fresh.account.client_address = "203.0.113.25"
    with pytest.raises(sql.OperationalError, match="not publicly accessible"):
        fresh.connect()
    fresh.rds.modify_db_instance(DBInstanceIdentifier="orders", PubliclyAccessible=True)
    with pytest.raises(sql.OperationalError, match="lets 203.0.113.25 reach port 5432"):
        fresh.connect()
    fresh.ec2.authorize_security_group_ingress(
        GroupId=fresh.ec2.default_group.id,
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "IpRanges": [{"CidrIp": "203.0.113.0/24"}],
            }
        ],
    )
    assert fresh.connect()


def test_a_client_in_the_vpc_is_a_member_of_the_default_group(fresh):
    group = fresh.ec2.create_security_group(GroupName="db", Description="db")
    fresh.rds.modify_db_instance(
        DBInstanceIdentifier="orders", VpcSecurityGroupIds=[group["GroupId"]]
    )
    fresh.ec2.authorize_security_group_ingress(
        GroupId=group["GroupId"],
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "UserIdGroupPairs": [{"GroupId": fresh.ec2.default_group.id}],
            }
        ],
    )
    assert fresh.connect()


def test_an_instance_that_does_not_run_is_a_timeout(fresh):
    host = fresh.describe()["Endpoint"]["Address"]
    fresh.rds.stop_db_instance(DBInstanceIdentifier="orders")
    assert fresh.connect()
    fresh.account.clock.advance(minutes=2)
    with pytest.raises(sql.OperationalError, match="it is down"):
        fresh.connect()
    fresh.rds.start_db_instance(DBInstanceIdentifier="orders")
    fresh.wait()
    fresh.cut()
    with pytest.raises(sql.OperationalError, match="it is down"):
        fresh.connect()
    fresh.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)
    with pytest.raises(sql.OperationalError, match="failed to resolve host"):
        sql.connect(host=host, account=fresh.account, **LOGIN)


def test_the_account_of_the_module_is_asked_when_none_is_given(fresh, monkeypatch):
    monkeypatch.setattr("cafe.aws.account", fresh.account)
    assert sql.connect(host=fresh.describe()["Endpoint"]["Address"], **LOGIN)


@pytest.mark.parametrize("port", ["x", "", None, 5432.0, 0, -1, 99999, True])
def test_a_port_that_is_none_is_told_in_psycopgs_words(shop, port):
    import psycopg

    with pytest.raises(sql.OperationalError) as ours:
        shop.connect(port=port)
    if port not in ("", None):  # psycopg takes the usual one
        with pytest.raises(psycopg.OperationalError) as theirs:
            psycopg.connect(host="127.0.0.1", port=port)
        assert str(ours.value) == str(theirs.value)


# -- transactions -----------------------------------------------------------------


def test_what_is_not_committed_is_seen_by_nobody_else(shop):
    one, two = shop.connect(), shop.connect()
    one.execute("INSERT INTO sales VALUES (1, 3)")
    assert two.execute("FROM sales").fetchall() == []
    two.commit()
    one.commit()
    assert two.execute("FROM sales").fetchall() == [(1, 3)]


def test_rollback_and_close_forget_what_was_not_committed(shop):
    connection = shop.connect()
    connection.execute("INSERT INTO sales VALUES (1, 3)")
    connection.rollback()
    connection.execute("INSERT INTO sales VALUES (2, 3)")
    connection.close()
    assert connection.closed
    assert shop.connect().execute("FROM sales").fetchall() == []
    with pytest.raises(sql.OperationalError, match="the connection is closed"):
        connection.execute("SELECT 1")


def test_with_commits_and_on_an_error_forgets(shop):
    with shop.connect() as connection:
        connection.execute("INSERT INTO sales VALUES (1, 3)")
    with pytest.raises(KeyError), shop.connect() as connection:
        connection.execute("INSERT INTO sales VALUES (2, 3)")
        raise KeyError
    assert shop.connect().execute("SELECT id FROM sales").fetchall() == [(1,)]


def test_after_an_error_the_transaction_can_only_be_rolled_back(shop):
    connection = shop.connect()
    connection.execute("INSERT INTO sales VALUES (1, 3)")
    with pytest.raises(sql.ProgrammingError, match="tea"):
        connection.execute("SELECT tea FROM sales")
    with pytest.raises(sql.InternalError, match="current transaction is aborted"):
        connection.execute("SELECT 1")
    connection.rollback()
    assert connection.execute("SELECT count(*) FROM sales").fetchone() == (0,)


def test_a_statement_that_takes_longer_than_its_timeout_is_cancelled(shop):
    endless = "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r) FROM r"
    with shop.connect() as connection:
        with statement_timeout(0.1), pytest.raises(sql.OperationalError) as told:
            connection.execute(endless)
        assert str(told.value) == "canceling statement due to statement timeout"
        connection.rollback()
        assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_committing_a_failed_transaction_rolls_it_back(shop):
    connection = shop.connect()
    connection.execute("INSERT INTO sales VALUES (1, 3)")
    with pytest.raises(sql.IntegrityError, match="[Dd]uplicate key"):
        connection.execute("INSERT INTO sales VALUES (1, 4)")
    connection.commit()
    assert connection.execute("SELECT count(*) FROM sales").fetchone() == (0,)


def test_autocommit_keeps_each_statement_on_its_own(shop):
    connection = shop.connect(autocommit=True)
    connection.execute("INSERT INTO sales VALUES (1, 3)")
    with pytest.raises(sql.IntegrityError):
        connection.execute("INSERT INTO sales VALUES (1, 4)")
    connection.execute("INSERT INTO sales VALUES (2, 4)")
    assert shop.connect().execute("SELECT count(*) FROM sales").fetchone() == (2,)


def test_begin_in_autocommit_lasts_until_commit_or_rollback(shop):
    connection = shop.connect(autocommit=True)
    connection.execute("BEGIN")
    connection.execute("INSERT INTO sales VALUES (1, 3)")
    connection.execute("INSERT INTO sales VALUES (2, 3)")
    assert shop.connect().execute("SELECT count(*) FROM sales").fetchone() == (0,)
    connection.execute("/* enough */ ROLLBACK")
    connection.execute("BEGIN; INSERT INTO sales VALUES (3, 3); COMMIT")
    assert shop.connect().execute("SELECT id FROM sales").fetchall() == [(3,)]


def test_two_clients_that_change_one_row_collide(shop):
    with shop.connect() as connection:
        connection.execute("INSERT INTO sales VALUES (1, 3)")
    one, two = shop.connect(), shop.connect()
    one.execute("UPDATE sales SET price = 4")
    with pytest.raises(sql.SerializationFailure, match="onflict"):
        two.execute("UPDATE sales SET price = 5")
    two.rollback()
    one.commit()
    two.execute("UPDATE sales SET price = price + 1")
    two.commit()
    assert one.execute("SELECT price FROM sales").fetchone() == (5,)


def test_a_key_that_two_clients_insert_at_once_is_the_firsts(shop):
    one, two = shop.connect(), shop.connect()
    for client in (one, two):
        client.execute("INSERT INTO sales VALUES (7, 3)")
    one.commit()
    with pytest.raises(sql.IntegrityError, match="duplicate key"):
        two.commit()


def test_a_change_of_a_table_that_changes_its_shape_collides(shop):
    with shop.connect() as connection:
        connection.execute("INSERT INTO sales VALUES (1, 3)")
    one, two = shop.connect(), shop.connect()
    two.execute("SELECT * FROM sales")
    one.execute("ALTER TABLE sales ADD COLUMN cup TEXT")
    with pytest.raises(sql.SerializationFailure):
        two.execute("UPDATE sales SET price = 1")
    one.close()
    two.close()


def test_a_mistake_is_no_collision_because_its_text_speaks_of_conflict(shop):
    with pytest.raises(sql.ProgrammingError):
        shop.connect().execute(
            "SELECT nothing FROM sales WHERE 'a conflict on it' = ''"
        )


# -- statements and results -------------------------------------------------------


def test_values_are_given_apart_from_the_statement(shop):
    connection = shop.connect()
    connection.execute("INSERT INTO sales VALUES (%s, %s)", (1, 3))
    connection.execute("INSERT INTO sales VALUES (%(id)s, %(p)s)", {"id": 2, "p": 4})
    query = "SELECT price %% 2, '100%%' FROM sales WHERE id = %s"
    found = connection.execute(query, [1])
    assert found.fetchone() == (1, "100%")
    assert connection.execute("SELECT '100%'").fetchone() == ("100%",)


def test_a_value_cannot_become_a_statement(shop):
    connection = shop.connect()
    evil = "1'; DROP TABLE sales; --"
    assert connection.execute("SELECT %s", [evil]).fetchone() == (evil,)


def test_a_result_gives_rows_counts_and_a_frame(shop):
    connection = shop.connect()
    done = connection.execute("INSERT INTO sales VALUES (1, 3), (2, 4)")
    assert done.rowcount == 2
    assert connection.execute("UPDATE sales SET price = 5").rowcount == 2
    found = connection.execute("SELECT id, price FROM sales ORDER BY id")
    assert found.names == ["id", "price"]
    assert found.fetchone() == (1, 5)
    assert list(found) == [(2, 5)]
    assert found.fetchone() is None
    frame = connection.execute("SELECT id, price FROM sales ORDER BY id").df()
    assert frame.to_dict("list") == {"id": [1, 2], "price": [5, 5]}
    connection.commit()  # of rows that are not, DuckDB 1.5.1 returns none
    back = connection.execute("DELETE FROM sales RETURNING id").fetchall()
    assert sorted(back) == [(1,), (2,)]


@pytest.mark.parametrize(
    "query, error",
    [
        ("SELEC 1", sql.ProgrammingError),
        ("SELECT tea", sql.ProgrammingError),
        ("FROM tea", sql.ProgrammingError),
        ("SELECT 'tea'::INT", sql.DataError),
        ("INSERT INTO sales VALUES (1, 1), (1, 2)", sql.IntegrityError),
        ("INSERT INTO sales VALUES (NULL, 1)", sql.IntegrityError),
    ],
)
def test_an_error_has_the_drivers_class_and_the_engines_words(shop, query, error):
    with pytest.raises(error) as caught:
        shop.connect().execute(query)
    assert isinstance(caught.value, sql.DatabaseError)
    assert " Error: " not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "CHECKPOINT",
        "/* hidden */ CHECKPOINT",
        "FORCE CHECKPOINT",
        "ATTACH 'x.db'",
        "DETACH cafe",
        "USE memory",
        "SET threads = 1",
        "RESET threads",
        "PRAGMA version",
        "COPY sales TO 'x.csv'",
        "EXPORT DATABASE 'x'",
        "INSTALL json",
        "LOAD json",
        "CALL force_checkpoint()",
        "VACUUM",
        "COPY FROM DATABASE cafe TO memory",
        "FROM checkpoint()",
        "FROM pragma_version()",
        "FROM enable_profiling()",
        'SELECT * FROM "force_checkpoint" ()',
    ],
)
def test_what_belongs_to_rds_is_refused(shop, query):
    with pytest.raises(sql.ProgrammingError, match="permission denied"):
        shop.connect().execute(query)


def test_threads_share_a_connection_one_at_a_time(shop):
    with shop.connect(autocommit=True) as shared, ThreadPoolExecutor(4) as tills:
        insert = "INSERT INTO sales VALUES (%s, 1)"
        rows = list(tills.map(lambda n: shared.execute(insert, [n]), range(200)))
        assert [row.rowcount for row in rows] == [1] * 200
        assert shared.execute("SELECT count(*) FROM sales").fetchone() == (200,)


# -- what breaks a connection -----------------------------------------------------

GONE = "server closed the connection unexpectedly"


def reboot(shop):
    shop.rds.reboot_db_instance(DBInstanceIdentifier="orders")


def new_class(shop):
    shop.rds.modify_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.m7g.large",
        ApplyImmediately=True,
    )
    shop.account.clock.advance(minutes=5)


def stop(shop):
    shop.rds.stop_db_instance(DBInstanceIdentifier="orders")
    shop.account.clock.advance(minutes=2)


def fail_over(shop):
    shop.rds.reboot_db_instance(DBInstanceIdentifier="orders", ForceFailover=True)


def delete(shop):
    shop.rds.delete_db_instance(DBInstanceIdentifier="orders", SkipFinalSnapshot=True)


@pytest.mark.parametrize("happening", [reboot, new_class, stop, fail_over, delete])
def test_an_open_connection_breaks_and_its_transaction_with_it(happening):
    shop = Shop()
    shop.create(MultiAZ=True)
    shop.write("orders", 1)
    idle, busy, late = shop.connect(), shop.connect(), shop.connect()
    busy.execute("INSERT INTO sales VALUES (2)")
    happening(shop)
    assert idle.broken and busy.broken
    with pytest.raises(sql.OperationalError, match=GONE):
        idle.execute("SELECT 1")
    with pytest.raises(sql.OperationalError, match=GONE):
        busy.commit()
    with pytest.raises(sql.OperationalError, match=GONE), late:
        pass
    if happening not in (delete, stop):
        shop.wait()
        assert shop.read() == [1]
        with pytest.raises(sql.OperationalError, match="the connection is closed"):
            idle.execute("SELECT 1")


def test_a_connection_stays_when_only_the_rules_change(fresh):
    connection = fresh.connect()
    default = fresh.ec2.default_group
    fresh.ec2.revoke_security_group_ingress(
        GroupId=default.id,
        IpPermissions=[
            {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": default.id}]}
        ],
    )
    fresh.rds.modify_db_instance(
        DBInstanceIdentifier="orders", MasterUserPassword="macchiato-2026"
    )
    assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(sql.OperationalError, match="no security group rule"):
        fresh.connect(password="macchiato-2026")
    assert repr(connection) == "Connection(open)"


@pytest.mark.parametrize(
    "query, values, error, told",
    [
        (
            "SELECT %s",
            ("latte"),
            TypeError,
            "query parameters should be a sequence or a mapping, got str",
        ),
        (
            "SELECT %s; SELECT %s",
            (1, 2),
            sql.ProgrammingError,
            "cannot insert multiple commands into a prepared statement",
        ),
    ],
)
def test_values_that_fit_no_statement_are_told_as_psycopg_does(
    shop, query, values, error, told
):
    with pytest.raises(error, match=told):
        shop.connect().execute(query, values)


REACHES_OUT = [
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM glob('{folder}/*')",
    "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "SELECT * FROM enable_logging(storage = 'file', storage_path = '{folder}/log')",
]


@pytest.mark.parametrize("statement", REACHES_OUT)
def test_sql_on_a_server_reaches_no_file_of_the_machine(shop, tmp_path, statement):
    (tmp_path / "diary.csv").write_text("secret\n1\n", encoding="utf-8")
    connection = shop.connect(autocommit=True)
    query = statement.format(file=tmp_path / "diary.csv", folder=tmp_path)
    with contextlib.suppress(sql.DatabaseError):
        assert "diary" not in str(connection.execute(query).fetchall())
        pytest.fail(f"it was taken: {statement}")
    assert [file.name for file in tmp_path.iterdir()] == ["diary.csv"]


def test_what_is_missing_is_refused_with_what_there_is(shop):
    with shop.connect() as connection:
        for thing, name in (
            (connection, "cursor"),
            (connection.execute("SELECT 1"), "x"),
        ):
            with pytest.raises(AttributeError) as caught:
                getattr(thing, name)
            told = f"{type(thing).__name__} here has no '{name}'. There is: "
            assert str(caught.value).startswith(told)
        with pytest.raises(TypeError, match=r"'binary'. Here it takes: query, params$"):
            connection.execute("SELECT 1", binary=True)
    with pytest.raises(TypeError, match="'sslmode'. Here it takes: host, user, passwo"):
        sql.connect(host="x", user="x", password="x", sslmode="require")


@pytest.mark.parametrize(
    ("query", "params", "kind", "told"),
    [
        ("SELECT '%'", [], sql.ProgrammingError, "only '%s', '%b', '%t' are allowed"),
        ("SELECT %d", [1], sql.ProgrammingError, "placeholders, got '%d'"),
        ("SELECT %(a)s", {"b": 1}, sql.ProgrammingError, "parameter missing: a"),
        ("SELECT %(a)s, %s", {"a": 1}, sql.ProgrammingError, "cannot be mixed"),
        ("SELECT %s", {"a": 1}, TypeError, "require a sequence of parameters"),
        ("SELECT %s", {1}, TypeError, "a sequence or a mapping, got set"),
        ("SELECT %(a)s", [1], TypeError, "require a mapping of parameters"),
        ("SELECT %s", [{"a": 1}], sql.ProgrammingError, "cannot adapt type 'dict'"),
        ("SELECT %s", [object()], sql.ProgrammingError, "cannot adapt type 'object'"),
        ("SELECT %s", [1j], sql.ProgrammingError, "cannot adapt type 'complex'"),
        ("SELECT %s", ["a\0b"], sql.DataError, "cannot contain NUL"),
    ],
)
def test_placeholders_and_parameters_must_fit(shop, query, params, kind, told):
    connection = shop.connect()
    with pytest.raises(kind, match=re.escape(told)):
        connection.execute(query, params)


def test_a_parameter_that_no_placeholder_names_is_passed_over(shop):
    found = shop.connect().execute("SELECT %(a)s::INT, '%%'", {"a": 1, "b": 2})
    assert found.fetchone() == (1, "%")


def test_what_gives_no_rows_has_none_to_fetch(shop):
    connection = shop.connect()
    for query in (
        b"CREATE TABLE t (id INT)",
        "ALTER TABLE t ADD n INT",
        "DROP TABLE t",
    ):
        made = connection.execute(query)
        assert made.rowcount == -1
        for fetch in (made.fetchone, made.fetchall, lambda made=made: list(made)):
            with pytest.raises(sql.ProgrammingError, match="didn't produce records"):
                fetch()


def test_a_column_may_be_called_like_the_number_of_rows(shop):
    connection = shop.connect()
    connection.execute("INSERT INTO sales VALUES (1, 10), (2, 20)")
    found = connection.execute('SELECT count(*) AS "Count" FROM sales')
    assert (found.rowcount, found.fetchall()) == (1, [(2,)])


def test_autocommit_is_changed_between_transactions_only(shop):
    connection = shop.connect()
    connection.execute("SELECT 1")
    with pytest.raises(sql.ProgrammingError, match="transaction status INTRANS"):
        connection.autocommit = True
    connection.rollback()
    connection.autocommit = True
    assert connection.autocommit


@pytest.mark.parametrize("wrong", ["SELEC 1", "PRAGMA database_list"])
def test_a_first_statement_that_cannot_be_run_spoils_the_transaction_too(shop, wrong):
    connection = shop.connect()
    with pytest.raises(sql.ProgrammingError):
        connection.execute(wrong)
    with pytest.raises(sql.InternalError, match="current transaction is aborted"):
        connection.execute("SELECT 1")
    connection.rollback()
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.rollback()
    connection.autocommit = True
    with pytest.raises(sql.ProgrammingError):
        connection.execute(wrong)
    assert connection.execute("SELECT 1").fetchone() == (1,)
