"""What instances, clusters and caches have in common: a status that time changes."""

from typing import Any

from .account import Event


class Living:
    """A thing of a `service` that does something later, unless something else comes
    first. `plans` has what it is going to do, one plan of each kind."""

    service: Any
    status: str
    plans: dict[str, Event]

    def change(self, status, delay, then):
        """Be in `status` for a while, then go on, unless something else comes first."""
        self.status = status
        self.plan("life", delay, then)

    def plan(self, kind, delay, action):
        """Have `action()` called later; a new plan of a kind replaces the old one."""
        if kind in self.plans:
            self.plans[kind].cancel()
        self.plans[kind] = self.service.clock.after(delay, action)

    def forget_plans(self):
        for plan in self.plans.values():
            plan.cancel()
