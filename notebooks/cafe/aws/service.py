"""What all services share: how a call is checked and answered, and how one waits.

An operation is a method with keyword arguments under AWS's names. `@operation` checks
the arguments as botocore does, turns a ServiceError into a ClientError, and adds the
ResponseMetadata. See the botocore documentation, "Error handling" and "Waiters".
"""

import functools
import inspect
from datetime import datetime

from .errors import ClientError, ParamValidationError, ServiceError, WaiterError

_TYPE_NAMES = {list: "list, tuple", datetime: "timestamp"}


class Service:
    """The client of one service in one Region of an account."""

    def __init__(self, account, region):
        self.account = account
        self.region = region
        self.clock = account.clock
        self.exceptions = Exceptions()

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        there_is = ", ".join(sorted(_operations(type(self))))
        raise AttributeError(
            f"{type(self).__name__} here has no {name!r}. There is: {there_is}"
        )

    def get_waiter(self, waiter_name):
        """A waiter of this service, as boto3 has it: `get_waiter(name).wait(…)`."""
        if waiter_name not in self.waiters:
            raise ValueError(
                f"Waiter does not exist: {waiter_name}. "
                f"There is: {', '.join(sorted(self.waiters))}"
            )
        return Waiter(self, waiter_name, *self.waiters[waiter_name])

    #: name -> (operation, state(response), wanted, hopeless)
    waiters = {}

    def resources(self):
        """What the account map draws of this service."""
        return []

    def zone_failed(self, zone):
        """Called when a zone is cut."""

    def zone_restored(self, zone):
        """Called when a zone comes back."""


class Exceptions:
    """`client.exceptions.SomeFault`: a class for `except`, told by the error's code.

    Simplified: each class is ClientError's subclass, made when it is asked for.
    """

    def __init__(self):
        self.ClientError = ClientError
        self._by_code = {}

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        code = name.removesuffix("Fault")
        return self._by_code.setdefault(code, type(name, (ClientError,), {}))

    def of(self, code):
        return getattr(self, code)


class Waiter:
    """Asks again and again until a resource is in the wanted state.

    Each pause moves the account's clock, so that waiting costs the learner no time.
    """

    def __init__(self, service, name, operation, state, wanted, hopeless=()):
        self.service, self.name, self.operation = service, name, operation
        self.state, self.wanted, self.hopeless = state, wanted, hopeless

    def wait(self, *, WaiterConfig=None, progress=None, **arguments):
        """Return when the state is reached; raise WaiterError when it never will be.

        `WaiterConfig` is boto3's: Delay in seconds (30), MaxAttempts (60).
        `progress(state, seconds)` (ours) is called whenever the state has changed.
        """
        config = {"Delay": 30, "MaxAttempts": 60} | (WaiterConfig or {})
        last, seconds = None, 0
        for _ in range(config["MaxAttempts"]):
            state, response = self._look(arguments)
            if progress and state != last:
                progress(state, seconds)
            last = state
            if state == self.wanted:
                return
            if state in self.hopeless:
                raise WaiterError(
                    self.name, "Waiter encountered a terminal failure state", response
                )
            self.service.clock.advance(seconds=config["Delay"])
            seconds += config["Delay"]
        raise WaiterError(self.name, "Max attempts exceeded", response)

    def _look(self, arguments):
        try:
            response = getattr(self.service, self.operation)(**arguments)
            return self.state(response), response
        except ClientError as error:
            if not error.response["Error"]["Code"].endswith("NotFound"):
                raise
            if self.wanted != "deleted":
                raise WaiterError(self.name, str(error), error.response) from None
            return "deleted", error.response


def operation(method):
    """Make a method an operation of its service, called as botocore's are."""
    signature = inspect.signature(method)
    parameters = {n: p for n, p in signature.parameters.items() if n != "self"}
    name = _operation_name(method.__name__)

    @functools.wraps(method)
    def call(self, *positional, **arguments):
        if positional:
            raise TypeError(f"{method.__name__}() only accepts keyword arguments.")
        _check(parameters, arguments)
        try:
            answer = method(self, **arguments) or {}
        except ServiceError as error:
            raise _client_error(self, error, name) from None
        return answer | {"ResponseMetadata": _metadata(self.account)}

    call.is_operation = True
    return call


def _client_error(service, error, name):
    response = {
        "Error": {"Type": "Sender", "Code": error.code, "Message": error.message},
        "ResponseMetadata": _metadata(service.account, 400),
    }
    return service.exceptions.of(error.code)(response, name)


def _metadata(account, status=200):
    request_id = "-".join(account.token(n) for n in (8, 4, 4, 4, 12))
    return {"RequestId": request_id, "HTTPStatusCode": status, "RetryAttempts": 0}


def _check(parameters, arguments):
    problems = [
        f'Missing required parameter in input: "{name}"'
        for name, parameter in parameters.items()
        if parameter.default is parameter.empty and name not in arguments
    ]
    for name, value in arguments.items():
        if name not in parameters:
            known = ", ".join(parameters)
            problems.append(
                f'Unknown parameter in input: "{name}", must be one of: {known}'
            )
        elif not _is_a(value, parameters[name].annotation):
            wanted = parameters[name].annotation
            shown = _TYPE_NAMES.get(wanted, wanted.__name__)
            problems.append(
                f"Invalid type for parameter {name}, value: {value}, "
                f"type: {type(value)}, valid types: {shown}"
            )
    if problems:
        raise ParamValidationError(problems)


def _is_a(value, wanted):
    if wanted is inspect.Parameter.empty:
        return True
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if wanted is list:
        return isinstance(value, (list, tuple))
    return isinstance(value, wanted)


def _operations(cls):
    return [n for n, m in inspect.getmembers(cls) if hasattr(m, "is_operation")]


def _operation_name(method_name):
    words = {"db": "DB", "az": "AZ"}
    return "".join(words.get(w, w.capitalize()) for w in method_name.split("_"))
