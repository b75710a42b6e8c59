"""Plans for people: what to do on which day, who, for which duties; and what cannot be kept, and why."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from homeschool.calendar import Language
from homeschool.engine import Action, Ask, Plan, Unkept
from homeschool.model.fields import Concerned
from homeschool.policy.condition import And, Condition, Not, Test
from homeschool.policy.finding import Finding
from homeschool.report.columns import columns
from homeschool.report.describe_condition import describe_condition
from homeschool.report.explain import Explainer
from homeschool.report.rows import sheet
from homeschool.report.table import more_text
from homeschool.report.times import deadline_text, moment_text
from homeschool.report.words import Scope, class_word, id_list, joined

REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unachievable": ("剩余日数已不够", "too few days are left"),
        "vacant": ("岗位空缺", "nobody holds the role"),
        "form": ("要求的形式无法安排为一次行动", "what it requires is no action that can be planned"),
        "unknown": ("缺少有关记录，不能确定怎样才算完成", "records are not kept that would tell whether it counts"),
        "window": ("期限内已没有合适的时间", "no fitting moment is left before the deadline"),
        "capacity": ("期限太近，责任人排不开", "the deadline is too near for what those who act can do"),
    }
)
_HEADS = (("时间", "when"), ("行动", "action"), ("对象", "for"), ("行动人", "who"), ("完成", "keeps"), ("编号", "id"))
_IN_TABLE = (0, 2, 3, 4, 5, 1)
"""The order of these columns in a table: what the action is comes last, for it is long."""
_LOST = (("期限", "due"), ("对象", "for"), ("原因", "why"), ("编号", "finding"))
_WIDEST = 60


def plan_table(plan: Plan, explainer: Explainer, *, language: Language = "zh", limit: int | None = None) -> str:
    """Return a plan as plain text: how much it keeps, then each action, then what is not kept and why.

    `limit` is how many actions, and how many findings not kept, are listed at most.
    """
    is_chinese = language == "zh"
    lines = [_head(plan, language)]
    titles = _titles(plan, language)
    if plan.actions:
        rows = [_action_row(action, titles, language) for action in plan.actions[:limit]]
        lines += [
            "",
            "== 行动 ==" if is_chinese else "== actions ==",
            *columns(
                [[row[index] for index in _IN_TABLE] for row in (_names(_HEADS, language), *rows)], widest=_WIDEST
            ),
        ]
        lines += _rest(len(plan.actions), limit, language)
    if plan.unkept:
        rows = [_lost_row(one, explainer, language) for one in plan.unkept[:limit]]
        lines += [
            "",
            "== 不能完成 ==" if is_chinese else "== not kept ==",
            *columns([_names(_LOST, language), *rows], widest=_WIDEST),
        ]
        lines += _rest(len(plan.unkept), limit, language)
    return "".join(f"{line}\n" for line in lines)


def plan_sheet(plan: Plan, languages: Sequence[Language] = ("zh",)) -> str:
    """Return the actions of a plan as CSV, one a line."""
    heads = [" ".join(_names((names,), language)[0] for language in languages) for names in _HEADS]
    rows = []
    for action in plan.actions:
        cells = [_sheet_row(action, language) for language in languages]
        rows.append([" / ".join(dict.fromkeys(texts)) for texts in zip(*cells, strict=True)])
    return sheet((heads, *rows))


def describe_action(action: Action, language: Language = "zh") -> str:
    """Say what an action is: 家访（地点为家中，且家访人员的身份为班主任）, home visit (place is home)."""
    scope = Scope(language, (action.class_name,))
    text = describe_condition(And(tuple(map(_condition, action.asks))), scope)
    word = class_word(action.class_name, language)
    if not text:
        return word
    return f"{word}（{text}）" if language == "zh" else f"{word} ({text})"


def _condition(ask: Ask) -> Condition:
    """Return an ask as the condition that it comes from."""
    path = (ask.field, "role") if ask.roles else (ask.field,)
    values = ask.roles or ask.values
    match ask.op:
        case "filled" | "blank":
            return Test(path, "filled", (ask.op == "filled",))
        case "not_during":
            return Not(Test(path, "during", values))
        case "any_of" if all(isinstance(value, bool) for value in values):
            return Test(path, "is", values)
        case _:
            return Test(path, ask.op, values)


def describe_unkept(one: Unkept, explainer: Explainer, language: Language = "zh") -> str:
    """Say why a finding is not kept."""
    zh, en = REASONS[one.reason]
    text = zh if language == "zh" else en
    if one.reason != "vacant" or one.detail is None:
        return text
    role = explainer.words(one.finding.norm, language).role(one.detail)
    return f"{text}（{role}）" if language == "zh" else f"{text} ({role})"


def _head(plan: Plan, language: Language) -> str:
    now = plan.as_of.isoformat(" ", "minutes")
    until = None if plan.until is None else plan.until.isoformat(" ", "minutes")
    counts = len(plan.actions), len(plan.kept), len(plan.unkept)
    if language == "zh":
        span = f"自 {now} 起" + ("" if until is None else f"、{until} 以前到期的义务")
        return "{}：行动 {} 项，可完成 {} 项义务，不能完成 {} 项".format(span, *counts)
    span = f"from {now}" + ("" if until is None else f", duties due until {until}")
    return "{}: {} actions keep {} duties, {} cannot be kept".format(span, *counts)


def _names(heads: Iterable[tuple[str, str]], language: Language) -> list[str]:
    return [names[0 if language == "zh" else 1] for names in heads]


def _rest(count: int, limit: int | None, language: Language) -> list[str]:
    return [] if limit is None or count <= limit else [more_text(count - limit, language)]


def _titles(plan: Plan, language: Language) -> Mapping[str, str]:
    return {
        finding.id: finding.norm.title.get(language) for finding in (*plan.kept, *(one.finding for one in plan.unkept))
    }


def _action_row(action: Action, titles: Mapping[str, str], language: Language) -> list[str]:
    served = list(dict.fromkeys(titles[id_] for id_ in action.findings))
    count = f"{len(action.findings)} 项：" if language == "zh" else f"{len(action.findings)}: "
    return [
        moment_text(action.when),
        describe_action(action, language),
        id_list(_ids(action), language, 3),
        id_list(action.actors, language, 3),
        count + joined(served, language),
        action.id,
    ]


def _sheet_row(action: Action, language: Language) -> list[str]:
    people = (" ".join(_ids(action)), " ".join(action.actors), " ".join(action.findings))
    return [moment_text(action.when), describe_action(action, language), *people, action.id]


def _ids(action: Action) -> list[str]:
    return [one.id if isinstance(one, Concerned) else one for one in action.concerns]


def _lost_row(one: Unkept, explainer: Explainer, language: Language) -> list[str]:
    finding: Finding = one.finding
    return [deadline_text(finding, language), finding.subject, describe_unkept(one, explainer, language), finding.id]
