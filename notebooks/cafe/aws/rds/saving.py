"""What AWS Backup saves of RDS: an instance's disk, or a cluster's volume, as bytes.

The bytes are those of the database file and of its log (../volume.py). An encrypted
database stays encrypted with its own key, in every Region that it is copied to
(there, the copy is encrypted anew with a key of that Region).

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-rds.html
https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html
"""

import shutil
from functools import partial
from types import SimpleNamespace

from ..account import Protected, Saved
from ..errors import ServiceError
from ..family.metadata import check_names, groups_in, port_in
from ..storage.volume import Database, Disk
from . import rules
from .cluster import Cluster

#: What a restored instance or cluster takes over from the saved one.
INSTANCE = (
    "instance_class",
    "engine",
    "version",
    "storage",
    "user",
    "password",
    "dbname",
    "port",
    "zone",
    "retention",
    "backup_window",
    "maintenance_window",
    "auto_minor",
    "encrypted",
)
CLUSTER = (
    "engine",
    "version",
    "user",
    "password",
    "dbname",
    "port",
    "retention",
    "encrypted",
)


class Saving:
    """Part of the `rds` client: `protected` and `restore_saved` (see Service)."""

    def protected(self):
        instances = [
            Protected(i.arn(), "RDS", dict(i.tags), partial(self._save_instance, i))
            for i in self.instances.values()
            if i.server and not i.cluster and i.status not in ("creating", "deleting")
        ]
        clusters = [
            Protected(c.arn(), "Aurora", dict(c.tags), partial(self._save_cluster, c))
            for c in self.clusters.values()
            if c.database and c.status != "deleting"
        ]
        return instances + clusters

    def restore_saved(self, saved, metadata):
        restore = (
            self._restore_cluster
            if "DBClusterIdentifier" in saved.metadata
            else self._restore_instance
        )
        check_names(metadata, saved.metadata)
        return restore(saved, saved.metadata | metadata)

    # -- instances ------------------------------------------------------------------

    def _save_instance(self, instance):
        self.available_instance(instance.identifier)
        disk = Disk(self.new_folder("backup"))
        instance.server.send_to(disk)
        if not disk.file.exists():  # on Windows, until a client's transaction ends
            raise ServiceError(
                "InvalidDBInstanceState",
                f"Instance {instance.identifier} is in the middle of a transaction.",
            )
        content = _bytes(disk)
        shutil.rmtree(disk.folder)
        metadata = {
            "DBInstanceIdentifier": instance.identifier,
            "DBInstanceClass": instance.instance_class,
            "MultiAZ": _text(instance.multi_az),
            "Port": str(instance.port),
            "PubliclyAccessible": _text(instance.public),
        }
        return Saved(content, self._settings(instance, INSTANCE), type(self), metadata)

    def _restore_instance(self, saved, wanted):
        source = SimpleNamespace(**saved.settings)
        instance = self._restored(
            source,
            wanted["DBInstanceIdentifier"],
            wanted["DBInstanceClass"],
            _truth("MultiAZ", wanted),
            wanted.get("AvailabilityZone"),
            _truth("PubliclyAccessible", wanted),
            groups_in(wanted),
        )
        instance.port = port_in(wanted)

        def make_server(disk):
            _write(disk, saved.content)
            return Database(disk, instance.dbname, self.clock, self.key_of(instance))

        self._launch(instance, make_server)
        return instance.arn()

    # -- clusters -------------------------------------------------------------------

    def _save_cluster(self, cluster):
        """The storage saves itself: no instance need run, three copies must answer."""
        if not cluster.volume.can_read():
            raise ServiceError(
                "InvalidDBClusterStateFault",
                f"{len(cluster.volume.available())} of 6 storage copies of "
                f"{cluster.identifier} answer; a backup needs "
                f"{cluster.volume.READ_QUORUM}.",
            )
        metadata = {
            "DBClusterIdentifier": cluster.identifier,
            "Engine": cluster.engine,
            "Port": str(cluster.port),
        }
        content = _bytes(cluster.volume.newest())
        return Saved(content, self._settings(cluster, CLUSTER), type(self), metadata)

    def _restore_cluster(self, saved, wanted):
        was = saved.settings
        if wanted["Engine"] != was["engine"]:
            raise rules.bad_combination(
                f"The engine {wanted['Engine']} is not the backup's: {was['engine']}."
            )
        cluster = Cluster(
            self._check_new_cluster(wanted["DBClusterIdentifier"], was["engine"]),
            was["engine"],
            was["version"],
            was["user"],
            was["password"],
            was["dbname"],
            port_in(wanted),
            self.groups_of(groups_in(wanted)),
            was["retention"],
            was["encrypted"],
            self,
            key=was["key"],
        )
        self._launch_cluster(cluster, lambda disk: _write(disk, saved.content))
        return cluster.arn()

    def _settings(self, thing, names):
        settings = {name: getattr(thing, name) for name in names}
        return settings | {"key": self.key_of(thing)}


def _bytes(disk):
    """File and log in one: the length of the file, the file, the log."""
    file = disk.file.read_bytes()
    return len(file).to_bytes(8, "big") + file + disk.read_log(0)


def _write(disk, content):
    """Put what `_bytes` gave on an empty disk."""
    end = 8 + int.from_bytes(content[:8], "big")
    disk.file.write_bytes(content[8:end])
    disk.log.write_bytes(content[end:])


def _text(truth):
    return "true" if truth else "false"


def _truth(name, wanted):
    text = wanted[name].lower()
    if text not in ("true", "false"):
        raise rules.invalid(f"{name} is true or false; got {wanted[name]}.")
    return text == "true"
