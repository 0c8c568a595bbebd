"""Where the beans come from: the shop's table `beans`, a small knowledge graph."""

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
