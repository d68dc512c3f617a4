"""Practice entries: invented, marked, in real counties, never on a hub that is no practice."""

import re
import time
from datetime import date, timedelta

import flask
import pytest
from sqlalchemy import func, select

from coordhub import places
from coordhub.accounts.demo import PEOPLE as ACCOUNTS
from coordhub.accounts.demo import load_demo
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.demo import PEOPLE, SOURCE, load_demo_entries, remove_demo_entries
from coordhub.directory.models import Change, Entry
from coordhub.directory.rules.ages import Age, age_of
from coordhub.directory.rules.entries import out_of_state
from coordhub.errors import NotAllowed
from coordhub.search.models import Audience
from coordhub.search.queries import find

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
TODAY = date(2026, 6, 16)


def entries() -> list[Entry]:
    db.session.rollback()
    return list(queries.entries_with_keys([one.key for one in PEOPLE]))


@pytest.fixture
def practice(app: flask.Flask) -> list[Entry]:
    """All practice people and entries."""
    load_demo()
    load_demo_entries()
    db.session.commit()
    return entries()


def test_loading_twice_adds_every_entry_once(practice: list[Entry]) -> None:
    assert len(practice) == len(PEOPLE)
    before = db.session.scalar(select(func.count()).select_from(Change))

    assert load_demo_entries() == 0
    assert db.session.scalar(select(func.count()).select_from(Change)) == before


@pytest.mark.onedb
def test_loading_is_quick(app: flask.Flask) -> None:
    begun = time.process_time()
    load_demo_entries()
    # A second of computing on the slowest machine seen; a busy one does not count.
    assert time.process_time() - begun < 3


def test_all_of_it_is_marked_and_invented(practice: list[Entry]) -> None:
    for one in practice:
        assert one.is_demo and one.source == SOURCE and one.visibility == "public"
        assert one.email is None or one.email.endswith("@example.org")
        assert one.phone is not None and re.fullmatch(r"\d{3}-555-01\d\d", one.phone.value)


def test_counties_and_points_lie_in_the_state(practice: list[Entry]) -> None:
    for one in practice:
        assert one.point is not None, one.key
        assert out_of_state({"lat": one.lat, "lon": one.lon, "state_code": one.state_code}) is None
        for code in one.county_codes:
            county = places.the_gazetteer().county(code)
            assert county is not None and county.state_code == one.state_code


def test_people_with_an_account_keep_their_own_entry(practice: list[Entry]) -> None:
    by_name = {one.name: one for one in practice}
    for name, role, state_code, _zone, counties, *_ in ACCOUNTS:
        if state_code is None or name == "Sam Rivers":
            assert name not in by_name
            continue
        entry = by_name[name]
        account = db.session.get(User, entry.keeper_id)
        assert account is not None and account.email == entry.email, role
        assert entry.state_code == state_code and tuple(entry.county_codes) == counties


def test_every_age_and_state_of_an_entry_is_shown(practice: list[Entry]) -> None:
    ages = {age_of(one.verified_on, one.due_on, TODAY) for one in practice}
    assert ages == set(Age)
    assert any(one.is_vacant for one in practice)
    assert any(one.replaced_by is not None and one.replaced_by.name == "Ben Okafor" for one in practice)
    assert any((one.season_starts, one.season_ends) == (515, 831) and one.state_code == "ND" for one in practice)
    closed = [closure for one in practice for closure in one.closures]
    assert [one.starts_on for one in closed] == [TODAY + timedelta(days=6)]
    assert {"spa", "hat", "mam"} <= {row.language_code for one in practice for row in one.languages}


def test_removing_takes_them_out_of_the_directory_and_of_the_search(app: flask.Flask, practice: list[Entry]) -> None:
    assert find("Nygaard", kind="entry", audience=Audience.PUBLIC)
    real = db.session.scalar(select(func.count()).select_from(Entry).where(Entry.is_demo.is_(False)))

    result = app.test_cli_runner().invoke(args=["demo", "remove"])

    assert result.exit_code == 0 and f"{len(PEOPLE)} practice entries removed" in result.output
    assert entries() == []
    assert not find("Nygaard", kind="entry", audience=Audience.PUBLIC)
    assert db.session.scalar(select(func.count()).select_from(Entry)) == real
    assert f"{len(PEOPLE)} practice entries added" in app.test_cli_runner().invoke(args=["demo", "load"]).output


def test_a_hub_without_practice_refuses_them(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "HUB_DEMO", False)

    with pytest.raises(NotAllowed):
        load_demo_entries()
    assert app.test_cli_runner().invoke(args=["demo", "load"]).exit_code == 1
    assert queries.demo_keys() == set()


def test_a_directory_without_states_gets_none(app: flask.Flask) -> None:
    remove_demo_entries()
    db.session.query(Entry).delete()
    db.session.execute(db.text("DELETE FROM child_figure"))
    db.session.execute(db.text("DELETE FROM course"))
    db.session.execute(db.text("DELETE FROM state_fact"))
    db.session.execute(db.text("DELETE FROM state_program"))

    assert load_demo_entries() == 0
