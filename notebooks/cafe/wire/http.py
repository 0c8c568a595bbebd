"""The door for boto3 and the aws command line: one address for all services."""

import inspect
import re
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


class Handler(BaseHTTPRequestHandler):
    """Reads one request after the other from a connection."""

    protocol_version = "HTTP/1.1"
    timeout = 120  # seconds without a request, after which the connection is closed
    disable_nagle_algorithm = True

    def do_GET(self):
        self.answer()

    do_POST = do_PUT = do_DELETE = do_PATCH = do_GET

    def answer(self):
        said = self.headers.get("Content-Length") or "0"
        if not said.isdigit() or int(said) > MOST:
            self.close_connection = True
            text = f"A request has at most {MOST:,} bytes; this one says {said}."
            return self.send(*write_error(None, "RequestEntityTooLarge", text, 413))
        length = int(said)
        url = urlsplit(self.path)
        self.method, self.query, self.url_path = self.command, url.query, url.path
        self.body = self.rfile.read(length)
        region, self.signed_for = self.signature()
        self.send(*respond(self.server.account, region, Request(self)))

    def signature(self):
        """(Region, service) that the request was signed for; nothing is checked."""
        found = SIGNED.search(self.headers.get("Authorization", ""))
        return found.groups() if found else ("eu-west-1", "")

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing is printed into the notebook."""


class Request:
    """What a request says, whatever its protocol."""

    def __init__(self, handler):
        self.method, self.headers = handler.method, handler.headers
        self.path, self.query, self.body = (
            handler.url_path,
            handler.query,
            handler.body,
        )
        self.signed_for = handler.signed_for

    def text(self):
        return self.body.decode("utf-8", "replace")


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
    except ParamValidationError as problem:
        return write_error(service, "ValidationException", str(problem))
    except ClientError as error:
        told = error.response
        status = told["ResponseMetadata"]["HTTPStatusCode"]
        more = {name: value for name, value in told.items() if name not in ERRORS}
        code, message = told["Error"]["Code"], told["Error"]["Message"]
        return write_error(service, code, message, status, more)
    except ValueError as problem:  # a Region that is not there, a number that is none
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
        taken = _without_tokens(operation, parameters, method)
        try:
            answers.append(method(client, **taken))
        except ClientError as error:
            refusals.append(error)
            if "NotFound" not in error.response["Error"]["Code"]:
                raise
        if answers and not operation.name.startswith("Describe"):
            break
    if answers:
        return _joined(answers)
    if refusals:
        raise refusals[0]
    there = Session(region, account=account).client(service)._there_is()
    raise NoSuchCall(
        "InvalidAction",
        f"AWS has {operation.name}; this small AWS has not. {service} has: "
        f"{', '.join(there)}",
    )


def _without_tokens(operation, parameters, method):
    """The parameters without those that botocore fills in by itself, so that a call
    sent twice is done once, where the small AWS does not take them."""
    members = operation.input_shape.members if operation.input_shape else {}
    known = inspect.signature(method).parameters
    return {
        name: value
        for name, value in parameters.items()
        if name in known
        or name not in members
        or not members[name].metadata.get("idempotencyToken")
    }


def _joined(answers):
    """One answer: RDS's API lists the clusters of all three services."""
    joined = answers[0]
    for answer in answers[1:]:
        for name, value in answer.items():
            if isinstance(value, list):
                joined[name] = joined.get(name, []) + value
    return joined
