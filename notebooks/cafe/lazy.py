"""Names that a package loads when they are first used, so that a lesson opens fast."""

from importlib import import_module
from types import ModuleType


class LazyPackage(ModuleType):
    """A package whose files are named like what they give: `certificate.certificate`.

    A package's `__init__` makes itself one, and says where each name comes from:

        HOMES = {"certificate": "certificate", "hint": "check"}    # name: file
        sys.modules[__name__].__class__ = LazyPackage
    """

    def __getattr__(self, name):
        if name not in self.HOMES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        module = import_module(f"{self.__name__}.{self.HOMES[name]}")
        value = module if name == self.HOMES[name] else None
        value = getattr(module, name, value)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name, value):
        """Python sets a file that it has imported as an attribute: the name stays."""
        if isinstance(value, ModuleType) and name in self.HOMES:
            value = getattr(value, name, value)
        super().__setattr__(name, value)

    def __dir__(self):
        return sorted(self.HOMES)
