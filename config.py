"""Settings: one table of names, types, defaults and meanings, read from the environment once.

Only `wsgi.py` calls `settings_from(os.environ)`; tests hand in a mapping. Every name may also be given as
`NAME_FILE`, the path of a file that holds the value, so that secrets need not stand in an environment.
`docs/configuration.md` and `.env.example` are checked against this table by a test.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent

# A hub that greets the world with one of these is open to everybody who has read a manual.
WELL_KNOWN_PASSWORDS = frozenset(
    {"", "admin", "changeme", "change-me", "coordhub", "demo", "password", "postgres", "road-to-harvest", "secret"}
)
SHORTEST_SECRET = 32  # characters; 128 bits even when written in hexadecimal
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ROUTE = re.compile(rf"({_LABEL}(?:\.{_LABEL})*) *= *({_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?::([0-9]{{1,5}}))?")


class BadSettings(Exception):
    """The settings do not allow a start; `problems` says, a sentence each, what to change."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Setting:
    """One name that the environment may carry."""

    name: str
    kind: type
    default: Any
    meaning: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "HUB_ENV",
        str,
        "demo",
        "`demo`: practice people, mail in files; `production`: neither, and secrets are required",
    ),
    Setting("HUB_DATA", str, "instance", "folder of the database, the gazetteer, the mail files and uploads"),
    Setting("HUB_URL", str, "", "address people type, such as https://hub.example.org; links in e-mails start with it"),
    Setting("HUB_DEMO", bool, None, "practice people and `/dev/mail`; on in `demo`, refused in `production`"),
    Setting("HUB_DEMO_PASSWORD", str, "road-to-harvest", "password of all practice people", secret=True),
    Setting("HOST", str, "127.0.0.1", "address the web server listens on"),
    Setting("PORT", int, 8000, "port the web server listens on"),
    Setting("WEB_WORKERS", int, 2, "web server processes"),
    Setting("SECRET_KEY", str, "", "signs sessions, forms and links; required in production", secret=True),
    Setting("SECURITY_PASSWORD_SALT", str, "", "second secret, of passwords; required in production", secret=True),
    Setting("DATABASE_URL", str, "", "PostgreSQL address; empty: an SQLite file in HUB_DATA", secret=True),
    Setting("MAIL_SERVER", str, "", "SMTP host; empty: letters become files in HUB_DATA/mail (demo only)"),
    Setting("MAIL_PORT", int, 25, "SMTP port"),
    Setting("MAIL_USERNAME", str, "", "SMTP user, if the server asks for one"),
    Setting("MAIL_PASSWORD", str, "", "SMTP password", secret=True),
    Setting("MAIL_USE_TLS", bool, False, "STARTTLS on the SMTP connection"),
    Setting("MAIL_USE_SSL", bool, False, "TLS from the first byte of the SMTP connection"),
    Setting("MAIL_DEFAULT_SENDER", str, "coordhub <notify@localhost>", "From address of all letters"),
    Setting(
        "MAIL_ROUTES",
        str,
        "",
        "other SMTP hosts for some receiving domains, such as `tx.example.org=relay.example.org:25, …`",
    ),
    Setting(
        "MAIL_HOLDS",
        bool,
        None,
        "letters wait four minutes for more about the same thing, and for the end of quiet hours; off where they "
        "become files of a practice hub",
    ),
    Setting("MAIL_SENDERS", int, 2, "letters that one worker hands over to one SMTP host at the same time"),
    Setting("MAIL_HOST_CONNECTIONS", int, 4, "connections to one SMTP host at the same time, of all workers together"),
    Setting("MAIL_HOST_PER_MINUTE", int, 0, "letters to one SMTP host in a minute, of all workers; 0: no limit"),
    Setting(
        "MAIL_REPLY_DOMAIN",
        str,
        "",
        "domain whose mail reaches `flask mail receive`; empty: answers and bounces are not read",
    ),
    Setting("MAIL_IMAP_SERVER", str, "", "IMAP host of a mailbox that is read every minute; empty: none is"),
    Setting("MAIL_IMAP_PORT", int, 993, "IMAP port"),
    Setting("MAIL_IMAP_USERNAME", str, "", "IMAP user"),
    Setting("MAIL_IMAP_PASSWORD", str, "", "IMAP password", secret=True),
    Setting("MAIL_IMAP_SSL", bool, True, "TLS on the IMAP connection"),
    Setting("MAIL_IMAP_FOLDER", str, "INBOX", "folder of the mailbox"),
    Setting("GEOCODER", str, "bundled", "place look-up of staff imports: bundled, nominatim, photon, pelias or arcgis"),
    Setting("GEOCODER_DOMAIN", str, "", "host of the geocoder, where it is your own"),
    Setting("GEOCODER_KEY", str, "", "key of the geocoder, where it wants one", secret=True),
    Setting("MAP_TILES_URL", str, "", "raster tiles under the map, such as https://tiles.example.org/{z}/{x}/{y}.png"),
    Setting("MAP_TILES_ATTRIBUTION", str, "", "credit shown for those tiles"),
    Setting(
        "METRICS_TOKEN",
        str,
        "",
        "what Prometheus sends as a Bearer token to `/metrics`; empty: no such page",
        secret=True,
    ),
    Setting("LOG_LEVEL", str, "INFO", "least level that is logged"),
)


def settings_from(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the Flask settings that `environ` asks for.

    Creates the data folder. Raises BadSettings with every problem at once: a value of the wrong type, an unknown
    HUB_ENV, or, in production, demo mode, a missing or short secret, a well-known password.
    """
    problems: list[str] = []
    values = {setting.name: _value(setting, environ, problems) for setting in SETTINGS}
    values["MAIL_ROUTES"] = _routes(values, problems)
    if values["HUB_DEMO"] is None:
        values["HUB_DEMO"] = values["HUB_ENV"] == "demo"
    if values["MAIL_HOLDS"] is None:
        values["MAIL_HOLDS"] = bool(values["MAIL_SERVER"]) or not values["HUB_DEMO"]
    if not problems:
        problems += _production_problems(values) if values["HUB_ENV"] == "production" else _demo_problems(values)
    for name in ("MAIL_SENDERS", "MAIL_HOST_CONNECTIONS"):
        if values[name] < 1:
            problems.append(f"{name}: write 1 or more; `flask mail pause` stops letters.")
    if problems:
        raise BadSettings(problems)
    data = Path(values["HUB_DATA"])
    data = data if data.is_absolute() else ROOT / data
    try:
        data.mkdir(parents=True, exist_ok=True)
        if values["HUB_ENV"] != "production":
            values["SECRET_KEY"] = values["SECRET_KEY"] or _own_secret(data / "secret_key")
            values["SECURITY_PASSWORD_SALT"] = values["SECURITY_PASSWORD_SALT"] or _own_secret(data / "password_salt")
    except OSError as error:
        raise BadSettings([f"HUB_DATA: the folder {data} cannot be written: {error.strerror}."]) from error
    return _flask_settings(values, data)


def _value(setting: Setting, environ: Mapping[str, str], problems: list[str]) -> Any:
    text = environ.get(setting.name)
    file = environ.get(f"{setting.name}_FILE")
    if text is None and file:
        try:
            text = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            problems.append(f"{setting.name}_FILE: {file} cannot be read: {error.strerror}.")
            return setting.default
    if text is None or text == "":
        return setting.default
    if setting.kind is bool:
        known = {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }
        if text.lower() not in known:
            problems.append(f"{setting.name}: write 1 or 0, not “{text}”.")
            return setting.default
        return known[text.lower()]
    if setting.kind is int:
        if not text.isdecimal():
            problems.append(f"{setting.name}: write a whole number, not “{text}”.")
            return setting.default
        return int(text)
    return text


def _routes(values: Mapping[str, Any], problems: list[str]) -> dict[str, str]:
    """Return the SMTP host, as "name:port", of each receiving domain that has one of its own."""
    routes: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in values["MAIL_ROUTES"].lower().split(","))):
        found = _ROUTE.fullmatch(part)
        port = int(found[3] or values["MAIL_PORT"]) if found else 0
        if found is None or not 0 < port < 65536:
            problems.append(f"MAIL_ROUTES: write domain=host:port, separated by commas, not “{part}”.")
        elif found[1] in routes:
            problems.append(f"MAIL_ROUTES: {found[1]} is named twice. Keep one of the two.")
        else:
            routes[found[1]] = f"{found[2]}:{port}"
    if routes and not values["MAIL_SERVER"]:
        problems.append("MAIL_ROUTES: set MAIL_SERVER too, for letters to all other domains.")
    return routes


def _demo_problems(values: Mapping[str, Any]) -> list[str]:
    if values["HUB_ENV"] != "demo":
        return [f"HUB_ENV: write demo or production, not “{values['HUB_ENV']}”."]
    return []


def _production_problems(values: Mapping[str, Any]) -> list[str]:
    problems = []
    if values["HUB_DEMO"]:
        problems.append("HUB_DEMO: practice people are not allowed in production. Take HUB_DEMO out.")
    for name in ("SECRET_KEY", "SECURITY_PASSWORD_SALT"):
        if not values[name]:
            problems.append(f"{name} is missing. Make one: python -c 'import secrets; print(secrets.token_hex(32))'")
        elif len(values[name]) < SHORTEST_SECRET:
            problems.append(f"{name} is shorter than {SHORTEST_SECRET} characters.")
    if values["MAIL_USERNAME"] and values["MAIL_PASSWORD"].lower() in WELL_KNOWN_PASSWORDS:
        problems.append("MAIL_PASSWORD is a default password. Set the real one.")
    database = urlsplit(values["DATABASE_URL"])
    if database.password is not None and database.password.lower() in WELL_KNOWN_PASSWORDS:
        problems.append("DATABASE_URL carries a default password. Give the database user a real one.")
    if not values["MAIL_SERVER"]:
        problems.append("MAIL_SERVER is missing: in production letters leave by SMTP, not as files.")
    if not values["HUB_URL"].startswith("https://"):
        problems.append("HUB_URL is missing or not https: links in e-mails need the address people type.")
    return problems


def _own_secret(path: Path) -> str:
    """Return the secret kept in `path`, made on the first start, so that a practice hub needs no set-up."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _flask_settings(values: Mapping[str, Any], data: Path) -> dict[str, Any]:
    production = values["HUB_ENV"] == "production"
    settings = dict(values)
    settings["HUB_DATA"] = str(data)
    settings["HUB_URL"] = values["HUB_URL"].rstrip("/") or f"http://localhost:{values['PORT']}"
    settings["SQLALCHEMY_DATABASE_URI"] = database_address(values["DATABASE_URL"], data)
    settings["SESSION_COOKIE_NAME"] = "__Host-coordhub" if production else "coordhub"
    settings["SESSION_COOKIE_SECURE"] = production
    settings["SESSION_COOKIE_HTTPONLY"] = True
    settings["SESSION_COOKIE_SAMESITE"] = "Lax"
    settings["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=12)
    settings["MAX_CONTENT_LENGTH"] = 1024 * 1024
    settings["MAX_FORM_MEMORY_SIZE"] = 1024 * 1024
    settings["WTF_CSRF_TIME_LIMIT"] = 12 * 3600
    return settings


def database_address(url: str, data: Path) -> str:
    """Return the SQLAlchemy address for `url`, or for the SQLite file of the data folder when `url` is empty.

    The file is opened with mode=rw: a missing file is then an error to show, not a new and empty database.
    """
    if not url:
        return f"sqlite:///file:{data / 'coordhub.db'}?mode=rw&uri=true"
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url
