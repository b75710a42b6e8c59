"""Definitions by other names, or spelled out in full, wherever in a norm they are called by name."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import attrs

from homeschool.policy.condition import Condition, Named
from homeschool.policy.pack import Definition

T = TypeVar("T")


def renamed(part: T, names: Mapping[str, str]) -> T:
    """Return a norm, a definition or a part of one that calls definitions by other names."""
    return cast("T", _rebuilt(part, lambda name: Named(names.get(name, name)))) if names else part


def spelled_out(part: T, definitions: Mapping[str, Definition]) -> T:
    """Return a norm, or a part of one, with the conditions of definitions in place of their names."""
    return cast("T", _rebuilt(part, lambda name: spelled_out(definitions[name].condition, definitions)))


def _rebuilt(part: Any, change: Callable[[str], Condition]) -> Any:
    if isinstance(part, Named):
        return change(part.name)
    if isinstance(part, tuple):
        return tuple(_rebuilt(one, change) for one in part)
    if not attrs.has(type(part)):
        return part
    values = {field.name: getattr(part, field.name) for field in attrs.fields(type(part))}
    changes = {name: _rebuilt(value, change) for name, value in values.items()}
    changed = {name: value for name, value in changes.items() if value != values[name]}
    return attrs.evolve(part, **changed) if changed else part
