"""Callers: in whose name a client calls, and whether it may.

The owner of the account has no Caller: the root user is asked for no policy (F146).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from .policies import DENIED, Request, decide


@dataclass(frozen=True)
class Caller:
    """A user, or a role that somebody has taken.

    `id` is what AWS calls it inside, `principal` the ARN of the user or of the role,
    `policies()` gives those of now, `key` is the access key that is used. `known` is
    what a policy may ask of the caller: {key in small letters: texts}. `expires` is
    when temporary credentials end, `has_key()` whether the access key is still there.
    """

    arn: str
    id: str
    principal: str
    policies: Callable = field(repr=False)
    known: dict = field(default_factory=dict, repr=False)
    expires: datetime | None = None
    key: str = ""
    has_key: Callable = field(default=lambda: True, repr=False)

    def check(self, service, operation, arguments):
        """Refuse a call that a policy does not let through, before anything is done."""
        if not self.has_key():
            raise refusal(service, "InvalidClientTokenId")
        if self.has_ended(service.clock):
            raise service.refused(
                "ExpiredToken", "The security token included in the request is expired"
            )
        for action, resource, context in service.touched(operation, arguments):
            request = self.request(service, action, resource, context)
            found = self.decision(request, service.policies_of(resource))
            if not found.is_allowed:
                raise service.refused("AccessDenied", self.why_not(request, found))

    def has_ended(self, clock):
        """Whether these are temporary credentials whose time is over."""
        return self.expires is not None and clock.now >= self.expires

    def request(self, service, action, resource, context=()):
        """The Request for an action, with all that is known of it."""
        known = {
            **self.known,
            "aws:principalarn": [self.principal],
            "aws:principalaccount": [service.account.id],
            "aws:sourceip": [service.account.client_address],
            "aws:currenttime": [service.clock.now.isoformat()],
            "aws:requestedregion": [service.region],
            "aws:securetransport": ["true"],
            "aws:userid": [self.id],
        }
        return Request(action, resource, known | dict(context))

    def decision(self, request, of_resource=()):
        """The Decision on a Request by the caller's policies and the resource's."""
        account = self.principal.split(":")[4]
        return decide(
            request,
            self.policies(),
            of_resource,
            (self.arn, self.principal),
            f"arn:aws:iam::{account}:root",
        )

    def why_not(self, request, found):
        """What AWS says of a refusal, the policy's kind last (F152)."""
        said = (
            f"User: {self.arn} is not authorized to perform: {request.action} on "
            f"resource: {request.resource} "
        )
        if found.outcome != DENIED:
            return (
                f"{said}because no identity-based policy allows the {request.action} "
                "action"
            )
        kind = "a resource-based" if found.of_resource else "an identity-based"
        return f"{said}with an explicit deny in {kind} policy"


@dataclass(frozen=True)
class Stranger:
    """Somebody with an access key that nobody has, or without its secret."""

    code: str

    def check(self, service, operation, arguments):
        raise refusal(service, self.code)


#: What is said to whoever does not prove in whose name he calls.
UNPROVED = {
    "InvalidClientTokenId": "The security token included in the request is invalid.",
    "SignatureDoesNotMatch": (
        "The request signature we calculated does not match the signature you "
        "provided. Check your AWS Secret Access Key and signing method. Consult the "
        "service documentation for details."
    ),
}


def refusal(service, code):
    """The error for a caller who is not known."""
    return service.refused(code, UNPROVED[code])
