from django.urls import reverse

from tests.reliability.factories import make_study


def test_study_shows_its_figures_to_the_coordinator(client, tom, studied):
    client.force_login(tom.user)

    response = client.get(reverse("reliability:study", args=[studied.study.pk]))

    assert response.status_code == 200
    assert "3 assessors, 3 cases" in response.text
    assert "ICC(2,1): two-way random, absolute agreement, single rater" in response.text
    assert "56 of 100 pairs of assessors agree" in response.text
    assert response.text.count("<svg") == 2
    assert "nan" not in response.text.lower().replace("finan", "")


def test_study_reads_in_french(client, ana, studied):
    client.force_login(ana.user)

    url = reverse("reliability:study", args=[studied.study.pk])
    response = client.get(url, headers={"accept-language": "fr-ca"})

    assert "0,56" in response.text
    assert "0.56" not in response.text


def test_study_pages_are_only_read(client, tom, studied):
    client.force_login(tom.user)

    assert client.post(reverse("reliability:studies")).status_code == 405
    assert client.post(reverse("reliability:study", args=[studied.study.pk])).status_code == 405


def test_study_is_not_for_assessors(client, asha, studied):
    client.force_login(asha.user)

    url = reverse("reliability:study", args=[studied.study.pk])

    assert client.get(url).status_code == 403


def test_study_of_another_agency_is_not_found(client, tom, south, studied):
    foreign = make_study(south, studied.versions)
    client.force_login(tom.user)

    assert client.get(reverse("reliability:study", args=[foreign.pk])).status_code == 404


def test_studies_lists_only_the_own_agency(client, tom, south, studied):
    make_study(south, studied.versions, title="Southern study")
    client.force_login(tom.user)

    response = client.get(reverse("reliability:studies"))

    assert "Autumn study" in response.text
    assert "Southern study" not in response.text


def test_study_pages_ask_to_sign_in(client, studied):
    for url in (
        reverse("reliability:studies"),
        reverse("reliability:study", args=[studied.study.pk]),
    ):
        response = client.get(url)

        assert response.status_code == 302
        assert reverse("account_login") in response.url


def test_study_asks_the_database_the_same_number_of_times_for_more_cases(
    client, tom, studied, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(tom.user)
    small = make_study(tom.agency, studied.versions[:1])

    with django_assert_max_num_queries(12) as one_case:
        client.get(reverse("reliability:study", args=[small.pk]))

    with django_assert_num_queries(len(one_case)):
        client.get(reverse("reliability:study", args=[studied.study.pk]))
