"""How a call to AWS travels, in both directions, as botocore describes each service.

`read` turns a request into the operation and its parameters, `write` an answer and
`write_error` a refusal into the bytes that a client understands. What a structure looks
like on the way stands in botocore's service models; nothing is written down twice.
https://smithy.io/2.0/aws/protocols/index.html
"""

import base64
import json
import re
from datetime import UTC, datetime
from functools import cache
from urllib.parse import parse_qsl, unquote
from xml.etree import ElementTree

import botocore.session
from botocore.utils import parse_timestamp

from ..aws import SERVICES

ERRORS = {"Error", "ResponseMetadata"}  # what a ClientError's response always has


class NoSuchCall(Exception):
    """A request that is no call of a service of ours; `code` as AWS has it."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


@cache
def model_of(service):
    """botocore's description of a service."""
    return botocore.session.get_session().get_service_model(service)


@cache
def operation_of(service, name):
    model = model_of(service)
    if name not in model.operation_names:
        raise NoSuchCall("InvalidAction", f"{service} has no operation {name!r}.")
    return model.operation_model(name)


def protocol_of(service):
    return model_of(service).resolved_protocol


# --- which call ----------------------------------------------------------------------


def find(request):
    """(service, operation model) of a request. Raises NoSuchCall."""
    target = request.headers.get("X-Amz-Target", "")
    if target:
        prefix, _, name = target.partition(".")
        return _named(_with("targetPrefix", prefix), name, target)
    action = dict(parse_qsl(request.text())).get("Action")
    services = _with("signingName", request.signed_for)
    if action:
        return _named(services, action, request.signed_for)
    for service in services:
        model = model_of(service)
        for name in model.operation_names:
            http = model.operation_model(name).http
            if http["method"] == request.method and _in_path(http, request.path):
                return service, model.operation_model(name)
    raise NoSuchCall(
        "UnknownOperationException",
        f"No service here answers {request.method} {request.path}. "
        f"There is: {', '.join(sorted(SERVICES))}",
    )


@cache
def _with(entry, value):
    """The services whose description has this entry; RDS first, which knows all of the
    parameters of those that share its API."""
    found = []
    for service in sorted(SERVICES, key=lambda name: (name != "rds", name)):
        metadata = model_of(service).metadata
        own = metadata.get(entry)
        if entry == "signingName":
            own = own or metadata["endpointPrefix"]
        if own == value:
            found.append(service)
    return found


def _named(services, name, where):
    for service in services:
        if name in model_of(service).operation_names:
            return service, operation_of(service, name)
    raise NoSuchCall(
        "InvalidAction",
        f"No service here has the operation {name!r} ({where}). "
        f"There is: {', '.join(sorted(SERVICES))}",
    )


# --- reading -------------------------------------------------------------------------


def read(service, operation, request):
    """The parameters of a request, as one gives them to a client."""
    shape = operation.input_shape
    if shape is None:
        return {}
    protocol = protocol_of(service)
    if protocol == "json":
        return _from_json(shape, _json(request.body))
    if protocol == "rest-json":
        return _from_rest(operation, request)
    form = {
        name: value
        for name, value in parse_qsl(request.text(), keep_blank_values=True)
        if name not in ("Action", "Version")
    }
    return _from_form(shape, form, "", protocol == "ec2")


def _json(body):
    try:
        return json.loads(body or b"{}")
    except ValueError as error:
        raise NoSuchCall("SerializationException", f"No JSON: {error}") from None


def _from_json(shape, value):
    if value is None:
        return None
    match shape.type_name:
        case "structure":
            if getattr(shape, "is_document_type", False) or not isinstance(value, dict):
                return value
            names = {
                member.serialization.get("name", name): (name, member)
                for name, member in shape.members.items()
            }
            return {
                names[key][0] if key in names else key: (
                    _from_json(names[key][1], each) if key in names else each
                )
                for key, each in value.items()
                if each is not None
            }
        case "list" if isinstance(value, list):
            return [_from_json(shape.member, each) for each in value]
        case "map" if isinstance(value, dict):
            return {key: _from_json(shape.value, each) for key, each in value.items()}
        case "timestamp":
            return parse_timestamp(value)
        case "blob":
            return base64.b64decode(value)
    return value


def _from_rest(operation, request):
    """A REST call's parameters stand in its path, its query and its body."""
    shape = operation.input_shape
    path = _in_path(operation.http, request.path)
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    body = _json(request.body)
    found = {}
    for name, member in shape.members.items():
        where = member.serialization.get("location")
        key = member.serialization.get("name", name)
        if where == "uri" and key in path:
            found[name] = _from_text(member, unquote(path[key]))
        elif where == "querystring" and key in query:
            found[name] = _from_text(member, query[key])
        elif where == "header" and key in request.headers:
            found[name] = _from_text(member, request.headers[key])
        elif where is None and body.get(key) is not None:
            found[name] = _from_json(member, body[key])
    return found


@cache
def _pattern(uri):
    """/vaults/{name}/points as a regular expression; {name+} takes slashes, too."""
    path = uri.split("?")[0]
    parts = re.split(r"\{([^}]+)\}", path)
    text = re.escape(parts[0])
    for name, after in zip(parts[1::2], parts[2::2], strict=True):
        text += "(.+)" if name.endswith("+") else "([^/]+)"
        text += re.escape(after)
    return re.compile(text.rstrip("/") + "/?"), [n.rstrip("+") for n in parts[1::2]]


def _in_path(http, path):
    """{name: value} of the names in a URI, or None if the path is another one."""
    pattern, names = _pattern(http["requestUri"])
    found = pattern.fullmatch(path)
    return found and ({"": ""} | dict(zip(names, found.groups(), strict=True)))


def _from_text(shape, text):
    match shape.type_name:
        case "integer" | "long":
            return int(text)
        case "float" | "double":
            return float(text)
        case "boolean":
            return text == "true"
        case "timestamp":
            return parse_timestamp(text)
        case "blob":
            return base64.b64decode(text)
    return text


def _from_form(shape, form, prefix, is_ec2):
    """A query call's parameters: `Tags.member.1.Key=backup`, flat."""
    match shape.type_name:
        case "structure":
            found = {}
            for name, member in shape.members.items():
                key = prefix + _form_name(name, member, is_ec2)
                if any(each == key or each.startswith(key + ".") for each in form):
                    found[name] = _from_form(member, form, key + ".", is_ec2)
            return found
        case "list":
            stem = prefix
            if not (is_ec2 or shape.serialization.get("flattened")):
                stem += shape.member.serialization.get("name", "member") + "."
            return [
                _from_form(shape.member, form, f"{stem}{number}.", is_ec2)
                for number in _numbers(form, stem)
            ]
        case "map":
            stem = prefix + "entry."
            return {
                form[f"{stem}{number}.key"]: form[f"{stem}{number}.value"]
                for number in _numbers(form, stem)
            }
    return _from_text(shape, form[prefix.rstrip(".")])


def _form_name(name, shape, is_ec2):
    if is_ec2:
        given = shape.serialization.get("queryName")
        own = shape.serialization.get("name", name)
        return given or own[0].upper() + own[1:]
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        return shape.member.serialization.get("name", name)
    return shape.serialization.get("name", name)


def _numbers(form, stem):
    inside = (each.removeprefix(stem) for each in form if each.startswith(stem))
    return sorted({int(n) for n in (i.split(".")[0] for i in inside) if n.isdigit()})


# --- writing -------------------------------------------------------------------------


def write(service, operation, answer):
    """(status, headers, body) of an answer."""
    protocol, shape = protocol_of(service), operation.output_shape
    request_id = answer["ResponseMetadata"]["RequestId"]
    headers = {"x-amzn-RequestId": request_id}
    if protocol in ("json", "rest-json"):
        headers["Content-Type"] = _json_type(service)
        body = json.dumps(_to_json(shape, answer) if shape else {}).encode()
        return operation.http.get("responseCode", 200), headers, body
    headers["Content-Type"] = "text/xml"
    root = ElementTree.Element(f"{operation.name}Response")
    result = root
    wrapper = shape and shape.serialization.get("resultWrapper")
    if wrapper:
        result = ElementTree.SubElement(root, wrapper)
    if shape:
        _to_xml(result, shape, answer, protocol == "ec2")
    if protocol == "ec2":
        ElementTree.SubElement(root, "requestId").text = request_id
    else:
        metadata = ElementTree.SubElement(root, "ResponseMetadata")
        ElementTree.SubElement(metadata, "RequestId").text = request_id
    return 200, headers, ElementTree.tostring(root)


def write_error(service, code, message, status=400, more=None):
    """(status, headers, body) of a refusal; `more` are further members of the error."""
    protocol = protocol_of(service) if service else "json"
    more = more or {}
    if protocol in ("json", "rest-json"):
        shape = model_of(service).shape_for_error_code(code) if service else None
        body = {"__type": code, "message": message, "Message": message}
        body |= _to_json(shape, more) if shape else {}
        headers = {"Content-Type": _json_type(service), "x-amzn-ErrorType": code}
        return status, headers, json.dumps(body).encode()
    root = ElementTree.Element("Response" if protocol == "ec2" else "ErrorResponse")
    holder = ElementTree.SubElement(root, "Errors") if protocol == "ec2" else root
    error = ElementTree.SubElement(holder, "Error")
    told = {"Type": "Sender", "Code": code, "Message": message}
    for name, text in told.items():
        ElementTree.SubElement(error, name).text = text
    return status, {"Content-Type": "text/xml"}, ElementTree.tostring(root)


def _json_type(service):
    version = model_of(service).metadata.get("jsonVersion") if service else None
    return f"application/x-amz-json-{version}" if version else "application/json"


def _to_json(shape, value):
    match shape.type_name:
        case "structure":
            return {
                member.serialization.get("name", name): _to_json(member, value[name])
                for name, member in shape.members.items()
                if value.get(name) is not None
            }
        case "list":
            return [_to_json(shape.member, each) for each in value]
        case "map":
            return {key: _to_json(shape.value, each) for key, each in value.items()}
        case "timestamp":
            return _moment(value).timestamp()
        case "blob":
            return base64.b64encode(bytes(value)).decode()
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
    return value


def _to_xml(parent, shape, value, is_ec2):
    """Put the members of a structure under an element."""
    for name, member in shape.members.items():
        if value.get(name) is None:
            continue
        _to_element(
            parent, member.serialization.get("name", name), member, value[name], is_ec2
        )


def _to_element(parent, name, shape, value, is_ec2):
    if shape.type_name == "list":
        inside, inner = parent, shape.member.serialization.get("name", name)
        if not shape.serialization.get("flattened"):
            inside = ElementTree.SubElement(parent, name)
            inner = shape.member.serialization.get(
                "name", "item" if is_ec2 else "member"
            )
        for each in value:
            _to_element(inside, inner, shape.member, each, is_ec2)
        return
    element = ElementTree.SubElement(parent, name)
    if shape.type_name == "structure":
        _to_xml(element, shape, value, is_ec2)
    elif shape.type_name == "map":
        for key, each in value.items():
            entry = ElementTree.SubElement(element, "entry")
            ElementTree.SubElement(entry, "key").text = str(key)
            _to_element(entry, "value", shape.value, each, is_ec2)
    else:
        element.text = _in_text(shape, value)


def _in_text(shape, value):
    match shape.type_name:
        case "boolean":
            return "true" if value else "false"
        case "timestamp":
            return f"{_moment(value):%Y-%m-%dT%H:%M:%S.%fZ}"
        case "blob":
            return base64.b64encode(bytes(value)).decode()
    return str(value)


def _moment(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value
