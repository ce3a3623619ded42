"""The pages: who may open them, what they show, and at what cost in queries."""

import pytest
from django.urls import reverse

from agencies.models import Role
from tests.factories import make_person
from tests.vignettes.factories import make_case_folder, make_expert_coding, make_version
from vignettes import actions

pytestmark = pytest.mark.django_db

LIBRARY = reverse("vignettes:library")
CASE = reverse("vignettes:version", args=["maple-crossing"])
TOOLS = reverse("vignettes:tools")
RULES = reverse("vignettes:rules", args=["static-99r"])
RULE = reverse("vignettes:rule", args=["static-99r", "S99R-I9-IMG"])
STAFF_PAGES = [LIBRARY, CASE]
OPEN_PAGES = [TOOLS, RULES, RULE]


@pytest.mark.parametrize("url", STAFF_PAGES + OPEN_PAGES)
def test_pages_ask_the_signed_out_to_sign_in(client, db, url):
    response = client.get(url)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("url", STAFF_PAGES)
@pytest.mark.parametrize("person", ["asha", "cara"])
def test_library_pages_are_closed_to_assessors(client, request, url, person):
    make_version()
    client.force_login(request.getfixturevalue(person).user)

    response = client.get(url)

    assert response.status_code == 403
    assert "Maple Crossing" not in response.text
    assert "S99R" not in response.text


@pytest.mark.parametrize("url", OPEN_PAGES)
def test_rules_are_open_to_everybody_signed_in(client, cara, url):
    client.force_login(cara.user)

    assert client.get(url).status_code == 200


def test_rules_say_when_the_answer_on_use_is_undecided(client, cara):
    client.force_login(cara.user)

    page = client.get(RULES).text
    assert page.count("When the answer on use is undecided") == 2
    assert "The only material is virtual, and no tool was made for it" in page


@pytest.mark.parametrize("url", STAFF_PAGES + OPEN_PAGES)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_only_read(client, tom, url, method):
    client.force_login(tom.user)

    assert getattr(client, method)(url).status_code == 405


@pytest.mark.parametrize(
    "url",
    [
        reverse("vignettes:version", args=["no-such-case"]),
        reverse("vignettes:version", args=["maple-crossing", 9]),
        reverse("vignettes:version", args=["maple-crossing", 0]),
        reverse("vignettes:rules", args=["static-98"]),
        reverse("vignettes:rule", args=["static-99r", "S99R-NONE"]),
        reverse("vignettes:rule", args=["static-98", "S99R-I9-IMG"]),
    ],
)
def test_pages_that_do_not_exist_are_404(client, tom, url):
    make_version()
    client.force_login(tom.user)

    assert client.get(url).status_code == 404


def test_library_lists_cases_with_what_the_tools_may_do(client, tom, eva):
    make_expert_coding(make_version(), eva.membership)
    client.force_login(tom.user)

    page = client.get(LIBRARY).text

    assert "Maple Crossing" in page
    assert "Contact offence against a child" in page
    assert "The tool may be used" in page
    assert "1 case" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=contact_child", True),
        ("kind=luring", False),
        ("difficulty=middle&tool=static-99r", True),
        ("difficulty=hard", False),
    ],
)
def test_library_narrows_the_list(client, tom, query, shown):
    make_version()
    client.force_login(tom.user)

    page = client.get(f"{LIBRARY}?{query}").text

    assert ("Maple Crossing" in page) is shown
    assert ("No case fits" in page) is not shown


def test_library_names_a_filter_that_does_not_exist(client, tom):
    make_version()
    client.force_login(tom.user)

    response = client.get(f"{LIBRARY}?kind=weather")

    assert "Select a valid choice. weather" in response.text
    assert "Maple Crossing" in response.text


def test_library_asks_as_few_questions_for_many_cases(
    client, tom, tmp_path, django_assert_max_num_queries
):
    client.force_login(tom.user)
    make_version()
    for number in range(3):
        code = f"maple-bend{number}"
        folder = make_case_folder(tmp_path, code, gold=("maple-crossing", code))
        facts = folder / "facts.json"
        facts.write_text(facts.read_text().replace("maple-crossing", code))
        actions.load_vignette(folder=folder)

    with django_assert_max_num_queries(8):
        page = client.get(LIBRARY).text

    assert "4 cases" in page


def test_version_shows_text_gold_rules_and_evidence(client, tom, django_assert_max_num_queries):
    make_version()
    client.force_login(tom.user)

    with django_assert_max_num_queries(21):
        page = client.get(CASE).text

    assert '<mark class="span" id="s-v1-role"' in page
    assert 'href="#s-v1-role"' in page
    assert "Computed from the facts" in page
    assert "Total 2" in page
    assert reverse("vignettes:rule", args=["static-99r", "S99R-I8-STEP"]) in page
    assert "the family role had lasted 18 months, not 2 years" in page


def test_version_labels_simulated_panel_codings(client, tom, eva):
    make_expert_coding(make_version(), eva.membership)
    client.force_login(tom.user)

    page = client.get(CASE).text

    assert "Eva: 0" in page
    assert "simulated" in page
    assert "made by the demonstration, not by people" in page


def test_version_hides_the_panel_of_another_agency(client, south, eva):
    make_expert_coding(make_version(), eva.membership)
    client.force_login(make_person("Sofia", south, Role.COORDINATOR).user)

    page = client.get(CASE).text

    assert "Computed from the facts" in page
    assert "Eva:" not in page
    assert "simulated" not in page


def test_version_is_read_in_either_language(client, tom):
    make_version()
    client.force_login(tom.user)

    page = client.get(f"{CASE}?text=fr").text

    assert 'lang="fr-CA"' in page
    assert "Feuille sommaire" in page
    assert "Any unrelated victim" in page
    assert "Lire le cas" not in page


def test_version_shows_older_versions(client, tom, tmp_path):
    make_version()
    actions.load_vignette(folder=make_case_folder(tmp_path, en=("drinks little", "drinks seldom")))
    client.force_login(tom.user)

    newest, first = client.get(CASE).text, client.get(f"{CASE}1/").text

    assert ("drinks seldom" in newest, "drinks seldom" in first) == (True, False)


def test_rule_tells_what_it_means_and_how_it_is_founded(client, asha):
    client.force_login(asha.user)

    page = client.get(RULE).text

    for words in (
        "Use when",
        "Do not use when",
        "Standing",
        "Source",
        "Rules with the same effect",
    ):
        assert words in page
    assert "Read in a published source on this tool" in page
    assert "GEN-NJ" in page


def test_rule_names_its_cases_to_staff_only(client, tom, asha):
    make_version()
    url = reverse("vignettes:rule", args=["static-99r", "S99R-I8-STEP"])
    client.force_login(tom.user)
    assert "Maple Crossing" in client.get(url).text

    client.force_login(asha.user)
    assert "Maple Crossing" not in client.get(url).text


def test_rules_page_lists_every_rule_of_the_tool(client, asha):
    from instruments import catalogue

    client.force_login(asha.user)

    page = client.get(RULES).text

    missing = [rule.id for rule in catalogue.tool("static-99r").rules if rule.id not in page]
    assert missing == []


@pytest.mark.parametrize("url", STAFF_PAGES + OPEN_PAGES)
def test_pages_render_in_french(client, tom, url):
    make_version()
    tom.user.language = "fr-ca"
    tom.user.save()
    client.force_login(tom.user)

    response = client.get(url)

    assert response.status_code == 200
    assert '<html lang="fr-ca"' in response.text
