import base64
import gzip
import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils.timezone import now
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from reliability.actions.certifying import revoke
from reliability.credentials import addresses, keys
from reliability.credentials.badge_picture import baked_svg
from reliability.credentials.status_list import LEAST_BITS, encoded
from reliability.credentials.verifying import BadgeRefusedError, verified
from tests.reliability.certificates import certify

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")


def unpacked(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def public_key(told):
    """A JSON Web Key as cryptography has it, read by hand (RFC 7518, section 6.2.1)."""
    x, y = (int.from_bytes(unpacked(told[axis]), "big") for axis in "xy")
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def other_library(told):
    return OB3Verifier(public_key(told))


def with_claim(token, name, value):
    """The same token with another claim: the signature stays that of the first."""
    header, payload, signature = token.split(".")
    changed = json.loads(unpacked(payload)) | {name: value}
    packed = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()
    return f"{header}.{packed}.{signature}"


def test_badge_is_verified_by_hand_from_the_public_keys(client, asha, tom):
    token = certify(asha, tom).badge
    published = client.get(reverse("verify:keys")).json()["keys"]
    header, payload, signature = token.split(".")
    told = json.loads(unpacked(header))

    (key,) = [key for key in published if told["kid"].endswith(f"#{key['kid']}")]
    r, s = (
        int.from_bytes(half, "big") for half in (unpacked(signature)[:32], unpacked(signature)[32:])
    )
    signed = utils.encode_dss_signature(r, s)

    assert told["alg"] == "ES256"
    assert "d" not in key
    public_key(key).verify(signed, f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        public_key(key).verify(signed, f"{header}.{payload}x".encode(), ec.ECDSA(hashes.SHA256()))


def test_badge_is_verified_by_another_library(asha, tom):
    credential = certify(asha, tom)

    read = other_library(keys.public_keys()[0]).verify(credential.badge)

    assert read.issuer.name == "North Agency"
    assert read.achievement.name == "Scoring of Static-99R"


def test_badge_names_the_holder_and_nothing_that_joins_two_badges(asha, tom):
    first, second = certify(asha, tom), certify(asha, tom, tool="cport")

    told = [json.loads(unpacked(one.badge.split(".")[1])) for one in (first, second)]

    assert told[0]["credentialSubject"]["identifier"][0]["identityHash"] == "Asha"
    assert told[0]["sub"] != told[1]["sub"]
    assert asha.user.email not in json.dumps(told)
    assert first.code not in json.dumps(told)
    assert told[0]["iss"] == addresses.issuer_url(first.agency_id)


@pytest.mark.parametrize(
    ("claim", "value"), [("name", "Another"), ("validUntil", "2099-01-01T00:00:00Z"), ("iss", "x")]
)
def test_badge_that_was_changed_is_refused(asha, tom, claim, value):
    token = with_claim(certify(asha, tom).badge, claim, value)

    with pytest.raises(BadgeRefusedError, match="Do not trust it"):
        verified(token, keys.key_set(), now())
    with pytest.raises(OB3VerificationError):
        other_library(keys.public_keys()[0]).verify(token)


@pytest.mark.parametrize("token", ["", "no token", "a.b.c", "e30.e30.e30", "\u00e9.\u00e9.\u00e9"])
def test_what_is_no_badge_is_refused(token):
    with pytest.raises(BadgeRefusedError):
        verified(token, keys.key_set(), now())


def test_badge_without_a_signature_is_refused(asha, tom):
    _, payload, _ = certify(asha, tom).badge.split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()

    with pytest.raises(BadgeRefusedError):
        verified(f"{header}.{payload}.", keys.key_set(), now())


def test_badge_holds_between_its_days(asha, tom):
    token = certify(asha, tom, at=datetime(2026, 3, 31, 15, tzinfo=UTC)).badge

    assert verified(token, keys.key_set(), datetime(2028, 3, 31, 20, tzinfo=UTC)).language == "en"
    with pytest.raises(BadgeRefusedError, match="expired on 2028-03-31"):
        verified(token, keys.key_set(), datetime(2028, 4, 2, tzinfo=UTC))
    with pytest.raises(BadgeRefusedError, match="valid from 2026-03-31"):
        verified(token, keys.key_set(), datetime(2026, 3, 30, tzinfo=UTC))


def test_rotation_keeps_old_badges_verifiable(asha, ben, tom, badge_keys):
    old = certify(asha, tom).badge

    kid = keys.rotate()
    new = certify(ben, tom).badge

    assert verified(old, keys.key_set(), now()).holder_name == "Asha"
    assert verified(new, keys.key_set(), now()).key_id == kid
    stored = json.loads(badge_keys.read_text())["keys"]
    assert [("d" in key) for key in stored] == [True, False]
    assert oct(badge_keys.stat().st_mode & 0o777) == "0o600"


def test_keys_of_another_installation_do_not_verify(asha, tom):
    token = certify(asha, tom).badge

    with pytest.raises(BadgeRefusedError, match="not among the 1 public keys"):
        verified(token, keys.new_set(), now())


def test_keys_come_from_the_environment(settings):
    settings.BADGE_KEYS = json.dumps(keys.new_set())

    assert len(keys.public_keys()) == 1
    with pytest.raises(keys.BadKeysError, match="come from the environment"):
        keys.rotate()


@pytest.mark.parametrize(
    "told",
    ["{", "[]", '{"keys": []}', '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}', '{"keys": ["x"]}'],
)
def test_keys_that_are_none_are_refused_with_a_sentence(settings, told):
    settings.BADGE_KEYS = told

    with pytest.raises(keys.BadKeysError, match="BADGE_KEYS holds"):
        keys.signing_key()


def test_status_list_tells_another_library_of_revocation(client, asha, ben, tom):
    kept, ended = certify(asha, tom), certify(ben, tom)
    revoke(credential=ended, actor=tom.membership, because="Issued in error.")
    checker = other_library(keys.public_keys()[0])

    def download(url):
        return client.get(url.removeprefix("https://training.example")).content

    checker.verify(kept.badge, check_status=True, download=download)
    with pytest.raises(OB3VerificationError, match="revocation"):
        checker.verify(ended.badge, check_status=True, download=download)


def test_status_list_is_long_and_grows():
    bits = gzip.decompress(unpacked(encoded([0, 9])[1:]))
    assert (len(bits) * 8, bits[0], bits[1]) == (LEAST_BITS, 0x80, 0x40)
    assert len(gzip.decompress(unpacked(encoded([LEAST_BITS])[1:]))) * 8 == 2 * LEAST_BITS


def test_command_verifies_a_token_and_a_picture(asha, tom, tmp_path, capsys):
    credential = certify(asha, tom)
    token, picture, public = tmp_path / "b.jwt", tmp_path / "b.svg", tmp_path / "keys.json"
    token.write_text(credential.badge + "\n")
    picture.write_text(baked_svg(credential))
    public.write_text(json.dumps(keys.key_set()))

    call_command("verify_badge", str(token))
    call_command("verify_badge", str(picture), "--keys", str(public))

    assert capsys.readouterr().out.count("Holder: Asha") == 2
    assert OB3Verifier.extract_token_from_svg(picture.read_bytes()) == credential.badge


def test_command_refuses_what_was_changed(asha, tom, tmp_path):
    file = tmp_path / "b.jwt"
    file.write_text(with_claim(certify(asha, tom).badge, "name", "Another"))

    with pytest.raises(CommandError, match="The signature does not fit"):
        call_command("verify_badge", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_badge", str(tmp_path / "none.jwt"))


def test_command_lists_and_changes_keys(capsys):
    call_command("badge_keys")
    call_command("badge_keys", "--rotate")
    call_command("badge_keys", "--new")

    out = capsys.readouterr().out
    assert out.count("  signs\n") == 2
    assert "published, signs no more" in out
    assert '"d"' in out.splitlines()[-1]


def test_two_processes_that_start_together_sign_with_the_same_key(badge_keys, monkeypatch):
    kid = keys.public_keys()[0]["kid"]
    seen = iter([False])  # the file was not there yet when this process looked
    monkeypatch.setattr(type(badge_keys), "exists", lambda _: next(seen, True))

    assert keys.public_keys()[0]["kid"] == kid
    assert [file.name for file in badge_keys.parent.iterdir()] == [badge_keys.name]
