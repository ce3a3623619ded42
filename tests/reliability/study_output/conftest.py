"""One made edition for each test that asks for one."""

import pytest

from tests.reliability.study_output.made import make_edition, rows_of


@pytest.fixture
def edition(unscoped, north):
    return make_edition(north, rows_of("partial"))
