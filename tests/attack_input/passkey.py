"""A passkey made of software, that can also do what a real one does not."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
HERE = "localhost"


@dataclass
class Passkey:
    """One key of one account. `count` is what it says of the signatures it has made."""

    user: object
    site: str = HERE
    origin: str = f"https://{HERE}"
    count: int = 0
    flags: int = PRESENT | VERIFIED
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    number: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def register(self):
        """Put the key among the account's, as if its owner had added it on the page."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.secret.public_key())))
        told = b"\0" * 16 + struct.pack(">H", len(self.number)) + self.number + public
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + told}
        response = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", "AAAA")),
            "attestationObject": websafe_encode(cbor.encode(attested)),
        }
        credential = self._envelope(response) | {
            "clientExtensionResults": {"credProps": {"rk": True}}
        }
        return Authenticator.objects.create(
            user=self.user, type="webauthn", data={"name": "Key", "credential": credential}
        )

    def answer(self, challenge, kind="webauthn.get"):
        """What the browser sends when its owner touches the key, as JSON."""
        data, client = self._data(), self._client(kind, challenge)
        signed = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
            "userHandle": websafe_encode(user_pk_to_url_str(self.user).encode()),
        }
        return json.dumps(self._envelope(response))

    def _envelope(self, response):
        number = websafe_encode(self.number)
        return {"id": number, "rawId": number, "type": "public-key", "response": response}

    def _data(self, more=0):
        site = hashlib.sha256(self.site.encode()).digest()
        return site + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind, challenge):
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()
