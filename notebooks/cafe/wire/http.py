"""The door for boto3 and the aws command line: one address for all services.

How a call travels, in both directions, stands in botocore's descriptions of the
services. What reads requests and writes answers by them comes from moto, a library that
stands in for AWS in tests; of its own AWS nothing is used.
https://smithy.io/2.0/aws/protocols/index.html
"""

import re
import warnings
from http.server import BaseHTTPRequestHandler

from botocore import xform_name
from botocore.exceptions import DataNotFoundError
from botocore.utils import parse_timestamp
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.serialize import SerializationContext, get_serializer_class
from werkzeug.exceptions import NotFound

from ..aws import SERVICES, Session
from ..aws.errors import ClientError, ParamValidationError, ServiceError
from ..aws.service import operations

MOST = 20 * 2**20  # bytes of a request; DynamoDB takes 16 MB
SIGNED = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")
#: Three services that speak with one voice: RDS's API names them by the engine.
FAMILY = ("rds", "docdb", "neptune")
#: What a request says of its service, where that is not the name that boto3 has.
NAMES = {"DynamoDBStreams_20120810": "dynamodbstreams", "monitoring": "cloudwatch"}
# botocore makes a ClientError of an error that its description does not list.
warnings.filterwarnings("ignore", ".* does not match an error shape", module="moto")


class Handler(BaseHTTPRequestHandler):
    """Reads one request after the other from a connection."""

    protocol_version = "HTTP/1.1"
    timeout = 120  # seconds without a request, after which the connection is closed
    disable_nagle_algorithm = True

    def do_POST(self):
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > MOST:
            text = f"A request has at most {MOST:,} bytes; this one says {length}."
            return self.send_error(413, explain=text)
        body = self.rfile.read(int(length))
        url = f"http://{self.headers['Host']}{self.path}"
        request = Request.from_primitives(self.command, url, self.headers, body)
        status, headers, body = respond(self.server.account, request)
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_DELETE = do_PATCH = do_POST

    def log_message(self, *_):
        """Nothing is printed into the notebook."""


def respond(account, request):
    """(status, headers, body): the call is made as a cell would make it."""
    signed = SIGNED.search(request.headers.get("Authorization", ""))
    key, region, name = signed.groups() if signed else ("", "", "")
    target = request.headers.get("X-Amz-Target", "").partition(".")[0]
    service = NAMES.get(target) or NAMES.get(name, name)
    try:
        operation, place = get_service_router(service).match(request)
    except (DataNotFoundError, NotFound, NotImplementedError):
        return 404, {}, b"No call of AWS: it is not signed, or for no service."
    protocol = determine_request_protocol(operation.service_model, request.content_type)
    number, status = "0", None
    try:
        parameters = read(protocol, operation, place, request)
        with account.lock:
            token = request.headers.get("X-Amz-Security-Token")
            session = session_of(account, region, key, token)
            answer = call(session, service, operation.name, parameters)
        number = answer["ResponseMetadata"]["RequestId"]
    except Exception as error:
        status, answer = refusal(error)
    context = SerializationContext(number)
    told = get_serializer_class(service, protocol)(operation, context).serialize(answer)
    headers = told["headers"] | {"x-amzn-RequestId": number}
    return status or told["status_code"], headers, told["body"].encode()


def session_of(account, region, key, token):
    """A Session in the name of the user or role whose access key it is.

    A signature is not checked, so whoever knows the key is that caller. Any word that
    is no access key, such as the doors' own, is the account's owner.
    """
    if not key.startswith(("AKIA", "ASIA")):
        return Session(region, account=account)
    known = Session(account=account).client("iam").keys.get(key)
    return Session(
        region,
        account=account,
        aws_access_key_id=key,
        aws_secret_access_key=known.secret if known else "",
        aws_session_token=token,
    )


def read(protocol, operation, place, request):
    """The parameters of a request, as one gives them to a client."""
    asked = {
        "body": request.get_data(),
        "headers": request.headers,
        "url_params": place,
        "values": request.values,
    }
    parser = PROTOCOL_PARSERS[protocol](operation, timestamp_parser=parse_timestamp)
    found = parser.parse(asked)
    for name in operation.idempotent_members:  # botocore writes them into each call
        found.pop(name, None)
    return found


def refusal(error):
    """(status, ServiceError): what the client is told of an error."""
    if isinstance(error, ServiceError):
        return 400, error
    if isinstance(error, ClientError):
        told = error.response
        answer = ServiceError(told["Error"]["Code"], told["Error"]["Message"])
        vars(answer).update(told)  # such as the reasons of a cancelled transaction
        return told["ResponseMetadata"]["HTTPStatusCode"], answer
    if isinstance(error, (ParamValidationError, ValueError)):  # also no such Region
        return 400, ServiceError("ValidationException", str(error))
    # a fault of ours: the client tries again
    return 500, ServiceError("InternalFailure", f"{type(error).__name__}: {error}")


def call(session, service, name, parameters):
    """The answer of the service; of its family, of those who have what is asked for."""
    method = xform_name(name)
    clients = _clients(session, service, parameters.get("Engine"), method)
    if not clients:
        there = ", ".join(operations(type(session.client(service))))
        text = f"AWS has {name}; this small AWS has not. {service} has: {there}."
        raise ServiceError("InvalidAction", text)
    answers, refused = [], None
    for client in clients:
        try:
            answers.append(getattr(client, method)(**parameters))
        except ClientError as error:  # it may be there for the next of the family
            refused = refused or error
            if "NotFound" not in error.response["Error"]["Code"]:
                raise
        except ParamValidationError:  # it is another's: RDS takes more than its family
            if refused is None:
                raise
        if answers and not method.startswith("describe"):
            break
    if not answers:
        raise refused
    return _as_one(answers)


def _clients(session, service, engine, method):
    """The clients that may answer: of a family the engine's, or without one each."""
    if service not in SERVICES:
        there = ", ".join(sorted(SERVICES))
        raise ServiceError("InvalidAction", f"No {service} here. There is: {there}.")
    family = FAMILY if service in FAMILY else (service,)
    clients = map(session.client, (engine,) if engine in family else family)
    return [each for each in clients if _has(each, method)]


def _as_one(answers):
    """One answer with the lists of all: RDS's API lists the clusters of its family."""
    whole, *others = answers
    for other in others:
        for key, value in other.items():
            if isinstance(value, list):
                whole[key] = whole.get(key, []) + value
    return whole


def _has(client, method):
    return hasattr(getattr(type(client), method, None), "is_operation")
