"""Agreement of the experts who coded blind is reported like any other."""

import pytest
from django.urls import reverse

from agencies.models import Role
from reliability import tables
from tests.factories import make_person
from tests.training.factories import gold_of, with_changes
from tests.vignettes.factories import make_expert_coding, make_version

pytestmark = pytest.mark.django_db

URL = reverse("reliability:panel_agreement")


@pytest.fixture
def panel(unscoped, eva, north):
    """Two experts on three cases; the second counts one stranger too many on the first."""
    other = make_person("Egon", north, Role.EXPERT)
    for number, code in enumerate(("maple-crossing", "winter-ledger", "heron-bridge")):
        version = make_version(code)
        gold = gold_of(version).scores
        make_expert_coding(version, eva.membership, scores=gold)
        make_expert_coding(
            version, other.membership, scores=with_changes(gold, i9=1) if not number else gold
        )
    return north


def test_panel_frame_holds_what_the_experts_gave(panel):
    frame = tables.panel_frame(panel, "static-99r")

    assert frame.groupby("target")["rater"].nunique().tolist() == [2, 2, 2]
    assert len(tables.panel_eligibility_frame(panel, "static-99r")) == 6


def test_the_page_reports_the_agreement_of_the_panel(client, tom, panel):
    client.force_login(tom.user)

    page = client.get(URL)

    assert page.status_code == 200
    assert "2 assessors, 3 cases" in page.text
    assert "simulated" in page.text


def test_another_agencys_panel_is_not_in_it(client, south, panel):
    tess = make_person("Tess", south, Role.COORDINATOR)
    client.force_login(tess.user)

    assert "No expert has coded a case yet" in client.get(URL).text


def test_a_tool_the_panel_did_not_use_is_not_found(client, tom, panel):
    client.force_login(tom.user)

    assert client.get(URL, {"tool": "cport"}).status_code == 404


def test_it_is_not_for_assessors(client, asha, panel):
    client.force_login(asha.user)

    assert client.get(URL).status_code == 403
