"""Getting into a database by a token, or with a password that RDS keeps and changes."""

import json

import pytest

from cafe.drivers import sql
from fixtures.iam import Guarded, allow, code, refusal
from fixtures.rds import new_instance, refused


@pytest.fixture
def shop():
    return Guarded()


def make(shop, **others):
    """A public instance that lets everybody through to it; its description."""
    rds, ec2 = (shop.owner.client(name) for name in ("rds", "ec2"))
    asked = new_instance() | {"PubliclyAccessible": True} | others
    if "ManageMasterUserPassword" in others:
        del asked["MasterUserPassword"]
    rds.create_db_instance(**asked)
    name = asked["DBInstanceIdentifier"]
    rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
    (group,) = ec2.describe_security_groups()["SecurityGroups"]
    everybody = {"CidrIp": "0.0.0.0/0"}
    ec2.authorize_security_group_ingress(
        GroupId=group["GroupId"],
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": 5432,
                "ToPort": 5432,
                "IpRanges": [everybody],
            }
        ],
    )
    return rds.describe_db_instances()["DBInstances"][0]


def connect(shop, instance, user, password):
    return sql.connect(
        host=instance["Endpoint"]["Address"],
        port=5432,
        user=user,
        password=password,
        dbname=instance.get("DBName", "postgres"),
        account=shop.account,
    )


# -- tokens ---------------------------------------------------------------------------


@pytest.fixture
def instance(shop):
    made = make(shop, EnableIAMDatabaseAuthentication=True)
    assert made["IAMDatabaseAuthenticationEnabled"]
    asked = new_instance()
    owner = connect(shop, made, asked["MasterUsername"], asked["MasterUserPassword"])
    owner.execute("CREATE USER till")
    owner.execute("GRANT rds_iam TO till;")
    owner.commit()
    return made


def door(instance, user="till"):
    made = instance["DbiResourceId"]
    return f"arn:aws:rds-db:eu-west-1:123456789012:dbuser:{made}/{user}"


def token(session, instance, user="till"):
    address = instance["Endpoint"]["Address"]
    return session.client("rds").generate_db_auth_token(address, 5432, user)


REFUSED = 'PAM authentication failed for user "till"'


def test_a_token_opens_the_door_for_whom_a_policy_allows_it(shop, instance):
    ana = shop.user("ana", allow("rds-db:connect", door(instance)))
    said = token(ana, instance)
    assert "Action=connect&DBUser=till&X-Amz-Algorithm=AWS4-HMAC-SHA256" in said
    assert "X-Amz-Expires=900" in said
    with connect(shop, instance, "till", said) as open_one:
        assert open_one.execute("SELECT 1").fetchone() == (1,)
    shop.allow("ana", allow("rds:*"))
    with pytest.raises(sql.OperationalError, match=REFUSED):
        connect(shop, instance, "till", said)


def test_a_token_is_good_for_fifteen_minutes_and_who_is_in_stays(shop, instance):
    said = token(shop.owner, instance)
    shop.account.clock.advance(minutes=14, seconds=59)
    open_one = connect(shop, instance, "till", said)
    shop.account.clock.advance(seconds=1)
    with pytest.raises(sql.OperationalError, match=REFUSED):
        connect(shop, instance, "till", said)
    assert open_one.execute("SELECT 1").fetchone() == (1,)


def test_a_token_is_for_one_user_of_one_instance_and_cannot_be_changed(shop, instance):
    asked = new_instance()
    owner = connect(
        shop, instance, asked["MasterUsername"], asked["MasterUserPassword"]
    )
    owner.execute("CREATE USER other")
    owner.execute("GRANT rds_iam TO other")
    said = token(shop.owner, instance)
    for user, text in (
        ("other", said),
        ("other", said.replace("DBUser=till", "DBUser=other")),
        ("till", said.replace("eu-west-1.rds.", "eu-west-2.rds.")),
        ("till", said[:-1] + ("0" if said[-1] != "0" else "1")),
        ("till", "no token at all"),
        ("till", asked["MasterUserPassword"]),
    ):
        with pytest.raises(sql.OperationalError, match="PAM authentication failed"):
            connect(shop, instance, user, text)


def test_a_role_that_has_ended_opens_no_door(shop, instance):
    role = shop.role(
        "report", "arn:aws:iam::123456789012:user/ana", allow("rds-db:connect")
    )
    ana = shop.user("ana")
    keys = ana.client("sts").assume_role(
        RoleArn=role, RoleSessionName="night", DurationSeconds=900
    )["Credentials"]
    shop.account.clock.advance(minutes=10)
    said = token(shop.session(keys), instance)
    assert connect(shop, instance, "till", said)
    shop.account.clock.advance(minutes=5)
    with pytest.raises(sql.OperationalError, match=REFUSED):
        connect(shop, instance, "till", said)


def test_rds_iam_wins_over_the_masters_password(shop, instance):
    asked = new_instance()
    master = asked["MasterUsername"]
    owner = connect(shop, instance, master, asked["MasterUserPassword"])
    owner.execute(f"GRANT rds_iam TO {master}")
    with pytest.raises(sql.OperationalError, match="PAM"):
        connect(shop, instance, master, asked["MasterUserPassword"])
    assert connect(shop, instance, master, token(shop.owner, instance, master))


def test_without_the_instances_consent_no_token_helps(shop):
    made = make(shop)
    asked = new_instance()
    owner = connect(shop, made, asked["MasterUsername"], asked["MasterUserPassword"])
    owner.execute("CREATE USER till")
    owner.execute("GRANT rds_iam TO till")
    with pytest.raises(sql.OperationalError, match=REFUSED):
        connect(shop, made, "till", token(shop.owner, made))


def test_a_user_is_made_once_and_before_it_is_granted_anything(shop, instance):
    asked = new_instance()
    owner = connect(
        shop, instance, asked["MasterUsername"], asked["MasterUserPassword"]
    )
    with pytest.raises(sql.ProgrammingError, match='role "till" already exists'):
        owner.execute("CREATE USER till")
    with pytest.raises(sql.ProgrammingError, match='role "ben" does not exist'):
        owner.execute("GRANT rds_iam TO ben")


# -- a password that RDS keeps --------------------------------------------------------


@pytest.fixture
def managed(shop):
    return make(shop, ManageMasterUserPassword=True)


def password(shop, instance, **others):
    arn = instance["MasterUserSecret"]["SecretArn"]
    secrets = shop.owner.client("secretsmanager")
    text = secrets.get_secret_value(SecretId=arn, **others)["SecretString"]
    return json.loads(text)["password"]


def test_rds_keeps_the_masters_password_in_a_secret(shop, managed):
    master = managed["MasterUsername"]
    assert connect(shop, managed, master, password(shop, managed))
    with pytest.raises(sql.OperationalError, match="password authentication failed"):
        connect(shop, managed, master, "guessed")


def test_a_rotated_password_is_the_only_one_and_who_is_in_stays(shop, managed):
    master, before = managed["MasterUsername"], password(shop, managed)
    open_one = connect(shop, managed, master, before)
    shop.owner.client("secretsmanager").rotate_secret(
        SecretId=managed["MasterUserSecret"]["SecretArn"]
    )
    assert password(shop, managed) != before
    assert password(shop, managed, VersionStage="AWSPREVIOUS") == before
    with pytest.raises(sql.OperationalError, match="password authentication failed"):
        connect(shop, managed, master, before)
    assert connect(shop, managed, master, password(shop, managed))
    assert open_one.execute("SELECT 1").fetchone() == (1,)


def test_rds_changes_the_password_every_seven_days(shop, managed):
    seen = {password(shop, managed)}
    for _ in range(3):
        shop.account.clock.advance(days=7)
        seen.add(password(shop, managed))
    assert len(seen) == 4


def test_a_password_that_rds_keeps_is_not_ours_to_give(shop, managed):
    name, kept = managed["DBInstanceIdentifier"], password(shop, managed)
    told, message = refused(
        shop.owner.client("rds").modify_db_instance,
        DBInstanceIdentifier=name,
        MasterUserPassword="latte-2026",
    )
    assert told == "InvalidParameterCombination" and "ManageMaster" in message
    assert connect(shop, managed, managed["MasterUsername"], kept)


def test_the_secret_goes_with_its_instance(shop, managed):
    rds = shop.owner.client("rds")
    rds.delete_db_instance(
        DBInstanceIdentifier=managed["DBInstanceIdentifier"], SkipFinalSnapshot=True
    )
    secrets = shop.owner.client("secretsmanager")
    arn = managed["MasterUserSecret"]["SecretArn"]
    assert code(secrets.get_secret_value, SecretId=arn) == "ResourceNotFoundException"


def test_a_password_is_managed_or_given(shop):
    rds = shop.owner.client("rds")
    both = new_instance() | {"ManageMasterUserPassword": True}
    error = refusal(rds.create_db_instance, **both)
    assert error.response["Error"]["Code"] == "InvalidParameterCombination"


def test_an_instance_whose_password_is_managed_has_no_replicas(shop, managed):
    rds = shop.owner.client("rds")
    source = managed["DBInstanceIdentifier"]
    named = {"DBInstanceIdentifier": "copy", "SourceDBInstanceIdentifier": source}
    error = refusal(rds.create_db_instance_read_replica, **named)
    assert error.response["Error"]["Code"] == "InvalidDBInstanceState"
    assert "Secrets Manager" in error.response["Error"]["Message"]


def test_a_secret_of_ones_own(shop):
    secrets = shop.owner.client("secretsmanager")
    made = secrets.create_secret(Name="till", SecretString="abc")
    told = secrets.get_secret_value(SecretId="till")
    assert (told["ARN"], told["SecretString"]) == (made["ARN"], "abc")
    assert told["VersionStages"] == ["AWSCURRENT"]
    again = {"Name": "till", "SecretString": "x"}
    assert code(secrets.create_secret, **again) == "ResourceExistsException"
    error = refusal(secrets.rotate_secret, SecretId="till")
    assert error.response["Error"]["Message"] == (
        "No Lambda rotation function ARN is associated with this secret."
    )
    asked = {"SecretId": "till", "VersionStage": "AWSPREVIOUS"}
    assert code(secrets.get_secret_value, **asked) == "ResourceNotFoundException"


def test_a_policy_on_a_secret_names_it_with_its_six_letters(shop):
    made = shop.owner.client("secretsmanager").create_secret(
        Name="till", SecretString="abc"
    )
    arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:till-"
    assert made["ARN"].startswith(arn)
    ana = shop.user("ana", allow("secretsmanager:GetSecretValue", f"{arn}??????"))
    secrets = ana.client("secretsmanager")
    assert not code(secrets.get_secret_value, SecretId="till")
    assert not code(secrets.get_secret_value, SecretId=made["ARN"])
    assert code(secrets.get_secret_value, SecretId="other")
