"""``homeschool packs``: list, show, lint, cases, coverage; what compares packs is in `packs_compared`."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from homeschool.adapters.case_files import CASES
from homeschool.adapters.cases import load_cases, run_case
from homeschool.adapters.coverage import coverage
from homeschool.adapters.packs import load_pack, pack_folder, pack_ids
from homeschool.cli import CLEAN, FOUND, WRONG, packs_compared
from homeschool.cli.inputs import languages
from homeschool.cli.packs_compared import cases_of
from homeschool.errors import PackError
from homeschool.policy.links import missing_links, unlinked_copies
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import FORCES, Pack
from homeschool.report import Explainer
from homeschool.report.norm_entry import force_word, modality_word, reading_lines, sentence
from homeschool.report.width import pad, width


def run(arguments: Namespace) -> int:
    """Do what is asked with packs and return the exit status."""
    return _ACTIONS[arguments.action](arguments)


def _list(_: Namespace) -> int:
    rows = [("编号 id", "性质", "版本", "条款", "标题 title")]
    packs = [load_pack(name) for name in pack_ids()]
    for pack in sorted(packs, key=_rank):
        kind = "成套" if pack.is_set else force_word(pack)
        rows.append((pack.id, kind, pack.version, str(len(pack.norms)), f"{pack.title.zh}  {pack.title.en}"))
    _print_rows(rows)
    return CLEAN


def _rank(pack: Pack) -> tuple[bool, int, str]:
    """Return what packs are listed by: sets first, then laws, regulations, plans, recommendations."""
    return not pack.is_set, FORCES.index(pack.force), pack.id


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
    print(f"[{norm.slug}] {norm.citation.clause} · {modality_word(norm, words.language)}")
    for line in (norm.title.get(words.language), sentence(words), *reading_lines(words)):
        if line is not None:
            print(f"  {line}")


def _lint(arguments: Namespace) -> int:
    """Load each folder; every mistake goes to standard error, and all folders are looked at.

    Without a folder all packs that ship are looked at, and how they are linked.
    """
    status = CLEAN
    packs = []
    for folder in arguments.folder or pack_ids():
        try:
            pack = load_pack(folder)
            cases = cases_of(folder)
        except PackError as error:
            print(error, file=sys.stderr)
            status = WRONG
        else:
            packs.append(pack)
            print(f"{folder}: {len(pack.norms)} 条 norms, {len(cases)} 例 cases")
    faults = list(_link_faults(packs, is_whole=not arguments.folder))
    for fault in faults:
        print(fault, file=sys.stderr)
    return WRONG if faults else status


def _link_faults(packs: Sequence[Pack], *, is_whole: bool) -> Iterable[str]:
    """Say which norms ask the same without being linked and, of a whole collection, which links lead nowhere."""
    for one, other in unlinked_copies(packs):
        yield f"{other}: same_as: asks exactly what `{one}` asks; expected a link between them"
    for norm, other in missing_links(packs) if is_whole else ():
        yield f"{norm}: same_as: no norm `{other}`"


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
        "条目 entries",
        "条 norms",
        "义务与禁止 binding",
        "可核查 encoded",
        "有正反试例 with cases",
        "未表达 left",
    )
    counted: list[tuple[str, tuple[int, ...]]] = []
    left: list[str] = []
    sets: list[str] = []
    for name in arguments.pack or pack_ids():
        cases = cases_of(name)
        found = coverage(load_pack(name), cases)
        if found.taken:
            sets.append(f"{found.pack}: 引用 {found.taken} 条 norms taken over from other packs")
        if found.norms == 0 < found.taken:
            continue
        binding = (found.checkable, found.encoded, len(found.with_cases), len(found.unexpressed))
        counted.append((found.pack, (found.clauses, found.entries, found.norms, *binding)))
        left += [f"{norm}: {_both(reason)}" for norm, reason in found.unexpressed.items()]
    if len(counted) > 1:
        counted.append((f"共 {len(counted)} 个 packs", tuple(map(sum, zip(*(row for _, row in counted), strict=True)))))
    _print_rows([heads, *((name, *map(str, numbers)) for name, numbers in counted)])
    if sets:
        print("\n成套与修改 sets and overlays:")
        print("\n".join(sets))
    if left:
        print("\n未表达的条款及原因 left unexpressed, and why:")
        print("\n".join(left))
    return CLEAN


_ACTIONS: Mapping[str, Callable[[Namespace], int]] = MappingProxyType(
    {
        "list": _list,
        "show": _show,
        "lint": _lint,
        "cases": _cases,
        "coverage": _coverage,
        "diff": packs_compared.diff,
        "conflicts": packs_compared.conflicts,
        "reads": packs_compared.reads,
        "pages": packs_compared.pages,
    }
)
