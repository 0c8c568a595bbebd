"""What RDS measures of its instances and proxies, and the load that it is told."""

from ..account import Measured
from .load import Load
from .proxies import ProxyCalls


class Measuring(ProxyCalls):
    """The metrics of AWS/RDS (F131), and a window that AWS does not have."""

    def put_load(self, host, *, rate, work, held=0.0):
        """Let so many clients a second come to an address; what comes of it (ours).

        `host` is the endpoint of an instance in no cluster, or of a proxy. Each client
        needs `work` seconds of one vCPU and keeps its connection for `held` seconds
        more. The load stays until another takes its place; `rate=0` ends it. Gives a
        `Served` of load.py, which is what the metrics tell from now on.
        """
        found = self.account.endpoints.get(host)
        target = found and found.target()
        if not hasattr(target, "take"):
            raise ValueError(
                "put_load takes the endpoint of an instance in no cluster, or of a "
                f"proxy; got {host!r}."
            )
        if rate < 0 or held < 0 or work <= 0:
            raise ValueError(
                "put_load takes rate and held of 0 or more, and work above 0; got "
                f"rate={rate}, work={work}, held={held}."
            )
        with self.account.lock:
            return target.take(Load(rate, work, held))

    def measured(self):
        """Of instances and proxies that answer."""
        up = [each for each in self.instances.values() if each.is_up()]
        found = [each for instance in up for each in _of_instance(instance)]
        for proxy in self.proxies.values():
            if proxy.is_up():
                dimensions, count = (("ProxyName", proxy.name),), proxy.client_count()
                figure = "ClientConnections", dimensions, "Count", round(count)
                found.append(Measured("AWS/RDS", *figure))
        return found


def _of_instance(instance):
    dimensions = (("DBInstanceIdentifier", instance.identifier),)
    figures = [("DatabaseConnections", "Count", round(instance.connection_count()))]
    if not instance.cluster:
        served = instance.served()
        figures.append(("CPUUtilization", "Percent", served.cpu))
        figures.append(("DBLoad", "None", served.sessions))
        if instance.source:
            figures.append(("ReplicaLag", "Seconds", instance.lag.total_seconds()))
    for name, unit, value in figures:
        yield Measured("AWS/RDS", name, dimensions, unit, value)
