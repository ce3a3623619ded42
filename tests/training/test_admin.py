import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from agencies.models import User
from tests.training.factories import assign, hand_in, make_exam
from tests.training.programmes import make_learning_rows
from training.models import Contest

MODELS = sorted(model._meta.model_name for model in apps.get_app_config("training").get_models())


@pytest.fixture
def as_admin(client, db):
    client.force_login(User.objects.create_superuser("root@example.org", "pw", name="Root"))
    return client


def test_every_model_has_a_row_in_the_admin():
    assert all(admin.site.is_registered(apps.get_model("training", name)) for name in MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_the_admin_lists_rows_of_every_agency_and_changes_none(
    as_admin, asha, cara, version, gold, name
):
    for person in (asha, cara):
        exam = make_exam(person.agency, title=f"Exam of {person.user.name}")
        coding = hand_in(person, assign(person, version, exam=exam), gold.scores)
        Contest.objects.create(
            agency=person.agency, coding=coding, gold=gold, item="i9", reason="The file is unclear."
        )
        make_learning_rows(person, exam, coding)
    model = apps.get_model("training", name)
    row = model.objects.first()

    listed = as_admin.get(reverse(f"admin:training_{name}_changelist"))
    changed = as_admin.post(reverse(f"admin:training_{name}_change", args=[row.pk]), {})
    added = as_admin.get(reverse(f"admin:training_{name}_add"))

    assert listed.status_code == 200
    assert listed.context["cl"].result_count == model.objects.count() >= 2
    assert (changed.status_code, added.status_code) == (403, 403)
