import pytest
from django.utils import translation

from tests.vignettes.factories import make_version
from training.casefile import Label, case_file, subject
from vignettes.models import Kind, Vignette, VignetteVersion


@pytest.mark.parametrize("kind", Kind.values)
def test_subject_of_every_kind_is_one_of_three(kind):
    told = subject(VignetteVersion(vignette=Vignette(kind=kind)))

    assert told in {
        "child sexual exploitation material (CSEM), possibly together with sexual offences "
        "against a child",
        "sexual offences committed online, possibly against a child",
        "sexual offences against a child or an adult",
    }


def test_case_file_lights_only_what_it_is_asked_and_escapes_labels(db):
    version = make_version()

    bare = "".join(page.html for page in case_file(version))
    lit = "".join(page.html for page in case_file(version, {"s-born": (Label("<1>", "item-i1"),)}))

    assert "<mark" not in bare
    assert lit.count("<mark") == 1
    assert '<a href="#item-i1">&lt;1&gt;</a>' in lit


def test_case_file_is_in_the_readers_language(db):
    version = make_version()

    with translation.override("fr-ca"):
        assert {page.lang for page in case_file(version)} == {"fr-CA"}
    assert {page.lang for page in case_file(version)} == {"en-CA"}
