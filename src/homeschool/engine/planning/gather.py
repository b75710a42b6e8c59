"""Whom one action concerns: its targets by name, or the class, grade or school that they make up."""

from collections.abc import Iterable, Sequence

from homeschool.engine.planning.bundles import Member
from homeschool.model.entities import Student
from homeschool.model.facts import fact_classes
from homeschool.model.ties import above, members
from homeschool.model.view import View


def gathered(view: View, served: Sequence[Member]) -> tuple[str, ...]:
    """Return whom a fact must name to reach all targets: a unit in place of its children, where its class spreads."""
    targets = dict.fromkeys(member.shape.target for member in served)
    by_name = {member.shape.target for member in served if _is_by_name(member)}
    if not fact_classes()[served[0].shape.class_name].spreads or len(targets) == 1:
        return tuple(targets)
    children = {id_ for id_ in targets if isinstance(view.get(id_), Student)} - by_name
    found: dict[str, None] = {}
    at = max(member.need.window[0] for member in served)
    for unit in _units(view, sorted(children), at):
        inside = set(members(view, "students", unit, at))
        if len(inside) > 1 and inside <= children:
            found[unit] = None
            children -= inside
    reached = {id_ for id_ in targets if isinstance(view.get(id_), Student)} - children - by_name
    return (*found, *(id_ for id_ in targets if id_ not in reached))


def _is_by_name(member: Member) -> bool:
    """Tell whether only a fact that names the target itself reaches it."""
    requirement = member.need.finding.norm.requirement
    return requirement is None or requirement.link_to is not None


def _units(view: View, children: Iterable[str], at: int) -> list[str]:
    """Return the schools, grades and classes of some children, the widest first."""
    lying = [tuple(reversed(above(view, child, at)[1:])) for child in children]
    widest = max((len(one) for one in lying), default=0)
    return list(dict.fromkeys(one[depth] for depth in range(widest) for one in lying if depth < len(one)))
