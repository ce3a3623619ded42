"""All settings, in one file: the environment decides what differs between a demo and a service.

Nothing secret has a default: without a key the program refuses to start.
"""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config import compat, environment, extras, https, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = environment.switch("DEBUG")
SECRET_KEY_FILE = Path(os.environ.get("SECRET_KEY_FILE", VAR_DIR / "secret-key"))
SECRET_KEY = environment.secret_key(SECRET_KEY_FILE)
SECRET_KEY_FALLBACKS = environment.secret_keys_before()
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
BEHIND_HTTPS_PROXY = environment.switch("BEHIND_HTTPS_PROXY")
# Written on certificates and into their QR codes
BASE_URL = environment.base_url(hosts=ALLOWED_HOSTS, is_https=BEHIND_HTTPS_PROXY)
# The keys that sign badges: from the environment, else a private file made at first use
BADGE_KEYS = os.environ.get("BADGE_KEYS", "").strip()
BADGE_KEYS_FILE = Path(os.environ.get("BADGE_KEYS_FILE", VAR_DIR / "badge-keys.json"))
# Under which people and files in studies are hashed: likewise
PSEUDONYM_KEY = os.environ.get("PSEUDONYM_KEY", "").strip()
PSEUDONYM_KEY_FILE = Path(os.environ.get("PSEUDONYM_KEY_FILE", VAR_DIR / "pseudonym-key"))
# Under which the secrets of second steps lie in the database: likewise
SECOND_STEP_KEY = os.environ.get("SECOND_STEP_KEY", "").strip()
SECOND_STEP_KEY_FILE = Path(os.environ.get("SECOND_STEP_KEY_FILE", VAR_DIR / "second-step-key"))
EXTRAS = extras.chosen()

INSTALLED_APPS = [
    "config",
    "agencies",
    "vignettes",
    "training",
    "reliability",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "django_scopes",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *compat.TASK_APPS,
    *compat.PARTIAL_APPS,
    *compat.CSP_APPS,
    *extras.apps(EXTRAS),
]

MIDDLEWARE = [
    "config.metrics.requests.counted",
    "config.logs.named_requests",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.no_indexing",
    compat.CSP_MIDDLEWARE,
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.WithoutNull",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.nothing_kept",
    "agencies.middleware.preferred_language",
    "agencies.middleware.unscoped_admin",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "agencies.middleware.session_limits",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *extras.middleware(EXTRAS),
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [*compat.PARTIAL_BUILTINS, "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agencies.context.where_one_works",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# No ATOMIC_REQUESTS: with immediate transactions a page that only reads would wait for a writer.
DATABASES = {
    "default": environment.database(
        os.environ.get("DATABASE_URL", ""), sqlite_file=VAR_DIR / "plumbline.sqlite3"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by every process, so that a sign-in limit is one limit. With Django's own 300 entries a
# stranger who tries many addresses would push the limits of others out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": compat.TASK_BACKEND, "QUEUES": ["default"]}}
# After this a job counts as lost, and is run again; twelve times this while its worker lives.
JOB_LEASE_SECONDS = environment.whole_number("JOB_LEASE_SECONDS", default=1800)

# People and sign-in
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 12},
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "name")},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "agencies:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "agencies.sign_in.ClosedSignUp"
ACCOUNT_FORMS = {"reset_password": "agencies.forms.resetting.Ask"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Plumbline: "
# Nobody is written to because a stranger typed their address.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Plumbline"
# Clocks of telephones differ by some seconds.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "agencies.second_step.Encrypted"
MFA_FORMS = {
    "authenticate": "agencies.forms.second_step.Authenticate",
    "reauthenticate": "agencies.forms.second_step.Reauthenticate",
    "add_webauthn": "agencies.forms.passkeys.Add",
    "login_webauthn": "agencies.forms.passkeys.Login",
    "authenticate_webauthn": "agencies.forms.passkeys.Authenticate",
    "reauthenticate_webauthn": "agencies.forms.passkeys.Reauthenticate",
}
# Browsers give passkeys to HTTPS only, and to localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_HTTPS_PROXY

# Sign-in by an agency's own service (OpenID Connect): there as soon as OIDC_SERVER_URL is set
SOCIALACCOUNT_PROVIDERS = environment.openid_connect()
OIDC_HAS_SECOND_FACTOR = environment.switch("OIDC_HAS_SECOND_FACTOR")
SOCIALACCOUNT_ADAPTER = "agencies.sign_in.ByProvider"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A form would be stopped on its way to the service by our own `form-action 'self'`; a link is not.
SOCIALACCOUNT_LOGIN_ON_GET = True

# A file too large for memory lies on disk without a name, and is gone with its request.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "config.uploads.UnnamedFileHandler",
]

# The form of a case with a long record has more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# The programming interface: its views are imported at their first request (reliability/api/late.py)
API_REQUESTS_A_MINUTE = environment.whole_number("API_REQUESTS_A_MINUTE", default=300)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "reliability.api.authentication.ByToken",
        "reliability.api.authentication.BySession",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["reliability.api.throttling.PerCaller"],
    "DEFAULT_PARSER_CLASSES": ["reliability.api.parsing.StrictJson"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "reliability.api.describing.Described",
    "EXCEPTION_HANDLER": "reliability.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": "Tools and their rules, right scores of fictional cases, codings, certificates, "
    "and studies of agreement. Everything is of the agency of whoever asks.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": True,
    "POSTPROCESSING_HOOKS": ["reliability.api.describing.without_titles"],
}

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr-ca", _("Français (Canada)"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "America/Toronto")

# Static files: collected and fingerprinted where `collectstatic` has run, else from the source.
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
COLLECTED = environment.collected(STATIC_ROOT)
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Messages to addresses on this machine, by plain HTTP: for trying it out, never for a service
WEBHOOKS_MAY_BE_LOCAL = environment.switch("WEBHOOKS_MAY_BE_LOCAL", default=DEBUG)

# What a browser may do with a page
globals().update(
    compat.csp_settings(
        {
            "default-src": ["'self'"],
            "img-src": ["'self'", "data:"],
            "object-src": ["'none'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
        }
    )
)
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A sign-in ends after so many hours in any case, and before that after so long without a request.
SESSION_COOKIE_AGE = environment.whole_number("SESSION_HOURS", default=12) * 3600
SESSION_IDLE_SECONDS = environment.whole_number("SESSION_IDLE_MINUTES", default=60) * 60
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
globals().update(https.settings(is_on=BEHIND_HTTPS_PROXY))

# The page of figures for whoever watches: not there without a token
METRICS_TOKEN = environment.token("METRICS_TOKEN")
METRICS_FOLDER = VAR_DIR / "metrics"

# After how many days leftovers are deleted: config/pruning.py
DAYS_KEPT = environment.days_kept()

# E-mail: written to the log until a host is named
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = environment.whole_number("EMAIL_PORT", default=587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.password("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.switch("EMAIL_USE_TLS", default=True)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "plumbline@localhost")

LOGGING = logs.from_environment()
