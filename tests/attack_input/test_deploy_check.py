"""A service with the documented environment has nothing to be warned of."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = {
    "SECRET_KEY": "a-key-of-more-than-fifty-letters-with-5-different-ones-0123456789",
    "ALLOWED_HOSTS": "training.example.ca",
    "BASE_URL": "https://training.example.ca",
    "BEHIND_HTTPS_PROXY": "1",
    "TRUSTED_PROXY_COUNT": "1",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}
TELL = """
import django; django.setup()
from django.conf import settings
for name in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_DOMAIN",
    "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "SECURE_SSL_REDIRECT"):
    print(name, getattr(settings, name))
"""


def run(folder, *command, **more):
    kept = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:config", *command],
        cwd=ROOT,
        env={**kept, **DOCUMENTED, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_warns_of_nothing(tmp_path):
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "WARNINGS" not in done.stderr


def test_behind_https_cookies_go_to_this_host_by_https_alone(tmp_path):
    told = dict(line.split(" ", 1) for line in run(tmp_path, "-c", TELL).stdout.splitlines())

    assert told == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_SECURE": "True",
        "CSRF_COOKIE_SECURE": "True",
        "LANGUAGE_COOKIE_SECURE": "True",
        "SESSION_COOKIE_DOMAIN": "None",
        "SECURE_HSTS_SECONDS": "31536000",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": "True",
        "DEBUG": "False",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": "False",
        "SECURE_SSL_REDIRECT": "True",
    }
