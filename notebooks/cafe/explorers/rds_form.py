"""The form with which the RDS console creates a database."""

from dataclasses import dataclass

from ..aws import Session
from .kit.calls import Call
from .kit.console import ConsoleForm
from .kit.panel import Secret, kept_up

ENGINES = {"mysql": "MySQL", "postgres": "PostgreSQL", "mariadb": "MariaDB"}
USERS = {"mysql": "admin", "postgres": "postgres", "mariadb": "admin"}
PUBLIC = {"no": "No", "yes": "Yes"}


@dataclass(frozen=True)
class Template:
    """What a template fills in: a class, storage in GiB, and a standby or none."""

    name: str
    instance_class: str
    storage: int
    multi_az: bool

    @property
    def words(self):
        zones = "a standby in a second zone" if self.multi_az else "one zone"
        return f"It fills in {self.instance_class}, {self.storage} GiB, {zones}."


TEMPLATES = {
    "production": Template("Production", "db.r7g.large", 100, True),
    "dev": Template("Dev/Test", "db.t4g.large", 100, False),
    "free": Template("Free Tier", "db.t4g.micro", 20, False),
}


def rds_form(account):
    """The console's form for a new RDS database: `rds_form(aws.account)`.

    Fields: engine, template, identifier, username, password, public, group; buttons:
    create, clock, wait. `form.set("identifier", "database-1")`, `form.press("create")`.
    """
    return kept_up(RdsForm(account), (account, "rds form"))


class RdsForm(ConsoleForm):
    """Engine, template, names and who may reach it. It makes one DB instance."""

    heading = "Create database"
    service, noun = "rds", "database"
    moves = "one minute", {"minutes": 1}
    usual = "10 to 15 minutes", 600  # F44; the shorter of the two
    needed = {
        "Engine": "engine",
        "DBInstanceClass": "template",
        "DBInstanceIdentifier": "identifier",
        "MasterUsername": "username",
        "MasterUserPassword": "password",
    }

    def __init__(self, account):
        self._ec2 = Session(account=account).client("ec2")
        super().__init__(account)

    def fields(self):
        groups = {name: f"{name} ({id})" for name, id in self._groups().items()}
        templates = {key: each.name for key, each in TEMPLATES.items()}
        more = "On AWS also Aurora, Oracle, SQL Server and Db2."
        reach = self._public_note()
        rule = "A group lets nobody in from outside until it has a rule (F43)."
        return [
            [
                self.choice("engine", "Engine type", ENGINES, more),
                self.choice("template", "Template", templates, self._template_note()),
            ],
            [
                self.text(
                    "identifier",
                    "DB instance identifier",
                    "The console suggests database-1.",
                ),
                self.text("username", "Master username", self._username_note()),
                Secret(
                    "password",
                    "Master password",
                    bool(self._secret),
                    'At least 8 characters, none of / " @ or space.',
                ),
            ],
            [
                self.choice("public", "Public access", PUBLIC, reach, "no"),
                self.choice("group", "VPC security group", groups, rule, "default"),
            ],
        ]

    def call(self):
        value = self.values.get
        template = TEMPLATES.get(value("template"))
        asked = {
            "DBInstanceIdentifier": value("identifier"),
            "Engine": value("engine"),
            "DBInstanceClass": template and template.instance_class,
            "AllocatedStorage": template and template.storage,
            "MultiAZ": template and template.multi_az,
            "MasterUsername": value("username"),
            "MasterUserPassword": self._secret,
            "PubliclyAccessible": value("public") == "yes",
            "VpcSecurityGroupIds": [self._groups()[value("group", "default")]],
        }
        asked = {name: each for name, each in asked.items() if each not in (None, "")}
        return Call("rds", "create_db_instance", asked)

    def name(self):
        return self.values["identifier"]

    def take_away(self):
        waiter = self.client.get_waiter("db_instance_deleted")
        for made in self.client.describe_db_instances()["DBInstances"]:
            name = made["DBInstanceIdentifier"]
            self.client.delete_db_instance(
                DBInstanceIdentifier=name, SkipFinalSnapshot=True
            )
            waiter.wait(DBInstanceIdentifier=name)

    def look(self, name):
        found = self.client.describe_db_instances(DBInstanceIdentifier=name)
        (instance,) = found["DBInstances"]
        status, endpoint = instance["DBInstanceStatus"], instance.get("Endpoint")
        needed = ()
        if endpoint:
            needed = (f"Endpoint: {endpoint['Address']}", f"Port: {endpoint['Port']}")
        return status, status == "available", needed

    def _groups(self):
        """The security groups that there are, {name: id}."""
        found = self._ec2.describe_security_groups()["SecurityGroups"]
        return {group["GroupName"]: group["GroupId"] for group in found}

    def _template_note(self):
        template = self.values.get("template", "")
        if not template:
            return "It fills in the size; each value can be changed."
        words = TEMPLATES[template].words
        if template != "free":
            return words
        return (
            f"{words} Free is not for ever: accounts opened since 15 July 2025 have "
            "credits (F40)."
        )

    def _username_note(self):
        """What the console suggests, https://docs.aws.amazon.com/AmazonRDS/latest/
        UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html"""
        engine = self.values.get("engine")
        if not engine:
            return "The console suggests one for the engine."
        return f"The console suggests {USERS[engine]} for {ENGINES[engine]}."

    def _public_note(self):
        if self.values.get("public") != "yes":
            return "The endpoint has only an address inside the VPC."
        return (
            "Warning: for a demonstration only. The endpoint gets a public address. "
            "The security group still decides who comes in (F42)."
        )
