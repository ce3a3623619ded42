"""Makers of studies."""

from reliability.models import Study
from tests.training.factories import TOOL


def make_study(agency, versions, **fields):
    study = Study.objects.create(agency=agency, tool=TOOL, **{"title": "Autumn study", **fields})
    study.versions.set(versions)
    return study
