"""A table of a lesson's own figures, in one word."""

import pandas


def as_table(rows):
    """A table from {name of a row: {column: value}}."""
    return pandas.DataFrame.from_dict(rows, orient="index")
