"""What a restore may be told about the new instance or cluster, as text."""

import json

from . import rules


def check_names(metadata, of_saved):
    """Refuse metadata that nothing here heeds, and a restore without a new name."""
    known = {*of_saved, "VpcSecurityGroupIds"}
    name = "DBClusterIdentifier"
    if name not in of_saved:
        name = "DBInstanceIdentifier"
        known.add("AvailabilityZone")
    if name not in metadata:
        raise rules.invalid(f"The restore metadata must name {name}.")
    if unknown := metadata.keys() - known:
        raise rules.invalid(
            f"Unknown restore metadata: {', '.join(sorted(unknown))}. "
            f"There is: {', '.join(sorted(known))}"
        )


def port_in(wanted):
    port = wanted["Port"]
    if not (port.isascii() and port.isdigit()):
        raise rules.invalid(f"Port is a number in text; got {port}.")
    rules.check_port(int(port))
    return int(port)


def groups_in(wanted):
    """Security groups, which the metadata hold as a JSON list."""
    try:
        return json.loads(wanted.get("VpcSecurityGroupIds", "null"))
    except ValueError:
        raise rules.invalid(
            'VpcSecurityGroupIds is a JSON list, for example ["sg-1"]; got '
            f"{wanted['VpcSecurityGroupIds']}"
        ) from None
