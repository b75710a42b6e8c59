"""Measures for people: the slices as a table and as the rows of a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from homeschool.calendar import Language
from homeschool.engine import Measure, Slice
from homeschool.model.vocabularies import ROLE
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.report.columns import columns
from homeschool.report.rows import sheet
from homeschool.report.words import spaced

_DIMENSIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "pack": ("规则包", "pack"),
        "norm": ("条款", "norm"),
        "school": ("学校", "school"),
        "grade": ("年级", "grade"),
        "school_class": ("班级", "class"),
        "subject": ("对象", "subject"),
        "role": ("岗位", "role"),
        "bearer": ("责任人", "bearer"),
    }
)
_COUNTS = (
    ("应履行", "owed"),
    ("排除", "excluded"),
    ("已判定", "decided"),
    ("已履行", "fulfilled"),
    ("待完成", "pending"),
    ("目前符合", "holding"),
    ("无法判定", "undetermined"),
)
_PERIOD = ("时间", "period")
_TITLE = ("标题", "title")
_RATE = ("履行率", "rate")
_WHOLE = 1000


def rate_text(measure: Measure, language: Language) -> str:
    """Say a rate: ``66.7 %``, ``50.0–75.0 %`` while something is undetermined, n/a where nothing is decided.

    What is not all is never said to be 100 %, and what is not nothing never 0 %.
    """
    if measure.rate is None:
        return "不适用" if language == "zh" else "n/a"
    least, most = (_percent(rate) for rate in measure.rate)
    return f"{least} %" if least == most else f"{least}–{most} %"


def _percent(rate: Fraction) -> str:
    tenths = round(rate * _WHOLE)
    if rate < 1:
        tenths = min(tenths, _WHOLE - 1)
    if rate > 0:
        tenths = max(tenths, 1)
    return f"{tenths // 10}.{tenths % 10}"


def measure_table(found: Sequence[Slice], packs: Iterable[Pack], *, language: Language = "zh") -> str:
    """Return slices as plain text in columns; an empty text where there are none."""
    if not found:
        return ""
    index = 0 if language == "zh" else 1
    titles = _titles(packs)
    heads = [names[index] for names in (*_keys(found), _RATE, *_COUNTS)]
    rows = [[*_cells(one, titles, language), rate_text(one.measure, language), *_counts(one.measure)] for one in found]
    return "".join(f"{line}\n" for line in columns([heads, *rows], widest=40))


def measure_sheet(found: Sequence[Slice], packs: Iterable[Pack], languages: Sequence[Language] = ("zh",)) -> str:
    """Return slices as CSV, one a line; the rate stands as two numbers from 0 to 1, blank where there is none."""
    titles = _titles(packs)
    low, high = ("履行率下限", "least rate"), ("履行率上限", "greatest rate")
    names = (*_keys(found), low, high, *_COUNTS)
    heads = [" ".join(dict.fromkeys(name[0 if language == "zh" else 1] for language in languages)) for name in names]
    return sheet([heads, *([*_cells(one, titles, languages[0]), *_rates(one), *_counts(one.measure)] for one in found)])


def _rates(one: Slice) -> list[str]:
    return ["", ""] if one.measure.rate is None else [f"{float(rate):.4f}" for rate in one.measure.rate]


def _titles(packs: Iterable[Pack]) -> Mapping[str, Norm]:
    return {norm.id: norm for pack in packs for norm in pack.norms}


def _keys(found: Sequence[Slice]) -> list[tuple[str, str]]:
    """Return the names of the columns that say which slice it is; a norm has its title beside it."""
    names = [_PERIOD] if found and found[0].period_kind is not None else []
    for name in found[0].by if found else ():
        names += [_DIMENSIONS[name], _TITLE] if name == "norm" else [_DIMENSIONS[name]]
    return names


def _cells(one: Slice, titles: Mapping[str, Norm], language: Language) -> list[str]:
    cells = []
    if one.period_kind is not None:
        cells.append(_none(language) if one.period is None else one.period.name)
    for name, value in zip(one.by, one.key, strict=True):
        if value is None:
            cells.append(_none(language))
        elif name == "role" and "." not in value:
            cells.append(ROLE.zh(value) if language == "zh" else spaced(value))
        else:
            cells.append(value)
        if name == "norm":
            cells.append("" if value is None else titles[value].title.get(language))
    return cells


def _none(language: Language) -> str:
    return "（无）" if language == "zh" else "(none)"


def _counts(measure: Measure) -> list[str]:
    numbers = (
        measure.population,
        measure.exclusions,
        measure.denominator,
        measure.numerator,
        measure.pending,
        measure.holding,
        measure.undetermined,
    )
    return [str(number) for number in numbers]
