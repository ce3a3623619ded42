"""The database itself keeps what is frozen."""

import pytest
from django.db import IntegrityError, transaction

from reliability.models import ReportEdition, StudyCoding
from tests.reliability.studying.made import edition_of, frozen_study

pytestmark = pytest.mark.usefixtures("unscoped")


def test_a_coding_of_a_study_is_never_changed(north, ana):
    study = frozen_study(north, ana.membership)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        StudyCoding.objects.filter(study=study, number=1).update(rater="#OTHER")
    assert StudyCoding.objects.filter(study=study).delete()[0] == 36


def test_a_report_is_never_changed_nor_deleted(north, ana):
    edition = edition_of(frozen_study(north, ana.membership))

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ReportEdition.objects.filter(pk=edition.pk).update(results={})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        edition.delete()
