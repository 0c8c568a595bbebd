"""Corner Cup's networks: who used which card and device, and where beans come from.

`cafe.shop` makes its tables `used` and `beans` here. A fraud ring is hidden in the
first, among couples, families and a shared flat that are honest. `small_world` makes a
network of any size, to measure on; it is in no file.
"""

SCHEMA = """
CREATE TABLE used (
    customer_id  INTEGER NOT NULL REFERENCES customers (customer_id),
    kind         VARCHAR NOT NULL CHECK (kind IN ('card', 'device')),
    number       VARCHAR NOT NULL,          -- of the card or device, never both
    PRIMARY KEY (customer_id, number)
);

CREATE TABLE beans (
    subject      VARCHAR NOT NULL,
    relation     VARCHAR NOT NULL,
    object       VARCHAR NOT NULL,
    PRIMARY KEY (subject, relation, object)
);

-- Each friendship from both sides, and in how many days the two meet: the next day in
-- the same shop, after two days in the same city, after five else.
CREATE VIEW ties AS
    WITH both_ways AS (
        SELECT customer_id AS a, friend_id AS b FROM friendships
        UNION ALL
        SELECT friend_id, customer_id FROM friendships
    )
    SELECT a, b,
           CASE WHEN home.shop_id = there.shop_id THEN 1
                WHEN home.city = there.city THEN 2 ELSE 5 END AS days
    FROM both_ways
    JOIN customers AS one ON one.customer_id = a
    JOIN customers AS other ON other.customer_id = b
    JOIN shops AS home ON home.shop_id = one.home_shop_id
    JOIN shops AS there ON there.shop_id = other.home_shop_id;
"""

RING = 6  # people, each tied to the next by one card or device
FLAT = 7  # people who share one tablet

#: Each relation of `beans`, and what stands at its two ends.
RELATIONS = {
    "MADE_FROM": ("Product", "Roast"),
    "CONTAINS": ("Roast", "Bean"),
    "GROWN_AT": ("Bean", "Farm"),
    "LIES_IN": ("Farm", "Region"),
    "HOLDS": ("Farm", "Certificate"),
}

_BEANS = """
Espresso                MADE_FROM  House roast
Macchiato               MADE_FROM  House roast
Cortado                 MADE_FROM  House roast
Flat white              MADE_FROM  House roast
Cappuccino              MADE_FROM  House roast
Latte                   MADE_FROM  House roast
House blend beans 250 g MADE_FROM  House roast
House blend beans 1 kg  MADE_FROM  House roast
Americano               MADE_FROM  Dark roast
Mocha                   MADE_FROM  Dark roast
Iced latte              MADE_FROM  Dark roast
Iced americano          MADE_FROM  Dark roast
Filter coffee           MADE_FROM  Ethiopia roast
Cold brew               MADE_FROM  Ethiopia roast
Ethiopia beans 250 g    MADE_FROM  Ethiopia roast
Oat flat white          MADE_FROM  Green roast
Decaf beans 250 g       MADE_FROM  Decaf roast
House roast             CONTAINS   Bourbon
House roast             CONTAINS   Catuai
House roast             CONTAINS   Robusta
Dark roast              CONTAINS   Catuai
Dark roast              CONTAINS   Robusta
Ethiopia roast          CONTAINS   Heirloom
Green roast             CONTAINS   Bourbon
Green roast             CONTAINS   Heirloom
Decaf roast             CONTAINS   Caturra
Bourbon                 GROWN_AT   Finca La Loma
Catuai                  GROWN_AT   Fazenda Boa Vista
Robusta                 GROWN_AT   Kaveri Estate
Heirloom                GROWN_AT   Konga Hills
Caturra                 GROWN_AT   Finca El Nogal
Finca La Loma           LIES_IN    Huehuetenango
Fazenda Boa Vista       LIES_IN    Cerrado
Kaveri Estate           LIES_IN    Kodagu
Konga Hills             LIES_IN    Yirgacheffe
Finca El Nogal          LIES_IN    Huila
Finca La Loma           HOLDS      Organic
Konga Hills             HOLDS      Organic
Konga Hills             HOLDS      Shade grown
Finca El Nogal          HOLDS      Fair price
"""


def beans():
    """Return the knowledge graph as a DataFrame: subject, relation, object."""
    import pandas as pd

    triples = []
    for line in _BEANS.strip().splitlines():
        relation = next(word for word in line.split() if word in RELATIONS)
        subject, _, thing = line.partition(f" {relation} ")
        triples.append((subject.strip(), relation, thing.strip()))
    return pd.DataFrame(triples, columns=["subject", "relation", "object"])


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
    for place, pair in enumerate(zip(ring, ring[1:])):
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


def small_world(people=10_000, ties=50_000, seed=2026):
    """Return a network as a DataFrame of ties: a, b with a < b, numbers from 1.

    Everyone knows some who stand near on a ring; one tie in ten leads anywhere.
    """
    import numpy as np
    import pandas as pd

    if not 0 < ties <= people * (people - 1) // 8:
        raise ValueError(
            f"{people} people can have from 1 to {people * (people - 1) // 8} ties "
            f"here, not {ties}."
        )
    rng, found = np.random.default_rng(seed), np.empty((0, 2), int)
    while len(found) < ties:
        one = (rng.random(ties) * people).astype(int)
        near = 1 + (rng.random(ties) ** 2 * 4 * ties / people).astype(int)
        far = (rng.random(ties) * people).astype(int)
        other = np.where(rng.random(ties) < 0.1, far, (one + near) % people)
        pairs = np.sort(np.column_stack([one, other]), axis=1)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        together = np.concatenate([found, pairs])
        _, first = np.unique(together, axis=0, return_index=True)
        found = together[np.sort(first)]
    found = found[:ties][np.lexsort((found[:ties, 1], found[:ties, 0]))]
    return pd.DataFrame(found + 1, columns=["a", "b"])
