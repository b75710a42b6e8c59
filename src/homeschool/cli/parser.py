"""What may be typed: the commands and their options.  Imports nothing of the library, so that help is quick."""

from argparse import Action, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module
from typing import Any

STATUSES = ("breached", "undetermined", "pending", "holding", "waived", "lapsed", "fulfilled")
FAIL_ON = ("breached", "undetermined", "pending", "never")
LANGUAGES = ("zh", "en", "both")
PERIODS = ("day", "week", "month", "term", "half_year", "school_year", "calendar_year")
_EXIT = """\
退出状态：0 没有达到 --fail-on 的结论；1 有；2 输入或用法有误（每处错误写在标准错误上）。
exit status: 0 nothing at or above --fail-on; 1 there is; 2 the input or the call is wrong."""
_AS_OF = (
    "判定时刻，须带时区，如 2026-01-20T12:00+08:00；只写日期指该日最后一刻；默认为现在 "
    "(moment asked about, with its zone; a day means its last moment; default: now)"
)


class _Version(Action):
    """Print the version and stop; it is looked up only when asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 - argparse's own name
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        print(import_module("homeschool.cli.version").library_version())
        parser.exit()


def make_parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    parser = ArgumentParser(
        prog="homeschool",
        description="家校社协同育人制度核查：对照学校记录，说明谁欠谁什么、何时到期、依据哪一条。\n"
        "Check a school's records against the written rules of home-school-society co-education.",
        epilog=_EXIT,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, help="版本 (version)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _check(_command(commands, "check", "核查记录，列出结论 (check records and list what was found)"))
    _due(_command(commands, "due", "接下来该做什么、由谁、何时之前 (what is owed next, by whom, until when)"))
    _plan(_command(commands, "plan", "接下来怎样安排，行动最少 (the fewest actions that keep what is due)"))
    _explain(_command(commands, "explain", "用文字说明一条结论 (one finding in words)"))
    _measure(_command(commands, "measure", "履行率：按条款、班级、时间等 (rates by norm, class, time and so on)"))
    _what_if(_command(commands, "what-if", "如果改了规定，谁会怎样 (what an amendment would change, and for whom)"))
    _packs(_command(commands, "packs", "规则包：列出、查看、检查、试例、覆盖 (rule packs)"))
    _schema(_command(commands, "schema", "记录或规则包的 JSON Schema (JSON Schema for editors)"))
    _demo(_command(commands, "demo", "生成一所虚构学校并核查 (write a made-up school and check it)"))
    return parser


def _command(commands: Any, name: str, what: str) -> ArgumentParser:
    made: ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=what,
        epilog=_EXIT,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return made


def _input(parser: ArgumentParser) -> None:
    parser.add_argument(
        "records", metavar="RECORDS", help="记录：JSON 文件或文件夹 (records: a JSON file, or a folder)"
    )
    parser.add_argument(
        "--pack",
        "-p",
        dest="packs",
        metavar="PACK",
        action="append",
        required=True,
        help="规则包：自带的编号或文件夹，可多次 (pack: the id of one that ships, or a folder; repeatable)",
    )
    parser.add_argument("--as-of", metavar="T", help=_AS_OF)
    parser.add_argument(
        "--at-once", metavar="SPAN", help='「立即」按多长时间计，如 "2 h" (how long "at once" may take)'
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="zh", help="语言 (language; default: zh)")


def _filters(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--norm", dest="norms", metavar="N", action="append", help="只看某条，可多次 (only this norm: slug or full id)"
    )
    parser.add_argument(
        "--subject", dest="subjects", metavar="ID", action="append", help="只看某对象，可多次 (only this subject)"
    )
    parser.add_argument(
        "--only-text",
        action="store_true",
        help="不含依赖解读的结论 (leave out findings that rest on a reading and not on the text)",
    )


def _check(parser: ArgumentParser) -> None:
    _input(parser)
    _filters(parser)
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="输出格式 (default: table)")
    parser.add_argument(
        "--output", "-o", metavar="FILE", help="写入文件，整写或不写 (write a file, whole or not at all)"
    )
    parser.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        default="breached",
        help="达到何种程度退出状态为 1；breached 含无法判定的强制报告 (default: breached, which includes undetermined "
        "mandatory reports)",
    )
    parser.add_argument(
        "--status",
        dest="statuses",
        metavar="S",
        action="append",
        choices=STATUSES,
        help="只列出某状态，可多次；表格默认列出违反、无法判定、待完成 (list only this status; a table lists breached, "
        f"undetermined and pending unless told otherwise); {', '.join(STATUSES)}",
    )
    parser.add_argument(
        "--limit", metavar="N", type=_count, help="每种状态最多列出几项 (list at most N of each status)"
    )


def _due(parser: ArgumentParser) -> None:
    _input(parser)
    _filters(parser)
    parser.add_argument(
        "--within", metavar="SPAN", default="14d", help="今后多久之内到期，如 14d、2w、36h (default: 14d)"
    )
    parser.add_argument(
        "--by",
        metavar="BEARER",
        help="只看某责任人：编号或岗位；写 bearer 则按责任人分列 (only this bearer: an id, or a role; `bearer`: a "
        "block for each person who owes something)",
    )
    parser.add_argument("--format", choices=("table", "csv"), default="table", help="输出格式 (default: table)")


def _plan(parser: ArgumentParser) -> None:
    _input(parser)
    _filters(parser)
    parser.add_argument(
        "--within", metavar="SPAN", default="7d", help="安排今后多久之内到期的义务，如 7d、2w、36h (default: 7d)"
    )
    parser.add_argument(
        "--capacity",
        metavar="N",
        type=_count,
        default=6,
        help="每人每天最多参与几项行动 (how many actions a day one person takes part in; default: 6)",
    )
    parser.add_argument(
        "--solver",
        choices=("greedy", "highs"),
        default="greedy",
        help="greedy 先到期先安排；highs 求最少行动，须装附加项 plan (highs: the least number of actions, needs the "
        "extra plan; default: greedy)",
    )
    parser.add_argument("--limit", metavar="N", type=_count, help="表格最多列出几项 (list at most N lines)")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="输出格式 (default: table)")


def _measure(parser: ArgumentParser) -> None:
    _input(parser)
    _filters(parser)
    parser.add_argument(
        "--by",
        metavar="WHAT",
        default="norm",
        help="按什么分列，逗号分隔，可空 (what the slices are by, commas between; may be empty): pack, norm, school, "
        "grade, class, subject, role, bearer (default: norm)",
    )
    parser.add_argument(
        "--trend", metavar="PERIOD", choices=PERIODS, help=f"逐期列出 (over time): {', '.join(PERIODS)}"
    )
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="输出格式 (default: table)")


def _what_if(parser: ArgumentParser) -> None:
    _input(parser)
    _filters(parser)
    parser.add_argument(
        "--amend",
        metavar="OVERLAY",
        required=True,
        help="叠加包的文件夹，或只含 [[amend]]、[[suspend]]、[[norm]] 的 TOML 文件 "
        "(the folder of an overlay, or a TOML file of amendments)",
    )
    parser.add_argument("--limit", metavar="N", type=_count, help="各表最多列出几行 (list at most N lines)")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table", help="输出格式 (default: table)")


def _explain(parser: ArgumentParser) -> None:
    _input(parser)
    parser.add_argument("finding", metavar="FINDING-ID", help="结论编号，见核查结果 (the finding's id)")


def _packs(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _action(actions, "list", "列出自带的规则包 (the packs that ship with the library)")
    show = _action(actions, "show", "逐条查看一个规则包 (a pack, norm by norm)")
    show.add_argument("pack", metavar="PACK")
    show.add_argument("--lang", choices=LANGUAGES, default="zh", help="语言 (language; default: zh)")
    lint = _action(
        actions,
        "lint",
        "检查规则包文件夹；不写则全部自带的 (check folders of packs; default: all that ship, and their links)",
    )
    lint.add_argument("folder", metavar="FOLDER", nargs="*")
    cases = _action(actions, "cases", "运行规则包的试例；不写编号则全部 (run the cases of packs; default: all)")
    cases.add_argument("pack", metavar="PACK", nargs="*")
    coverage = _action(actions, "coverage", "各规则包的条款有多少可核查、有试例 (how much of each pack is checkable)")
    coverage.add_argument("pack", metavar="PACK", nargs="*")
    diff = _action(actions, "diff", "从一个规则包换到另一个，什么会变 (what changes from one pack to another)")
    diff.add_argument("before", metavar="P")
    diff.add_argument("after", metavar="Q")
    conflicts = _action(actions, "conflicts", "不能同时做到的条款 (norms that cannot all be kept; default: all packs)")
    for parser_ in (diff, conflicts):
        parser_.add_argument("--lang", choices=LANGUAGES, default="zh", help="语言 (language; default: zh)")
    reads = _action(actions, "reads", "每多一张表能多核查哪些条款 (which norms each further table makes checkable)")
    pages = _action(actions, "pages", "把规则包写成 Markdown 页面 (write packs as pages of Markdown)")
    pages.add_argument("folder", metavar="FOLDER", help="写到哪里；须不存在或为空 (where to; absent, or empty)")
    for parser_ in (conflicts, reads, pages):
        parser_.add_argument("pack", metavar="PACK", nargs="*")


def _action(actions: Any, name: str, what: str) -> ArgumentParser:
    made: ArgumentParser = actions.add_parser(name, help=what, description=what, allow_abbrev=False)
    return made


def _schema(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=("records", "pack", "norms"), help="哪种格式 (pack: pack.toml, norms: norms.toml)"
    )


def _demo(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="写到哪里；须不存在或为空 (where to; absent, or empty)")
    parser.add_argument("--seed", metavar="N", type=int, default=2025, help="随机种子 (default: 2025)")


def _count(text: str) -> int:
    if not text.isdecimal():
        message = f"expected a whole number from 0, not `{text}`"
        raise ArgumentTypeError(message)
    return int(text)
