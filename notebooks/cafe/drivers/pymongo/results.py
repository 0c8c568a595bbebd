"""What writes answer."""


class ReturnDocument:
    """Which document `find_one_and_update` gives: as it was, or as it is."""

    BEFORE, AFTER = False, True


class _Result:
    acknowledged = True

    def __init__(self, **values):
        self.__dict__.update(values)

    def __getattr__(self, name):
        raise AttributeError(
            f"{type(self).__name__} here has no {name!r}. "
            f"There is: {', '.join(vars(self))}"
        )

    def __repr__(self):
        inside = ", ".join(f"{name}={each!r}" for name, each in vars(self).items())
        return f"{type(self).__name__}({inside}, acknowledged=True)"


class InsertOneResult(_Result):
    """`inserted_id`"""


class InsertManyResult(_Result):
    """`inserted_ids`, in the order of the documents"""


class UpdateResult(_Result):
    """`matched_count`, `modified_count`, and `upserted_id` where one was made"""


class DeleteResult(_Result):
    """`deleted_count`"""
