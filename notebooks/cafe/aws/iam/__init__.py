"""AWS Identity and Access Management (IAM): who may do what.

    iam = aws.client("iam")
    iam.create_user(UserName="till")
    iam.put_user_policy(UserName="till", PolicyName="orders", PolicyDocument=text)
    key = iam.create_access_key(UserName="till")["AccessKey"]
    till = aws.Session(aws_access_key_id=key["AccessKeyId"],
                       aws_secret_access_key=key["SecretAccessKey"])
    till.client("dynamodb").get_item(…)      # decided before it is done

Same as AWS
    users, roles, managed policies and inline ones, access keys; each call of a session
    with keys is decided before anything is done: denied by default, an allow, an
    explicit deny above all (F146); wildcards, variables, conditions; policies of the
    caller and of a table together (F147); the messages and codes of a refusal, by
    service (F152); how large policies may be, and how many a user or role may have;
    `simulate_principal_policy`. The session without keys is the owner's: it is asked
    for no policy.
Simplified
    a change of a policy counts at once (there, some time later, F176); a refusal names
    one policy's kind, and no authorization ID (F153).
Left out
    groups, versions of policies, boundaries, policies of sessions and organisations,
    other accounts, MFA, the console's login.

How it is built: `policies` decides, `documents` reads what it decides by, `conditions`
compares, `callers` asks for a client and words the refusal, `../sts.py` gives temporary
credentials.

https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction.html
"""

import hmac
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Annotated

from ..account import Account
from ..errors import ServiceError
from ..parameters import AtLeast, AtMost, Matching, NonEmpty
from ..service import Pages, Service, operation
from .callers import Caller, Stranger
from .documents import TRUST, malformed, read_policy, size
from .policies import Policy, Request, decide

Name = Annotated[str, AtLeast(1), AtMost(128)]
ShortName = Annotated[str, AtLeast(1), AtMost(64)]
Arn = Annotated[str, AtLeast(20), AtMost(2048)]
Document = Annotated[
    str, AtLeast(1), AtMost(131072), Matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+")
]
KEYS_PER_USER = 2
#: Characters of a managed policy and of a trust policy, without blanks.
POLICY_SIZE, TRUST_SIZE = 6144, 2048
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass
class Identity:
    """A user or a role; `inline` are its own policies, `attached` ARNs of others."""

    kind: str
    name: str
    arn: str
    id: str
    created: datetime
    inline: dict = field(default_factory=dict)
    attached: list = field(default_factory=list)
    trust: Policy | None = None


#: By kind: characters of all its own policies, and how many managed ones it may have.
INLINE_SIZE = {"user": 2048, "role": 10240}
ATTACHED = {"user": ("PoliciesPerUser", 10), "role": ("PoliciesPerRole", 10)}


@dataclass(frozen=True)
class Key:
    """The secret and the token of an access key, for whom it calls, whether it may."""

    secret: str = field(repr=False)
    token: str | None = field(repr=False)
    caller: Caller | None
    is_there: bool = True


class IAM(Service):
    """The `iam` client. There is one for the account, whatever the Region."""

    home = "eu-west-1"  # where it is kept here
    prefix = "iam"
    paginators = {"simulate_principal_policy": Pages("EvaluationResults")}
    faults = {
        "NoSuchEntityException": "NoSuchEntity",
        "EntityAlreadyExistsException": "EntityAlreadyExists",
        "LimitExceededException": "LimitExceeded",
        "MalformedPolicyDocumentException": "MalformedPolicyDocument",
    }

    def __init__(self, account: Account, region):
        super().__init__(account, region)
        self.users, self.roles, self.managed, self.keys = {}, {}, {}, {}
        self._owners_key = ""

    # -- users and roles --------------------------------------------------------------

    @operation
    def create_user(self, *, UserName: ShortName):
        """A user, who may do nothing yet."""
        _check_name("userName", UserName)
        if UserName.lower() in map(str.lower, self.users):
            raise _exists(f"User with name {UserName}")
        user = self._identity("AIDA", "user", UserName)
        self.users[UserName] = user
        return {"User": _described("User", user)}

    @operation
    def create_role(self, *, RoleName: ShortName, AssumeRolePolicyDocument: Document):
        """A role; the document says who may take it (F154)."""
        _check_name("roleName", RoleName)
        if RoleName.lower() in map(str.lower, self.roles):
            raise _exists(f"Role with name {RoleName}")
        role = self._identity("AROA", "role", RoleName)
        role.trust = read_policy("trust", AssumeRolePolicyDocument, TRUST)
        self._check_principals(role.trust)
        _check_quota("ACLSizePerRole", size(role.trust), TRUST_SIZE)
        self.roles[RoleName] = role
        return {"Role": _described("Role", role)}

    @operation
    def create_access_key(self, *, UserName: Name):
        """Keys with which a program calls in a user's name."""
        user = self._user(UserName)
        his = [key for key in self.keys.values() if key.is_there and key.caller]
        count = sum(key.caller.arn == user.arn for key in his) + 1
        _check_quota("AccessKeysPerUser", count, KEYS_PER_USER)
        key, secret = self.add_key("AKIA", self._caller_of(user))
        told = {"UserName": UserName, "AccessKeyId": key, "Status": "Active"}
        return {"AccessKey": told | {"SecretAccessKey": secret}}

    @operation
    def delete_access_key(
        self, *, UserName: Name, AccessKeyId: Annotated[str, AtLeast(16), AtMost(128)]
    ):
        """Take an access key away: from now on nobody can call with it."""
        user, key = self._user(UserName), self.keys.get(AccessKeyId)
        owner = key.caller if key and self.has_key(AccessKeyId) else None
        if key is None or owner is None or owner.arn != user.arn:
            raise _missing(f"The Access Key with id {AccessKeyId} cannot be found.")
        self.keys[AccessKeyId] = replace(key, is_there=False)

    # -- policies ---------------------------------------------------------------------

    @operation
    def create_policy(self, *, PolicyName: Name, PolicyDocument: Document):
        """A managed policy: one that several users and roles can have."""
        _check_name("policyName", PolicyName)
        arn = self._arn(f"policy/{PolicyName}")
        if arn in self.managed:
            raise _exists(f"A policy called {PolicyName}")
        policy = read_policy(PolicyName, PolicyDocument)
        _check_quota("PolicySize", size(policy), POLICY_SIZE)
        self.managed[arn] = policy
        return {"Policy": {"PolicyName": PolicyName, "Arn": arn}}

    @operation
    def attach_user_policy(self, *, UserName: ShortName, PolicyArn: Arn):
        """Give a user a managed policy."""
        self._attach(self._user(UserName), PolicyArn)

    @operation
    def detach_user_policy(self, *, UserName: ShortName, PolicyArn: Arn):
        """Take a managed policy from a user."""
        attached = self._user(UserName).attached
        if PolicyArn not in attached:
            raise _missing(f"Policy {PolicyArn} was not found.")
        attached.remove(PolicyArn)

    @operation
    def attach_role_policy(self, *, RoleName: ShortName, PolicyArn: Arn):
        """Give a role a managed policy."""
        self._attach(self._role(RoleName), PolicyArn)

    @operation
    def put_user_policy(
        self, *, UserName: Name, PolicyName: Name, PolicyDocument: Document
    ):
        """A policy of this user alone, in the place of one with its name."""
        self._put(self._user(UserName), PolicyName, PolicyDocument)

    @operation
    def put_role_policy(
        self, *, RoleName: ShortName, PolicyName: Name, PolicyDocument: Document
    ):
        """A policy of this role alone, in the place of one with its name."""
        self._put(self._role(RoleName), PolicyName, PolicyDocument)

    @operation
    def delete_user_policy(self, *, UserName: Name, PolicyName: Name):
        """Take a policy of his own from a user."""
        inline = self._user(UserName).inline
        if PolicyName not in inline:
            raise _missing(f"The user policy with name {PolicyName} cannot be found.")
        del inline[PolicyName]

    @operation
    def simulate_principal_policy(
        self,
        *,
        PolicySourceArn: Arn,
        ActionNames: list[Annotated[str, AtLeast(3), AtMost(128)]],
        ResourceArns: list[Annotated[NonEmpty, AtMost(2048)]] | None = None,
    ):
        """What the policies of a user or role would decide; nothing is done.

        Conditions are asked about nothing, as on AWS without ContextEntries.
        """
        policies = self._policies_of_arn(PolicySourceArn)
        requests = [
            Request(action, resource)
            for action in ActionNames
            for resource in ResourceArns or ["*"]
        ]
        results = [_simulated(each, decide(each, policies)) for each in requests]
        return {"EvaluationResults": results, "IsTruncated": False}

    # -- who calls --------------------------------------------------------------------

    def who_has(self, key, secret, token=None):
        """The Caller with these keys; a Stranger if nobody has them."""
        if not self.has_key(key) or token != self.keys[key].token:
            return Stranger("InvalidClientTokenId")
        known = self.keys[key]
        if secret != known.secret:
            return Stranger("SignatureDoesNotMatch")
        return known.caller

    def add_key(self, prefix, caller, token=None):
        """Make an access key and its secret for a Caller."""
        key = prefix + self.account.token(16, LETTERS)
        secret = self.account.token(40, LETTERS + LETTERS.lower() + "0189+/")
        if caller is not None:
            caller = replace(caller, key=key, has_key=lambda: self.has_key(key))
        self.keys[key] = Key(secret, token, caller)
        return key, secret

    def has_key(self, key):
        """Whether there is such an access key, and nobody has taken it away."""
        return key in self.keys and self.keys[key].is_there

    def key_of(self, caller):
        """The access key that a caller uses; the owner gets one when it is needed."""
        if caller is not None:
            return caller.key
        self._owners_key = self._owners_key or self.add_key("AKIA", None)[0]
        return self._owners_key

    def signature(self, key, text):
        """What only who has the secret of an access key can write under a text."""
        secret = self.keys[key].secret.encode()
        return hmac.new(secret, text.encode(), "sha256").hexdigest()

    def root(self):
        """The ARN of the account's owner."""
        return self._arn("root")

    def role_of(self, arn):
        """The role with an ARN, or None."""
        return next((each for each in self.roles.values() if each.arn == arn), None)

    def policies_of(self, resource):
        """A role's trust policy is the policy of that resource."""
        role = self.role_of(resource)
        return [role.trust] if role else []

    def policies_of_identity(self, identity):
        """All policies that a user or role has now."""
        managed = [self.managed[arn] for arn in identity.attached]
        return [*identity.inline.values(), *managed]

    def touched(self, operation_name, arguments):
        """IAM has one ARN for each user, role and policy, without a Region."""
        ends = {"UserName": "user/{}", "RoleName": "role/{}", "PolicyName": "policy/{}"}
        named = [
            self._arn(end.format(arguments[name]))
            for name, end in ends.items()
            if name in arguments
        ]
        ((action, _, context),) = super().touched(operation_name, {})
        arn = named[0] if named else arguments.get("PolicySourceArn", "*")
        return [(action, arn, context)]

    def _caller_of(self, user):
        return Caller(
            user.arn,
            user.id,
            user.arn,
            lambda: self.policies_of_identity(user),
            {"aws:username": [user.name], "aws:principaltype": ["User"]},
        )

    def _identity(self, prefix, kind, name):
        id_ = prefix + self.account.token(17, LETTERS)
        return Identity(kind, name, self._arn(f"{kind}/{name}"), id_, self.clock.now)

    def _user(self, name):
        if name not in self.users:
            raise _missing(f"The user with name {name} cannot be found.")
        return self.users[name]

    def _role(self, name):
        if name not in self.roles:
            raise _missing(f"The role with name {name} cannot be found.")
        return self.roles[name]

    def _policies_of_arn(self, arn):
        for each in (*self.users.values(), *self.roles.values()):
            if each.arn == arn:
                return self.policies_of_identity(each)
        raise _missing(f"The principal {arn} cannot be found.")

    @staticmethod
    def _put(identity, name, document):
        """Give a user or a role a policy of its own."""
        _check_name("policyName", name)
        inline = identity.inline | {name: read_policy(name, document)}
        most = INLINE_SIZE[identity.kind]
        if sum(map(size, inline.values())) > most:
            raise ServiceError(
                "LimitExceeded",
                f"Maximum policy size of {most} bytes exceeded for {identity.kind} "
                f"{identity.name}",
            )
        identity.inline = inline

    def _attach(self, identity, arn):
        if arn not in self.managed:
            raise _missing(f"Policy {arn} does not exist or is not attachable.")
        if arn not in identity.attached:
            what, most = ATTACHED[identity.kind]
            _check_quota(what, len(identity.attached) + 1, most)
            identity.attached.append(arn)

    def _check_principals(self, trust):
        """Refuse a document that trusts a user or a role that is not there."""
        there = {"*", self.root()}
        there |= {each.arn for each in (*self.users.values(), *self.roles.values())}
        for statement in trust.statements:
            for arn in statement.principals:
                if arn.startswith(self._arn("")) and arn not in there:
                    raise malformed(f'Invalid principal in policy: "AWS":"{arn}"')

    def _arn(self, rest):
        return f"arn:aws:iam::{self.account.id}:{rest}"


def _described(kind, identity):
    return {
        "Path": "/",
        f"{kind}Name": identity.name,
        f"{kind}Id": identity.id,
        "Arn": identity.arn,
        "CreateDate": identity.created,
    }


def _simulated(request, decision):
    matched = []
    if decision.policy:
        matched.append({"SourcePolicyId": decision.policy.name})
    return {
        "EvalActionName": request.action,
        "EvalResourceName": request.resource,
        "EvalDecision": decision.outcome,
        "MatchedStatements": matched,
    }


def _check_quota(what, count, most):
    if count > most:
        raise ServiceError("LimitExceeded", f"Cannot exceed quota for {what}: {most}")


def _check_name(field, name):
    if not re.fullmatch(r"[\w+=,.@-]+", name, re.ASCII):
        raise ServiceError(
            "ValidationError",
            f"The specified value for {field} is invalid. It must contain only "
            "alphanumeric characters and/or the following: +=,.@_-",
        )


_missing = partial(ServiceError, "NoSuchEntity")


def _exists(what):
    return ServiceError("EntityAlreadyExists", f"{what} already exists.")
