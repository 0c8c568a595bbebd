"""One namespace for RDS, Aurora, DocumentDB and Neptune: their ARNs are all `rds`."""


class SharedNames:
    """Part of the clients whose clusters and instances share their names."""

    def is_taken(self, things, identifier):
        """Whether any such client of the Region has one of this name.

        `things` is where they keep it: clusters, instances or cluster_snapshots.
        """
        return any(
            identifier in getattr(service, things, {})
            for service in self.account.services()
            if isinstance(service, SharedNames) and service.region == self.region
        )
