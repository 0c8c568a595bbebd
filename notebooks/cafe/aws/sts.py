"""AWS Security Token Service (STS): who am I, and credentials that end.

    role = aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="night-report")
    keys = role["Credentials"]

Same as AWS: a role is taken by whom its trust policy and his own policies let, and
gives keys with a token that end on the clock, after an hour if nothing else is said.
Simplified: a role's longest session is an hour. Left out: policies and tags of a
session, other accounts, logins from elsewhere.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from datetime import timedelta
from typing import Annotated

from .errors import ServiceError
from .iam import IAM
from .iam.callers import Caller
from .iam.policies import Request, decide
from .parameters import AtLeast, AtMost, Matching
from .service import Service, operation

SHORTEST, LONGEST = 900, 3600  # seconds


class STS(Service):
    """The `sts` client."""

    prefix = "sts"

    def __init__(self, account, region):
        super().__init__(account, region)
        self.iam = account.service(IAM, IAM.home)

    @operation
    def get_caller_identity(self):
        """In whose name this client calls."""
        if self.caller is None:
            id_, arn = self.account.id, self.iam.root()
        else:
            id_, arn = self.caller.id, self.caller.arn
        return {"UserId": id_, "Account": self.account.id, "Arn": arn}

    @operation
    def assume_role(
        self,
        *,
        RoleArn: Annotated[str, AtLeast(20)],
        RoleSessionName: Annotated[
            str, AtLeast(2), AtMost(64), Matching(r"[\w+=,.@-]*")
        ],
        DurationSeconds: Annotated[int, AtLeast(SHORTEST)] = LONGEST,
    ):
        """Credentials with which one is that role for some time (F154)."""
        if self.caller is None:
            raise self.refused(
                "AccessDenied", "Roles may not be assumed by root accounts."
            )
        role = self._trusting_role(RoleArn)
        if DurationSeconds > LONGEST:
            raise ServiceError(
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for "
                "this role.",
            )
        arn = RoleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")
        caller = Caller(
            f"{arn}/{RoleSessionName}",
            f"{role.id}:{RoleSessionName}",
            RoleArn,
            lambda: self.iam.policies_of_identity(role),
            {"aws:principaltype": ["AssumedRole"]},
            self.clock.now + timedelta(seconds=DurationSeconds),
        )
        token = self.account.token(64)
        key, secret = self.iam.add_key("ASIA", caller, token)
        return {
            "Credentials": {
                "AccessKeyId": key,
                "SecretAccessKey": secret,
                "SessionToken": token,
                "Expiration": caller.expires,
            },
            "AssumedRoleUser": {"AssumedRoleId": caller.id, "Arn": caller.arn},
        }

    def touched(self, operation_name, arguments):
        """Everybody may ask who he is."""
        if operation_name == "get_caller_identity":
            return []
        return [("sts:AssumeRole", arguments["RoleArn"], {})]

    def policies_of(self, resource):
        return self.iam.policies_of(resource)

    def _trusting_role(self, arn):
        """The role, if it trusts the caller or leaves that to the account's policies.

        The caller's own policies were asked before.
        """
        role, who = self.iam.role_of(arn), self.caller
        names = (who.arn, who.principal, self.iam.root())
        request = Request("sts:AssumeRole", arn)
        if role and decide(request, (), [role.trust], names).is_allowed:
            return role
        raise self.refused(
            "AccessDenied",
            f"User: {who.arn} is not authorized to perform: sts:AssumeRole on "
            f"resource: {arn}",
        )
