import pytest
import typst

from reliability.credentials import pdf
from reliability.credentials.pdf import PdfRefusedError, certificate_pdf
from tests.reliability.certificates import certify

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


@pytest.fixture
def credential(asha, tom):
    return certify(asha, tom)


def test_pdf_is_tagged_names_its_language_and_links_to_the_verification(credential):
    content = certificate_pdf(credential, "fr-ca")

    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert b"/Lang (fr-CA)" in content or b"/Lang(fr-CA)" in content
    assert b"pdfuaid:part" in content
    assert f"https://training.example/verify/{credential.code}/".encode() in content


def test_pdf_is_the_same_bytes_every_time(credential):
    assert certificate_pdf(credential, "en") == certificate_pdf(credential, "en")
    assert certificate_pdf(credential, "en") != certificate_pdf(credential, "fr-ca")


@pytest.mark.parametrize(
    "name",
    ['#read("/etc/passwd")', "*bold* _it_ $x$ @ref // no", "Łukasz O’Neil-Đặng", "مريم", "N" * 150],
)
def test_pdf_prints_a_name_as_it_is(credential, name):
    credential.holder_name = name

    assert certificate_pdf(credential, "en").startswith(b"%PDF")


def test_pdf_says_which_letter_no_font_has(credential):
    credential.holder_name = "A\U000f0000"  # a private letter: no font shows it

    with pytest.raises(PdfRefusedError, match="no font on the server"):
        certificate_pdf(credential, "en")


def test_pdf_hides_no_other_trouble(credential, monkeypatch):
    def broken(*_, **__):
        raise typst.TypstError("unknown variable: tolld")

    monkeypatch.setattr(pdf.typst, "compile", broken)

    with pytest.raises(typst.TypstError, match="unknown variable"):
        certificate_pdf(credential, "en")


def test_pdf_of_a_demonstration_says_so(credential):
    plain = certificate_pdf(credential, "en")
    credential.is_demonstration = True

    assert certificate_pdf(credential, "en") != plain
