"""Packs as pages: clause by clause, an index, and what further tables buy."""

from homeschool.policy import Bilingual
from homeschool.report.pages import index_page, pack_page, records_page
from tests.policy.builders import pack_of

READ = {
    "id": "visits",
    "clause": "第一条",
    "assumed": ["timing.every"],
    "note": {"zh": "定期没有写明周期", "en": "no period is given"},
    "consequence": {"zh": "责令改正", "en": "it is told to put it right"},
    "requires": {"at_least": 2, "of": "home_visit", "where": {"place": "home"}},
    "same_as": "other.visits",
}
FIXED = {
    "id": "again",
    "clause": "第一条",
    "applies_to": {"is": "key_student"},
    "note": {"zh": "原话", "en": "as it says"},
}


def page() -> str:
    """Return the page of a small pack."""
    return pack_page(pack_of(READ, FIXED), {"made-up.visits": [(Bilingual("去了两次", "went twice"), ("fulfilled",))]})


def test_a_page_says_each_norm_in_both_languages() -> None:
    """A norm stands under its clause with its title, its sentence, its reading and what follows, in both languages."""
    text = page()

    assert text.count("## 第一条") == 1
    assert "### `visits`" in text
    assert "- 班主任：对学生，每学期，家访（地点为家中）至少 2 次" in text
    assert "- class teacher, for each student: every term: at least 2 home visits (place is home)" in text
    assert "（定期没有写明周期）" in text
    assert "- 后果：文件规定，责令改正。" in text
    assert "- 说明：原话" in text
    assert "- Note: as it says" in text


def test_a_page_says_what_a_norm_needs_and_how_it_was_tried() -> None:
    """The tables and fields that it reads, what says the same, and its cases stand under the norm."""
    text = page()

    assert "- 所需记录 reads: `home_visit` (`place`)" in text
    assert "- 所需记录 reads: `circumstance`; `home_visit`" in text
    assert "- 同 same as: `other.visits`" in text
    assert "| 去了两次 went twice | fulfilled |" in text
    assert "| `key_student` | 示例 Example | `student` |" in text


def test_the_index_links_to_the_pages() -> None:
    """The index lists each pack with its numbers, and links to its page."""
    assert "| [示例办法 Made-up rules](made-up.md) | 制度、规定 regulation | 2 | 2 |" in index_page(
        [pack_of(READ, FIXED)]
    )


def test_the_page_of_tables_adds_up() -> None:
    """Each step says how many norms it adds; the last comes to all of them."""
    text = records_page([pack_of(READ, FIXED)])

    assert "| 人员与归属 people and ties | 0 | 0 | 0 % |" in text
    assert "| `home_visit` 家访 | 1 | 1 | 50 % |" in text
    assert "| `circumstance` 情形 | 1 | 2 | 100 % |" in text
    assert "`made-up.again`" in text
