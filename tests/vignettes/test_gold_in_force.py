"""Which gold holds for whom: the agency's newest panel before the shipped, and nobody else's."""

import pytest

from tests.vignettes.factories import MODEL_CASE, make_version
from vignettes import access, actions
from vignettes.models import GoldCoding, Vignette

pytestmark = pytest.mark.django_db


def revise(version, agency, revision, i1):
    first = version.gold_codings.get(tool="static-99r", revision=1, agency=None)
    return GoldCoding.objects.create(
        version=version,
        tool=first.tool,
        tool_version=first.tool_version,
        eligibility=first.eligibility,
        scores=first.scores | {"i1": i1},
        rulings=first.rulings,
        provenance="panel",
        agency=agency,
        revision=revision,
    )


def first_item(version, agency):
    return access.gold_in_force(agency).get(version=version, tool="static-99r").scores["i1"]


def test_an_agencys_panel_goes_before_the_shipped_gold_there_and_nowhere_else(asha, cara):
    version = make_version()
    shipped = first_item(version, None)
    revise(version, asha.agency, 2, -3)
    revise(version, asha.agency, 3, 0)

    assert first_item(version, asha.agency) == 0
    assert first_item(version, cara.agency) == shipped
    assert first_item(version, None) == shipped


def test_a_correction_of_the_shipped_gold_holds_where_no_panel_decided(asha, cara):
    version = make_version()
    revise(version, asha.agency, 2, -3)
    revise(version, None, 2, 0)

    assert first_item(version, asha.agency) == -3
    assert first_item(version, cara.agency) == 0


def test_loading_again_leaves_what_a_panel_decided(asha):
    version = make_version()
    revise(version, None, 2, 0)

    loaded = actions.load_vignette(folder=MODEL_CASE)

    assert not loaded.is_new
    assert first_item(version, None) == 0


def test_an_agencys_own_case_is_seen_there_only(asha, cara, tom):
    own = actions.load_vignette(folder=MODEL_CASE, agency=asha.agency).version

    assert own in access.published_versions(asha.agency)
    assert own not in access.published_versions(cara.agency)
    assert own not in access.published_versions()
    assert access.version_for(tom.membership, "maple-crossing") == own


def test_a_retired_case_is_given_to_nobody_and_stays_readable(tom):
    version = make_version()
    Vignette.objects.update(retired_at=version.published_at)

    assert version not in access.published_versions(tom.agency)
    assert access.version_for(tom.membership, "maple-crossing") == version
