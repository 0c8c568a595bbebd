"""Three DynamoDBs that answer the same calls: ours, dynalite and moto.

dynalite is strict and runs on Node: `npm install` brings it into
tests/peers/node_modules.
moto is lax and runs in this process.
"""

import shutil
import socket
import subprocess
import time
from pathlib import Path

import boto3
import botocore.config
import botocore.exceptions

from cafe import aws
from cafe.aws import errors

HERE = Path(__file__).parent
HOW = "Install Node 20 or newer with npm; on Debian and Ubuntu: apt-get install npm"
REGION = "eu-west-1"
_SETTINGS = {
    "region_name": REGION,
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
    "config": botocore.config.Config(retries={"max_attempts": 0}),
}


class Ours:
    """The small AWS. A second passes before each call, so that nothing is throttled."""

    name = "ours"

    def __init__(self):
        self.account = aws.Account()
        self.client = aws.Session(account=self.account).client("dynamodb")

    def call(self, operation, arguments):
        self.account.clock.advance(seconds=10)
        return outcome(self.client, operation, arguments)

    def stop(self):
        pass


class Dynalite:
    """dynalite in a process of its own."""

    name = "dynalite"

    def __init__(self):
        script = installed()
        port = _free_port()
        command = [shutil.which("node"), str(script), "--port", str(port)]
        command += ["--createTableMs", "0", "--deleteTableMs", "0"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, **quiet)
        endpoint = f"http://127.0.0.1:{port}"
        self.client = boto3.client("dynamodb", endpoint_url=endpoint, **_SETTINGS)
        self._wait()

    def _wait(self):
        for _ in range(100):
            try:
                self.client.list_tables()
                return
            except botocore.exceptions.EndpointConnectionError:
                time.sleep(0.1)
        raise RuntimeError("dynalite did not answer within ten seconds.")

    def call(self, operation, arguments):
        return outcome(self.client, operation, arguments)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Moto:
    """moto, in this process."""

    name = "moto"

    def __init__(self):
        import moto

        self.mock = moto.mock_aws()
        self.mock.start()
        self.client = boto3.client("dynamodb", **_SETTINGS)

    def call(self, operation, arguments):
        try:
            return outcome(self.client, operation, arguments)
        except Exception as error:  # moto stumbles over some calls in its own code
            return "error", "crash", f"{type(error).__name__}: {error}"

    def stop(self):
        self.mock.stop()


def outcome(client, operation, arguments):
    """("answer", what) or ("error", code, message) of a call."""
    try:
        answer = getattr(client, operation)(**arguments)
    except (botocore.exceptions.ClientError, errors.ClientError) as error:
        told = error.response["Error"]
        return "error", told["Code"], told["Message"]
    answer.pop("ResponseMetadata", None)
    return "answer", answer


def has_node():
    """Whether dynalite can run here."""
    return bool(shutil.which("node") and shutil.which("npm"))


def installed():
    """dynalite's script; installs it at first use."""
    script = HERE / "node_modules" / "dynalite" / "cli.js"
    if not script.exists():
        npm = [shutil.which("npm"), "install", "--prefix", str(HERE)]
        options = ["--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(npm + options, check=True, stdout=subprocess.DEVNULL)
    return script


def _free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
