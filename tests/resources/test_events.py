"""Events: who publishes them for whom, what is refused, who hears of them, and how they read in each zone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from coordhub.db import db
from coordhub.errors import Conflict
from coordhub.notifications.models import Announcement, Notification
from coordhub.resources import actions, queries, rules
from coordhub.resources.models import Event, EventKind
from tests.statements import statements
from tests.telling import write_letters

pytestmark = pytest.mark.usefixtures("on_tuesday")

TYPED = {
    "title": "Interstate webinar",
    "kind": "webinar",
    "first_day": "2026-06-18",
    "last_day": "",
    "from_time": "14:00",
    "until_time": "15:30",
    "time_zone": "America/New_York",
    "states": "",
    "place": "",
    "link": "https://example.org/join",
    "source": "",
    "seen": "1",
}


def an_event(by, *, states=(), first=date(2026, 6, 18), title="Interstate webinar", **more):
    starts, ends = rules.span_of(first, first, time(14), time(15, 30), "America/New_York")
    given = {"starts_at": starts, "ends_at": ends, "is_all_day": False} | more
    facts = actions.EventFacts(
        title=title,
        kind=EventKind.WEBINAR,
        time_zone="America/New_York",
        place="",
        link="",
        source="",
        state_codes=list(states),
        **given,
    )
    event = actions.publish_event(facts, by=by)
    db.session.commit()
    return event


def announced():
    return [(one.kind, one.title, one.state_code) for one in db.session.scalars(select(Announcement))]


def test_two_who_cancel_an_event_at_the_same_moment_cancel_it_once(app, cast):
    path = f"/events/{an_event(cast.ada).id}/cancel"
    browsers = [app.test_client().sign_in(cast.ada) for _ in range(4)]
    db.session.remove()
    together = Barrier(len(browsers))

    def press(browser):
        together.wait()
        return browser.post(path).status_code

    with ThreadPoolExecutor(len(browsers)) as threads:
        codes = sorted(threads.map(press, browsers))

    assert codes == [303, 403, 403, 403]
    assert [kind for kind, *_ in announced()].count("event-changed") == 1


def test_an_empty_list_says_what_will_stand_there(cast, client):
    page = client.sign_in(cast.dana).get("/events").text

    assert "No event is coming up" in page
    assert "New event" not in page


def test_an_observer_publishes_for_all_and_each_reads_it_in_their_zone(cast, client):
    answer = client.sign_in(cast.olive).post("/events/new", data=TYPED)
    assert answer.status_code == 303

    assert "Thu, June 18, 2:00 PM to 3:30 PM EDT" in client.sign_in(cast.dana).get("/events").text
    page = client.sign_in(cast.pat).get(answer.location).text
    assert "Thu, June 18, 11:00 AM to 12:30 PM PDT" in page
    assert "Where it takes place: Thu, June 18, 2:00 PM to 3:30 PM EDT" in page
    assert announced() == [("event-new", "Interstate webinar, Thu, June 18, 2:00 PM to 3:30 PM EDT", None)]


def test_a_director_publishes_for_their_own_state_whatever_they_name(cast, client):
    client.sign_in(cast.rosa).post("/events/new", data=TYPED | {"states": "MI"})

    assert db.session.scalars(select(Event)).one().by_id == cast.rosa.id
    assert [state for _, _, state in announced()] == ["TX"]


def test_an_event_of_several_states_is_announced_to_each(cast, client):
    client.sign_in(cast.ada).post("/events/new", data=TYPED | {"states": "New Mexico, tx"})

    assert [state for _, _, state in announced()] == ["NM", "TX"]


def test_whole_days_keep_their_date_in_every_zone(cast, client):
    typed = TYPED | {"from_time": "", "until_time": "", "last_day": "2026-06-19", "kind": "closure"}
    where = client.sign_in(cast.ada).post("/events/new", data=typed).location

    assert "Thu, June 18, to Fri, June 19" in client.sign_in(cast.pat).get(where).text
    assert "Thu, June 18, to Fri, June 19" in client.sign_in(cast.dana).get(where).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Write a title"),
        ({"title": "x" * 151}, "Shorten the title"),
        ({"title": "a\x00b"}, "unprintable character"),
        ({"kind": "party"}, "Not a valid choice"),
        ({"first_day": ""}, "Choose the day"),
        ({"first_day": "2026-02-30"}, "There is no such day"),
        ({"first_day": "0001-01-01"}, "too far away"),
        ({"first_day": "9999-12-31"}, "too far away"),
        ({"last_day": "9999-12-31"}, "too far away"),
        ({"last_day": "2026-06-17"}, "lies before the first"),
        ({"until_time": "13:00"}, "The end lies before the beginning"),
        ({"until_time": "14:00"}, "The end lies before the beginning"),
        ({"until_time": ""}, "Say when it ends"),
        ({"from_time": ""}, "Say when it begins"),
        ({"from_time": "25:99"}, "There is no such time"),
        ({"time_zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"states": "Atlantis"}, "is no state"),
        ({"states": "x" * 1001}, "Name fewer states"),
        ({"place": "x" * 201}, "Shorten the place"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"link": "https://[half"}, "begins with https://"),
        ({"link": "https://"}, "begins with https://"),
        ({"source": "data:text/html,x"}, "begins with https://"),
        ({"source": "https://example.org/" + "x" * 500}, "Shorten this"),
        ({"title": "About Maria, born 3/14/2011"}, "birth date"),
        ({"first_day": "2027-03-14", "from_time": "02:30", "until_time": "03:00"}, "The end lies before the beginning"),
    ],
)
@pytest.mark.parametrize("path", ["/events/new", "/events/{}/edit"])
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, client, path, wrong, words):
    event = an_event(cast.ada)
    before = announced()

    answer = client.sign_in(cast.ada).post(path.format(event.id), data=TYPED | {"place": "Hall of Plenty"} | wrong)

    assert answer.status_code == 422
    assert words in answer.text.replace("&#39;", "'")
    if "place" not in wrong:
        assert "Hall of Plenty" in answer.text
    db.session.expire_all()
    assert len(db.session.scalars(select(Event)).all()) == 1
    assert announced() == before


def test_text_is_shown_as_text(cast, client):
    an_event(cast.ada, title="<script>alert(1)</script>")

    page = client.sign_in(cast.dana).get("/events").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_new_time_is_announced_again_and_a_new_place_is_not(cast, client):
    event = an_event(cast.ada)
    client.sign_in(cast.ada).post(f"/events/{event.id}/edit", data=TYPED | {"place": "Hall of Plenty", "link": ""})
    assert len(announced()) == 1

    later = TYPED | {"from_time": "15:00", "until_time": "16:00", "place": "Hall of Plenty", "link": "", "seen": "2"}
    client.post(f"/events/{event.id}/edit", data=later)
    client.post(f"/events/{event.id}/edit", data=later | {"seen": "3"})  # nothing new

    assert announced()[1:] == [("event-changed", "Interstate webinar: now Thu, June 18, 3:00 PM to 4:00 PM EDT", None)]


def test_the_form_shows_what_is_stored(cast, client):
    event = an_event(cast.ada, states=["NM", "TX"])

    page = client.sign_in(cast.ada).get(f"/events/{event.id}/edit").text

    for value in ("Interstate webinar", "2026-06-18", "14:00", "15:30", "NM, TX"):
        assert f'value="{value}"' in page


@pytest.mark.parametrize("seen", ["1", "", "x", "9" * 50])
def test_two_who_change_at_once_do_not_overwrite_each_other(cast, client, seen):
    event = an_event(cast.ada)
    client.sign_in(cast.ada).post(f"/events/{event.id}/edit", data=TYPED | {"title": "First"})

    answer = client.post(f"/events/{event.id}/edit", data=TYPED | {"title": "Second", "seen": seen})

    assert answer.status_code == 422
    assert "Somebody changed this event" in answer.text
    assert 'value="Second"' in answer.text
    assert queries.event_by_id(event.id).title == "First"


def test_an_event_is_cancelled_once_and_stays_as_cancelled(cast, client):
    event = an_event(cast.ada)
    client.sign_in(cast.ada).post(f"/events/{event.id}/cancel")
    again = client.post(f"/events/{event.id}/cancel")

    assert again.status_code == 403
    assert "Cancelled" in client.get("/events").text
    assert [title for kind, title, _ in announced() if kind == "event-changed"] == [
        "Cancelled: Interstate webinar, Thu, June 18, 2:00 PM to 3:30 PM EDT"
    ]
    assert queries.next_events([cast.dana], event.starts_at - timedelta(days=1)) == {}


@pytest.mark.parametrize("path", ["/events/77", f"/events/{2**40}", "/events/77/edit"])
def test_an_event_that_is_not_there_is_not_found(cast, client, path):
    assert client.sign_in(cast.ada).get(path).status_code == 404


@pytest.mark.parametrize("page", ["0", "-3", "x", "9" * 30])
def test_an_odd_page_number_is_a_page(cast, client, page):
    assert client.sign_in(cast.dana).get("/events", query_string={"page": page}).status_code == 200


@pytest.mark.parametrize(
    ("name", "reads", "publishes", "changes"),
    [
        ("rosa", 200, 303, 403),
        ("ben", 200, 403, 403),
        ("dana", 200, 403, 403),
        ("pat", 200, 403, 403),
        ("olive", 200, 303, 403),
        ("ada", 200, 303, 303),
        ("sam", 303, 303, 303),
        (None, 303, 303, 303),
    ],
)
def test_who_may_read_publish_and_change(cast, client, name, reads, publishes, changes):
    event = an_event(cast.ada)
    if name:
        client.sign_in(getattr(cast, name))
    assert {client.get(path).status_code for path in ("/events", f"/events/{event.id}")} == {reads}

    published = client.post("/events/new", data=TYPED)
    changed = client.post(f"/events/{event.id}/edit", data=TYPED | {"title": "Changed"})
    cancelled = client.post(f"/events/{event.id}/cancel")

    assert (published.status_code, changed.status_code, cancelled.status_code) == (publishes, changes, changes)
    db.session.expire_all()
    assert len(db.session.scalars(select(Event)).all()) == 1 + (name in ("rosa", "olive", "ada"))
    found = queries.event_by_id(event.id)
    assert (found.title == "Changed", found.cancelled_at is not None) == (name == "ada", name == "ada")


def test_a_director_changes_what_concerns_their_state_alone(cast):
    texan, both = an_event(cast.ada, states=["TX"]), an_event(cast.ada, states=["MI", "TX"])

    assert rules.may_change(cast.rosa, texan)
    assert not rules.may_change(cast.rosa, both)


def test_a_change_by_somebody_else_in_between_is_a_conflict(cast):
    event = an_event(cast.ada)
    with pytest.raises(Conflict):
        actions.change_event(event, actions._facts_of(event), by=cast.ada, seen=7)


def test_those_whom_it_concerns_hear_of_it(cast, client):
    an_event(cast.ada, states=["TX"])
    write_letters()

    rows = db.session.scalars(select(Notification)).all()
    assert [(one.user_id, one.subject, one.reason) for one in rows] == [
        (cast.rosa.id, "event", "it is an event for Texas")
    ]
    client.sign_in(cast.rosa).get(rows[0].url)
    db.session.expire_all()
    assert db.session.scalars(select(Notification)).one().read_at is not None


def test_a_digest_lists_the_next_five_of_all_states_and_ones_own(cast, on_tuesday):
    for number in range(6):
        an_event(cast.ada, title=f"All {number}", first=date(2026, 6, 20 + number))
    an_event(cast.ada, title="Texas", states=["TX"], first=date(2026, 6, 17))
    an_event(cast.ada, title="Over", first=date(2026, 6, 15))
    an_event(cast.ada, title="Far", first=date(2026, 7, 17))

    found = queries.next_events([cast.rosa, cast.pat, cast.olive], on_tuesday)

    assert [one.title for one in found[cast.rosa.id]] == ["Texas", "All 0", "All 1", "All 2", "All 3"]
    assert [one.title for one in found[cast.olive.id]] == [f"All {number}" for number in range(5)]
    assert found[cast.pat.id][0].when_words == "Sat, June 20, 11:00 AM to 12:30 PM PDT"
    assert found[cast.pat.id][0].url_path == "/events/1"


def test_next_events_asks_twice_however_many_people_and_events(cast, on_tuesday):
    for number in range(4):
        an_event(cast.ada, states=["TX", "MI"], first=date(2026, 6, 20 + number))
    people = [cast.rosa, cast.ben, cast.dana, cast.pat, cast.olive]
    db.session.expunge_all()
    db.session.rollback()

    with statements() as asked:
        queries.next_events(people, on_tuesday)

    assert len([one for one in asked if one.startswith("SELECT")]) == 2


def test_the_list_asks_as_often_for_many_events_as_for_one(cast, client):
    an_event(cast.ada)
    client.sign_in(cast.dana).get("/events")
    db.session.rollback()
    with statements() as few:
        client.get("/events")
    for _ in range(10):
        an_event(cast.rosa, states=["TX"])
    db.session.rollback()
    with statements() as many:
        client.get("/events")

    assert len(many) == len(few)


@pytest.mark.onedb
def test_days_are_those_of_the_zone_over_a_clock_change():
    starts, ends = rules.span_of(date(2026, 10, 31), date(2026, 11, 1), None, None, "America/New_York")

    assert starts == datetime(2026, 10, 31, 4, tzinfo=UTC)
    assert ends == datetime(2026, 11, 2, 5, tzinfo=UTC)
