"""One finding in words: what was owed, by whom, for whom, by when, what was found, which clause says so, what next."""

from collections.abc import Iterable

from homeschool.calendar import Language, Span
from homeschool.errors import InvalidValueError
from homeschool.policy.finding import Details, Finding, Status
from homeschool.policy.norm import Bilingual, Norm
from homeschool.policy.pack import Pack
from homeschool.policy.timing import Always
from homeschool.report.near_miss import describe_near_miss
from homeschool.report.next_step import bearers_text, next_step
from homeschool.report.norm_words import NormWords
from homeschool.report.order import is_loud
from homeschool.report.state import describe_state, status_word
from homeschool.report.times import deadline_text, moment_text
from homeschool.report.words import LANGUAGES, class_word, id_list

MOST_NEAR_MISSES = 8
_GOOD = (Status.FULFILLED, Status.HOLDING)
_LACK = ("not_kept", "calendar")


class Explainer:
    """Explains findings; what depends on a norm alone is worked out once.

    Args:
        packs: the packs that were evaluated; the titles of their definitions are used where a norm names one.
        at_once: how long "at once" was taken to be; shown as a reading where a norm says it.
    """

    def __init__(self, packs: Iterable[Pack] = (), *, at_once: Span | None = None) -> None:
        self._titles: dict[int, dict[str, Bilingual]] = {}
        self._every: dict[str, Bilingual] = {}
        self._at_once = at_once
        self._words: dict[tuple[int, str], NormWords] = {}
        for pack in packs:
            titles = {name: found.title for name, found in pack.definitions.items()}
            self._titles |= dict.fromkeys(map(id, pack.norms), titles)
            self._every |= titles

    def words(self, norm: Norm, language: Language) -> NormWords:
        """Return a norm's own words in ``zh`` or ``en``."""
        key = (id(norm), language)
        found = self._words.get(key)
        if found is None:
            if language not in LANGUAGES:
                message = f"`{language}` is no language of the reports; expected zh or en"
                raise InvalidValueError(message)
            titles = self._titles.get(id(norm), self._every)
            found = self._words[key] = NormWords(norm, language, titles, self._at_once)
        return found

    def explain(self, finding: Finding, language: Language = "zh") -> str:
        """Say a finding in Chinese or English, one sentence a line.

        Raises:
            InvalidValueError: the language is neither ``zh`` nor ``en``.
        """
        return self.say(finding, finding.details, language)

    def messages(self, finding: Finding, details: Details) -> dict[str, str]:
        """Return in every language the explanation of a finding whose details have been worked out.

        Of what is as it should be, a line is said, and not what to do next.
        """
        say = self._line if finding.status in _GOOD else self.say
        return {language: say(finding, details, language) for language in LANGUAGES}

    def _line(self, finding: Finding, details: Details, language: Language) -> str:
        words = self.words(finding.norm, language)
        head = words.recall(("head", finding.status), lambda: headline(finding, words))
        state = describe_state(finding, details, words)
        return words.say(
            f"{head}，{words.subject} {finding.subject}：{state}。",
            f"{head}, {words.subject} {finding.subject}: {state}.",
        )

    def say(self, finding: Finding, details: Details, language: Language) -> str:
        """Say a finding whose details have been worked out."""
        words = self.words(finding.norm, language)
        who = bearers_text(finding, details, words)
        lines = [
            headline(finding, words),
            words.say(f"应做：{words.owed}。", f"Owed: {words.owed}."),
            _people(finding, words, who),
            *_time(finding, words),
            words.say("情况：", "Found: ") + describe_state(finding, details, words) + words.say("。", "."),
            *_near_misses(finding, details, words),
            words.say(f"依据：{words.citation}。", f"Clause: {words.citation}."),
            words.say("下一步：", "Next: ") + next_step(finding, details, words),
            *words.last_lines,
        ]
        return "\n".join(lines)


def explain(finding: Finding, language: Language = "zh", *, packs: Iterable[Pack] = ()) -> str:
    """Say a finding in Chinese or English; for many findings an `Explainer` is faster.

    >>> from homeschool import Finding, Status, explain, load_pack
    >>> norm = load_pack("work-system").norm("mechanism-sound")
    >>> print(explain(Finding(norm, "school", Status.BREACHED, opens=None, deadline=None), "en"))
    [breached] A written co-education mechanism (work-system.mechanism-sound)
    ...

    Raises:
        InvalidValueError: the language is neither ``zh`` nor ``en``.
    """
    return Explainer(packs).explain(finding, language)


def headline(finding: Finding, words: NormWords) -> str:
    """Say a finding's status and its norm's title; an undetermined mandatory report is marked as loudly as a breach."""
    status = status_word(finding.status, words.language)
    if is_loud(finding) and words.norm.is_mandatory_report:
        status = words.say(f"‼ {status}·强制报告", f"!! {status.upper()}, MANDATORY REPORT")
    title = words.norm.title.get(words.language)
    return words.say(f"【{status}】{title}（{words.norm.id}）", f"[{status}] {title} ({words.norm.id})")


def _people(finding: Finding, words: NormWords, who: str) -> str:
    is_school = finding.opens is None and finding.because in _LACK
    kind = class_word("school", words.language) if is_school else words.subject
    jointly = len(words.roles) > 1 and not words.norm.bearer.each and finding.bearer is None
    together = words.say("（共同承担）", " (jointly)") if jointly else ""
    return words.say(
        f"责任人：{who or '未指明'}{together}；对象：{kind} {finding.subject}。",
        f"By: {who or 'not named'}{together}; for: {kind} {finding.subject}.",
    )


def _time(finding: Finding, words: NormWords) -> list[str]:
    """Say what set the duty off, and from when until when it was owed."""
    lines, parts = [], []
    if finding.trigger is not None:
        name = f"{words.trigger} {finding.trigger}".strip()
        lines.append(words.say(f"起因：{name}。", f"Set off by: {name}."))
    if finding.opens is not None and finding.opens != finding.deadline:
        since = moment_text(finding.opens)
        parts.append(words.say(f"自 {since} 起", f"from {since}"))
    until = deadline_text(finding, words.language)
    if until:
        parts.append(until)
    elif isinstance(words.norm.timing, Always) and parts:
        parts.append(words.say("持续", "standing"))
    if parts:
        text = words.say("，", ", ").join(parts)
        lines.append(words.say(f"期限：{text}。", f"Time: {text}."))
    return lines


def _near_misses(finding: Finding, details: Details, words: NormWords) -> list[str]:
    if not details.near_misses or finding.status is Status.LAPSED:
        return []
    shown = details.near_misses[:MOST_NEAR_MISSES]
    said = [describe_near_miss(miss, finding, words) for miss in shown]
    rest = len(details.near_misses) - len(shown)
    if rest:
        others = id_list((miss.fact for miss in details.near_misses[MOST_NEAR_MISSES:]), words.language)
        said.append(words.say(f"另有 {others}", f"also {others}"))
    text = words.say("；", "; ").join(said)
    return [words.say(f"未计入：{text}。", f"Not counted: {text}.")]
