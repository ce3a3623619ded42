"""Smoke"""
import pytest
from tests.reliability.api.conftest import Program, make_secret
from agencies.models import Role
from tests.factories import make_person

PATHS = ["/", "/tools/", "/vignettes/", "/codings/", "/certificates/", "/decisions/", "/alerts/", "/webhooks/", "/studies/", "/jobs/"]

@pytest.mark.parametrize("path", PATHS)
def test_admin(program, north, path):
    admin = make_person("Ada", north, Role.AGENCY_ADMIN)
    a = program(admin).get(path)
    assert a.status_code == 200, a.content
