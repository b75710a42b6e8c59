"""Conditions made into functions: asked of a fact in a context, they answer True, False, or None for unknown."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, assert_never

from homeschool.calendar import day_after, is_working_day
from homeschool.engine.linking import has_candidates
from homeschool.engine.scope import Context, Scope
from homeschool.errors import CalendarRangeError
from homeschool.model.clock import Bounds
from homeschool.model.derived import all_fields, derived_fields, is_kept
from homeschool.model.entities import Staff
from homeschool.model.facts import CLASS_NAMES, fact_classes
from homeschool.model.fields import Shape
from homeschool.model.ties import school_of, standing_for, tie_edges
from homeschool.model.view import concerned_ids
from homeschool.policy.condition import (
    And,
    Condition,
    Has,
    Named,
    Not,
    Or,
    Reference,
    Some,
    Test,
)

Truth = bool | None
Ask = Callable[[Any, Context], Truth]
Get = Callable[[Any, Context], Any]
Gather = Callable[[Any, Context], tuple[set[Any], bool]]
"""Gathers the values at the end of a path: those known, and whether they are all."""


def all_of(answers: Iterable[Truth]) -> Truth:
    """Return the conjunction in Kleene's logic."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def any_of(answers: Iterable[Truth]) -> Truth:
    """Return the disjunction in Kleene's logic."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def negate(answer: Truth) -> Truth:
    """Return the negation in Kleene's logic."""
    return None if answer is None else not answer


def _true(_: Any, __: Context) -> Truth:
    return True


def _unknown(_: Any, __: Context) -> None:
    return None


def to_fraction(number: float | Fraction) -> Fraction:
    """Return a recorded number exactly as it was written: 0.1 is one tenth."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def compile_condition(scope: Scope, condition: Condition, class_name: str) -> Ask:
    """Return the function that asks a condition of facts of one class."""
    match condition:
        case And(()):
            return _true
        case And(parts):
            return _every_part([compile_condition(scope, part, class_name) for part in parts])
        case Or(parts):
            asks = [compile_condition(scope, part, class_name) for part in parts]
            return lambda fact, context: any_of(ask(fact, context) for ask in asks)
        case Not(part):
            inner = compile_condition(scope, part, class_name)
            return lambda fact, context: negate(inner(fact, context))
        case Named(name):
            return compile_condition(scope, scope.definitions[name].condition, class_name)
        case Some():
            return _some(scope, condition, class_name)
        case Has():
            return _has(scope, condition)
        case Test():
            return _test(scope, condition, class_name)
        case _:
            assert_never(condition)


def _every_part(asks: Sequence[Ask]) -> Ask:
    return _both(*asks) if len(asks) == 2 else _each_part(asks)  # noqa: PLR2004 - most conditions have two parts


def _both(first: Ask, second: Ask) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        one = first(fact, context)
        if one is False:
            return False
        other = second(fact, context)
        return other if one is True or other is False else None

    return ask


def _each_part(asks: Sequence[Ask]) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        answer: Truth = True
        for part in asks:
            found = part(fact, context)
            if found is False:
                return False
            if found is None:
                answer = None
        return answer

    return ask


def _some(scope: Scope, condition: Some, class_name: str) -> Ask:
    get = getter(scope, class_name, condition.path)
    targets = all_fields(class_name)[condition.path].targets
    asks = {target: compile_condition(scope, condition.where, target) for target in targets}
    combine = all_of if condition.every else any_of

    def ask(fact: Any, context: Context) -> Truth:
        ids = get(fact, context)
        if ids is None:
            return None
        answers = []
        for id_ in _as_ids(ids):
            record = scope.view.get(id_)
            answers.append(None if record is None else asks[CLASS_NAMES[type(record)]](record, context))
        return combine(answers)

    return ask


def _as_ids(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(item if isinstance(item, str) else item.id for item in value)


def _has(scope: Scope, condition: Has) -> Ask:
    where = compile_condition(scope, condition.where, condition.of)

    def ask(fact: Any, context: Context) -> Truth:
        if context.subject == fact.id:
            inner = context
        else:
            inner = Context(context.at, fact.id, context.trigger, context.bearers)
        found = any_of(where(item, inner) for item in has_candidates(scope, condition, fact.id, context.at))
        if found is not True and not is_kept(scope.view, condition.of, context.at):
            return None
        return found

    return ask


def getter(scope: Scope, class_name: str, field: str) -> Get:
    """Return the function that gets the value of a stored or derived field; None is unknown."""
    view = scope.view
    kept = view.keeps.classes.get(class_name)
    if kept is not None and field in kept.without:
        return _unknown
    derived = derived_fields(class_name).get(field)
    if derived is None:
        return lambda fact, _: getattr(fact, field)
    needs, ask = derived.needs, derived.ask
    if all(need in view.keeps.classes and view.keeps.classes[need].since is None for need in needs):
        return lambda fact, context: ask(view, fact, context.at, context.subject)

    def get(fact: Any, context: Context) -> Any:
        if not all(is_kept(view, need, context.at) for need in needs):
            return None
        return ask(view, fact, context.at, context.subject)

    return get


def is_stored(scope: Scope, class_name: str, field: str) -> bool:
    """Tell whether records hold a field, and the host keeps it."""
    kept = scope.view.keeps.classes.get(class_name)
    return kept is not None and field in fact_classes()[class_name].fields and field not in kept.without


def gather(scope: Scope, class_name: str, path: tuple[str, ...]) -> Gather:
    """Return the function that gathers the values at the end of a path: those known, and whether they are all."""
    first = getter(scope, class_name, path[0])
    info = all_fields(class_name)[path[0]]
    if len(path) == 1:
        as_ids = info.shape is Shape.CONCERNS

        def plain(fact: Any, context: Context) -> tuple[set[Any], bool]:
            value = first(fact, context)
            if value is None:
                return set(), False
            if as_ids:
                return set(concerned_ids(fact)), True
            return set(value) if isinstance(value, tuple) else {value}, True

        return plain
    having = [target for target in info.targets or fact_classes() if path[1] in all_fields(target)]
    seconds = {target: getter(scope, target, path[1]) for target in having}

    if path[1] in _OF_TIES and all(kept.since is None for kept in scope.view.keeps.classes.values()):
        return _remembered(scope, first, seconds)

    def two_steps(fact: Any, context: Context) -> tuple[set[Any], bool]:
        ids = first(fact, context)
        return (set(), False) if ids is None else _second_step(scope, _as_ids(ids), seconds, context)

    return two_steps


_OF_TIES = frozenset({"role", "party"})
"""Derived fields that change only where some tie begins or ends, so that answers about them can be remembered."""


def _remembered(scope: Scope, first: Get, seconds: dict[str, Get]) -> Gather:
    """Return a second step that is taken once for all subjects that stand in the same place while no tie changes."""
    tables: dict[tuple[str | None, int], dict[Any, tuple[set[Any], bool]]] = {}
    by_place: dict[tuple[str | None, int], dict[Any, tuple[set[Any], bool]]] = {}
    of_others: dict[Any, tuple[set[Any], bool]] = {}
    are_staff: dict[Any, bool] = {}
    view = scope.view
    edges = tie_edges(view)

    def table_of(subject: str | None, span: int, context: Context) -> dict[Any, tuple[set[Any], bool]]:
        place = None if subject is None else standing_for(view, subject, context.at)
        return by_place.setdefault((place, span), {})

    def answer(ids: Any, place: tuple[str | None, int], context: Context) -> tuple[set[Any], bool]:
        if ids not in are_staff:
            are_staff[ids] = all(isinstance(view.get(id_), Staff) for id_ in _as_ids(ids))
        table, key = (tables[place], ids) if are_staff[ids] else (of_others, (ids, place))
        if key not in table:
            table[key] = _second_step(scope, _as_ids(ids), seconds, context)
        return table[key]

    def two_steps(fact: Any, context: Context) -> tuple[set[Any], bool]:
        ids = first(fact, context)
        if ids is None:
            return set(), False
        place = context.subject, bisect_right(edges, context.at)
        table = tables.get(place)
        if table is None:
            table = tables[place] = table_of(*place, context)
        return table.get(ids) or answer(ids, place, context)

    return two_steps


def _second_step(
    scope: Scope, ids: tuple[str, ...], seconds: dict[str, Get], context: Context
) -> tuple[set[Any], bool]:
    known: set[Any] = set()
    complete = True
    for id_ in ids:
        record = scope.view.get(id_)
        get = None if record is None else seconds.get(CLASS_NAMES[type(record)])
        if record is not None and get is None:
            continue
        value = None if get is None else get(record, context)
        if value is None:
            complete = False
        elif isinstance(value, tuple):
            known.update(_as_ids(value))
        else:
            known.add(value)
    return known, complete


def resolve(scope: Scope, reference: Reference, context: Context) -> tuple[set[Any], bool]:
    """Return the values that a reference stands for: those known, and whether they are all."""
    if reference.root == "bearer":
        return (set(), False) if context.bearers is None else (set(context.bearers), True)
    start = scope.view.get(context.subject or "") if reference.root == "subject" else context.trigger
    if start is None:
        return set(), False
    if not reference.path:
        return {start.id}, True
    key = ("gather", type(start), reference.path)
    found = scope.memory.get(key)
    if found is None:
        found = scope.memory[key] = gather(scope, CLASS_NAMES[type(start)], reference.path)
    return found(start, context)


def _test(scope: Scope, test: Test, class_name: str) -> Ask:
    match test.op:
        case "any_of" | "all_of" | "none_of":
            return _membership(scope, test, class_name)
        case "filled":
            return _filled(scope, test, class_name)
        case "is":
            return _is(scope, test, class_name)
        case "during":
            return _during(scope, test, class_name)
        case "lasts_at_least" | "lasts_at_most":
            return _lasts(scope, test, class_name)
        case "at_least" | "at_most" | "above" | "below":
            return _compare(scope, test, class_name)
        case _:
            assert_never(test.op)


def _membership(scope: Scope, test: Test, class_name: str) -> Ask:
    asked = frozenset(value for value in test.values if not isinstance(value, Reference))
    references = [value for value in test.values if isinstance(value, Reference)]
    info = all_fields(class_name)[test.path[0]]
    if not references and len(test.path) == 1 and test.op == "any_of" and info.shape in (Shape.TERM, Shape.TERMS):
        if info.shape is Shape.TERM and is_stored(scope, class_name, test.path[0]):
            return _holds_one(test.path[0], asked)
        get = getter(scope, class_name, test.path[0])
        return _is_among(get, asked) if info.shape is Shape.TERM else _meets(get, asked)
    values = gather(scope, class_name, test.path)
    if not references and test.op == "any_of":
        return _any_among(values, asked)
    decide = _DECIDE[test.op]

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        wanted, sure = set(asked), True
        for reference in references:
            more, all_known = resolve(scope, reference, context)
            wanted |= more
            sure = sure and all_known
        return decide(known, complete, wanted, sure)

    return ask


def _holds_one(field: str, asked: frozenset[Any]) -> Ask:
    def ask(fact: Any, _: Context) -> Truth:
        value = getattr(fact, field)
        return None if value is None else value in asked

    return ask


def _is_among(get: Get, asked: frozenset[Any]) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        return None if value is None else value in asked

    return ask


def _any_among(values: Gather, asked: frozenset[Any]) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        if not asked.isdisjoint(known):
            return True
        return False if complete else None

    return ask


def _meets(get: Get, asked: frozenset[Any]) -> Ask:
    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        return None if value is None else not asked.isdisjoint(value)

    return ask


def _any(known: set[Any], complete: bool, wanted: set[Any], sure: bool) -> Truth:
    if known & wanted:
        return True
    return False if complete and sure else None


def _all(known: set[Any], complete: bool, wanted: set[Any], sure: bool) -> Truth:
    missing = wanted - known
    if missing:
        return False if complete else None
    return True if sure else None


def _none(known: set[Any], complete: bool, wanted: set[Any], sure: bool) -> Truth:
    return negate(_any(known, complete, wanted, sure))


_DECIDE = {"any_of": _any, "all_of": _all, "none_of": _none}


def _filled(scope: Scope, test: Test, class_name: str) -> Ask:
    asked = test.values[0]
    info = all_fields(class_name)[test.path[0]]
    if len(test.path) == 1 and not info.derived:
        if not is_stored(scope, class_name, test.path[0]):
            return _unknown
        field = test.path[0]
        return lambda fact, _: (getattr(fact, field) not in (None, (), "")) is asked
    values = gather(scope, class_name, test.path)

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        if known:
            return asked is True
        return (asked is False) if complete else None

    return ask


def _is(scope: Scope, test: Test, class_name: str) -> Ask:
    asked = test.values[0]
    if len(test.path) == 1 and is_stored(scope, class_name, test.path[0]):
        return _holds_one(test.path[0], frozenset((asked,)))
    values = gather(scope, class_name, test.path)

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        if asked in known:
            return True
        return False if complete else None

    return ask


def _during(scope: Scope, test: Test, class_name: str) -> Ask:
    get = getter(scope, class_name, test.path[0])

    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        if value is None:
            return None
        bounds = scope.view.clock.bounds(value)
        school = school_of(scope.view, context.subject or fact.id, bounds[0])
        return any_of(_lies_in(scope, str(word), bounds, school) for word in test.values)

    return ask


def _lies_in(scope: Scope, word: str, bounds: Bounds, school: str | None) -> Truth:
    calendar = scope.view.calendar_of(school)
    moment = scope.view.clock.moment(bounds[0])
    day = moment.date()
    try:
        match word:
            case "school_day":
                return calendar.is_school_day(day)
            case "day_off":
                return calendar.is_day_off(day)
            case "vacation":
                return calendar.vacation_of(day) is not None
            case "teaching_hours":
                if bounds[1] - bounds[0] == 1:
                    return calendar.is_teaching_time(moment)
                return None if calendar.is_school_day(day) else False
            case _:
                return is_working_day(day)
    except CalendarRangeError:
        return None


def _lasts(scope: Scope, test: Test, class_name: str) -> Ask:
    get = getter(scope, class_name, test.path[0])
    span = test.values[0]
    longer = test.op == "lasts_at_least"

    def ask(fact: Any, context: Context) -> Truth:
        value = get(fact, context)
        if value is None or value[0] is None:
            return None
        since, until = value
        if until is None:
            return longer
        school = school_of(scope.view, context.subject or fact.id, context.at)
        try:
            mark = day_after(since, span, scope.view.calendar_of(school))  # type: ignore[arg-type]
        except CalendarRangeError:
            return None
        return bool(until >= mark) if longer else bool(until <= mark)

    return ask


def _compare(scope: Scope, test: Test, class_name: str) -> Ask:
    values = gather(scope, class_name, test.path)
    asked = test.values[0]
    clock = scope.view.clock
    compare = _COMPARE[test.op]

    def to_span(value: Any) -> tuple[Any, Any]:
        if isinstance(value, int | float | Fraction):
            number = to_fraction(value)
            return number, number
        low, high = clock.bounds(value)
        return low, high - 1

    def ask(fact: Any, context: Context) -> Truth:
        known, complete = values(fact, context)
        if not known:
            return False if complete else None
        if isinstance(asked, Reference):
            bounds, sure = resolve(scope, asked, context)
            if not bounds or not sure:
                return None
        else:
            bounds = {asked}
        return any_of(compare(to_span(value), to_span(bound)) for value in known for bound in bounds)

    return ask


Spread = tuple[Any, Any]
"""The least and the greatest that a value may be: equal for a number and an instant, a day's ends for a day."""


def _at_least(value: Spread, bound: Spread) -> Truth:
    if value[0] >= bound[1]:
        return True
    return False if value[1] < bound[0] else None


def _at_most(value: Spread, bound: Spread) -> Truth:
    return _at_least(bound, value)


def _above(value: Spread, bound: Spread) -> Truth:
    return negate(_at_most(value, bound))


def _below(value: Spread, bound: Spread) -> Truth:
    return negate(_at_least(value, bound))


_COMPARE = {"at_least": _at_least, "at_most": _at_most, "above": _above, "below": _below}


def is_static(condition: Condition, class_name: str) -> bool:
    """Tell whether a condition on facts of a class depends on the fact alone, not on subject, moment or trigger."""
    match condition:
        case And(parts) | Or(parts):
            return all(is_static(part, class_name) for part in parts)
        case Not(part):
            return is_static(part, class_name)
        case Test(path, op, values):
            info = all_fields(class_name)[path[0]]
            refers = any(isinstance(value, Reference) for value in values)
            return len(path) == 1 and not info.derived and not refers and op != "during"
        case _:
            return False
