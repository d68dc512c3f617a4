"""The settings table, the start's refusals, and the pages that describe them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT, SETTINGS, BadSettings, settings_from

GOOD = {
    "HUB_ENV": "production",
    "SECRET_KEY": "k" * 64,
    "SECURITY_PASSWORD_SALT": "s" * 64,
    "MAIL_SERVER": "mail.example.org",
    "HUB_URL": "https://hub.example.org",
}


@pytest.fixture
def environ(tmp_path):
    return {"HUB_DATA": str(tmp_path)}


def test_production_starts_with_secrets_and_a_mail_server(environ):
    settings = settings_from(environ | GOOD)

    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["HUB_DEMO"] is False


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"HUB_DEMO": "1"}, "practice people are not allowed"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter"),
        ({"SECURITY_PASSWORD_SALT": ""}, "SECURITY_PASSWORD_SALT is missing"),
        ({"DATABASE_URL": "postgresql://hub:postgres@db/hub"}, "DATABASE_URL carries a default password"),
        ({"MAIL_USERNAME": "hub", "MAIL_PASSWORD": "changeme"}, "MAIL_PASSWORD is a default password"),
        ({"MAIL_SERVER": ""}, "MAIL_SERVER is missing"),
        ({"HUB_URL": "http://hub.example.org"}, "HUB_URL is missing or not https"),
    ],
)
def test_production_refuses_an_unsafe_start_and_says_why(environ, change, words):
    with pytest.raises(BadSettings) as refused:
        settings_from(environ | GOOD | change)

    assert any(words in problem for problem in refused.value.problems)


def test_all_problems_are_named_at_once(environ):
    with pytest.raises(BadSettings) as refused:
        settings_from(environ | {"HUB_ENV": "production", "HUB_DEMO": "1"})

    assert len(refused.value.problems) >= 4


@pytest.mark.parametrize(("name", "value"), [("PORT", "eighty"), ("MAIL_USE_TLS", "maybe"), ("HUB_ENV", "staging")])
def test_a_value_of_the_wrong_kind_is_named(environ, name, value):
    with pytest.raises(BadSettings, match=name):
        settings_from(environ | {name: value})


@pytest.mark.parametrize(
    ("routes", "hosts"),
    [
        ("", {}),
        (
            "TX.example.org=relay.example.org:2525, mi.example.org = [::1]:26 ,",
            {"tx.example.org": "relay.example.org:2525", "mi.example.org": "[::1]:26"},
        ),
        ("tx.example.org=relay", {"tx.example.org": "relay:25"}),
    ],
)
def test_some_domains_have_an_smtp_host_of_their_own(environ, routes, hosts):
    assert settings_from(environ | GOOD | {"MAIL_ROUTES": routes})["MAIL_ROUTES"] == hosts


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"MAIL_ROUTES": "tx.example.org"}, "not “tx.example.org”"),
        ({"MAIL_ROUTES": "tx.example.org=relay:0"}, "write domain=host:port"),
        ({"MAIL_ROUTES": "tx.example.org=relay:99999"}, "write domain=host:port"),
        ({"MAIL_ROUTES": "tx..org=relay"}, "write domain=host:port"),
        ({"MAIL_ROUTES": "a.org=relay;b.org=relay"}, "write domain=host:port"),
        ({"MAIL_ROUTES": "a.org=one, A.org=two"}, "a.org is named twice"),
        ({"MAIL_ROUTES": "a.org=one", "MAIL_SERVER": ""}, "set MAIL_SERVER too"),
        ({"MAIL_SENDERS": "0"}, "MAIL_SENDERS: write 1 or more"),
        ({"MAIL_HOST_CONNECTIONS": "0"}, "MAIL_HOST_CONNECTIONS: write 1 or more"),
    ],
)
def test_a_mistake_in_the_settings_of_mail_is_named(environ, change, words):
    with pytest.raises(BadSettings) as refused:
        settings_from(environ | GOOD | change)

    assert words in str(refused.value)


def test_a_secret_may_stand_in_a_file(environ, tmp_path):
    (tmp_path / "key").write_text("from-a-file\n")

    assert settings_from(environ | {"SECRET_KEY_FILE": str(tmp_path / "key")})["SECRET_KEY"] == "from-a-file"


def test_a_practice_hub_keeps_the_secret_it_made(environ):
    assert settings_from(environ)["SECRET_KEY"] == settings_from(environ)["SECRET_KEY"]


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(BadSettings, match="HUB_DATA"):
        settings_from({"HUB_DATA": str(tmp_path / "file" / "below")})


def test_the_start_prints_the_problems_and_no_traceback(tmp_path):
    environ = {"HUB_DATA": str(tmp_path), "HUB_ENV": "production", "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )

    assert ran.returncode != 0
    assert "SECRET_KEY is missing" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_every_setting_is_documented_and_nothing_else():
    table = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = [setting.name for setting in SETTINGS]

    assert re.findall(r"^\| `([A-Z_]+)` \|", table, re.M) == names
    assert re.findall(r"^#?([A-Z_]+)=", example, re.M) == names


def test_nothing_but_the_edge_reads_the_environment():
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "coordhub").rglob("*.py")
        if re.search(r"os\.environ|getenv\(", Path(path).read_text(encoding="utf-8"))
    ]

    assert readers == []
