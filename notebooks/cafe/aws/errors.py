"""The classes of botocore's errors. Each service words its own."""


class ClientError(Exception):
    """An error that the service answered.

    `response["Error"]` holds `Code` and `Message`, `operation_name` the call.
    """

    def __init__(self, error_response, operation_name):
        error = error_response["Error"]
        super().__init__(
            f"An error occurred ({error['Code']}) when calling the "
            f"{operation_name} operation: {error['Message']}"
        )
        self.response = error_response
        self.operation_name = operation_name


class ServiceError(Exception):
    """What a service raises inside; the call turns it into a ClientError."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


class ParamValidationError(Exception):
    """The call's arguments are not what the operation takes; nothing was sent."""

    def __init__(self, problems):
        super().__init__("Parameter validation failed:\n" + "\n".join(problems))


class PartialCredentialsError(Exception):
    """A key without its secret, or the other way round: in nobody's name."""

    def __init__(self, missing):
        names = ", ".join(missing)
        super().__init__(f"Partial credentials found in explicit, missing: {names}")


class WaiterError(Exception):
    """A waiter gave up, or saw a state from which waiting is in vain."""

    def __init__(self, name, reason, last_response):
        super().__init__(f"Waiter {name} failed: {reason}")
        self.last_response = last_response


class BorrowTimeout(Exception):
    """A proxy had no database connection for a client in time; its own words."""


class LoginRefused(Exception):
    """The server was reached and answered no; the message is the server's."""
