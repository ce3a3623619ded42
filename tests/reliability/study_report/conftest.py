"""One made edition and its report in both languages."""

import pytest

from reliability.reports.study_edition import report_for
from tests.reliability.study_report.made import make_edition


@pytest.fixture
def edition(unscoped, north):
    return make_edition(north)


@pytest.fixture
def report(edition):
    return report_for(edition, language="en")


@pytest.fixture
def rapport(edition):
    return report_for(edition, language="fr")
