"""Lots of coffee beans on their way from the farm to the shop: rules, and a story.

An entry says what a member did with a lot: it harvested it (`harvest`), worked on it
(`process`: washed, roasted) or passed it on (`pass on`), and what the lot
weighs since, in whole kilograms.
"""

import itertools
import random

from ..account import Clock
from .ledger import Ledger

MEMBERS = ("farm", "exporter", "roaster", "corner-cup")
#: What a member does with a lot before it passes it on.
WORK = {"farm": "washed", "roaster": "roasted"}
FIELDS = {
    "harvest": {"action", "lot", "by", "kg"},
    "process": {"action", "lot", "by", "kg", "how"},
    "pass on": {"action", "lot", "by", "kg", "to"},
}


def standing(entries, lot):
    """(owner, weight) of a lot as the entries leave it, or None where it is in none.

    An entry without a weight, as in a forged block, changes no lot.
    """
    for entry in reversed(entries):
        if entry.get("lot") == lot and type(entry.get("kg")) is int:
            return entry.get("to", entry.get("by")), entry["kg"]
    return None


def bean_rules(earlier, entry):
    """Why an entry is refused after the earlier ones, in words, or "".

    A lot is harvested once; only its owner works on it or passes it on; its weight may
    fall and never grow.
    """
    if reason := _disorder(entry):
        return reason
    lot, kg = entry["lot"], entry["kg"]
    known = standing(earlier, lot)
    if entry["action"] == "harvest":
        return f"lot {lot} was harvested before" if known else ""
    if known is None:
        return f"lot {lot} was never harvested"
    owner, weight = known
    if entry["by"] != owner:
        return f"lot {lot} belongs to {owner}, not to {entry['by']}"
    if kg > weight:
        return f"lot {lot} weighs {weight} kg and cannot grow to {kg} kg"
    return ""


def _disorder(entry):
    """Why an entry is no entry about beans, whatever came before it, or ""."""
    action = entry.get("action")
    if not isinstance(action, str) or action not in FIELDS:
        return f"an action is one of {', '.join(FIELDS)}, not {action!r}"
    fields = FIELDS[action]
    if set(entry) != fields:
        return f"{action} has the fields {', '.join(sorted(fields))}"
    unnamed = [name for name in sorted(fields - {"kg"}) if not _is_text(entry[name])]
    if unnamed:
        return f"{', '.join(unnamed)} must be text"
    if type(entry["kg"]) is not int or entry["kg"] <= 0:
        return f"a weight is a whole number of kg above 0, not {entry['kg']!r}"
    return ""


def _is_text(value):
    return isinstance(value, str) and value.strip() != ""


def story(seed=0, lots=("A", "B")):
    """Entries of lots on their way from farm to shop, six each; `seed` decides weights.

    The weights fall a little at each step, as beans lose water and samples are taken.
    """
    chance, entries = random.Random(seed), []
    for lot in lots:
        kg = chance.randrange(500, 800, 10)
        entries.append({"action": "harvest", "lot": lot, "by": "farm", "kg": kg})
        for by, to in itertools.pairwise(MEMBERS):
            kg -= chance.randrange(5, 60, 5)
            if by in WORK:
                entries.append(
                    {
                        "action": "process",
                        "lot": lot,
                        "by": by,
                        "kg": kg,
                        "how": WORK[by],
                    }
                )
            entries.append(
                {"action": "pass on", "lot": lot, "by": by, "kg": kg, "to": to}
            )
    return entries


def demo_ledger(seed=0):
    """A ledger of four members with twelve blocks, an hour apart by its own clock."""
    ledger = Ledger(Clock(), bean_rules, seed)
    for name in MEMBERS:
        ledger.join(name)
    for entry in story(seed):
        ledger.record(entry)
        ledger.clock.advance(hours=1)
    return ledger
