"""What the smallest of each service costs in a month, from the table of prices.

The smallest that still stands when a zone is cut: two machines where one runs in a
single zone. Storage of documents and graphs is left out, as in each bill of the course.
"""

from ..aws.pricing import month

#: service of data/decision.toml -> what it is, and how much of which price.
SMALLEST: dict[str, tuple[str, dict[str, float]]] = {
    "rds": (
        "db.t4g.micro with a standby, 20 GB",
        {"rds.db.t4g.micro": 2, "rds.gp3": 40},
    ),
    "aurora": (
        "two db.r7g.large, 20 GB",
        {"aurora.db.r7g.large": 2, "aurora.storage": 20},
    ),
    "dynamodb": (
        "a million reads and a million writes on demand",
        {"dynamodb.read": 0.5, "dynamodb.write": 1},  # an eventual read is half a unit
    ),
    "elasticache": ("two cache.t4g.micro", {"elasticache.cache.t4g.micro": 2}),
    "dax": ("three dax.t3.small", {"dax.t3.small": 3}),
    "documentdb": ("two db.t3.medium", {"documentdb.db.t3.medium": 2}),
    "neptune": ("two db.t3.medium", {"neptune.db.t3.medium": 2}),
}


def smallest(service):
    """(what it is, US dollars a month), or None where the table has no price."""
    if service not in SMALLEST:
        return None
    what, taken = SMALLEST[service]
    return what, sum(month(line, amount) for line, amount in taken.items())
