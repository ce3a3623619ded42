from django.urls import reverse

from tests.training.factories import form_of
from training.models import Coding


def url(assignment, name="score"):
    return reverse(f"training:{name}", args=[assignment.pk])


def test_score_shows_the_case_and_the_items(as_asha, assignment):
    response = as_asha.get(url(assignment))

    assert response.status_code == 200
    assert "Maple Crossing" in response.text
    assert "May Static-99R be used on this case?" in response.text
    assert "Insufficient information" in response.text


def test_score_hands_in_a_whole_form_and_leads_to_the_feedback(as_asha, assignment, gold):
    response = as_asha.post(url(assignment), form_of(gold.scores, assignment), follow=True)

    assert response.status_code == 200
    assert Coding.objects.get().scores == gold.scores
    assert "10 of 10 items match the gold coding." in response.text
