"""Publishing cases: once per content, all or nothing, on record, and never changed afterwards."""

import shutil
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django_scopes import scopes_disabled

from agencies.models import AuditEntry
from instruments import rulings
from instruments.facts import Facts
from tests.vignettes.factories import (
    MODEL_CASE,
    make_case_folder,
    make_expert_coding,
    make_version,
)
from vignettes import actions
from vignettes.actions import publishing
from vignettes.models import (
    EvidenceSpan,
    ExpertCoding,
    GoldCoding,
    Provenance,
    Vignette,
    VignetteVersion,
)

pytestmark = pytest.mark.django_db


def test_load_vignette_publishes_text_spans_and_computed_gold():
    version = make_version()

    assert (version.vignette.kind, version.number, version.title_en) == (
        "contact_child",
        1,
        "Maple Crossing",
    )
    gold = version.gold_codings.get(tool="static-99r")
    assert (gold.eligibility, gold.provenance) == ("yes", Provenance.COMPUTED)
    assert gold.scores == {
        **dict.fromkeys((f"i{n}" for n in range(1, 11)), 0),
        "i4": 1,
        "i8": 1,
    }
    assert "S99R-I8-STEP" in gold.rulings["i8"]["rules"]
    span = version.spans.get(language="fr", span_id="s-o1-c1")
    assert (span.document, span.document_title) == (2, "Relevé du dossier criminel")
    assert span.quote.startswith("1998-05-20 · tribunal pour adolescents · voies de fait")


def test_load_vignette_stores_facts_from_which_the_same_scores_follow():
    version = make_version()
    facts = Facts.model_validate(version.facts)

    again = rulings.rulings("static-99r", facts)

    assert again.values == version.gold_codings.get(tool="static-99r").scores


def test_load_vignette_changes_nothing_the_second_time():
    make_version()

    loaded = actions.load_vignette(folder=MODEL_CASE)

    assert (loaded.is_new, loaded.version.number) == (False, 1)
    assert VignetteVersion.objects.count() == 1


def test_load_vignette_publishes_a_correction_as_a_new_version(tmp_path):
    make_version()

    loaded = actions.load_vignette(
        folder=make_case_folder(tmp_path, en=("drinks little", "drinks seldom"))
    )

    assert (loaded.is_new, loaded.version.number) == (True, 2)
    assert VignetteVersion.objects.get(number=1).text_en != loaded.version.text_en
    assert Vignette.objects.count() == 1


def test_load_vignette_publishes_anew_when_the_rules_give_another_gold(monkeypatch):
    make_version()
    gold_of_case = publishing.gold_of_case

    def with_newer_rules(case):
        return [replace(gold, tool_version="2030") for gold in gold_of_case(case)]

    monkeypatch.setattr(publishing, "gold_of_case", with_newer_rules)

    assert make_version().number == 2


def test_load_vignette_adds_a_tool_that_came_later(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "gold_of_case", lambda case: [])
        bare = make_version()
    assert not bare.gold_codings.exists()

    loaded = actions.load_vignette(folder=MODEL_CASE)

    assert (loaded.is_new, loaded.version) == (False, bare)
    assert "static-99r" in set(bare.gold_codings.values_list("tool", flat=True))


def test_load_vignette_refuses_with_the_findings_and_stores_nothing(tmp_path):
    folder = make_case_folder(tmp_path, en=("He drinks little", "He zzscreened little"))

    with pytest.raises(actions.VignetteRefusedError, match=r"case\.en\.md:45:4: screened"):
        actions.load_vignette(folder=folder)

    assert not Vignette.objects.exists()


def test_load_library_loads_all_or_none(tmp_path):
    library = tmp_path / "library"
    make_case_folder(library)
    broken = make_case_folder(tmp_path, en=("He drinks", "He zzscreened"))
    shutil.move(broken, library / "zinc-crossing")

    with pytest.raises(actions.VignetteRefusedError, match="zinc-crossing: not loaded"):
        actions.load_library(folder=library)

    assert not Vignette.objects.exists()


def test_load_vignette_is_on_record():
    version = make_version()

    with scopes_disabled():
        entry = AuditEntry.objects.get(verb="vignette_published")
    assert (entry.object_id, entry.agency) == (str(version.pk), None)
    assert entry.detail["code"] == "maple-crossing"


@pytest.mark.parametrize("model", [VignetteVersion, EvidenceSpan, GoldCoding])
def test_published_content_refuses_change_and_deletion(model):
    make_version()
    row = model.objects.first()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(id=row.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


def test_store_expert_coding_belongs_to_the_experts_agency(eva):
    coding = make_expert_coding(make_version(), eva.membership)

    with scopes_disabled():
        assert ExpertCoding.objects.get().agency == eva.agency
        assert AuditEntry.objects.get(verb="expert_coding_stored").object_id == str(coding.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_expert_coding(coding.version, eva.membership)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ExpertCoding.objects.update(simulated=False)


def test_load_vignette_gives_no_scores_where_the_tool_must_not_be_used():
    gold = make_version("thistle-hill").gold_codings.get(tool="static-99r")

    assert (gold.eligibility, gold.scores) == ("no", {})
    assert gold.rulings.keys() == {"eligible"}
    assert gold.rulings["eligible"]["rules"] == ["S99R-EL-CSEMONLY"]
    assert gold.rulings["eligible"]["reasons"][0].keys() == {"en", "fr"}


def test_load_vignette_refuses_a_folder_it_cannot_read(tmp_path):
    with pytest.raises(actions.VignetteRefusedError, match="This folder does not exist"):
        actions.load_vignette(folder=tmp_path / "nowhere")


def test_rows_name_themselves(eva):
    coding = make_expert_coding(make_version(), eva.membership)
    version = coding.version

    assert str(coding) == f"{eva.user} on maple-crossing 1 static-99r"
    assert str(version.gold_codings.get(tool="static-99r")) == "maple-crossing 1 static-99r"
    assert str(version.spans.get(language="en", span_id="s-born")) == "maple-crossing 1 en s-born"
    assert str(version.vignette) == "maple-crossing"
