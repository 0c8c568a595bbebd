"""What all services share: how a call is checked and answered, and how one waits.

An operation is a method with keyword arguments under AWS's names. `@operation` checks
the arguments as botocore does, turns a ServiceError into a ClientError, and adds the
ResponseMetadata. See the botocore documentation, "Error handling" and "Waiters".
"""

import copy
import functools
import inspect
import re
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from .errors import ClientError, ParamValidationError, ServiceError, WaiterError
from .parameters import Parameters, counted

#: The HTTP status of those errors for which it is not 400.
STATUS = {
    "AccessDenied": 403,
    "EntityAlreadyExists": 409,
    "ExpiredToken": 403,
    "InvalidClientTokenId": 403,
    "LimitExceeded": 409,
    "NoSuchEntity": 404,
    "ResourceLimitExceededException": 429,
    "ResourceNotReadyException": 409,
    "UnauthorizedOperation": 403,
}
LONGEST_LAG = timedelta(days=365)
#: What the query services call these, and how the services that speak JSON do (F152).
JSON_CODES = {
    "AccessDenied": "AccessDeniedException",
    "ExpiredToken": "ExpiredTokenException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
}


class SaysWhatThereIs:
    """What is missing is answered with what there is."""

    def _there_is(self):
        """The names that a learner may use: the public methods."""
        return [
            name
            for name in dir(type(self))
            if name[0] != "_" and callable(getattr(self, name))
        ]

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        names = ", ".join(sorted(self._there_is())) or "no method"
        raise AttributeError(
            f"{type(self).__name__} here has no {name!r}. There is: {names}"
        )


class Service(SaysWhatThereIs):
    """The client of one service in one Region of an account."""

    #: The names of its exceptions and the error code of each.
    faults = {}
    #: In whose name it calls, a Caller of iam/callers.py; None is the account's owner.
    caller: Any = None
    #: How its actions begin in a policy, and what an argument names: its ARN's end.
    prefix = ""
    named: dict[str, str] = {}
    #: The HTTP status of what is not found; a service that speaks JSON 1.x says 400.
    MISSING = 404
    #: name -> (operation, expression, wanted state, hopeless states)
    waiters = {}
    #: operation that answers a list -> its Pages
    paginators = {}

    def __init__(self, account, region):
        self.account = account
        self.region = region
        self.clock = account.clock
        self.exceptions = Exceptions(self.faults)

    def _there_is(self):
        return operations(type(self))

    @property
    def invalid(self):
        """The code for a value that breaks a constraint."""
        return "ValidationException" if self.speaks_json else "ValidationError"

    @property
    def speaks_json(self):
        """Whether it is a service that speaks JSON: another protocol, other codes."""
        return self.MISSING == 400

    def looks_into(self, structure):
        """Whether a structure in a call's arguments is checked before the call."""
        return True

    def get_waiter(self, waiter_name):
        """A waiter of this service, as boto3 has it: `get_waiter(name).wait(…)`."""
        if waiter_name not in self.waiters:
            raise ValueError(
                f"Waiter does not exist: {waiter_name}. "
                f"There is: {', '.join(sorted(self.waiters))}"
            )
        return Waiter(self, waiter_name, *self.waiters[waiter_name])

    def can_paginate(self, operation_name):
        """Whether there is a paginator for an operation."""
        return operation_name in self.paginators

    def get_paginator(self, operation_name):
        """What asks for one page after the other, as boto3 has it."""
        if not self.can_paginate(operation_name):
            raise ValueError(
                f"Operation cannot be paginated: {operation_name}. "
                f"There is: {', '.join(sorted(self.paginators))}"
            )
        pages = self.paginators[operation_name]
        return Paginator(getattr(self, operation_name), pages)

    def becomes(self, thing, status, delay):
        """Let a thing be in another status when some time has passed."""
        self.clock.after(delay, lambda: setattr(thing, "status", status))

    # -- who may call: see iam/ ---------------------------------------------------

    def called_by(self, caller):
        """This client in another name; what it holds is the same."""
        client = copy.copy(self)
        client.caller = caller
        return client

    def touched(self, operation_name, arguments):
        """What a call does, for policies: (action, ARN, context) for each resource."""
        named = [name for name in self.named if isinstance(arguments.get(name), str)]
        if not named and operation_name.startswith("describe"):
            taken = inspect.signature(getattr(type(self), operation_name)).parameters
            named = [name for name in self.named if name in taken][:1]
        action = f"{self.prefix}:{_camel_case(operation_name)}"
        arns = [self._arn_of(name, arguments.get(name, "*")) for name in named]
        return [(action, arn, {}) for arn in arns or ["*"]]

    def _arn_of(self, name, value):
        """The ARN of what an argument names; it may be one already."""
        if value.startswith("arn:"):
            return value
        return self.account.arn(
            self.prefix, self.region, self.named[name].format(value)
        )

    def policies_of(self, resource):
        """The policies that a resource has itself."""
        return ()

    def refused(self, code, message):
        """The error for a call that may not be made, as a service of its kind says."""
        return ServiceError(JSON_CODES[code] if self.speaks_json else code, message)

    def nearest_zone(self, zone):
        """The zone itself if it is up, else the next one that is, or None."""
        return next(iter(self.account.zones_up(self.region, zone)), None)

    # -- what other rooms ask and tell ------------------------------------------------

    @staticmethod
    def named_or_all(things, name, find):
        """What a describe tells of: what `find(name)` gives, or without a name all."""
        return [*things.values()] if name is None else [find(name)]

    def things(self):
        """What of this service runs in zones, and tells of itself as this class does:
        `resources`, `uses`, `zone_failed`, `zone_restored`."""
        return []

    def resources(self):
        """What the account map draws of this service."""
        return [resource for thing in self.things() for resource in thing.resources()]

    def measured(self):
        """What CloudWatch notes of this service each minute, a list of `Measured`."""
        return []

    def uses(self):
        """What of this service is paid for at the moment, a list of `Use`."""
        return [use for thing in self.things() for use in thing.uses()]

    def protected(self):
        """What AWS Backup can save of this service, a list of `Protected`."""
        return []

    def restore_saved(self, saved, metadata):
        """Start restoring `Saved` data as a new resource; its ARN.

        `metadata` is what StartRestoreJob takes: names and settings, as text. The
        restore is done as soon as the new resource can be saved. Raises ServiceError.
        """
        raise NotImplementedError(f"{type(self).__name__} restores nothing")

    def uses_group(self, group_id):
        """Whether something of this service is in the security group."""
        return False

    def key_changed(self, key, is_enabled):
        """Called when a KMS key, an ARN, is disabled or enabled again."""

    def zone_failed(self, zone):
        """Called when a zone is cut."""
        for thing in self.things():
            thing.zone_failed(zone)

    def zone_restored(self, zone):
        """Called when a zone comes back."""
        for thing in self.things():
            thing.zone_restored(zone)


class Exceptions:
    """`client.exceptions.SomeFault`: classes for `except`, one for each error code."""

    def __init__(self, faults):
        self.ClientError = ClientError
        self._classes = {
            code: type(name, (ClientError,), {}) for name, code in faults.items()
        }
        vars(self).update({cls.__name__: cls for cls in self._classes.values()})

    def __getattr__(self, name):
        valid = ", ".join(cls.__name__ for cls in vars(self)["_classes"].values())
        raise AttributeError(
            f"The client's exceptions object has no attribute {name}. "
            f"Valid exceptions are: {valid}"
        )

    def class_for(self, code):
        """The class for an error code; a code without a name has ClientError."""
        return self._classes.get(code, ClientError)


class Waiter(SaysWhatThereIs):
    """Asks again and again until a resource is in the wanted state.

    `expression` says where the state stands in the answer: `List[].Key`.
    Each pause moves the account's clock, so that waiting costs the learner no time.
    """

    def __init__(self, service, name, operation, expression, wanted, hopeless):
        self.service, self.operation = service, operation
        self.name = _camel_case(name)
        self.expression = expression
        self.wanted, self.hopeless = wanted, hopeless

    def wait(self, *, WaiterConfig=None, progress=None, **arguments):
        """Return when the state is reached; raise WaiterError when it never will be.

        `WaiterConfig` is boto3's: Delay in seconds (30), MaxAttempts (60).
        `progress(state, seconds)` (ours) is called whenever the state has changed.
        """
        config = {"Delay": 30, "MaxAttempts": 60} | (WaiterConfig or {})
        last, delay = None, config["Delay"]
        for attempt in range(max(1, config["MaxAttempts"])):
            if attempt:
                self.service.clock.advance(seconds=delay)
            state, response = self._look(arguments)
            if progress and state != last:
                progress(state, attempt * delay)
            last = state
            if state == self.wanted:
                return
            if state in self.hopeless:
                raise WaiterError(
                    self.name,
                    "Waiter encountered a terminal failure state: For expression "
                    f'"{self.expression}" we matched expected path: "{state}" at '
                    "least once",
                    response,
                )
        raise WaiterError(self.name, "Max attempts exceeded", response)

    def _look(self, arguments):
        """The state and the answer; `deleted` when there is no such thing."""
        found, key = self.expression.split("[].")
        try:
            response = getattr(self.service, self.operation)(**arguments)
        except ClientError as error:
            if "NotFound" not in error.response["Error"]["Code"]:
                raise
            if self.wanted != "deleted":
                reason = str(error).replace(
                    f" when calling the {error.operation_name} operation", ""
                )
                raise WaiterError(self.name, reason, error.response) from None
            return "deleted", error.response
        states = {each[key] for each in response[found]} or {"deleted"}
        return ", ".join(sorted(states)), response


@dataclass(frozen=True)
class Pages:
    """How a list is read in pages: where it stands in an answer, and how it goes on.

    What an answer calls `end` the next call takes as `start`; `limit` is the argument
    for the size of a page. Without the three the list comes whole, as one page.
    """

    result: str
    end: str = ""
    start: str = ""
    limit: str = ""


class Paginator(SaysWhatThereIs):
    """Reads a list page by page: `for page in paginator.paginate(…)`."""

    def __init__(self, call, pages):
        self.call, self.pages = call, pages

    def paginate(self, *, PaginationConfig=None, **arguments):
        """The answers, one for each page, each asked for when its turn comes.

        `PaginationConfig` is boto3's: MaxItems and, where there are pages, PageSize.
        """
        given = (PaginationConfig or {}).items()
        config = {name: value for name, value in given if value is not None}
        most = config.pop("MaxItems", None)
        if self.pages.limit and "PageSize" in config:
            arguments[self.pages.limit] = int(config.pop("PageSize"))
        if config:
            raise ParamValidationError(
                [
                    f"AWS takes {', '.join(config)} in PaginationConfig, and this "
                    f"small AWS does not. It takes MaxItems"
                    f"{' and PageSize' if self.pages.limit else ''}."
                ]
            )
        most = None if most is None else int(most)
        return PageIterator(self.call, self.pages, arguments, most)


class PageIterator(SaysWhatThereIs):
    """The pages of a list: `for page in …`, as often as one likes."""

    def __init__(self, call, pages, arguments, most):
        self._call, self._pages = call, pages
        self._arguments, self._most = arguments, most

    def __iter__(self):
        pages, arguments, most = self._pages, dict(self._arguments), self._most
        while True:
            answer = self._call(**arguments)
            found = answer.get(pages.result, [])  # a count comes without items
            yield answer if most is None else answer | {pages.result: found[:most]}
            most = most and most - len(found)
            if pages.end not in answer or (most is not None and most <= 0):
                return
            arguments |= {pages.start: answer[pages.end]}


def operation(method):
    """Make a method an operation of its service, called as botocore's are."""
    parameters = Parameters(method)
    name = _camel_case(method.__name__)
    method.is_operation = True  # functools.wraps hands it on

    @functools.wraps(method)
    def call(self, *positional, **arguments):
        if positional:
            raise TypeError(f"{method.__name__}() only accepts keyword arguments.")
        parameters.check(self, arguments)
        try:
            with self.account.lock:
                if self.caller is not None:
                    self.caller.check(self, method.__name__, arguments)
                if problems := parameters.problems(arguments):
                    raise ServiceError(self.invalid, counted(problems))
                answer = method(self, **arguments) or {}
        except ServiceError as error:
            raise client_error(self, error, name) from None
        return answer | {"ResponseMetadata": _metadata(self.account)}

    return call


def window(method):
    """Make a method one that AWS does not have; what it cannot do is a ValueError.

    Its first argument is a name: of a table, an instance, a cluster.
    """

    @functools.wraps(method)
    def look(self, *arguments, **named):
        name = next(iter((*arguments, *named.values())), "")
        if not isinstance(name, str):
            raise TypeError(f"{method.__name__}() takes a name first; got {name!r:.60}")
        try:
            return method(self, *arguments, **named)
        except ServiceError as error:
            raise ValueError(error.message) from None

    return look


def lag_of(seconds):
    """How late something is let be."""
    try:
        lag = timedelta(seconds=seconds)
    except (TypeError, ValueError, OverflowError):
        lag = -LONGEST_LAG
    if not timedelta() <= lag <= LONGEST_LAG:
        raise ValueError(
            f"A lag is 0 seconds or more, and a year at most; got {seconds!r}."
        )
    return lag


def client_error(service, error, name):
    """The ClientError of an operation for what a service raised inside."""
    cls = service.exceptions.class_for(error.code)
    missing = cls is not ClientError and "NotFound" in error.code
    status = service.MISSING if missing else STATUS.get(error.code, 400)
    response = {
        "Error": {"Type": "Sender", "Code": error.code, "Message": error.message},
        "ResponseMetadata": _metadata(service.account, status),
    }
    return cls(response, name)


def _metadata(account, status=200):
    return {
        "RequestId": account.uuid(),
        "HTTPStatusCode": status,
        "RetryAttempts": 0,
    }


def is_like(pattern, text):
    """Whether a text is as a pattern with * and ? says; nothing else has a meaning."""
    return fnmatchcase(text, re.sub(r"([\[\]])", r"[\1]", pattern))


def named_alike(*codes):
    """{name: code} of exceptions that are called like their codes."""
    return {code: code for code in codes}


def operations(cls):
    """The names of a service's operations."""
    return [n for n, m in inspect.getmembers(cls) if hasattr(m, "is_operation")]


def _camel_case(name):
    words = {"db": "DB", "az": "AZ"}
    return "".join(words.get(w, w.capitalize()) for w in name.split("_"))
