"""The two commands, as an author and a deployer run them."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_user
from tests.vignettes.factories import MODEL_CASE, make_case_folder, make_version
from vignettes import archive
from vignettes.casefile import read_case
from vignettes.drafting import actions, content
from vignettes.linter.screen import hashed
from vignettes.models import VignetteVersion


def run(name, *args, **options):
    out = StringIO()
    call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def test_lint_vignettes_passes_a_clean_case():
    assert run("lint_vignettes", str(MODEL_CASE)) == "1 cases checked, nothing to mend.\n"


def test_lint_vignettes_prints_one_line_a_finding_and_fails(tmp_path):
    folder = make_case_folder(tmp_path, en=("He drinks", "He zzscreened"))
    out = StringIO()

    with pytest.raises(CommandError, match="1 findings in 1 cases") as failed:
        call_command("lint_vignettes", str(folder), stdout=out)

    assert failed.value.returncode == 1
    assert f"{folder}/case.en.md:45:4: screened" in out.getvalue()


def test_lint_vignettes_lists_names_for_review():
    assert "Ontario" in run("lint_vignettes", str(MODEL_CASE), names=True)


def test_lint_vignettes_hashes_a_word():
    assert run("lint_vignettes", hash="Weather").strip() == hashed("weather")


@pytest.mark.django_db
def test_load_vignettes_publishes_one_case_and_again_nothing():
    assert "1 published, 0 unchanged" in run("load_vignettes", str(MODEL_CASE))
    assert "0 published, 1 unchanged" in run("load_vignettes", str(MODEL_CASE))
    assert VignetteVersion.objects.count() == 1


@pytest.mark.django_db
def test_load_vignettes_takes_a_zip_of_one_case(tmp_path):
    packed = tmp_path / "case.zip"
    case, _ = read_case(MODEL_CASE)
    packed.write_bytes(archive.written(case.code, case.sources))

    assert "1 published, 0 unchanged" in run("load_vignettes", str(packed))
    assert "0 published, 1 unchanged" in run("load_vignettes", str(MODEL_CASE))


@pytest.mark.django_db
def test_load_vignettes_refuses_a_zip_that_is_none(tmp_path):
    packed = tmp_path / "case.zip"
    packed.write_bytes(b"no zip")

    with pytest.raises(CommandError, match="not a zip archive") as failed:
        run("load_vignettes", str(packed))

    assert failed.value.returncode == 2
    assert not VignetteVersion.objects.exists()


@pytest.mark.django_db
def test_load_vignettes_does_not_undo_a_correction_made_in_the_browser(db):
    version = make_version()
    edith, elias = make_user("Edith", is_editor=True), make_user("Elias", is_editor=True)
    old = content.of_version(version)
    new = replace(old, text_en=old.text_en.replace("short gaps", "long gaps"))
    draft = actions.start_draft(
        author=edith, agency=None, code="maple-crossing", content=new, corrects=version
    )
    draft = actions.ask_for_review(draft=draft, actor=edith, revision=1)
    actions.publish_draft(draft=draft, actor=elias, revision=2, is_attested=True)

    assert "0 published, 1 unchanged" in run("load_vignettes", str(MODEL_CASE))
    assert "long gaps" in VignetteVersion.objects.last().text_en


@pytest.mark.django_db
def test_load_vignettes_publishes_a_folder_of_cases(tmp_path):
    make_case_folder(tmp_path)

    assert run("load_vignettes", str(tmp_path)) == "1 cases: 1 published, 0 unchanged.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [True, False])
def test_load_vignettes_refuses_with_status_2(tmp_path, broken):
    change = {"en": ("He drinks", "He zzscreened")}
    folder = make_case_folder(tmp_path, **change) if broken else tmp_path / "nowhere"

    with pytest.raises(CommandError) as failed:
        run("load_vignettes", str(folder))

    assert failed.value.returncode == 2
    assert ("screened" if broken else "is not a folder") in str(failed.value)
    assert not VignetteVersion.objects.exists()
