"""The answer to a call or option that a driver has not: it names what there is."""

import functools
import inspect


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


def names_its_options(thing):
    """Have a function, or a class's methods, answer a wrong option with its own."""
    if not isinstance(thing, type):
        return _named(thing)
    made = {}  # a method may have two names
    for name, method in list(vars(thing).items()):
        if not inspect.isfunction(method):
            continue
        if name == "__init__" or "_" not in (name[0], method.__name__[0]):
            made.setdefault(method, _named(method))
            setattr(thing, name, made[method])
    return thing


def _named(function):
    """The function, whose TypeError for what it does not take says what it takes."""
    signature = inspect.signature(function)
    if any(each.kind is each.VAR_KEYWORD for each in signature.parameters.values()):
        return function
    names = [name for name in signature.parameters if name not in ("self", "account")]

    @functools.wraps(function)
    def call(*positional, **named):
        try:
            return function(*positional, **named)
        except TypeError as error:
            if _fits(signature, positional, named):  # it came from within
                raise
            told = f"{error}. Here it takes: {', '.join(names)}"
        raise TypeError(told)

    return call


def _fits(signature, positional, named):
    """Whether a function takes these arguments."""
    try:
        signature.bind(*positional, **named)
    except TypeError:
        return False
    return True
