"""The form with which the DynamoDB console creates a table."""

from .kit.calls import Call
from .kit.console import ConsoleForm
from .kit.panel import Slider, kept_up

TYPES = {"S": "String", "N": "Number", "B": "Binary"}
SETTINGS = {"default": "Default settings", "customise": "Customize settings"}
MODES = {"demand": "On-demand", "provisioned": "Provisioned"}
UNITS = {"read": "Read", "write": "Write"}


def dynamodb_form(account):
    """The console's form for a new DynamoDB table: `dynamodb_form(aws.account)`.

    Fields: table, partition, partition_type, sort, sort_type, settings; with
    settings customised also mode, and with provisioned capacity read and write.
    Buttons: create, clock, wait.
    """
    return kept_up(DynamoDBForm(account), (account, "dynamodb form"))


class DynamoDBForm(ConsoleForm):
    """A name, a key and the capacity mode. It makes one table."""

    heading = "Create table"
    service, noun = "dynamodb", "table"
    moves = "one second", {"seconds": 1}
    usual = "about 5 seconds", 5  # F44
    needed = {
        "TableName": "table",
        "AttributeDefinitions": "partition",
        "KeySchema": "partition",
    }

    def fields(self):
        lies = "It decides where an item lies, and every item must have it."
        orders = "It orders the items that share a partition key."
        default = "Default: capacity on demand, encryption with a key of AWS."
        return [
            [self.text("table", "Table name", "3 to 255 letters, digits, and _ - .")],
            [
                self.text("partition", "Partition key", lies),
                self.choice("partition_type", "Partition key type", TYPES, usual="S"),
            ],
            [
                self.text("sort", "Sort key (optional)", orders),
                self.choice("sort_type", "Sort key type", TYPES, usual="S"),
            ],
            [
                self.choice("settings", "Table settings", SETTINGS, default, "default"),
                *self._mode_asked(),
            ],
            *self._capacity(),
        ]

    def _mode_asked(self):
        """The field of customised settings."""
        if self._settings() == "customise":
            paid = (
                "On-demand: each request is paid. Provisioned: so many units a second, "
                "used or not."
            )
            yield self.choice("mode", "Capacity mode", MODES, paid, "demand")

    def _capacity(self):
        """The fields of provisioned capacity."""
        if self._mode() == "provisioned":
            yield [
                Slider(
                    each,
                    f"{words} capacity units",
                    self._units(each),
                    1,
                    40,
                    f"{self._units(each)} a second",
                )
                for each, words in UNITS.items()
            ]

    def call(self):
        keys = [
            (self.values[key], self._type(key), kind)
            for key, kind in (("partition", "HASH"), ("sort", "RANGE"))
            if self.values.get(key)
        ]
        asked = {
            "TableName": self.values.get("table"),
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": type} for name, type, _ in keys
            ],
            "KeySchema": [
                {"AttributeName": name, "KeyType": kind} for name, _, kind in keys
            ],
            "BillingMode": "PAY_PER_REQUEST",
        }
        if self._mode() == "provisioned":
            asked["BillingMode"] = "PROVISIONED"
            asked["ProvisionedThroughput"] = {
                f"{words}CapacityUnits": self._units(each)
                for each, words in UNITS.items()
            }
        asked = {name: each for name, each in asked.items() if each}
        return Call("dynamodb", "create_table", asked)

    def name(self):
        return self.values["table"]

    def take_away(self):
        for name in self.client.list_tables()["TableNames"]:
            self.client.get_waiter("table_exists").wait(TableName=name)
            self.client.delete_table(TableName=name)
            self.client.get_waiter("table_not_exists").wait(TableName=name)

    def look(self, name):
        table = self.client.describe_table(TableName=name)["Table"]
        needed = (
            f"ARN: {table['TableArn']}",
            "No endpoint of its own: every call goes to "
            f"dynamodb.{self.client.region}.amazonaws.com and names the table.",
        )
        return table["TableStatus"], table["TableStatus"] == "ACTIVE", needed

    def _type(self, key):
        return self.values.get(f"{key}_type", "S")

    def _settings(self):
        return self.values.get("settings", "default")

    def _mode(self):
        """Default settings are on demand, whatever was chosen before."""
        if self._settings() == "default":
            return "demand"
        return self.values.get("mode", "demand")

    def _units(self, which):
        return self.values.get(which, 5)
