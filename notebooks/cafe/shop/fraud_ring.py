"""Who used which card and device: a fraud ring hides among honest people who share.

`used` makes the shop's table of that name, with couples, families and a shared flat.
"""

import itertools

RING = 6  # people, each tied to the next by one card or device
FLAT = 7  # people who share one tablet


def used(rng, customers, friendships):
    """Return who used which card and device, a DataFrame by customer and number.

    One customer in eleven shares a card with a friend, some families share a tablet
    and the parents' card, one flat shares a tablet. Six people who are no friends form
    the ring: the first shares a card with the second, who shares a device with the
    third, and so on.
    """
    import pandas as pd

    n = len(customers)
    ring, groups = _ring(rng, customers, friendships), []
    free = set(range(1, n + 1)) - set(ring)
    friends = _friends(friendships)
    for size, count in ((FLAT, 1), (4, n // 200), (3, n // 200), (2, n // 22)):
        groups += _groups(rng, friends, free, size, count)

    cards, devices = _numbers(rng, "card", 2 * n), _numbers(rng, "device", 2 * n)
    rows = {}  # a dict, to keep each once
    for group in groups:
        _share(rows, group, cards, devices)
    for place, pair in enumerate(itertools.pairwise(ring)):
        thing = next(devices if place % 2 else cards)
        rows |= {(person, thing): None for person in pair}
    paying = {person for group in groups if len(group) == 2 for person in group}
    has_phone = rng.random(n) < 0.6
    for person in range(1, n + 1):
        if person not in paying:
            rows[person, next(cards)] = None
        if has_phone[person - 1]:
            rows[person, next(devices)] = None
    return pd.DataFrame(
        [(person, thing.split("-")[0], thing) for person, thing in sorted(rows)],
        columns=["customer_id", "kind", "number"],
    )


def _share(rows, group, cards, devices):
    """A couple shares a card; more people share a tablet, two of a family a card."""
    if len(group) < FLAT:
        card = next(cards)
        rows |= {(person, card): None for person in group[:2]}
    if len(group) > 2:
        tablet = next(devices)
        rows |= {(person, tablet): None for person in group}


def _ring(rng, customers, friendships):
    """Six newcomers in a random order, none of them a friend of another."""
    import numpy as np

    newest = customers["customer_id"].to_numpy()[-len(customers) // 5 :]
    friends, ring = _friends(friendships), []
    for person in newest[np.argsort(rng.random(len(newest)), kind="stable")].tolist():
        if len(ring) < RING and not friends.get(person, set()) & set(ring):
            ring.append(person)
    return ring


def _groups(rng, friends, free, size, count):
    """`count` groups, each a person and friends; who is in one is free no more."""
    import numpy as np

    people = sorted(friends)
    groups = []
    for place in np.argsort(rng.random(len(people)), kind="stable").tolist():
        person = people[place]
        company = [person, *sorted(friends[person] & free)][:size]
        if len(groups) < count and person in free and len(company) == size:
            groups.append(company)
            free -= set(company)
    return groups


def _friends(friendships):
    friends = {}
    pairs = friendships[["customer_id", "friend_id"]].to_numpy().tolist()
    for one, other in pairs:
        friends.setdefault(one, set()).add(other)
        friends.setdefault(other, set()).add(one)
    return friends


def _numbers(rng, kind, count):
    """Numbers in a random order: card-0417, card-1820, …"""
    import numpy as np

    order = np.argsort(rng.random(count), kind="stable")
    return iter([f"{kind}-{number:04d}" for number in order.tolist()])
