"""Strategies for what is entered into the example host."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from examples.host.mapping import NATURES, REASONS, ROLES
from examples.host.rows import Call, Care, Entry, Form, Observation, Post, Pupil, Row, Visit
from homeschool import SHANGHAI

FIRST = date(2025, 9, 1)
START = datetime(2025, 9, 1, 8, tzinfo=SHANGHAI)

ids = st.sampled_from("123")
days = st.dates(FIRST, date(2026, 6, 30))
instants = st.datetimes(datetime(2025, 9, 1), datetime(2026, 6, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001 bounds
ends = st.none() | st.dates(date(2026, 7, 1), date(2026, 8, 31))
flags = st.booleans()


@st.composite
def entries(draw: DrawFn) -> list[Entry]:
    """Draw what was entered: forms, teachers and pupils first, then what happened, now and then a correction."""
    rows: list[Row] = [Form(id=id_, grade=draw(st.integers(1, 6)), name="班") for id_ in "123"]
    rows += [Post(id=id_, teacher=id_, work=draw(st.sampled_from(list(ROLES))), since=FIRST) for id_ in "123"]
    rows += [Pupil(id=id_, name="某", form=draw(ids), joined_on=FIRST, left_on=draw(ends)) for id_ in "123"]
    rows += draw(st.lists(st.one_of(care, visits, observations, calls), max_size=8))
    return [Entry(number, START + timedelta(minutes=number), row) for number, row in enumerate(rows, start=1)]


care = st.builds(Care, id=ids, pupil=ids, reason=st.sampled_from(list(REASONS)), since=days, until=ends)
visits = st.builds(
    Visit, id=ids, pupil=ids, teacher=ids, second_teacher=st.none() | ids, day=days, at_home=flags, withdrawn=flags
)
observations = st.builds(
    Observation,
    id=ids,
    pupil=ids,
    teacher=ids,
    noticed_at=instants,
    what=st.sampled_from(list(NATURES)),
    withdrawn=flags,
)
calls = st.builds(
    Call, id=ids, pupil=ids, teacher=ids, called_at=instants, answered=flags, observation=st.none(), withdrawn=flags
)
