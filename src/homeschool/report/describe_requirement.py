"""Requirements in words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from homeschool.policy.condition import TRUE, Condition, Reference
from homeschool.policy.requirement import (
    TRIGGER,
    Bound,
    Count,
    Cover,
    PrecedingBound,
    ReferenceBound,
    Requirement,
    Share,
    ShareBound,
    SizeBound,
)
from homeschool.report.describe_condition import describe_condition, described, in_brackets, with_link
from homeschool.report.words import (
    Scope,
    class_word,
    counter,
    field_info,
    field_word,
    joined,
    members_word,
    number_word,
    path_infos,
    reference_word,
    term_word,
)


def describe_requirement(requirement: Requirement, scope: Scope) -> str:
    """Say what is owed: 家访（地点为家中）至少 2 次, at least 2 home visits (place is home)."""
    match requirement:
        case Count():
            return _count(requirement, scope)
        case Cover():
            return _cover(requirement, scope)
        case Share():
            return _share(requirement, scope)
        case _:
            assert_never(requirement)


def counted_classes(of: Sequence[str], scope: Scope) -> tuple[str, ...]:
    """Return the fact classes that `of` names: those of the trigger, or of a list inside it, where it says so."""
    found: list[str] = []
    for name in of:
        root, *path = name.split(".")
        if root != TRIGGER:
            found.append(name)
        elif not path:
            found += scope.triggers
        else:
            info = path_infos(scope.triggers, path)[-1]
            found += info.targets if info else ()
    return tuple(dict.fromkeys(found))


def facts_text(of: Sequence[str], where: Condition, scope: Scope, *, many: bool = False) -> str:
    """Say what is counted and what is asked of it: 家访（地点为家中）, 该家访的家访人员."""
    classes = counted_classes(of, scope)
    if of[0].split(".")[0] != TRIGGER:
        return described(classes, where, scope, many=many)
    root = (reference_word(Reference("trigger", tuple(name.split(".")[1:])), scope) for name in of)
    return joined(root, scope.language, "or") + in_brackets(where, scope.of(*classes))


def describe_bound(bound: Bound, scope: Scope) -> str:
    """Say a bound: a number, a part of a size, a share, what a field holds, the count of the period before."""
    match bound:
        case Fraction():
            return number_word(bound)
        case SizeBound(members, times):
            word = members_word(members, scope.language)
            text = f"{word}数" if scope.is_chinese else f"the number of {word}"
        case ShareBound(members, where):
            word = members_word(members, scope.language)
            part = describe_condition(where, scope.of(_member_class(members)))
            return f"{word}中{part}者的比例" if scope.is_chinese else f"the share of {word} for whom {part}"
        case PrecedingBound(times):
            text = "上一周期的数量" if scope.is_chinese else "the count of the period before"
        case ReferenceBound(found, times):
            text = reference_word(found, scope)
        case _:
            assert_never(bound)
    if times == 1:
        return text
    return f"{text}的 {number_word(times)}" if scope.is_chinese else f"{number_word(times)} of {text}"


def _member_class(members: str) -> str:
    return {"classes": "school_class", "staff": "staff"}.get(members, members.removesuffix("s"))


def _range(least: Bound | None, most: Bound | None, scope: Scope) -> str:
    low = None if least is None else describe_bound(least, scope)
    high = None if most is None else describe_bound(most, scope)
    if low is not None and high is not None:
        if low == high:
            return f"恰好 {low}" if scope.is_chinese else f"exactly {low}"
        return f"共 {low} 至 {high}" if scope.is_chinese else f"{low} to {high}"
    if low is not None:
        return f"至少 {low}" if scope.is_chinese else f"at least {low}"
    return f"至多 {high}" if scope.is_chinese else f"at most {high}"


def _count(count: Count, scope: Scope) -> str:
    if count.of == (TRIGGER,):
        return _trigger_itself(count, scope)
    classes = counted_classes(count.of, scope)
    where = with_link(count.where, count.link, count.link_to)
    if count.at_most == 0:
        nouns = facts_text(count.of, where, scope, many=True)
        return f"不得有{nouns}" if scope.is_chinese else f"no {nouns}"
    many = count.at_least != 1 or count.at_most not in (None, 1)
    nouns = facts_text(count.of, where, scope, many=many)
    amount = _range(count.at_least, count.at_most, scope)
    if count.distinct is not None:
        return _distinct(count.distinct, classes, (nouns, amount), scope)
    if scope.is_chinese:
        return f"{nouns}{amount} {counter(classes[0] if classes else '')}"
    return f"{amount} {'of ' if TRIGGER in count.of[0] else ''}{nouns}"


def _trigger_itself(count: Count, scope: Scope) -> str:
    what = facts_text(count.of, TRUE, scope)
    where = describe_condition(count.where, scope.of(*scope.triggers))
    if count.at_most == 0:
        text = f"{what}不得：{where}" if scope.is_chinese else f"{what} must not be so: {where}"
    else:
        text = f"{what}须：{where}" if scope.is_chinese else f"{what} must be so: {where}"
    return text if where else what


def _distinct(distinct: str, classes: Sequence[str], words: tuple[str, str], scope: Scope) -> str:
    nouns, amount = words
    if distinct == "day":
        return f"{nouns}{amount} 个不同日期" if scope.is_chinese else f"{nouns} on {amount} different days"
    field = field_word(classes, distinct.split("."), scope.language)
    return f"{nouns}涉及{amount} 个不同的{field}" if scope.is_chinese else f"{nouns} with {amount} different {field}"


def cover_values(cover: Cover, values: Sequence[str], scope: Scope) -> str:
    """Say values that a cover asks for by their words."""
    info = path_infos(counted_classes(cover.of, scope), cover.field)[-1]
    return joined([term_word(info, value, scope.language) for value in values], scope.language)


def _cover(cover: Cover, scope: Scope) -> str:
    classes = counted_classes(cover.of, scope)
    nouns = facts_text(cover.of, with_link(cover.where, cover.link, cover.link_to), scope, many=True)
    field = field_word(classes, cover.field, scope.language)
    if isinstance(cover.values, Reference):
        wanted = reference_word(cover.values, scope)
        wanted = f"{wanted}的全部" if scope.is_chinese else f"all of {wanted}"
    else:
        wanted = cover_values(cover, cover.values, scope)
    return f"{nouns}的{field}涵盖{wanted}" if scope.is_chinese else f"{nouns} whose {field} cover {wanted}"


def _share(share: Share, scope: Scope) -> str:
    classes = counted_classes(share.of, scope)
    inside = scope.of(*classes)
    amount = _range(share.at_least, share.at_most, scope)
    if share.members is not None:
        what = facts_text(share.of, share.where, scope, many=True)
        members = members_word(share.members, scope.language)
        return f"{members}中有{what}的比例{amount}" if scope.is_chinese else f"{amount} of the {members} with {what}"
    whole = facts_text(share.of, share.among_where, scope, many=True)
    part = describe_condition(share.where, inside)
    return f"{whole}中，{part}的比例{amount}" if scope.is_chinese else f"{amount} of the {whole} for which {part}"


def unknown_word(name: str, scope: Scope) -> str:
    """Say a table or field that is not known: ``home_visit.place`` is 家访的地点."""
    root, *path = name.split(".")
    if root in scope.classes or field_info((), root) is None or not path:
        known = class_word(root, scope.language)
        if not path:
            return known if known != root or not scope.is_chinese else field_word(scope.classes, [root], "zh")
        field = field_word((root,), path, scope.language)
        if scope.is_chinese:
            return f"「{field}」" if field.startswith(known) else f"{known}的「{field}」"
        return f"{field} of {known}"
    return field_word(scope.classes, [root, *path], scope.language)
