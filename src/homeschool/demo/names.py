"""Names that nobody bears: numbers in words after what the person is."""

from typing import Final

from homeschool.demo.dice import Dice

_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_DIGITS: Final = "〇一二三四五六七八九"
_JOBS: Final = ("务农", "务工", "个体经营", "司机", "护士", "厨师", "售货员", "会计", "电工", "技术员")
_ORDER: Final = {"a": "", "b": "又", "c": "再"}


def _numeral(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def child_name(number: int) -> str:
    """Return a made-up child's name."""
    return f"学生{_STEMS[number % 10]}{_numeral(number)}"


def grown_up_name(guardian: str) -> str:
    """Return a made-up guardian's name, by the guardian's id."""
    return f"家长{_ORDER[guardian[-1]]}{_numeral(int(guardian[2:-1]))}"


def staff_name(number: int) -> str:
    """Return a made-up staff member's name."""
    return f"教师{_STEMS[number % 10]}{_numeral(number)}"


def occupation(dice: Dice, relation: str) -> str:
    """Return what a guardian does for a living."""
    return "退休" if "grand" in relation else dice.pick(_JOBS)
