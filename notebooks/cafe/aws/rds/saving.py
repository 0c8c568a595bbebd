"""What AWS Backup saves of an RDS instance: its disk, as bytes.

The bytes are those of the database file and of its log (../storage/database.py). An
encrypted database stays encrypted with its own key, in every Region that it is copied
to (there, the copy is encrypted anew with a key of that Region).

https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-rds.html
"""

import shutil
from functools import partial
from types import SimpleNamespace

from ..account import Protected, Saved
from ..family.metadata import check_names, groups_in, port_in
from ..family.rules import invalid
from .backups import BackupCalls
from .instance import SETTINGS


class Saving(BackupCalls):
    """Instances for AWS Backup, beside the family's clusters (see Service)."""

    def protected(self):
        instances = [
            Protected(i.arn(), "RDS", dict(i.tags), partial(self._save_instance, i))
            for i in self.instances.values()
            if not i.cluster and i.server and i.status not in ("creating", "deleting")
        ]
        return instances + super().protected()

    def restore_saved(self, saved, metadata):
        if "DBClusterIdentifier" in saved.metadata:
            return super().restore_saved(saved, metadata)
        check_names(metadata, saved.metadata)
        return self._restore_instance(saved, saved.metadata | metadata)

    def _save_instance(self, instance):
        self.available_instance(instance.identifier)
        disk = self.copied_now(instance)
        content = disk.packed()
        shutil.rmtree(disk.folder)
        settings = {name: getattr(instance, name) for name in SETTINGS}
        metadata = {
            "DBInstanceIdentifier": instance.identifier,
            "DBInstanceClass": instance.instance_class,
            "MultiAZ": _text(instance.multi_az),
            "Port": str(instance.port),
            "PubliclyAccessible": _text(instance.public),
        }
        return Saved(content, settings, type(self), metadata)

    def _restore_instance(self, saved, wanted):
        instance = self.restored(
            SimpleNamespace(**saved.settings),
            wanted["DBInstanceIdentifier"],
            groups_in(wanted),
            instance_class=wanted["DBInstanceClass"],
            multi_az=_truth("MultiAZ", wanted),
            zone=wanted.get("AvailabilityZone"),
            public=_truth("PubliclyAccessible", wanted),
        )
        instance.port = port_in(wanted)
        self.launch_copy(instance, lambda disk: disk.unpack(saved.content))
        return instance.arn()


def _text(truth):
    return "true" if truth else "false"


def _truth(name, wanted):
    text = wanted[name].lower()
    if text not in ("true", "false"):
        raise invalid(f"{name} is true or false; got {wanted[name]}.")
    return text == "true"
