"""A sign-in service of its own on this machine: discovery, keys, tokens and who signed in."""

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "plumbline", "a secret of the tests"


@dataclass
class Service:
    """The running service: who signs in next, and what it was asked."""

    url: str = ""
    claims: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    @property
    def settings(self):
        """What allauth needs to know of it."""
        told = {"server_url": self.url, "oauth_pkce_enabled": True, "verified_email": False}
        app = {"provider_id": "agency", "name": "Northern sign-in", "client_id": CLIENT}
        return {"openid_connect": {"APPS": [app | {"secret": SECRET, "settings": told}]}}


@contextmanager
def running():
    """The service while the block lasts."""
    service = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answers_of(service))
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answers_of(service):
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                service.asked.append(asked)
                back = urlencode({"code": "one-time-code", "state": asked["state"]})
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
                return
            self._json(_told(service, parts.path))

        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            service.asked.append(parse_qs(self.rfile.read(length).decode()))
            self._json(_tokens(service))

        def _json(self, told):
            body = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Quiet: what was asked is kept in `service.asked`."""

    return Answers


def _told(service, path):
    if path == "/.well-known/openid-configuration":
        return {
            "issuer": service.url,
            "authorization_endpoint": f"{service.url}/authorize",
            "token_endpoint": f"{service.url}/token",
            "userinfo_endpoint": f"{service.url}/userinfo",
            "jwks_uri": f"{service.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
    if path == "/keys":
        return {"keys": [RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"kid": "1"}]}
    return service.claims


def _tokens(service):
    at = int(time.time())
    claims = {"iss": service.url, "aud": CLIENT, "iat": at, "exp": at + 300, **service.claims}
    token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
    return {"access_token": "opaque", "token_type": "Bearer", "id_token": token}
