"""Tells Hypothesis how to draw the library's own types, so that ``st.from_type(Student)`` does.

Hypothesis calls `register` by its entry point whenever it is imported, wherever the library is installed.  So nothing
of the library is imported here: the types of a package are registered at the moment at which somebody imports it, and
the strategies are made when they are first asked for.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import MappingProxyType, ModuleType
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_DRAWN_BY: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "homeschool.calendar": {
            "Interval": ("times", "intervals"),
            "SchoolCalendar": ("calendar_drawing", "calendars"),
            "SchoolYear": ("calendar_drawing", "school_years"),
            "Span": ("times", "spans"),
        },
        "homeschool.model": {"Keeps": ("register_drawing", "scopes"), "Register": ("register_drawing", "registers")},
        "homeschool.policy": {"Norm": ("norm_drawing", "norms"), "Pack": ("norm_drawing", "packs")},
    }
)
"""By package, the types that are registered besides the fact classes, and the module and name of their strategy."""


def register() -> None:
    """Register the types of the packages that are imported, and of the others once they are; again: do nothing."""
    if any(isinstance(finder, _Registering) for finder in sys.meta_path):
        return
    for package in _DRAWN_BY:
        if package in sys.modules:
            _register(sys.modules[package])
    sys.meta_path.insert(0, _Registering())


def _register(package: ModuleType) -> None:
    for name, (module, strategy) in _DRAWN_BY[package.__name__].items():
        st.register_type_strategy(getattr(package, name), partial(_drawn, module, strategy))
    for cls in getattr(package, "FACT_CLASSES", ()):
        st.register_type_strategy(cls, _fact)


def _drawn(module: str, strategy: str, _type: type) -> SearchStrategy[Any]:
    made: Callable[[], SearchStrategy[Any]] = getattr(import_module(f"homeschool.testing.{module}"), strategy)
    return made()


def _fact(cls: type) -> SearchStrategy[Any]:
    name = import_module("homeschool.model.facts").CLASS_NAMES[cls]
    drawn: SearchStrategy[Any] = import_module("homeschool.testing.fact_drawing").facts(name)
    return drawn


class _Registering(MetaPathFinder):
    """Finds the packages of the library as Python does, and registers their types when they have been imported."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a package of the library is, or None for everything else."""
        if fullname not in _DRAWN_BY:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _ThenRegistering(spec.loader)
        return spec


class _ThenRegistering(Loader):
    """Loads a package by another loader, which it leaves in its own place, and registers its types."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Let the other loader make the module."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Let the other loader run the module, then register its types."""
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        _register(module)
