"""What is due, for people: a table by norm or by who owes it, and the rows of a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from homeschool.calendar import Language
from homeschool.engine import Due, by_bearer
from homeschool.report.columns import columns
from homeschool.report.explain import Explainer
from homeschool.report.next_step import owners_text
from homeschool.report.rows import header, row, sheet
from homeschool.report.times import deadline_text

_HEADS = (
    ("对象", "for"),
    ("责任人", "by"),
    ("期限", "due"),
    ("剩余", "left"),
    ("还差", "missing"),
    ("编号", "finding"),
)
_MORE = (
    ("剩余小时", "hours left"),
    ("剩余上课日", "school days left"),
    ("剩余工作日", "working days left"),
    ("应有", "needed"),
    ("还差", "missing"),
    ("还能完成", "can be kept"),
)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_WIDEST = 40


def due_table(dues: Iterable[Due], explainer: Explainer, *, language: Language = "zh", by: str | None = None) -> str:
    """Return what is due as plain text in columns, ending in a line break; an empty text where nothing is.

    Args:
        dues: what is due, in the order in which to list it.
        explainer: knows the words of the norms.
        language: of headings and words.
        by: ``bearer`` for a block for each person who owes something; None for one for each norm.
    """
    heads = [names[0 if language == "zh" else 1] for names in _HEADS]
    if by == "bearer":
        blocks = {_person(holder, language): list(same) for holder, same in by_bearer(dues).items()}
    else:
        blocks = dict(_by_norm(dues, language))
    lines: list[str] = []
    for title, same in blocks.items():
        rows = [_cells(one, explainer, language, titled=by == "bearer") for one in same]
        names = [*heads[:-1], "条款" if language == "zh" else "norm", heads[-1]] if by == "bearer" else heads
        lines += [title, *columns([names, *rows], widest=_WIDEST), ""]
    return "".join(f"{line}\n" for line in lines)


def _person(holder: str, language: Language) -> str:
    nobody = "（无人任职）" if language == "zh" else "(nobody holds the role)"
    return f"== {holder or nobody} =="


def _by_norm(dues: Iterable[Due], language: Language) -> Mapping[str, list[Due]]:
    found: dict[str, list[Due]] = {}
    for one in dues:
        norm = one.finding.norm
        title = f"{norm.title.get(language)}\n  {norm.citation.describe(language)}"
        found.setdefault(title, []).append(one)
    return found


def _cells(one: Due, explainer: Explainer, language: Language, *, titled: bool) -> list[str]:
    finding = one.finding
    words = explainer.words(finding.norm, language)
    cells = [
        finding.subject,
        owners_text(one.bearers, words) if finding.bearer is None else finding.bearer,
        deadline_text(finding, language),
        left_text(one, language),
        missing_text(one, language),
        finding.id,
    ]
    if titled:
        cells.insert(-1, finding.norm.title.get(language))
    return cells


def left_text(one: Due, language: Language) -> str:
    """Say how much time is left: elapsed, and in school days or, where the calendar cannot tell, working days."""
    days, hours = one.slack // _DAY, one.slack % _DAY // _HOUR
    minutes = one.slack % _HOUR // timedelta(minutes=1)
    is_chinese = language == "zh"
    units = ("天", "小时", "分钟") if is_chinese else ("d", "h", "min")
    amounts = [(days, units[0]), (hours, units[1])] if days else [(hours, units[1]), (minutes, units[2])]
    text = " ".join(f"{amount} {unit}" for amount, unit in amounts if amount) or f"0 {units[2]}"
    if one.school_days is not None:
        return text + (f"（上课日 {one.school_days}）" if is_chinese else f" (school days: {one.school_days})")
    if one.working_days is not None:
        return text + (f"（工作日 {one.working_days}）" if is_chinese else f" (working days: {one.working_days})")
    return text + ("（校历无数据）" if is_chinese else " (no calendar)")


def missing_text(one: Due, language: Language) -> str:
    """Say how many are still missing, and that it can no longer be kept where that is so."""
    text = "" if one.missing is None else f"{one.missing}/{one.needed}"
    if one.is_unachievable:
        text += "，已不可能完成" if language == "zh" else ", can no longer be kept"
    return text.removeprefix("，").removeprefix(", ")


def due_sheet(dues: Iterable[Due], explainer: Explainer, languages: Sequence[Language] = ("zh",)) -> str:
    """Return what is due as CSV: the columns of findings, and behind them the time left and what is missing."""
    more = [" ".join(names[0 if language == "zh" else 1] for language in languages) for names in _MORE]
    rows = [[*row(one.finding, explainer, languages), *_numbers(one, languages)] for one in dues]
    return sheet(([*header(languages), *more], *rows))


def _numbers(one: Due, languages: Sequence[Language]) -> list[str]:
    words = [
        ("否" if one.is_unachievable else "是") if each == "zh" else str(not one.is_unachievable) for each in languages
    ]
    counted = (one.school_days, one.working_days, one.needed, one.missing)
    hours = str(round(one.slack / _HOUR, 1))
    return [hours, *("" if number is None else str(number) for number in counted), " / ".join(words)]
