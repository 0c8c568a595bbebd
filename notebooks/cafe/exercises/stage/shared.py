"""A table or collection that somebody else uses too, between any two calls of ours."""

from collections.abc import Iterator


class Shared:
    """What it is made of, but for `meanwhile`, which another till does after each call.

    What one reaches through it is shared as well: the client of a boto3 Table, and a
    cursor, whose documents are read before the other till comes.
    """

    def __new__(cls, shared, meanwhile):
        """Its class is called like that of what is shared: errors name it so."""
        return object.__new__(type(type(shared).__name__, (cls,), {}))

    def __init__(self, shared, meanwhile):
        self._shared, self._meanwhile = shared, meanwhile

    def __getattr__(self, name):
        found = getattr(self._shared, name)
        if name in ("meta", "client"):
            return Shared(found, self._meanwhile)
        return self._then(found) if callable(found) else found

    def __getitem__(self, key):
        return self._shared[key]

    def __setitem__(self, key, value):
        self._shared[key] = value

    def __iter__(self):
        return iter(self._then(list)(self._shared))

    def __next__(self):
        return self._then(next)(self._shared)

    def _then(self, call):
        def calling(*arguments, **named):
            try:
                answer = call(*arguments, **named)
            except Exception:
                self._meanwhile()
                raise
            if isinstance(answer, Iterator):  # a cursor has read nothing yet
                return Shared(answer, self._meanwhile)
            self._meanwhile()
            return answer

        return calling


class TooManyCalls(BaseException):
    """More calls than any answer needs; no `except Exception` in it keeps this."""


def bounded(shared, most, meanwhile=lambda: None):
    """It, Shared with another till, for `most` calls; the next raises TooManyCalls."""
    calls = []

    def another_till():
        calls.append(1)
        if len(calls) > most:
            raise TooManyCalls
        meanwhile()

    return Shared(shared, another_till)
