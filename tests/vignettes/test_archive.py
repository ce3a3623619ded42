"""A case as a zip: what comes out goes in again, and nothing else does."""

import stat
import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, Role
from tests.factories import make_person
from tests.vignettes.draft_factories import make_draft, model_content
from tests.vignettes.factories import MODEL_CASE, make_version
from vignettes import archive
from vignettes.casefile import FILES, LARGEST
from vignettes.drafting.content import of_draft, sources
from vignettes.drafting.importing import case_of_zip
from vignettes.models import CaseDraft, Vignette

pytestmark = pytest.mark.django_db

IMPORT = reverse("vignettes:draft_import")
MODEL = {name: (MODEL_CASE / name).read_text(encoding="utf-8") for name in FILES}


def zip_of(members, **options):
    """A zip of (name, content) pairs; a name may be a ZipInfo."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, **options) as made:
        for name, content in members:
            made.writestr(name, content)
    return packed.getvalue()


def model_zip(folder="maple-crossing/", **changed):
    """The model case as a zip, with replacements: en=(old, new), facts=(...)."""
    texts = dict(MODEL)
    names = {"en": "case.en.md", "fr": "case.fr.md", "facts": "facts.json", "gold": "gold.toml"}
    for short, (old, new) in changed.items():
        assert old in texts[names[short]]
        texts[names[short]] = texts[names[short]].replace(old, new, 1)
    return zip_of((folder + name, words) for name, words in texts.items())


def plain(**extra):
    return [*MODEL.items(), *extra.items()]


def link(name):
    info = ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted():
    """The model's zip with the flag of encryption set on every member."""
    packed = bytearray(model_zip())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.find(signature)
        while place >= 0:
            flags = struct.unpack_from("<H", packed, place + offset)[0]
            struct.pack_into("<H", packed, place + offset, flags | 1)
            place = packed.find(signature, place + 4)
    return bytes(packed)


def lying_bomb():
    """A member of megabytes whose header says it has ten bytes."""
    members = [*plain()[1:], ("facts.json", " " * 60_000_000)]
    packed = bytearray(zip_of(members))
    place = packed.rfind(b"PK\x01\x02")
    struct.pack_into("<I", packed, place + 24, 10)
    return bytes(packed)


ATTACKS = {
    "not a zip": (b"PK no zip at all", "not a zip archive"),
    "nothing": (b"", "is empty"),
    "cut off": (model_zip()[:-40], "not a zip archive"),
    "too large": (b"x" * (archive.LARGEST_UPLOAD + 1), "at most 1,048,576 are taken"),
    "outside": (zip_of([*plain()[1:], ("../facts.json", "{}")]), "leads outside the folder"),
    "absolute": (zip_of([*plain()[1:], ("/facts.json", "{}")]), "leads outside the folder"),
    "drive": (zip_of([*plain()[1:], ("C:facts.json", "{}")]), "a colon"),
    "backslash": (zip_of([*plain()[1:], ("a\\facts.json", "{}")]), "a backslash"),
    "link": (zip_of([*plain()[1:], (link("facts.json"), "/etc/passwd")]), "a link, not a file"),
    "image": (zip_of(plain(**{"photo.png": "x"})), "photo.png, line 1"),
    "hidden": (zip_of(plain(**{"__MACOSX/._facts.json": "x"})), "not one of the four files"),
    "deep": (zip_of([*plain()[1:], ("a/b/facts.json", "{}")]), "not one of the four files"),
    "two folders": (zip_of([*plain()[1:], ("a/facts.json", "{}")]), "lie in 2 folders"),
    "many": (zip_of((f"{n}.md", "x") for n in range(5000)), "5000 members"),
    "encrypted": (encrypted(), "This member is encrypted"),
    "bomb": (zip_of([*plain()[1:], ("facts.json", " " * 60_000_000)]), f"than {LARGEST:,} bytes"),
    "lying bomb": (lying_bomb(), "it is damaged"),
    "no French": (zip_of(plain()[:2] + plain()[3:]), "case.fr.md, line 1: The file is missing"),
    "empty French": (zip_of([*plain()[:2], ("case.fr.md", " \n"), *plain()[3:]]), "is empty"),
    "not UTF-8": (zip_of([*plain()[1:], ("facts.json", b"\xff{}")]), "Byte 1 is not UTF-8"),
    "null": (zip_of([*plain()[1:], ("facts.json", "{}\0")]), "a null character"),
    "broken facts": (
        model_zip(facts=('"1981-09-14"', '"soon"')),
        "facts.json, line 5: person/born",
    ),
    "broken sheet": (model_zip(gold=('"middle"', '"odd"')), "gold.toml, line 3: difficulty"),
    "no TOML": (model_zip(gold=("code =", "code")), "This is not TOML"),
    "script": (model_zip(en=("Home province", "<script>x</script>")), "case.en.md, line 4"),
    "tracker": (model_zip(fr=("Ontario", "https://t.example/p.gif")), "Found an address"),
    "link in text": (model_zip(en=("Ontario", "[x](y)")), "Found a link"),
    "overlap": (
        model_zip(en=("[born 1981-09-14]", "[born [1981]{#s-x}-09-14]")),
        "spans must not overlap",
    ),
    "quotation": (model_zip(en=("He drinks", "“He” drinks")), "quotation mark"),
}


def twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zip_of(plain(**{"facts.json": "{}"}))


def upload(client, packed, **fields):
    file = SimpleUploadedFile("case.zip", packed, "application/zip")
    return client.post(IMPORT, {"archive": file, "is_fictional": "on", **fields})


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_no_case_is_refused_and_nothing_stored(client, tom, attack):
    packed, sentence = ATTACKS[attack]
    client.force_login(tom.user)

    response = upload(client, packed)

    assert response.status_code == 422
    assert sentence in response.text.replace("&#x27;", "'")
    assert not CaseDraft.objects.exists()
    with scopes_disabled():
        assert not AuditEntry.objects.exists()


def test_a_second_facts_file_is_refused(client, tom):
    client.force_login(tom.user)

    response = upload(client, twice())

    assert response.status_code == 422
    assert "The zip holds facts.json twice" in response.text
    assert not CaseDraft.objects.exists()


def test_only_the_two_plain_methods_of_packing_are_taken():
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_BZIP2) as made:
        for name, words in MODEL.items():
            made.writestr(name, words)

    with pytest.raises(archive.ArchiveRefusedError, match="packed by a method"):
        archive.read(packed.getvalue())


@pytest.mark.parametrize("folder", ["", "maple-crossing/"])
def test_a_case_is_brought_in_as_a_draft(client, tom, folder):
    client.force_login(tom.user)

    response = upload(client, model_zip(folder), code="oak-lantern")

    assert response.status_code == 302
    draft = CaseDraft.objects.get()
    assert (draft.code, draft.agency, draft.author) == ("oak-lantern", tom.agency, tom.user)
    assert draft.text_en == MODEL["case.en.md"]
    assert draft.facts["case"] == draft.sheet["code"] == "oak-lantern"
    assert not Vignette.objects.exists()


def test_bringing_in_needs_the_attestation(client, tom):
    client.force_login(tom.user)

    response = upload(client, model_zip(), is_fictional="")

    assert response.status_code == 422
    assert not CaseDraft.objects.exists()


def test_a_code_that_is_taken_is_refused(client, tom):
    make_version()
    client.force_login(tom.user)

    response = upload(client, model_zip())

    assert response.status_code == 422
    assert "Choose another code" in response.text


def test_what_is_only_unfinished_is_mended_in_the_draft(client, tom):
    client.force_login(tom.user)

    response = upload(client, model_zip(gold=("i4 = 1", "i4 = 0")))

    assert response.status_code == 302
    assert "i4 is 0; the facts give 1" in client.get(response.url).text


def test_a_draft_goes_out_and_in_unchanged(client, tom):
    draft = make_draft(tom)
    client.force_login(tom.user)

    response = client.get(reverse("vignettes:draft_zip", args=[draft.pk]))

    assert response["Content-Disposition"] == 'attachment; filename="oak-lantern.zip"'
    assert response["X-Content-Type-Options"] == "nosniff"
    draft.refresh_from_db()  # PostgreSQL keeps the keys of a table in an order of its own
    folder, read = archive.read(response.content)
    assert (folder, read) == ("oak-lantern", sources(of_draft(draft)))
    upload(client, response.content, code="ash-lantern")
    brought = CaseDraft.objects.get(code="ash-lantern")
    assert brought.facts | {"case": "oak-lantern"} == draft.facts
    assert brought.sheet | {"code": "oak-lantern"} == draft.sheet


def test_the_same_case_gives_the_same_bytes():
    written = sources(model_content())

    assert archive.written("a-b", written) == archive.written("a-b", written)


def test_only_those_who_may_write_a_case_take_its_files(client, tom, north):
    version = make_version()
    url = reverse("vignettes:version_zip", args=[version.pk])
    edith = make_person("Edith", north, Role.ANALYST, is_editor=True)
    client.force_login(tom.user)
    assert client.get(url).status_code == 404
    client.force_login(edith.user)

    _, read = archive.read(client.get(url).content)

    assert read["case.en.md"] == MODEL["case.en.md"]


@pytest.mark.parametrize(
    "sheet", ["a = " + "[" * 50_000, "a = " + "1" * 5_000, "a" + ".a" * 90_000 + " = 1"]
)
def test_a_sheet_made_to_break_the_reader_is_refused(sheet):
    packed = zip_of([*(MODEL | {"gold.toml": sheet}).items()])

    with pytest.raises(archive.ArchiveRefusedError, match="gold: This is not TOML"):
        case_of_zip(packed)
