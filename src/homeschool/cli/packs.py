"""``homeschool packs``: list, show, lint, cases, coverage."""

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from homeschool.adapters.cases import load_cases, run_case
from homeschool.adapters.coverage import coverage
from homeschool.adapters.packs import load_pack, pack_folder, pack_ids
from homeschool.cli import CLEAN, FOUND, WRONG
from homeschool.cli.inputs import languages
from homeschool.errors import PackError
from homeschool.policy.norm import Bilingual, Modality, Norm
from homeschool.report import Explainer
from homeschool.report.width import pad, width

CASES = "cases.toml"
_MODALITIES: Mapping[Modality, str] = MappingProxyType(
    {
        "obligation": "义务",
        "prohibition": "禁止",
        "permission": "允许",
        "power": "职权",
        "definition": "定义",
        "declaration": "宣示",
    }
)


def run(arguments: Namespace) -> int:
    """Do what is asked with packs and return the exit status."""
    return _ACTIONS[arguments.action](arguments)


def _list(_: Namespace) -> int:
    rows = [("编号 id", "版本", "条款", "标题 title")]
    for name in pack_ids():
        pack = load_pack(name)
        rows.append((pack.id, pack.version, str(len(pack.norms)), f"{pack.title.zh}  {pack.title.en}"))
    _print_rows(rows)
    return CLEAN


def _print_rows(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(width(cell) for cell in cells) for cells in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip())


def _show(arguments: Namespace) -> int:
    pack = load_pack(arguments.pack)
    explainer = Explainer([pack])
    is_chinese = "zh" in languages(arguments)
    labels = ("发布", "范围", "版本", "来源") if is_chinese else ("issuer", "jurisdiction", "version", "source")
    print(" / ".join(pack.title.get(language) for language in languages(arguments)) + f"（{pack.id}）")
    for label, value in zip(labels, (pack.issuer, pack.jurisdiction, pack.version, pack.source), strict=True):
        if value:
            print(f"  {label}: {value}")
    for norm in pack.norms:
        print()
        for language in languages(arguments):
            _show_norm(norm, explainer, is_chinese=language == "zh")
    return CLEAN


def _show_norm(norm: Norm, explainer: Explainer, *, is_chinese: bool) -> None:
    words = explainer.words(norm, "zh" if is_chinese else "en")
    modality = words.say(_MODALITIES[norm.modality], norm.modality)
    print(f"[{norm.slug}] {norm.citation.clause} · {modality}")
    print(f"  {norm.title.get(words.language)}")
    if norm.is_checkable:
        who = words.say("、", ", ").join(words.roles)
        print(
            words.say(f"  {who}：对{words.subject}，{words.owed}", f"  {who}, for each {words.subject}: {words.owed}")
        )
    if norm.unexpressed is not None:
        reason = norm.unexpressed.get(words.language)
        print(words.say(f"  不能核查：{reason}", f"  cannot be checked: {reason}"))
    for line in words.last_lines:
        print(f"  {line}")


def _lint(arguments: Namespace) -> int:
    """Load each folder; every mistake goes to standard error, and all folders are looked at."""
    status = CLEAN
    for folder in arguments.folder:
        try:
            pack = load_pack(folder)
            cases = load_cases(folder) if (pack_folder(folder) / CASES).is_file() else ()
        except PackError as error:
            print(error, file=sys.stderr)
            status = WRONG
        else:
            print(f"{folder}: {len(pack.norms)} 条 norms, {len(cases)} 例 cases")
    return status


def _cases(arguments: Namespace) -> int:
    failed = 0
    for name in _named(arguments):
        pack, cases = load_pack(name), load_cases(name)
        results = [run_case(pack, case) for case in cases]
        for result in results:
            for difference in result.differences:
                print(
                    f"{result.case.file}:{result.case.line}: {result.case.norm}「{result.case.title.zh}」: {difference}"
                )
        wrong = sum(not result.passed for result in results)
        failed += wrong
        print(f"{pack.id}: {len(cases) - wrong} 例通过 passed, {wrong} 例不符 failed")
    return FOUND if failed else CLEAN


def _named(arguments: Namespace) -> Sequence[str]:
    if arguments.pack:
        return list(arguments.pack)
    return [name for name in pack_ids() if (pack_folder(name) / CASES).is_file()]


def _both(text: Bilingual) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"


def _coverage(arguments: Namespace) -> int:
    heads = (
        "编号 id",
        "款 clauses",
        "条 norms",
        "义务与禁止 binding",
        "可核查 encoded",
        "有正反试例 with cases",
        "未表达 left",
    )
    rows: list[tuple[str, ...]] = []
    left: list[str] = []
    for name in arguments.pack or pack_ids():
        cases = load_cases(name) if (pack_folder(name) / CASES).is_file() else ()
        found = coverage(load_pack(name), cases)
        numbers = (found.clauses, found.norms, found.checkable, found.encoded, len(found.with_cases))
        rows.append((found.pack, *map(str, (*numbers, len(found.unexpressed)))))
        left += [f"{norm}: {_both(reason)}" for norm, reason in found.unexpressed.items()]
    _print_rows([heads, *rows])
    if left:
        print("\n未表达的条款及原因 left unexpressed, and why:")
        print("\n".join(left))
    return CLEAN


_ACTIONS: Mapping[str, Callable[[Namespace], int]] = MappingProxyType(
    {"list": _list, "show": _show, "lint": _lint, "cases": _cases, "coverage": _coverage}
)
