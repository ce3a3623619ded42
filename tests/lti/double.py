"""A learning platform on this machine: it signs real messages, and keeps what it is sent."""

import json
import threading
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from lti import claims

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, DEPLOYMENT = "plumbline-client", "deployment-1"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


@dataclass
class Platform:
    """The running platform: who is signed in there, and what came in."""

    url: str = ""
    tool: str = ""
    subject: str = "subject-1"
    person: dict = field(default_factory=lambda: {"name": "Asha", "email": "asha@example.org"})
    custom: dict = field(default_factory=dict)
    members: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    token_form: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    scores: list = field(default_factory=list)
    keys: dict = field(default_factory=lambda: {"1": KEY})

    @property
    def registered(self):
        """What an agency admin copies from it."""
        return {
            "name": "Northern College",
            "issuer": self.url,
            "client_id": CLIENT,
            "deployment": DEPLOYMENT,
            "auth_url": f"{self.url}/authorize",
            "token_url": f"{self.url}/token",
            "keyset_url": f"{self.url}/keys",
        }

    def claims(self, given, **changes):
        """A resource launch of the course's one link; None takes a claim away."""
        at = int(time.time())
        told = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": at,
            "exp": at + 300,
            "nonce": given,
            claims.MESSAGE_TYPE: claims.RESOURCE_REQUEST,
            f"{claims.CLAIM}version": "1.3.0",
            f"{claims.CLAIM}roles": [LEARNER],
            f"{claims.CLAIM}target_link_uri": "https://tool.example.org/lti/launch/",
            claims.DEPLOYMENT: DEPLOYMENT,
            claims.RESOURCE_LINK: {"id": "link-1", "title": "Practice"},
            claims.CONTEXT: {"id": "course-1", "title": "Risk assessment, spring"},
            claims.CUSTOM: self.custom,
            claims.GRADES: {
                "scope": [claims.SCORE_SCOPE],
                "lineitem": f"{self.url}/lines/7?type=7",
            },
            claims.MEMBERS: {"context_memberships_url": f"{self.url}/members"},
            **self.person,
        }
        return {name: value for name, value in (told | changes).items() if value is not None}

    def signed(self, told, *, key=KEY, kid="1", algorithm="RS256"):
        headers = {"kid": kid} if kid else {}
        return jwt.encode(told, key, algorithm=algorithm, headers=headers)

    def deep_linking(self):
        """The claims by which a message asks for content."""
        return {
            claims.MESSAGE_TYPE: claims.DEEP_LINKING_REQUEST,
            claims.RESOURCE_LINK: None,
            claims.DEEP_LINKING: {
                "accept_types": ["ltiResourceLink"],
                "accept_presentation_document_targets": ["window"],
                "deep_link_return_url": f"{self.url}/deep-links",
                "data": "opaque",
            },
        }


@contextmanager
def running():
    """The platform while the block lasts."""
    platform = Platform()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answers_of(platform))
    platform.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answers_of(platform):
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer(_get(platform, urlsplit(self.path), self._has_token()))

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(_post(platform, urlsplit(self.path), body, self._has_token()))

        def _has_token(self):
            return self.headers.get("Authorization") == "Bearer opaque"

        def _answer(self, answer):
            platform.asked.append(self.path)
            status, told, *more = answer
            is_page = isinstance(told, str)
            body = told.encode() if is_page else json.dumps(told).encode()
            kind = "text/html; charset=utf-8" if is_page else "application/json"
            self.send_response(status)
            for name, value in {**(more[0] if more else {}), "Content-Type": kind}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            """What was asked is kept in `platform.asked`."""

    return Answers


def _get(platform, parts, has_token):
    if parts.path == "/keys":
        return 200, _key_set(platform)
    if parts.path == "/authorize":
        return 200, _form(platform, parse_qs(parts.query))
    if parts.path == "/members" and has_token:
        return _members(platform, int(parse_qs(parts.query).get("Page", ["0"])[0]))
    if parts.path == "/course":
        return 200, _course(platform)
    if parts.path == "/moved":
        return 302, {}, {"Location": f"{platform.url}/keys"}
    return 404, {}


def _post(platform, parts, body, has_token):
    if parts.path == "/token":
        platform.token_form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return 200, {"access_token": "opaque", "token_type": "Bearer"}
    if parts.path == "/deep-links":
        platform.token_form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return 200, "<!doctype html><h1>The course has its link</h1>"
    if parts.path == "/lines/7/scores" and has_token:
        platform.scores.append(json.loads(body))
        return platform.answers.pop(0) if platform.answers else 200, {}
    return 404, {}


def _members(platform, page):
    """Two to a page; the address of the next has a capital, as some have."""
    told = platform.members[page * 2 : page * 2 + 2]
    more = len(platform.members) > page * 2 + 2
    link = f'<{platform.url}/members?Page={page + 1}>; rel="next"'
    return 200, {"id": "1", "members": told}, {"Link": link} if more else {}


def _key_set(platform):
    return {
        "keys": [
            RSAAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": kid, "alg": "RS256"}
            for kid, key in platform.keys.items()
        ]
    }


def _course(platform):
    """A course with a link to us, and a button of its teacher's to add another."""
    told = {"iss": platform.url, "login_hint": "7", "client_id": CLIENT}
    places = [
        (f"{platform.tool}/lti/login/?{urlencode(told | more)}", words)
        for more, words in (({}, "Practice"), ({"lti_message_hint": "content"}, "Add a link"))
    ]
    links = "".join(f'<p><a href="{place}" target="_blank">{words}</a>' for place, words in places)
    return f"<!doctype html><title>Course</title><h1>Course</h1>{links}"


def _form(platform, asked):
    """What a platform answers a browser with: a form that brings its message to us."""
    is_choice = asked.get("lti_message_hint") == ["content"]
    changes = platform.deep_linking() if is_choice else {}
    token = platform.signed(platform.claims(asked["nonce"][0], **changes))
    return (
        "<!doctype html>"
        f'<form method="post" action="{asked["redirect_uri"][0]}">'
        f'<input type="hidden" name="id_token" value="{token}">'
        f'<input type="hidden" name="state" value="{asked["state"][0]}">'
        "<button>Go on</button></form>"
    )


def begin(client, platform, **told):
    """The first step in a browser: what the platform's sign-in address is asked."""
    given = {"iss": platform.url, "login_hint": "7", "client_id": CLIENT, **told}
    response = client.get(f"/lti/login/?{urlencode(given)}")
    assert response.status_code == 302, response.text
    assert response.url.startswith(f"{platform.url}/authorize?")
    return {name: values[0] for name, values in parse_qs(urlsplit(response.url).query).items()}


def send(client, asked, token):
    """The platform's message, brought by the browser."""
    return client.post("/lti/launch/", {"id_token": token, "state": asked["state"]})


def launch(client, platform, **changes):
    """Every step until somebody has arrived; the last answer."""
    asked = begin(client, platform)
    response = send(client, asked, platform.signed(platform.claims(asked["nonce"], **changes)))
    assert response.status_code == 303, response.text
    return client.get(response.headers["Location"])


def fresh_subject():
    return f"subject-{uuid.uuid4()}"
