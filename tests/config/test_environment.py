"""What the environment may say, and what it is told when it says something else."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment


@pytest.fixture
def file(tmp_path):
    return tmp_path / "site.sqlite3"


def test_database_is_sqlite_when_unset(file):
    settings = environment.database("", sqlite_file=file)

    assert settings["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["NAME"] == str(file)
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    # Else every request ends by writing the whole log back
    assert settings["CONN_MAX_AGE"] == environment.KEPT_SECONDS > 0
    assert settings["TEST"]["NAME"].endswith("test-site.sqlite3")


def test_database_url_of_sqlite_names_a_file(file):
    assert environment.database("sqlite:////srv/a%20b.sqlite3", sqlite_file=file)["NAME"] == (
        "/srv/a b.sqlite3"
    )


def test_database_url_of_postgres(file):
    settings = environment.database(
        "postgres://ana:p%40ss@db.example:5433/plumbline?sslmode=require", sqlite_file=file
    )

    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert [settings[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "plumbline",
        "ana",
        "p@ss",
        "db.example",
        "5433",
    ]
    assert settings["OPTIONS"] == {
        "pool": {"timeout": 10},
        "connect_timeout": "5",
        "prepare_threshold": 2,
        "sslmode": "require",
    }
    assert settings["CONN_HEALTH_CHECKS"] is True


def test_database_url_of_postgres_by_socket(file):
    settings = environment.database("postgresql:///plumbline?host=/run/pg", sqlite_file=file)

    assert (settings["HOST"], settings["PORT"]) == ("/run/pg", "")
    assert settings["OPTIONS"]["pool"] == {"timeout": 10}


def test_database_url_says_how_many_connections_a_process_has(file):
    settings = environment.database("postgres://h/p?pool_size=12&pool_timeout=3", sqlite_file=file)

    assert settings["OPTIONS"]["pool"] == {"timeout": 3, "max_size": 12}


@pytest.mark.parametrize(("told", "kept"), [("", 2), ("?prepare_threshold=9", 9)])
def test_postgres_keeps_the_plans_of_prepared_queries(file, told, kept):
    settings = environment.database(f"postgres://h/p{told}", sqlite_file=file)

    assert settings["OPTIONS"]["prepare_threshold"] == kept


def test_postgres_behind_a_pooler_keeps_no_plans(file):
    settings = environment.database("postgres://h/p?prepare_threshold=none", sqlite_file=file)

    assert settings["OPTIONS"]["prepare_threshold"] is None


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://host/name", "begins with 'mysql', expected sqlite or postgres"),
        ("postgres://h/p?pool_size=many", "pool_size='many', expected whole numbers"),
        ("postgres://h/p?prepare_threshold=often", "expected a whole number or none"),
        ("plumbline", "begins with 'no scheme'"),
        ("sqlite://", "names no SQLite file"),
        ("postgres://host", "names no database"),
        ("postgres://host:port/name", "a port that is not a number"),
    ],
)
def test_database_url_that_will_not_do_is_refused(file, url, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        environment.database(url, sqlite_file=file)


@pytest.mark.parametrize(
    ("word", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_switch_reads_a_yes_or_a_no(monkeypatch, word, meant):
    monkeypatch.setenv("DEBUG", word)

    assert environment.switch("DEBUG") is meant


def test_switch_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")

    with pytest.raises(ImproperlyConfigured, match="DEBUG='perhaps', expected yes or no"):
        environment.switch("DEBUG")


def test_unset_variables_have_their_default(monkeypatch):
    monkeypatch.delenv("NOTHING", raising=False)

    assert environment.switch("NOTHING", default=True) is True
    assert environment.words("NOTHING", default="a, b,") == ["a", "b"]
    assert environment.whole_number("NOTHING", default=7) == 7


def test_whole_number_refuses_a_word(monkeypatch):
    monkeypatch.setenv("EMAIL_PORT", "-1")

    with pytest.raises(ImproperlyConfigured, match="EMAIL_PORT='-1', expected a whole number"):
        environment.whole_number("EMAIL_PORT", default=587)


def test_secret_key_comes_from_the_environment_first(monkeypatch, tmp_path):
    file = tmp_path / "key"
    file.write_text("of the file\n")
    monkeypatch.setenv("SECRET_KEY", "of the environment")
    assert environment.secret_key(file) == "of the environment"

    monkeypatch.delenv("SECRET_KEY")
    assert environment.secret_key(file) == "of the file"


def test_without_a_secret_key_the_program_refuses_to_start(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="No SECRET_KEY was found"):
        environment.secret_key(tmp_path / "none")


@pytest.mark.parametrize(
    ("told", "hosts", "is_https", "expected"),
    [
        ("https://training.example.ca/", ["localhost"], False, "https://training.example.ca"),
        ("http://10.0.0.5:8080/plumb", [], True, "http://10.0.0.5:8080/plumb"),
        ("", ["training.example.ca", "other"], True, "https://training.example.ca"),
        ("", [".example.ca", "*"], True, "http://127.0.0.1:8123"),
        ("", ["training.example.ca"], False, "http://127.0.0.1:8123"),
    ],
)
def test_base_url_is_told_or_follows_from_the_hosts(monkeypatch, told, hosts, is_https, expected):
    monkeypatch.setenv("BASE_URL", told)
    monkeypatch.setenv("PORT", "8123")

    assert environment.base_url(hosts=hosts, is_https=is_https) == expected


@pytest.mark.parametrize("told", ["training.example.ca", "ftp://x", "https://", "https://x/?a=1"])
def test_base_url_that_is_none_is_refused_with_a_sentence(monkeypatch, told):
    monkeypatch.setenv("BASE_URL", told)

    with pytest.raises(ImproperlyConfigured, match="BASE_URL"):
        environment.base_url(hosts=[], is_https=False)


OIDC = {
    "OIDC_SERVER_URL": "https://login.example.ca/realms/staff/",
    "OIDC_CLIENT_ID": "plumbline",
    "OIDC_CLIENT_SECRET": "not a secret",
}


def tell(monkeypatch, told):
    for name, value in told.items():
        monkeypatch.setenv(name, value)


def test_no_sign_in_service_is_there_when_unset(monkeypatch):
    monkeypatch.delenv("OIDC_SERVER_URL", raising=False)

    assert environment.openid_connect() == {}


def test_sign_in_service_is_told_by_the_environment(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    tell(monkeypatch, OIDC | {"OIDC_CLIENT_SECRET": ""})
    tell(monkeypatch, {"OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret"), "OIDC_NAME": "Staff"})

    (app,) = environment.openid_connect()["openid_connect"]["APPS"]

    assert (app["name"], app["client_id"], app["secret"]) == ("Staff", "plumbline", "from a file")
    assert app["settings"]["server_url"] == "https://login.example.ca/realms/staff"
    assert app["settings"]["verified_email"] is False


@pytest.mark.parametrize(
    "changed",
    [
        {"OIDC_CLIENT_ID": ""},
        {"OIDC_CLIENT_SECRET": ""},
        {"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_SECRET_FILE": "/no/such/file"},
        {"OIDC_SERVER_URL": "http://login.example.ca"},
        {"OIDC_SERVER_URL": "login.example.ca"},
    ],
)
def test_sign_in_service_half_told_is_refused(monkeypatch, changed):
    tell(monkeypatch, OIDC | changed)

    with pytest.raises(ImproperlyConfigured):
        environment.openid_connect()


def test_a_short_token_is_refused(monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "short")

    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN has 5 characters"):
        environment.token("METRICS_TOKEN")


def test_a_token_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("twenty-characters-and-more\n")
    monkeypatch.delenv("METRICS_TOKEN", raising=False)
    monkeypatch.setenv("METRICS_TOKEN_FILE", str(tmp_path / "token"))

    assert environment.token("METRICS_TOKEN") == "twenty-characters-and-more"
