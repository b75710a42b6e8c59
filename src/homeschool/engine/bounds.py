"""Bounds worked out for one duty."""

from fractions import Fraction

from homeschool.engine.conditions import compile_condition
from homeschool.engine.scope import Context, Scope
from homeschool.engine.truth import Truth
from homeschool.engine.values import resolve, to_fraction
from homeschool.model.clock import Micros
from homeschool.model.derived import is_kept
from homeschool.model.ties import members, school_of
from homeschool.policy.requirement import MEMBER_CLASSES, Bound, PrecedingBound, ReferenceBound, ShareBound, SizeBound


class Unknown(Exception):  # noqa: N818 - named for what happened; it never leaves the engine
    """A bound rests on something that is not known."""


def work_out(scope: Scope, bound: Bound, context: Context) -> Fraction:
    """Return the number that a bound stands for; `PrecedingBound` is worked out where the periods are known.

    Raises:
        Unknown: something that it rests on is not known.
    """
    match bound:
        case SizeBound(kind, times):
            return times * len(_members(scope, kind, context))
        case ShareBound(kind, where):
            return _share(scope, kind, compile_condition(scope, where, MEMBER_CLASSES[kind][0]), context)
        case ReferenceBound(reference, times):
            values, sure = resolve(scope, reference, context)
            if not sure or len(values) != 1:
                raise Unknown
            return times * to_fraction(values.pop())
        case PrecedingBound():
            raise Unknown
        case _:
            return bound


def _members(scope: Scope, kind: str, context: Context) -> tuple[str, ...]:
    subject = context.subject or ""
    if not is_kept(scope.view, MEMBER_CLASSES[kind][1], context.at):
        raise Unknown
    found = members(scope.view, kind, subject, context.at)
    school = context.school or school_of(scope.view, subject, context.at)
    return found or (() if school is None else members(scope.view, kind, school, context.at))


def _share(scope: Scope, kind: str, ask: object, context: Context) -> Fraction:
    school = context.school or school_of(scope.view, context.subject or "", context.at)
    whole = () if school is None else members(scope.view, kind, school, context.at)
    if not is_kept(scope.view, MEMBER_CLASSES[kind][1], context.at):
        raise Unknown
    met = 0
    for member in whole:
        answer = ask(scope.view.get(member), Context(context.at, member))  # type: ignore[operator]
        if answer is None:
            raise Unknown
        met += answer
    return Fraction(met, len(whole)) if whole else Fraction(0)


def preceding_window(periods: list[tuple[Micros, Micros]], start: Micros) -> tuple[Micros, Micros] | None:
    """Return the window of the period before the one that starts at `start`."""
    earlier = [window for window in periods if window[1] <= start]
    return earlier[-1] if earlier else None


def within(known: tuple[Fraction | int, Fraction | int], least: Fraction | None, most: Fraction | None) -> Truth:
    """Tell whether what is known by its least and its greatest lies within bounds, of which either may be missing."""
    low, high = known
    if (least is not None and high < least) or (most is not None and low > most):
        return False
    return True if (least is None or low >= least) and (most is None or high <= most) else None
