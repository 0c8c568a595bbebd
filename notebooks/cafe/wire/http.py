"""The door for boto3 and the aws command line: one address for all services."""

import inspect
import re
from collections import namedtuple
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

import botocore

from ..aws import Session
from ..aws.errors import ClientError, ParamValidationError
from .protocols import ERRORS, NoSuchCall, find, read, write, write_error

MOST = 20 * 2**20  # bytes of a request; DynamoDB takes 16 MB
SIGNED = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
#: Three services that speak with one voice: RDS's API names them by the engine.
FAMILY = ("rds", "docdb", "neptune")


class Request(namedtuple("Request", "method path query headers body signed_for")):
    """What a request says, whatever its protocol."""

    def text(self):
        return self.body.decode("utf-8", "replace")


class Handler(BaseHTTPRequestHandler):
    """Reads one request after the other from a connection."""

    protocol_version = "HTTP/1.1"
    timeout = 120  # seconds without a request, after which the connection is closed
    disable_nagle_algorithm = True

    def do_POST(self):
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > MOST:
            self.close_connection = True
            text = f"A request has at most {MOST:,} bytes; this one says {length}."
            return self.send(*write_error(None, "RequestEntityTooLarge", text, 413))
        url, body = urlsplit(self.path), self.rfile.read(int(length))
        # Of a signature the Region and the service are read; nothing is checked.
        signed = SIGNED.search(self.headers.get("Authorization", ""))
        region, service = signed.groups() if signed else ("eu-west-1", "")
        asked = self.command, url.path, url.query, self.headers, body, service
        self.send(*respond(self.server.account, region, Request(*asked)))

    do_GET = do_PUT = do_DELETE = do_PATCH = do_POST

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing is printed into the notebook."""


def respond(account, region, request):
    """(status, headers, body): the call is made as a cell would make it."""
    service = None
    try:
        service, operation = find(request)
        parameters = read(service, operation, request)
        with account.lock:
            answer = call(account, region, service, operation, parameters)
        return write(service, operation, answer)
    except NoSuchCall as refusal:
        return write_error(service, refusal.code, str(refusal))
    except ClientError as error:
        told = error.response
        more = {name: value for name, value in told.items() if name not in ERRORS}
        words = told["Error"]["Code"], told["Error"]["Message"]
        status = told["ResponseMetadata"]["HTTPStatusCode"]
        return write_error(service, *words, status, more)
    except (ParamValidationError, ValueError) as problem:  # a Region that is not there
        return write_error(service, "ValidationException", str(problem))
    except Exception as fault:  # ours: the client is told, and tries again
        text = f"{type(fault).__name__}: {fault}"
        return write_error(service, "InternalFailure", text, 500)


def call(account, region, service, operation, parameters):
    """The answer of the service; of its family, of those who have what is asked for."""
    family = FAMILY if service in FAMILY else (service,)
    engine = parameters.get("Engine", "")
    answers, refusals = [], []
    for name in (engine,) if engine in family else family:
        client = Session(region, account=account).client(name)
        method = getattr(type(client), botocore.xform_name(operation.name), None)
        if not hasattr(method, "is_operation"):
            continue
        try:
            answers.append(method(client, **_taken(operation, parameters, method)))
        except ClientError as error:
            refusals.append(error)
            if "NotFound" not in error.response["Error"]["Code"]:
                raise
        except ParamValidationError:  # it is another's: RDS takes more than its family
            if not refusals:
                raise
        if answers and not operation.name.startswith("Describe"):
            break
    if answers:
        return _joined(answers)
    if refusals:
        raise refusals[0]
    there = ", ".join(Session(region, account=account).client(service)._there_is())
    text = f"AWS has {operation.name}; this small AWS has not. {service} has: {there}."
    raise NoSuchCall("InvalidAction", text)


def _taken(operation, parameters, method):
    """The parameters without those that botocore fills in by itself, so that a call
    sent twice is done once, where the small AWS does not take them."""
    known = inspect.signature(method).parameters
    members = operation.input_shape.members if operation.input_shape else {}
    tokens = {n for n, each in members.items() if each.metadata.get("idempotencyToken")}
    return {k: v for k, v in parameters.items() if k in known or k not in tokens}


def _joined(answers):
    """One answer: RDS's API lists the clusters of all three services."""
    joined = answers[0]
    for answer in answers[1:]:
        for name, value in answer.items():
            if isinstance(value, list):
                joined[name] = joined.get(name, []) + value
    return joined
