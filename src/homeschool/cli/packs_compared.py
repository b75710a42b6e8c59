"""``homeschool packs`` over several packs: diff, conflicts, reads, pages."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from homeschool.adapters.case_files import CASES, Case
from homeschool.adapters.cases import load_cases
from homeschool.adapters.files import write_texts
from homeschool.adapters.packs import load_pack, pack_folder, pack_ids
from homeschool.calendar import Language
from homeschool.cli import CLEAN, FOUND
from homeschool.cli.inputs import OutputError, languages
from homeschool.model.facts import fact_classes
from homeschool.policy.conflicts import conflicts as found_conflicts
from homeschool.policy.differences import Difference, differences
from homeschool.policy.norm import Norm
from homeschool.policy.pack import Pack
from homeschool.policy.tables import steps
from homeschool.report import Explainer
from homeschool.report.norm_entry import sentence
from homeschool.report.norm_words import part_word
from homeschool.report.pages import TriedCase, index_page, pack_page, records_page

_KINDS = {"new": ("新增", "new"), "changed": ("改变", "changed"), "gone": ("不再有", "gone"), "same": ("相同", "same")}
_SIDES = {"before": ("原来：", "before: "), "after": ("改为：", "after: ")}


def diff(arguments: Namespace) -> int:
    """Print what changes for a school that moves from one pack to another; return 0."""
    before, after = load_pack(arguments.before), load_pack(arguments.after)
    found = differences(before, after)
    explainer = Explainer([before, after])
    counted = Counter(one.kind for one in found)
    for language in languages(arguments):
        numbers = [f"{_word(words, language)} {counted[kind]}" for kind, words in _KINDS.items()]  # type: ignore[index]
        print(f"{before.title.get(language)} → {after.title.get(language)}")
        print("  " + "，".join(numbers) if language == "zh" else "  " + ", ".join(numbers))
        for one in found:
            if one.kind != "same":
                _print_difference(one, explainer, language)
    return CLEAN


def _word(words: tuple[str, str], language: Language) -> str:
    return words[0] if language == "zh" else words[1]


def _print_difference(found: Difference, explainer: Explainer, language: Language) -> None:
    norm = found.after or found.before
    assert norm is not None
    print(f"\n[{_word(_KINDS[found.kind], language)}] {norm.id}  {norm.title.get(language)}")
    if found.kind == "changed":
        print("  " + "、".join(part_word(_PARTS.get(part, part), language) for part in found.parts))
    for side, one in (("before", found.before), ("after", found.after)):
        if one is not None:
            head = _word(_SIDES[side], language) if found.kind == "changed" else ""
            print(f"  {head}{_said(one, explainer, language)}")


_PARTS = {"requirement": "requires"}


def _said(norm: Norm, explainer: Explainer, language: Language) -> str:
    words = explainer.words(norm, language)
    return f"{sentence(words)} ({words.citation})" if language == "en" else f"{sentence(words)}（{words.citation}）"


def conflicts(arguments: Namespace) -> int:
    """Print the norms that cannot all be kept; return 1 where there are any."""
    packs = _loaded(arguments.pack)
    found = found_conflicts(packs)
    explainer = Explainer(packs)
    for conflict in found:
        print(f"{conflict.one.id} × {conflict.other.id}")
        for language in languages(arguments):
            for norm in (conflict.one, conflict.other):
                print(f"  {norm.title.get(language)}: {_said(norm, explainer, language)}")
    norms = sum(norm.is_checkable for pack in packs for norm in pack.norms)
    print(f"{len(packs)} 个规则包 packs, {norms} 条 norms: {len(found)} 处冲突 conflicts")
    return FOUND if found else CLEAN


def reads(arguments: Namespace) -> int:
    """Print which norms each further table of records makes checkable, the tables that buy most first; return 0."""
    found = steps(_loaded(arguments.pack))
    total = 0
    for step in found:
        total += len(step.norms)
        names = ", ".join(f"{name} {fact_classes()[name].zh}" for name in step.tables) or "人员与归属 people and ties"
        print(f"+{len(step.norms):<5d} {total:>6d}  {names}")
    return CLEAN


def pages(arguments: Namespace) -> int:
    """Write packs as pages of Markdown to a new folder; return 0."""
    folder = Path(arguments.folder)
    texts = page_texts(_loaded(arguments.pack))
    mistake = write_texts(folder, texts)
    if mistake is not None:
        raise OutputError([mistake])
    print(f"{folder}: {len(texts)} 页 pages")
    return CLEAN


def page_texts(packs: Sequence[Pack]) -> Mapping[str, str]:
    """Return the pages of packs by the names of their files: one a pack, an index, and what further tables buy."""
    texts = {f"{pack.id}.md": pack_page(pack, _tried(pack)) for pack in packs}
    return {"index.md": index_page(packs), "records.md": records_page(packs), **texts}


def _tried(pack: Pack) -> Mapping[str, Sequence[TriedCase]]:
    """Return the cases of a pack and of those it extends, by norm; those of a pack that ships lie in its folder."""
    found: dict[str, list[TriedCase]] = {}
    for name in dict.fromkeys((pack.id, *pack.extends)):
        for case in cases_of(name) if name in pack_ids() else ():
            slug = case.norm if "." in case.norm else f"{name}.{case.norm}"
            found.setdefault(slug, []).append((case.title, [one.status for one in case.expect]))
    return found


def cases_of(name: str) -> tuple[Case, ...]:
    """Return the cases of a pack, by its id or folder; none where it has no file of them."""
    return load_cases(name) if (pack_folder(name) / CASES).is_file() else ()


def _loaded(names: Iterable[str]) -> Sequence[Pack]:
    return [load_pack(name) for name in names or pack_ids()]
