"""What `diagnose` prints for people."""

from dataclasses import replace

import pytest

from instruments.diagnosis import diagnose
from instruments.diagnosis.printing import diagnosis_text
from tests.instruments.casebook import facts
from tests.instruments.diagnosis.assessors import coded


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Rules these codings do not test:"), ("fr", "Règles non mises à l'épreuve")],
)
def test_untested_rules_have_a_heading_only_where_there_are_any(language, heading):
    found = diagnose([coded(facts())])

    assert heading in diagnosis_text(found, None, language)
    assert heading not in diagnosis_text(replace(found, untested=()), None, language)
