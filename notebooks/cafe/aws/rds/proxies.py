"""The calls on RDS Proxy: make one, give it its database, look at it, delete it."""

from typing import Annotated, TypedDict

from ..errors import ServiceError
from ..family.rules import identifier, invalid
from ..parameters import AtLeast, NonEmpty
from ..pricing import Use
from ..service import operation
from .proxy import CREATING, DELETING, Proxy
from .rules import SIZES
from .service import RDSService

FAMILIES = {"POSTGRESQL": ("postgres",), "MYSQL": ("mysql", "mariadb")}
PORTS = {"POSTGRESQL": 5432, "MYSQL": 3306}
#: An ARN, as botocore asks for one here.
Arn = Annotated[str, AtLeast(20)]


class UserAuthConfig(TypedDict, total=False):
    AuthScheme: str
    SecretArn: Arn


class ProxyCalls(RDSService):
    """The calls on proxies. Role, secret and subnets are names that nobody looks up."""

    def __init__(self, account, region):
        super().__init__(account, region)
        self.proxies = {}

    @operation
    def create_db_proxy(
        self,
        *,
        DBProxyName: NonEmpty,
        EngineFamily: str,
        Auth: list[UserAuthConfig] | None = None,
        RoleArn: Arn,
        VpcSubnetIds: list[str],
    ):
        """Start creating a proxy; it is `available` about five minutes later."""
        name = identifier("DBProxyName", DBProxyName)
        if name in self.proxies:
            raise ServiceError(
                "DBProxyAlreadyExistsFault",
                f"Cannot create the DBProxy because a DBProxy with the identifier "
                f"{name} already exists.",
            )
        if EngineFamily not in FAMILIES:
            raise invalid(
                f"Invalid EngineFamily: {EngineFamily}. This small AWS has: "
                f"{', '.join(FAMILIES)}"
            )
        secrets = [_secret(each) for each in Auth or []]
        if len(set(VpcSubnetIds)) < 2:
            raise ServiceError(
                "InvalidSubnet",
                "A proxy needs at least two subnets, in different Availability Zones.",
            )
        proxy = Proxy(self, name, EngineFamily, secrets, RoleArn, VpcSubnetIds)
        self.proxies[name] = proxy
        self.open(proxy.host, PORTS[EngineFamily], lambda: proxy)

        def created():
            if proxy.status == "creating":
                proxy.status = "available"

        self.clock.after(CREATING, created)
        return {"DBProxy": self._described_proxy(proxy)}

    @operation
    def register_db_proxy_targets(
        self,
        *,
        DBProxyName: NonEmpty,
        DBInstanceIdentifiers: list[str] | None = None,
    ):
        """Let a proxy stand in front of an instance."""
        proxy = self._proxy(DBProxyName)
        names = DBInstanceIdentifiers or []
        if len(names) != 1:
            raise invalid("Here DBInstanceIdentifiers names one instance.")
        instance = self.standalone(names[0])
        if proxy.target:
            raise ServiceError(
                "DBProxyTargetAlreadyRegisteredFault",
                f"The proxy {proxy.name} has {proxy.target.identifier} already.",
            )
        if instance.engine not in FAMILIES[proxy.family]:
            raise invalid(
                f"{instance.identifier} is of {instance.engine}, and the proxy "
                f"{proxy.name} of the family {proxy.family}."
            )
        proxy.target = instance
        target = {
            "Endpoint": instance.endpoint.host,
            "RdsResourceId": instance.identifier,
            "Port": instance.port,
            "Type": "RDS_INSTANCE",
            "TargetHealth": {"State": "REGISTERING"},
        }
        return {"DBProxyTargets": [target]}

    @operation
    def describe_db_proxies(self, *, DBProxyName: NonEmpty | None = None):
        """All proxies of the Region, or the named one."""
        found = self.named_or_all(self.proxies, DBProxyName, self._proxy)
        return {"DBProxies": [self._described_proxy(proxy) for proxy in found]}

    @operation
    def delete_db_proxy(self, *, DBProxyName: NonEmpty):
        """Delete a proxy; its database stays, and its clients lose their address."""
        proxy = self._proxy(DBProxyName)
        if proxy.status == "deleting":
            raise ServiceError(
                "InvalidDBProxyStateFault", f"{proxy.name} is being deleted already."
            )
        proxy.status = "deleting"
        del self.account.endpoints[proxy.host]
        self.clock.after(DELETING, lambda: self.proxies.pop(proxy.name))
        return {"DBProxy": self._described_proxy(proxy)}

    # -- used by the calls and by the instances -----------------------------------

    def borrowed_from(self, instance):
        """How many connections of an instance its proxies have lent."""
        proxies = [p for p in self.proxies.values() if p.target is instance]
        return sum(proxy.borrowed() for proxy in proxies)

    def uses(self):
        """Also the proxies: each vCPU of their instance, two at the least (F142)."""
        proxies = [p for p in self.proxies.values() if p.is_up() and p.target]
        vcpus = [(p.name, SIZES[p.database.instance_class][0]) for p in proxies]
        paid = [Use("rds.proxy", name, max(2, count)) for name, count in vcpus]
        return [*super().uses(), *paid]

    def uses_group(self, group_id):
        theirs = [group for proxy in self.proxies.values() for group in proxy.groups]
        return group_id in theirs or super().uses_group(group_id)

    def _proxy(self, name):
        """The proxy of a name. Raises DBProxyNotFoundFault."""
        if name.lower() not in self.proxies:
            raise ServiceError(
                "DBProxyNotFoundFault",
                f"The specified proxy name {name} doesn't correspond to a proxy owned "
                "by your Amazon Web Services account in the specified Amazon Web "
                "Services Region.",
            )
        return self.proxies[name.lower()]

    def _described_proxy(self, proxy):
        """A proxy in the shape of DescribeDBProxies."""
        return {
            "DBProxyName": proxy.name,
            "DBProxyArn": self.arn(f"db-proxy:{proxy.id}"),
            "Status": proxy.status,
            "EngineFamily": proxy.family,
            "VpcSecurityGroupIds": list(proxy.groups),
            "VpcSubnetIds": list(proxy.subnets),
            "Auth": [
                {"AuthScheme": "SECRETS", "SecretArn": arn, "IAMAuth": "DISABLED"}
                for arn in proxy.secrets
            ],
            "RoleArn": proxy.role,
            "Endpoint": proxy.host,
            "RequireTLS": False,
            "IdleClientTimeout": 1800,
            "DebugLogging": False,
            "CreatedDate": proxy.created,
            "UpdatedDate": proxy.created,
        }


def _secret(auth):
    """The secret that an entry of Auth names."""
    if auth.get("AuthScheme", "SECRETS") != "SECRETS" or "SecretArn" not in auth:
        raise invalid("Auth names a secret: AuthScheme SECRETS and a SecretArn.")
    return auth["SecretArn"]
