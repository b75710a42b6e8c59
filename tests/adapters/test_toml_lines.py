"""Lines of paths in TOML texts."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from homeschool.adapters.toml_lines import line_of, toml_lines

TEXT = '''# a comment with [brackets] and "quotes
top = 1
title = { zh = "小", en = "a # no comment ] } ," }

[definitions.key_student]
where.circumstances = [
  "one", # [x]
  """two
lines ["]
""",
  'three }',
]
where."visitors.role" = { all_of = ["a"], filled = true }

[[norm]]
id = "a"
requires = { at_least = 2, where = {
  place = "home" } }

[[norm]]
id = """
b"""
last = 2025-09-01T08:00:00+08:00

[[norm.part]]
deep = 1

[[norm.part]]
deep = [ [ 1, 2 ],
 [ 3 ] ]
'''


def test_keys_of_every_kind_have_their_line() -> None:
    """Inline tables over several lines, dotted and quoted keys, arrays and arrays of tables are told apart."""
    lines = toml_lines(TEXT)

    assert lines["top"] == 2
    assert lines["title.en"] == 3
    assert lines["definitions.key_student"] == 5
    assert lines["definitions.key_student.where"] == 6
    assert lines["definitions.key_student.where.circumstances[1]"] == 8
    assert lines["definitions.key_student.where.circumstances[2]"] == 11
    assert lines["definitions.key_student.where.visitors.role.all_of[0]"] == 13
    assert lines["norm"] == 15
    assert lines["norm[0].requires.where.place"] == 18
    assert lines["norm[1].id"] == 21
    assert lines["norm[1].last"] == 23
    assert lines["norm[1].part[0].deep"] == 26
    assert lines["norm[1].part[1].deep[1][0]"] == 30


def test_line_of_a_missing_path_is_that_of_what_is_around_it() -> None:
    """The nearest enclosing path gives the line; where there is none, no line is given."""
    lines = toml_lines(TEXT)

    assert line_of(lines, "norm[0].requires.where.plase.any_of") == 17
    assert line_of(lines, "norm[1].timing") == 20
    assert line_of(lines, "norm[7].timing") == 15
    assert line_of(lines, "nothing.here") is None
    assert line_of(lines, "") is None


def test_windows_line_ends_count_once() -> None:
    """A carriage return before the line feed adds no line."""
    assert toml_lines("a = 1\r\n[b]\r\nc = 2\r\n") == {"a": 1, "b": 2, "b.c": 3}


@st.composite
def written(draw: st.DrawFn, path: str, depth: int) -> tuple[str, dict[str, int]]:
    """Draw a TOML value as text, with the lines of the paths inside it counted from 0 where it begins."""
    kind = draw(st.sampled_from(["text", "number", "list", "table"] if depth else ["text", "number"]))
    if kind == "text":
        content = draw(st.text(alphabet='ab"[]{}#,=\n\\', max_size=6))
        return json.dumps(content), {}
    if kind == "number":
        return draw(st.sampled_from(["1", "-2.5", "true", "2025-09-01", "08:20:00", "2025-09-01 08:00:00Z"])), {}
    opening, closing = "[]" if kind == "list" else "{}"
    text, lines = opening, {}
    for number in range(draw(st.integers(0, 3))):
        # TOML 1.0 lets a line end inside a list only.
        text += ("," if number else "") + (draw(st.sampled_from(["", " ", "\n", " # ]\n"])) if kind == "list" else " ")
        inner = f"{path}[{number}]" if kind == "list" else f"{path}.k{number}"
        lines[inner] = text.count("\n")
        text += "" if kind == "list" else f"k{number} = "
        start = text.count("\n")
        value, inside = draw(written(inner, depth - 1))
        lines |= {key: start + line for key, line in inside.items()}
        text += value
    return text + closing, lines


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, int]]:
    """Draw a TOML document with the line of every path in it."""
    text: str = ""
    lines: dict[str, Any] = {}
    for number in range(draw(st.integers(0, 4))):
        text += draw(st.sampled_from(["", "\n", "# [[t]]\n"]))
        line = text.count("\n") + 1
        if draw(st.booleans()):
            index = sum(1 for key in lines if key.startswith("t[") and key.endswith("]") and "." not in key)
            lines.setdefault("t", line)
            lines[f"t[{index}]"] = line
            text, head = text + "[[t]]\n", f"t[{index}]"
        else:
            lines[f"s{number}"] = line
            text, head = text + f"[s{number}]\n", f"s{number}"
        for key in ("a", "b"):
            path = f"{head}.{key}"
            lines[path] = start = text.count("\n") + 1
            value, inside = draw(written(path, 2))
            lines |= {inner: start + at for inner, at in inside.items()}
            text += f"{key} = {value}\n"
    return text, lines


@given(documents())
def test_every_path_has_the_line_on_which_it_was_written(drawn: tuple[str, dict[str, int]]) -> None:
    """For documents of nested lists, tables and texts with brackets in them, the paths and lines are exactly those."""
    text, lines = drawn

    assert toml_lines(text) == lines
