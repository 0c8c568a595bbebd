"""What happened to a service's resources, and the call that tells it."""

from datetime import timedelta

from .errors import ServiceError
from .service import Pages, Service, operation

KEPT = timedelta(days=14)


class EventCalls(Service):
    """A client that keeps what happened."""

    paginators = {"describe_events": Pages("Events")}
    #: Of what its events are.
    source_types: tuple[str, ...] = ()
    #: Whether who names a source must say its type too.
    source_needs_type = False

    def __init__(self, account, region):
        super().__init__(account, region)
        self.events = []

    @operation
    def describe_events(
        self,
        *,
        SourceIdentifier: str | None = None,
        SourceType: str | None = None,
        Duration: int = 60,
    ):
        """What happened in the last hour, or in `Duration` minutes, oldest first.

        Events are told for 14 days. See DescribeEvents in the RDS API reference.
        """
        if self.source_needs_type and SourceIdentifier and not SourceType:
            raise ServiceError(
                "InvalidParameterCombination",
                "If SourceIdentifier is supplied, SourceType must also be provided.",
            )
        if SourceType not in (None, *self.source_types):
            raise ServiceError(
                "InvalidParameterValue",
                f"Invalid source type: {SourceType}. This small AWS tells of: "
                f"{', '.join(self.source_types)}",
            )
        source = SourceIdentifier and self.source_name(SourceType, SourceIdentifier)
        minutes = min(Duration, KEPT // timedelta(minutes=1))
        start = self.clock.now - timedelta(minutes=minutes)
        return {
            "Events": [
                {
                    "SourceIdentifier": name,
                    "SourceType": kind,
                    "Message": message,
                    "Date": moment,
                }
                for moment, kind, name, message in self.events
                if start <= moment
                and source in (None, name)
                and SourceType in (None, kind)
            ]
        }

    def source_name(self, kind, identifier):
        """The name in an identifier of a source."""
        return identifier.lower()

    def note(self, kind, identifier, message):
        """Keep an event for describe_events."""
        self.events.append((self.clock.now, kind, identifier, message))
