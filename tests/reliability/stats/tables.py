"""Tables that several tests read, and the strategy that makes small ones."""

import math

import numpy as np
from hypothesis import strategies as st

# Shrout & Fleiss (1979), Psychological Bulletin 86(2), 420-428, table 2
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
_ = math.nan
# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C and D
KRIPPENDORFF = np.array(
    [
        [1, 1, _, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [_, 5, 5, 5],
        [_, _, 1, 1],
        [_, 3, _, _],
    ]
)

CELL = st.sampled_from([math.nan, 0.0, 1.0, 2.0, 3.0, 3.5, 10.0])


@st.composite
def small_tables(draw, least_rows=0, most_rows=6, most_columns=4, cell=CELL):
    rows = draw(st.integers(least_rows, most_rows))
    columns = draw(st.integers(0 if rows == 0 else 1, most_columns))
    cells = draw(st.lists(cell, min_size=rows * columns, max_size=rows * columns))
    return np.array(cells, dtype=float).reshape(rows, columns)


def numbers_in(value):
    """Every number inside a nested answer."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [number for part in value for number in numbers_in(part)]
    return [value] if isinstance(value, float | int) else []
