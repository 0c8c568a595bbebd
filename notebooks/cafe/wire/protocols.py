"""How a call to AWS travels, in both directions, as botocore describes each service.

`read` turns a request into the operation and its parameters, `write` an answer and
`write_error` a refusal into the bytes that a client understands. What a structure looks
like on the way stands in botocore's service models; nothing is written down twice.
https://smithy.io/2.0/aws/protocols/index.html
"""

import base64
import json
import re
from datetime import UTC
from functools import cache
from urllib.parse import parse_qsl, unquote
from xml.etree import ElementTree

import botocore.session
from botocore.utils import parse_timestamp

from ..aws import SERVICES

ERRORS = {"Error", "ResponseMetadata"}  # what a ClientError's response always has
XML = {"Content-Type": "text/xml"}

#: Values that stand for themselves in neither direction, by the kind of their shape.
FROM_JSON = {"timestamp": parse_timestamp, "blob": base64.b64decode}
FROM_TEXT = FROM_JSON | {
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": "true".__eq__,
}
TO_JSON = {
    "timestamp": lambda moment: moment.astimezone(UTC).timestamp(),
    "blob": lambda value: base64.b64encode(bytes(value)).decode(),
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
}
TO_TEXT = {
    "timestamp": lambda moment: f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
    "blob": TO_JSON["blob"],
    "boolean": lambda value: str(value).lower(),
}


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
    return model_of(service).operation_model(name)


def protocol_of(service):
    return model_of(service).resolved_protocol if service else "json"


# --- which call ----------------------------------------------------------------------


def find(request):
    """(service, operation model) of a request. Raises NoSuchCall."""
    prefix, _, name = request.headers.get("X-Amz-Target", "").partition(".")
    if name:
        services = _with("targetPrefix", prefix)
    else:
        services = _with("signingName", request.signed_for)
        name = dict(parse_qsl(request.text())).get("Action")
    for service in services:
        for each in [name] if name else model_of(service).operation_names:
            if each in model_of(service).operation_names:
                operation = operation_of(service, each)
                if name or (
                    protocol_of(service) == "rest-json"
                    and _in_path(operation.http, request)
                ):
                    return service, operation
    code = "InvalidAction" if name else "UnknownOperationException"
    asked = name or f"{request.method} {request.path}"
    there = f"There is: {', '.join(sorted(SERVICES))}"
    raise NoSuchCall(code, f"No service here has {asked!r}. {there}")


@cache
def _with(entry, value):
    """The services whose description has this entry; RDS first, which knows all of the
    parameters of those that share its API."""

    def own(service):
        told = model_of(service).metadata
        return told.get(entry) or told["endpointPrefix"]

    ordered = sorted(SERVICES, key=lambda name: (name != "rds", name))
    return [service for service in ordered if own(service) == value]


# --- reading -------------------------------------------------------------------------


def read(service, operation, request):
    """The parameters of a request, as one gives them to a client."""
    shape, protocol = operation.input_shape, protocol_of(service)
    if shape is None:
        return {}
    if protocol == "json":
        return _from_json(shape, _json(request.body))
    if protocol == "rest-json":
        return _from_rest(operation, request)
    form = dict(parse_qsl(request.text(), keep_blank_values=True))
    return _from_form(shape, form, "", protocol == "ec2")


def _json(body):
    try:
        return json.loads(body or b"{}")
    except ValueError as error:
        raise NoSuchCall("SerializationException", f"No JSON: {error}.") from None


def _name(name, shape):
    """What a member is called on the way."""
    return shape.serialization.get("name", name)


def _from_json(shape, value):
    match shape.type_name, value:
        case "structure", dict():
            names = {_name(name, each): name for name, each in shape.members.items()}
            return {
                names.get(key, key): (
                    _from_json(shape.members[names[key]], each)
                    if key in names
                    else each
                )
                for key, each in value.items()
                if each is not None
            }
        case "list", list():
            return [_from_json(shape.member, each) for each in value]
        case "map", dict():
            return {key: _from_json(shape.value, each) for key, each in value.items()}
    return _scalar(FROM_JSON, shape, value)


def _scalar(ways, shape, value):
    way = ways.get(shape.type_name)
    return way(value) if way and value is not None else value


def _from_rest(operation, request):
    """A REST call's parameters stand in its path, its query and its body."""
    shape, body = operation.input_shape, _json(request.body)
    places = {
        "uri": _in_path(operation.http, request),
        "querystring": dict(parse_qsl(request.query, keep_blank_values=True)),
        "header": request.headers,
    }
    found = {}
    for name, member in shape.members.items():
        where, key = member.serialization.get("location"), _name(name, member)
        if where is None and body.get(key) is not None:
            found[name] = _from_json(member, body[key])
        elif key in places.get(where, ()):
            found[name] = _scalar(FROM_TEXT, member, unquote(places[where][key]))
    return found


@cache
def _pattern(uri):
    """/vaults/{name}/points as a regular expression; {name+} takes slashes, too."""
    parts = re.split(r"\{([^}]+)\}", uri.split("?")[0].rstrip("/"))
    names = [each.rstrip("+") for each in parts[1::2]]
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = ["(.+)" if n.endswith("+") else "([^/]+)" for n in parts[1::2]]
    return re.compile("".join(parts) + "/?"), names


def _in_path(http, request):
    """{name: value} of the names in a URI, or None if the request is for another."""
    pattern, names = _pattern(http["requestUri"])
    found = http["method"] == request.method and pattern.fullmatch(request.path)
    return {"": ""} | dict(zip(names, found.groups())) if found else None


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
            flat = is_ec2 or shape.serialization.get("flattened")
            stem = prefix if flat else f"{prefix}{_name('member', shape.member)}."
            return [
                _from_form(shape.member, form, f"{stem}{number}.", is_ec2)
                for number in _numbers(form, stem)
            ]
        case "map":
            stems = (f"{prefix}entry.{n}" for n in _numbers(form, prefix + "entry."))
            return {form[f"{stem}.key"]: form[f"{stem}.value"] for stem in stems}
    return _scalar(FROM_TEXT, shape, form[prefix.rstrip(".")])


def _form_name(name, shape, is_ec2):
    own = _name(name, shape)
    if is_ec2:
        return shape.serialization.get("queryName") or own[0].upper() + own[1:]
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        return _name(name, shape.member)
    return own


def _numbers(form, stem):
    inside = (each.removeprefix(stem) for each in form if each.startswith(stem))
    return sorted({int(n) for n in (i.split(".")[0] for i in inside) if n.isdigit()})


# --- writing -------------------------------------------------------------------------


def write(service, operation, answer):
    """(status, headers, body) of an answer."""
    protocol, shape = protocol_of(service), operation.output_shape
    number = answer["ResponseMetadata"]["RequestId"]
    headers = {"x-amzn-RequestId": number}
    if protocol in ("json", "rest-json"):
        headers["Content-Type"] = _json_type(service)
        body = json.dumps(_to_json(shape, answer) if shape else {}).encode()
        return operation.http.get("responseCode", 200), headers, body
    root = result = ElementTree.Element(f"{operation.name}Response")
    if shape:
        if wrapper := shape.serialization.get("resultWrapper"):
            result = ElementTree.SubElement(root, wrapper)
        _to_xml(result, shape, answer, protocol == "ec2")
    where = root if protocol == "ec2" else _add(root, "ResponseMetadata")
    _add(where, "requestId" if protocol == "ec2" else "RequestId", number)
    return 200, headers | XML, ElementTree.tostring(root)


def write_error(service, code, message, status=400, more=None):
    """(status, headers, body) of a refusal; `more` are further members of the error."""
    protocol = protocol_of(service)
    if protocol in ("json", "rest-json"):
        shape = model_of(service).shape_for_error_code(code) if service else None
        body = {"__type": code, "message": message, "Message": message}
        body |= _to_json(shape, more or {}) if shape else {}
        headers = {"Content-Type": _json_type(service), "x-amzn-ErrorType": code}
        return status, headers, json.dumps(body).encode()
    root = ElementTree.Element("Response" if protocol == "ec2" else "ErrorResponse")
    error = _add(_add(root, "Errors") if protocol == "ec2" else root, "Error")
    for name, text in {"Type": "Sender", "Code": code, "Message": message}.items():
        _add(error, name, text)
    return status, XML, ElementTree.tostring(root)


def _json_type(service):
    version = model_of(service).metadata.get("jsonVersion") if service else None
    return f"application/x-amz-json-{version}" if version else "application/json"


def _to_json(shape, value):
    match shape.type_name:
        case "structure":
            return {
                _name(name, member): _to_json(member, value[name])
                for name, member in shape.members.items()
                if value.get(name) is not None
            }
        case "list":
            return [_to_json(shape.member, each) for each in value]
        case "map":
            return {key: _to_json(shape.value, each) for key, each in value.items()}
    return _scalar(TO_JSON, shape, value)


def _to_xml(element, shape, value, is_ec2):
    """Put a value into an element; the items of a flat list beside each other."""
    match shape.type_name:
        case "structure":
            for name, member in shape.members.items():
                if value.get(name) is not None:
                    _to_member(element, name, member, value[name], is_ec2)
        case "list":
            inner = _name("item" if is_ec2 else "member", shape.member)
            for each in value:
                _to_xml(_add(element, inner), shape.member, each, is_ec2)
        case "map":
            for key, each in value.items():
                entry = _add(element, "entry")
                _add(entry, "key", key)
                _to_xml(_add(entry, "value"), shape.value, each, is_ec2)
        case _:
            element.text = str(_scalar(TO_TEXT, shape, value))


def _to_member(parent, name, shape, value, is_ec2):
    own = _name(name, shape)
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        for each in value:
            _to_xml(_add(parent, _name(own, shape.member)), shape.member, each, is_ec2)
    else:
        _to_xml(_add(parent, own), shape, value, is_ec2)


def _add(parent, name, text=None):
    element = ElementTree.SubElement(parent, name)
    element.text = text
    return element
