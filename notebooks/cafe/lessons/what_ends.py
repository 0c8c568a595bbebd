"""What ends by itself and what goes on: half an hour in which all is tried each minute.

A small AWS of its own has a table, a role and an instance of RDS. At the beginning
somebody assumes the role for 15 minutes, and logs in with a token and with the master's
password. At minute 20 the secret is rotated.

    what_ends()     a TimeLine of the calls and log-ins that work, minute by minute
"""

import json

from ..aws import Session
from ..aws.errors import ClientError
from ..drivers import sql
from . import made
from .time_line import time_line

MINUTES, ROTATED = 30, 20
ADDRESS = "203.0.113.25"  # of the program, outside the VPC
TILL = "arn:aws:iam::123456789012:user/till"


def what_ends():
    """The TimeLine of half an hour, in which each thing is tried each minute."""
    shop = EndingShop()
    tried = {name: [] for name in shop.ways}
    for minute in range(MINUTES):
        if minute == ROTATED:
            shop.secrets.rotate_secret(SecretId=shop.secret)
        for name, way in shop.ways.items():
            tried[name].append(_works(way))
        shop.account.clock.advance(minutes=1)
    caption = f"{MINUTES} minutes; at minute {ROTATED} the password is rotated"
    return time_line(caption, tried)


def _works(way):
    try:
        way()
    except (ClientError, sql.OperationalError):
        return False
    return True


class EndingShop:
    """An account in which `ways` has what is tried: {name: a call}."""

    def __init__(self):
        self.owner = made.session(ADDRESS)
        self.account = self.owner.account
        self.secrets = self.owner.client("secretsmanager")
        self.till = self._make_till()
        self.instance = self._make_instance()
        self.secret = self.instance["MasterUserSecret"]["SecretArn"]
        made.table(self.owner, "orders", {"customer": "S"})
        self.ways = self._make_ways()

    def _make_till(self):
        """The Session of a user who may scan, and log in by token."""
        iam = self.owner.client("iam")
        iam.create_user(UserName="till")
        allowed = ["dynamodb:Scan", "rds-db:connect"]
        iam.put_user_policy(
            UserName="till", PolicyName="own", PolicyDocument=_policy(allowed)
        )
        trust = {"Principal": {"AWS": TILL}}
        self.role = iam.create_role(
            RoleName="reader",
            AssumeRolePolicyDocument=_policy("sts:AssumeRole", trust),
        )["Role"]["Arn"]
        iam.put_role_policy(
            RoleName="reader", PolicyName="scans", PolicyDocument=_policy(allowed)
        )
        return self._session(iam.create_access_key(UserName="till")["AccessKey"])

    def _session(self, key):
        return Session(
            account=self.account,
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
            aws_session_token=key.get("SessionToken"),
        )

    def _make_instance(self):
        instance = made.database(
            self.owner,
            "tills",
            MasterUsername="cafe",
            PubliclyAccessible=True,
            EnableIAMDatabaseAuthentication=True,
            ManageMasterUserPassword=True,
        )
        made.open_doors(self.owner, 5432, source=f"{ADDRESS}/32")
        return instance

    def _make_ways(self):
        password = self._password()
        master = self._connect("cafe", password)
        for statement in ("CREATE USER till", "GRANT rds_iam TO till"):
            master.execute(statement)
        master.commit()
        token = self.till.client("rds").generate_db_auth_token(
            DBHostname=self.instance["Endpoint"]["Address"],
            Port=5432,
            DBUsername="till",
        )
        tills = self._connect("till", token)
        taken = self.till.client("sts").assume_role(
            RoleArn=self.role, RoleSessionName="tonight", DurationSeconds=900
        )
        reader = self._session(taken["Credentials"])
        return {
            "a call with the user's access key": self._scan(self.till),
            "a call with the role's credentials": self._scan(reader),
            "a log-in with the token": lambda: self._connect("till", token).close(),
            "the token's open connection": lambda: tills.execute("SELECT 1"),
            "a log-in with the old password": lambda: self._connect(
                "cafe", password
            ).close(),
            "the password's open connection": lambda: master.execute("SELECT 1"),
        }

    def _scan(self, session):
        return session.resource("dynamodb").Table("orders").scan

    def _password(self):
        told = self.secrets.get_secret_value(SecretId=self.secret)["SecretString"]
        return json.loads(told)["password"]

    def _connect(self, user, password):
        return sql.connect(
            host=self.instance["Endpoint"]["Address"],
            user=user,
            password=password,
            account=self.account,
        )


def _policy(actions, other=None):
    statement = {"Effect": "Allow", "Action": actions} | (other or {"Resource": "*"})
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
