"""From the facts that decided a score to the sentences that tell them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.vignettes.factories import make_case_folder, make_version
from vignettes import actions, fact_paths
from vignettes.evidence import evidence, quotable
from vignettes.models import VignetteVersion

pytestmark = pytest.mark.django_db


def names(spans):
    return [span.span_id for span in spans]


def test_evidence_gives_the_sentence_that_tells_exactly_the_fact():
    version = make_version()

    (span,) = evidence(version, "en", ["victims/v1/family_role_years"])

    assert span.span_id == "s-v1-role"
    assert "18 months" in span.quote


def test_evidence_speaks_the_language_asked_for():
    (span,) = evidence(make_version(), "fr", ["victims/v1/age"])

    assert span.quote.startswith("Une victime est nommée : une fille de 9 ans")


def test_evidence_takes_the_parts_where_the_whole_record_decides():
    found = names(evidence(make_version(), "en", ["cohabitations/h1"]))

    assert found == ["s-h1-start", "s-h1-end"]


def test_evidence_is_in_the_order_of_the_text_and_without_doubles():
    paths = ["victims/v1/age", "person/born", "victims/v1/sex"]

    assert names(evidence(make_version(), "en", paths)) == ["s-born", "s-v1"]


def test_evidence_is_empty_for_a_fact_that_no_sentence_tells():
    assert evidence(make_version(), "en", ["material/stills", "nonsense"]) == []


def test_evidence_asks_nothing_more_when_spans_were_fetched():
    make_version()
    version = VignetteVersion.objects.prefetch_related("spans").get()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        for path in ("person/born", "victims/v1/age", "occasions/o1"):
            assert evidence(version, "en", [path])

    assert len(queries) == 0


def test_every_computed_score_of_the_model_case_has_evidence():
    version = make_version()
    gold = version.gold_codings.get(tool="static-99r")

    without = [i for i, e in gold.rulings.items() if not evidence(version, "en", e["because"])]

    assert without == []


def test_covers_knows_a_part_from_a_longer_name():
    assert fact_paths.covers("victims/v1", "victims/v1/age")
    assert not fact_paths.covers("victims/v1", "victims/v10/age")


def test_quotable_quotes_a_row_once_however_many_cells_tell():
    version = make_version()
    cells = evidence(version, "en", ["occasions/o1"])

    assert len(cells) == 5
    assert [span.quote for span in quotable(cells)] == [
        "1998-05-20 · youth court · assault · found guilty · probation of 12 months"
    ]


def test_evidence_takes_the_sentence_around_where_a_part_decides(tmp_path):
    parts = '["victims/v1/sex", "victims/v1/age", "victims/v1/relation"]'
    folder = make_case_folder(tmp_path, gold=(parts, '["victims/v1"]'))
    version = actions.load_vignette(folder=folder).version

    assert names(evidence(version, "en", ["victims/v1/age"])) == ["s-v1"]
    assert names(evidence(version, "en", ["victims/v1/knew_24h"])) == ["s-v1-knew"]
