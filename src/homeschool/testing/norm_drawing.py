"""Small norms of every timing and every requirement, and packs of them."""

from datetime import date
from fractions import Fraction

import attrs
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from homeschool.calendar import Interval
from homeschool.errors import InvalidValueError
from homeschool.model.facts import fact_classes
from homeschool.model.fields import near
from homeschool.policy import requirement as r
from homeschool.policy.check import check_norm
from homeschool.policy.norm import Bearer, Bilingual, Citation, Norm
from homeschool.policy.pack import Pack
from homeschool.policy.timing import Timing
from homeschool.testing.norm_parts import REQUIREMENTS, conditions, requirements, timings
from homeschool.testing.norm_words import DEFINITIONS, HAPPENING, LASTING, OF_SUBJECT, SUBJECTS

_RARELY = 5
BEARERS = (
    Bearer(("class_teacher",)),
    Bearer(("school",)),
    Bearer(("guardian",), each=True),
    Bearer(("class_teacher", "principal"), each=True),
)


COMBINATIONS: tuple[tuple[str, str], ...] = (
    *((timing, kind) for timing in ("every", "upon", "before", "at", "always") for kind in REQUIREMENTS),
    ("rolling", "at least"),
    ("always", "none"),
)
"""Which kinds of timing and of requirement go together."""


def norms(
    timing: str | None = None, requirement: str | None = None, *, slug: str = "norm", subject: str | None = None
) -> SearchStrategy[Norm]:
    """Draw a checkable norm of a pack called `pack`; what it asks of the facts may well never hold.

    >>> from hypothesis import find
    >>> from homeschool.testing import norms
    >>> find(norms("every", "at least"), lambda norm: True).id
    'pack.norm'

    Args:
        timing: ``every``, ``rolling``, ``upon``, ``before``, ``at`` or ``always``; left out: any.
        requirement: one that goes with the timing in `COMBINATIONS`, such as ``at least``; left out: any that does.
        slug: the norm's id within its pack.
        subject: what it is about, such as ``student``; left out: any kind.

    Raises:
        InvalidValueError: the timing, the requirement or the subject is not known, or the two do not go together.
    """
    pairs = [pair for pair in COMBINATIONS if timing in (None, pair[0]) and requirement in (None, pair[1])]
    if not pairs:
        raise InvalidValueError(f"no norms of timing `{timing}` with requirement `{requirement}`; see COMBINATIONS")
    if subject is not None and subject not in SUBJECTS:
        raise InvalidValueError(f"subject: expected the kind of a subject, not `{subject}`{near(subject, SUBJECTS)}")
    return _norms(tuple(pairs), slug, subject)


def packs(*, min_norms: int = 1, max_norms: int = 3) -> SearchStrategy[Pack]:
    """Draw a pack of some norms, with the definition that they use.

    Args:
        min_norms: the least number of norms.
        max_norms: the greatest number of norms, included.

    Raises:
        InvalidValueError: no number lies within the bounds.
    """
    if not 0 <= min_norms <= max_norms:
        raise InvalidValueError(f"min_norms: expected 0 to max_norms `{max_norms}`, not `{min_norms}`")
    several = st.lists(norms(), min_size=min_norms, max_size=max_norms)
    return several.map(lambda found: pack_of(*(attrs.evolve(one, slug=f"norm-{n}") for n, one in enumerate(found, 1))))


@st.composite
def _norms(draw: DrawFn, pairs: tuple[tuple[str, str], ...], slug: str, subject: str | None) -> Norm:
    timing, requirement = draw(st.sampled_from(pairs))
    subject = subject or draw(st.sampled_from((*("student",) * 6, *SUBJECTS)))
    when = draw(timings(timing, subject))
    moment = getattr(when, "moment", None)
    norm = Norm(
        pack="pack",
        slug=slug,
        citation=Citation(Bilingual("文件", "document"), "一"),
        modality="obligation",
        title=Bilingual("题", "title"),
        bearer=draw(st.sampled_from([one for one in BEARERS if not (one.each and timing in _STANDING)])),
        subject=subject,
        applies_to=draw(conditions(OF_SUBJECT[subject])),
        timing=when,
        requirement=_required(draw, (timing, requirement), subject, when),
        unless_documented=moment is not None and moment.edge is None and draw(st.integers(0, 5)) == _RARELY,
        in_force=draw(st.sampled_from((None, None, None, Interval(date(2025, 9, 3), date(2026, 3, 4))))),
        opens=draw(st.sampled_from((None, None, None, Interval(date(2025, 9, 2), date(2026, 1, 26))))),
    )
    assume(not check_norm(norm, DEFINITIONS))
    return norm


def _required(draw: DrawFn, pair: tuple[str, str], subject: str, when: Timing) -> r.Requirement:
    timing, requirement = pair
    moment = getattr(when, "moment", None)
    trigger = moment.of[0] if moment is not None and moment.edge is None else None
    links = HAPPENING[subject] * 2 + LASTING[subject]
    if timing == "always":
        links = HAPPENING[subject] if requirement == "none" else LASTING[subject]
    asked_for = "at most" if requirement == "none" else requirement
    has_bearer = timing not in _STANDING
    what = draw(requirements(asked_for, draw(st.sampled_from(links)), trigger, has_bearer=has_bearer))
    what = _fitting(what, timing, requirement)
    if trigger is not None and timing == "at" and draw(st.booleans()) and not isinstance(what, r.Share):
        of_trigger = draw(requirements(requirement, (trigger, "concerns", None), trigger))
        return attrs.evolve(of_trigger, of=("trigger",))
    return what


def _fitting(what: r.Requirement, timing: str, requirement: str) -> r.Requirement:
    if timing == "rolling" and isinstance(what, r.Count):
        return attrs.evolve(what, at_least=Fraction(1), at_most=None, distinct=None)
    if requirement == "none" and isinstance(what, r.Count):
        return attrs.evolve(what, at_least=None, at_most=Fraction(0), distinct=None)
    if timing in _AT_A_MOMENT and isinstance(what, r.Count) and what.distinct == "day" and what.of[0] in _LASTING:
        return attrs.evolve(what, distinct=None)
    return what


_STANDING = ("always", "rolling")
"""Timings whose bearers do not bear duties each for themselves."""
_AT_A_MOMENT = ("always", "at", "before")
"""Timings under which what lasts counts by being in force at a moment."""
_LASTING = frozenset(name for name, known in fact_classes().items() if known.lasts)


def pack_of(*norms_: Norm) -> Pack:
    """Make a pack of norms."""
    return Pack("pack", Bilingual("文件", "document"), norms_, definitions=dict(DEFINITIONS))
