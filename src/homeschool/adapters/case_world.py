"""What is left of the school that cases share when a case drops or replaces some of its facts."""

from collections.abc import Iterable

from homeschool.model.facts import CLASS_NAMES, Fact, fact_classes
from homeschool.model.register import linked_ids

_LINK_SHAPES = frozenset({"ref", "refs", "concerns"})


def remaining(world: Iterable[Fact], dropped: frozenset[str], given: Iterable[Fact]) -> list[Fact]:
    """Return the facts of the shared school without those dropped or replaced, and without what hung on those."""
    replaced = {fact.id for fact in given}
    facts = [fact for fact in world if fact.id not in dropped and fact.id not in replaced]
    ids = {fact.id for fact in facts} | replaced
    while True:
        kept = [fact for fact in facts if _links(fact) <= ids]
        if len(kept) == len(facts):
            return kept
        facts = kept
        ids = {fact.id for fact in facts} | replaced


def _links(fact: Fact) -> set[str]:
    fields = fact_classes()[CLASS_NAMES[type(fact)]].fields.values()
    return {id_ for info in fields if info.shape in _LINK_SHAPES for id_ in linked_ids(fact, info.name)}
