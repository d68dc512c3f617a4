"""Stop and undo links: one click, no cookie, nothing by GET, and exactly what was chosen before comes back."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordhub.accounts.models import Role
from coordhub.db import db
from coordhub.notifications import actions, preferences, queries, reading, stopping
from coordhub.notifications.defaults import FLOORS, ways_for
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Notification
from coordhub.notifications.stopping import SCOPES, THREAD, stop_url
from tests.factories import a_person
from tests.home.telling import tell


def path_of(user, scope, about=""):
    return stop_url(user, scope, about=about).removeprefix("http://hub.example.org")


def ways_of(user):
    db.session.expire_all()
    wishes = preferences.wishes_of([user])[user.id]
    return {one: wishes.way(one) for one in Subject}


def undo_path(page):
    return re.search(r'action="(/notifications/undo/[^"]+)"', page.text).group(1)


@pytest.mark.parametrize("scope", list(SCOPES))
@pytest.mark.onedb
def test_opening_a_stop_link_changes_nothing_since_mail_filters_open_links(cast, client, scope):
    before, about = ways_of(cast.ben), "topic-1" if scope == THREAD else ""

    assert client.get(path_of(cast.ben, scope, about)).status_code == 200
    assert ways_of(cast.ben) == before
    assert queries.muted("topic-1", [cast.ben.id]) == set()


@pytest.mark.parametrize("as_form", [True, False], ids=["multipart", "urlencoded"])
def test_a_mail_program_stops_letters_with_one_post_without_token_or_sign_in(cast, client, app, as_form):
    app.config["WTF_CSRF_ENABLED"] = True
    kind = "multipart/form-data" if as_form else "application/x-www-form-urlencoded"
    try:
        for _ in range(2):
            answer = client.post(path_of(cast.ben, "digest"), data={"List-Unsubscribe": "One-Click"}, content_type=kind)
            assert answer.status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert not {Way.DAILY, Way.WEEKLY} & set(ways_of(cast.ben).values())
    assert Way.DAILY in ways_of(cast.rosa).values()


@pytest.mark.parametrize(
    ("scope", "changed"),
    [
        ("request-to-me", {Subject.TO_ME: Way.DAILY}),
        ("late", {Subject.LATE: Way.DAILY}),
        ("reply", {}),  # comes in the digest already
        ("directory", {Subject.ENTRY: Way.DAILY}),
        ("digest", {Subject.AGENDA: Way.NOTHING, Subject.TO_OFFICE: Way.HUB, Subject.REPLY: Way.HUB,
                    Subject.TOPIC: Way.HUB, Subject.DIRECTORY: Way.HUB, Subject.EVENT: Way.HUB,
                    Subject.UPDATE: Way.HUB}),
    ],
)  # fmt: skip
@pytest.mark.onedb
def test_each_stop_switches_off_what_it_says_and_nothing_else(cast, scope, changed):
    before = ways_of(cast.ben)
    stopping.stop(cast.ben, scope)

    assert ways_of(cast.ben) == before | changed


@pytest.mark.onedb
def test_stopping_all_leaves_no_letter_and_keeps_the_floors(cast):
    stopping.stop(cast.ben, "all")

    assert set(ways_of(cast.ben).values()) <= {Way.NOTHING, Way.HUB}
    assert all(ways_of(cast.ben)[one] == Way.HUB for one in FLOORS)


def test_the_undo_button_gives_back_exactly_what_was_chosen_before_also_no_choice_at_all(cast, client):
    preferences.choose(cast.ben, {Subject.REPLY: Way.AT_ONCE, Subject.UPDATE: Way.DAILY})
    db.session.commit()
    stopped = client.post(path_of(cast.ben, "all"))
    path = undo_path(stopped)

    assert client.get(path).status_code == 200
    assert ways_of(cast.ben)[Subject.REPLY] == Way.HUB  # asking changes nothing
    assert client.post(path).status_code == client.post(path).status_code == 200
    db.session.expire_all()
    own = preferences.wishes_of([cast.ben])[cast.ben.id].own
    assert own == {Subject.REPLY: Way.AT_ONCE, Subject.UPDATE: Way.DAILY}


def test_undo_leaves_what_was_chosen_after_the_stop(cast, client):
    path = undo_path(client.post(path_of(cast.ben, "late")))
    preferences.choose(cast.ben, {Subject.LATE: Way.WEEKLY})
    db.session.commit()
    client.post(path)

    assert ways_of(cast.ben)[Subject.LATE] == Way.WEEKLY


@pytest.mark.onedb
def test_a_page_that_is_sent_again_keeps_its_way_back(cast, client):
    asked = client.get(path_of(cast.ben, "late"))
    planned = re.search(r'name="undo" value="([^"]+)"', asked.text).group(1)
    client.post(path_of(cast.ben, "late"), data={"undo": planned})
    again = client.post(path_of(cast.ben, "late"), data={"undo": planned})
    client.post(undo_path(again))

    assert ways_of(cast.ben)[Subject.LATE] == Way.AT_ONCE


@pytest.mark.onedb
def test_the_way_back_of_somebody_else_is_not_taken(cast, client):
    others = stopping.undo_token(stopping.plan(cast.rosa, "late"))
    client.post(path_of(cast.ben, "late"))
    again = client.post(path_of(cast.ben, "late"), data={"undo": others})

    assert "/notifications/undo/" not in again.text


@pytest.mark.parametrize("token", ["made-up", "WzEsImRpZ2VzdCJd.forged", "x" * 3000])
@pytest.mark.parametrize("what", ["stop", "undo"])
@pytest.mark.onedb
def test_a_made_up_link_is_not_found(cast, client, token, what):
    assert client.get(f"/notifications/{what}/{token}").status_code == 404
    assert client.post(f"/notifications/{what}/{token}").status_code == 404


@pytest.mark.onedb
def test_a_stop_link_is_no_undo_link_and_the_other_way_round(cast, client):
    stop_token = path_of(cast.ben, "late").rsplit("/", 1)[1]
    undo_token = stopping.undo_token(stopping.plan(cast.ben, "late"))

    assert client.post(f"/notifications/undo/{stop_token}").status_code == 404
    assert client.post(f"/notifications/stop/{undo_token}").status_code == 404


def test_one_request_is_muted_by_its_link_and_heard_of_again_by_undo(cast, client):
    path = path_of(cast.ben, THREAD, "R-2026-00001")
    stopped = client.post(path)

    assert "letters about request R-2026-00001" in stopped.text
    assert queries.muted("R-2026-00001", [cast.ben.id, cast.rosa.id]) == {cast.ben.id}
    client.post(undo_path(stopped))
    assert queries.muted("R-2026-00001", [cast.ben.id]) == set()


def test_muting_holds_what_waits_in_the_hub_but_what_is_late_is_told_all_the_same(cast):
    for kind in ("request-message", "request-escalated"):
        tell(cast.ben, "R-2026-00001", kind=kind, way=Way.AT_ONCE)
    tell(cast.ben, "R-2026-00002", kind="request-message", way=Way.AT_ONCE)
    assert reading.mute(cast.ben, "R-2026-00001") is True
    assert reading.mute(cast.ben, "R-2026-00001") is False
    db.session.commit()

    rows = db.session.query(Notification).order_by(Notification.id)
    assert [row.way for row in rows] == [Way.HUB, Way.AT_ONCE, Way.AT_ONCE]
    assert queries.unread_count(cast.ben.id) == 2


def test_what_was_read_before_it_was_muted_comes_in_no_digest_when_it_is_unread_again(cast):
    for way in (Way.AT_ONCE, Way.DAILY):
        tell(cast.ben, f"topic-{way}", way=way)
        actions.mark_read(cast.ben, f"topic-{way}")
        reading.mute(cast.ben, f"topic-{way}")
        reading.mark_unread(cast.ben, f"topic-{way}")
    db.session.commit()

    assert {row.way for row in db.session.query(Notification)} == {Way.HUB}


def test_a_choice_made_after_a_thing_was_muted_brings_it_into_no_digest(cast):
    tell(cast.ben, "topic-1", way=Way.DAILY)
    reading.mute(cast.ben, "topic-1")
    preferences.choose(cast.ben, {Subject.REPLY: Way.WEEKLY})
    db.session.commit()

    assert db.session.query(Notification).one().way == Way.HUB


SUBJECTS = [one for one in Subject if one != Subject.ACCOUNT]
DEEDS = st.one_of(
    st.tuples(st.just("choose"), st.sampled_from(SUBJECTS), st.sampled_from([*Way, None])),
    st.tuples(st.just("state"), st.sampled_from(SUBJECTS), st.sampled_from([*Way, None])),
    st.tuples(st.just("stop"), st.sampled_from([one for one in SCOPES if one != THREAD]), st.none()),
    st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
)


@pytest.mark.onedb
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, max_size=10))
def test_whatever_is_chosen_stopped_and_undone_no_way_goes_below_its_floor(app, deeds):
    person, undos = a_person(role=Role.DIRECTOR, state_code="GA"), []
    for name, what, way in deeds:
        if name == "choose":
            preferences.choose(person, {what: way})
        elif name == "state":
            preferences.choose_for_state("GA", {what: way})
        elif name == "stop":
            undos.append(stopping.undo_token(stopping.stop(person, what)))
        elif undos:
            stopping.undo(stopping.read_undo(undos[what % len(undos)]))
        ways = preferences.wishes_of([person])[person.id]
        assert all(ways.way(one).rank >= FLOORS.get(one, Way.NOTHING).rank for one in Subject)
    db.session.rollback()


@pytest.mark.onedb
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.dictionaries(st.sampled_from(SUBJECTS), st.sampled_from(list(Way))),
    scope=st.sampled_from([one for one in SCOPES if one != THREAD]),
)
def test_undo_right_after_a_stop_leaves_what_was_before(app, chosen, scope):
    person = a_person(role=Role.DIRECTOR, state_code="GA")
    offered = {one: way for one, way in chosen.items() if way in ways_for(one)}
    preferences.choose(person, offered)
    stopping.undo(stopping.stop(person, scope))

    assert preferences.wishes_of([person])[person.id].own == offered
    db.session.rollback()
