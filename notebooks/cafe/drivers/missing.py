"""The answer to a call that a driver does not have: it names those that there are."""


class NamesWhatThereIs:
    """Asked for a name that is not there, it tells its methods, class by class."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(
            f"{type(self).__name__} here has no {name!r}. {there_is(self)}"
        )


def there_is(instance):
    """A sentence with an object's methods and properties, class by class."""
    groups = []
    for cls in type(instance).__mro__:
        names = [each for each in sorted(vars(cls)) if not each.startswith("_")]
        if names and cls is not object:
            groups.append(f"{cls.__name__}: {', '.join(names)}")
    return f"There is: {'; '.join(groups)}"
