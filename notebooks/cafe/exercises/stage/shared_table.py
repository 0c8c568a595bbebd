"""A table that somebody else uses too: what an answer has read may be out of date."""


class SharedTable:
    """A boto3 Table in which, after each read by us, another till does `meanwhile`.

    `meanwhile` is called with the table itself; `was_read` says whether it ever was.
    """

    def __init__(self, table, meanwhile):
        self._table, self._meanwhile, self.was_read = table, meanwhile, False

    def __getattr__(self, name):
        return getattr(self._table, name)

    def get_item(self, **asked):
        return self._read(self._table.get_item, asked)

    def query(self, **asked):
        return self._read(self._table.query, asked)

    def scan(self, **asked):
        return self._read(self._table.scan, asked)

    def _read(self, call, asked):
        answer, self.was_read = call(**asked), True
        self._meanwhile(self._table)
        return answer
