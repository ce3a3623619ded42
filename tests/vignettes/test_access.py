"""The library and its gold are for staff; panel codings stay in their own agency."""

import pytest
from django.http import Http404
from django_scopes import scope

from agencies.models import Membership, Role
from tests.factories import make_person
from tests.vignettes.factories import make_case_folder, make_expert_coding, make_version
from vignettes import access, actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", access.LIBRARY_ROLES)
def test_staff_see_versions_and_gold(north, role):
    member = make_person("Sam", north, role).membership
    version = make_version()

    assert list(access.versions_for(member)) == [version]
    assert access.gold_of(version, member).get(tool="static-99r").scores["i8"] == 1


def test_assessors_see_neither(asha):
    version = make_version()

    assert not access.versions_for(asha.membership).exists()
    with pytest.raises(Http404):
        access.gold_of(version, asha.membership)
    with pytest.raises(Http404):
        access.expert_codings_of(version, asha.membership)
    with pytest.raises(Http404):
        access.version_for(asha.membership, "maple-crossing")


def test_staff_who_score_cases_themselves_stay_out(north, south):
    tess = make_person("Tess", north, Role.COORDINATOR)
    Membership.objects.create(user=tess.user, agency=south, role=Role.ASSESSOR)

    assert not access.may_see_library(tess.membership)
    assert not access.versions_for(tess.membership).exists()


def test_editors_see_the_library_whatever_their_role(north):
    editor = make_person("Edith", north, Role.ASSESSOR, is_editor=True)

    assert access.may_see_library(editor.membership)


def test_published_versions_are_the_newest_of_each_case(tmp_path):
    make_version()
    changed = make_case_folder(tmp_path, en=("drinks little", "drinks seldom"))
    newer = actions.load_vignette(folder=changed).version

    assert list(access.published_versions()) == [newer]


def test_version_for_gives_the_newest_or_the_one_asked_for(tom, tmp_path):
    first = make_version()
    changed = make_case_folder(tmp_path, en=("drinks little", "drinks seldom"))
    newer = actions.load_vignette(folder=changed).version

    assert access.version_for(tom.membership, "maple-crossing") == newer
    assert access.version_for(tom.membership, "maple-crossing", 1) == first
    with pytest.raises(Http404):
        access.version_for(tom.membership, "maple-crossing", 3)


def test_expert_codings_are_those_of_ones_own_agency(south, tom, eva):
    version = make_version()
    coding = make_expert_coding(version, eva.membership)
    stranger = make_person("Sofia", south, Role.COORDINATOR)

    with scope(agency=tom.agency):
        assert list(access.expert_codings_of(version, tom.membership)) == [coding]
    with scope(agency=south):
        assert not access.expert_codings_of(version, stranger.membership).exists()
