"""Any values of any type that an answer can have."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

# All that UTF-8 can hold: NUL, line ends of every kind, marks of direction, all scripts.
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
# What spreadsheets and readers of CSV take for something else, at the start, in the midst, at the end.
TRICKY = st.text(st.sampled_from("=+-@＝＋－＠\t\r\n\v\0'\";,| \ufeff\u200b\u3000a1"), max_size=8)
ANY_TEXT = TEXTS | TRICKY

_INT64 = st.integers(-(2**63), 2**63 - 1)
_INSTANTS = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31))  # noqa: DTZ001 - the zone follows
BY_TYPE: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): ANY_TEXT,
    pa.int64(): _INT64,
    pa.uint64(): st.integers(0, 2**64 - 1),
    pa.bool_(): st.booleans(),
    pa.float64(): st.floats(allow_nan=False, allow_infinity=False),
    pa.timestamp("us", "UTC"): _INSTANTS.map(lambda moment: moment.replace(tzinfo=UTC)),
    pa.timestamp("us"): _INSTANTS,
    pa.date32(): st.dates(date.min, date.max),
    pa.time64("us"): st.times(time.min, time.max),
    pa.decimal128(9, 2): st.decimals(Decimal(-1_000_000), Decimal(1_000_000), places=2),
    pa.list_(pa.string()): st.lists(ANY_TEXT, max_size=3),
    pa.list_(pa.int64()): st.lists(_INT64, max_size=3),
    pa.map_(pa.string(), pa.string()): st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3).map(lambda one: [*one.items()]),
    pa.map_(pa.string(), pa.int64()): st.dictionaries(ANY_TEXT, _INT64, max_size=3).map(lambda one: [*one.items()]),
    pa.struct([("a", pa.string()), ("b", pa.list_(pa.int64()))]): st.fixed_dictionaries(
        {"a": ANY_TEXT, "b": st.lists(_INT64, max_size=2)}
    ),
}
"""By type: values of it. The first ones are those of our tables, the others come from queries."""


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """A table of some columns of any types, with nulls, in one piece or several."""
    kinds = draw(st.lists(st.sampled_from(list(BY_TYPE)), min_size=1, max_size=5))
    count = draw(st.integers(0, 6))
    columns = [
        pa.array(draw(st.lists(st.none() | BY_TYPE[kind], min_size=count, max_size=count)), kind) for kind in kinds
    ]
    whole = pa.table(columns, names=[f"column_{number}" for number in range(len(kinds))])
    cut = draw(st.integers(0, count))
    return pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])
