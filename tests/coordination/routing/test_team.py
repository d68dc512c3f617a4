"""The team of a state: who sets offices, absences, backup and default, and what each leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from coordhub.accounts.models import Absence, User
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions, queries
from coordhub.coordination.models import Deed, Seat
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.notifications.models import Notification
from tests.coordination.routing.conftest import FRIDAY, TUESDAY, away, sit

pytestmark = pytest.mark.usefixtures("starter")
DAYS = {"first_day": "2026-06-16", "last_day": "2026-06-19", "delegate": ""}


def absences():
    db.session.expire_all()
    return db.session.scalars(select(Absence)).all()


def test_the_page_says_who_sits_where_who_is_away_and_what_each_would_get(cast, mei, carl, office, client):
    mei.is_state_default = True
    sit(cast.ben, office("mi-bay", name="Bay Region"))
    away(cast.ben, delegate=carl)

    page = " ".join(client.sign_in(cast.ben).get("/coordination/team?county=26089").text.split())

    assert "<h1>Who answers for Michigan</h1>" in page
    assert "Bay Region" in page and "Away until Fri, June 19" in page and "Carl Young stands in" in page
    assert "Who would get it today, for Leelanau County" in page
    assert "Stands in for Ben Okafor, who covers Leelanau County." in page
    assert "Move notices for every county" in page
    assert "Takes what has no other owner" in page
    assert "Rosa Delgado" not in page


@pytest.mark.parametrize("county", ["48001", "nonsense", "26055' OR 1=1", ""])
def test_a_county_of_another_state_or_none_at_all_is_left_out(cast, mei, client, county):
    answer = client.sign_in(cast.ben).get("/coordination/team", query_string={"county": county})

    assert answer.status_code == 200
    assert ">Who would get it today</h2>" in answer.text


def test_only_directors_see_a_way_to_change_others(cast, mei, client):
    assert "Change" not in client.sign_in(cast.ben).get("/coordination/team").text
    assert f'href="/coordination/team/{cast.ben.id}"' in client.sign_in(mei).get("/coordination/team").text


def test_people_choose_their_office_and_leave_it_again(cast, mei, office, client):
    bay = office("mi-bay", name="Bay Region")
    path = f"/coordination/team/{cast.ben.id}/office"

    assert client.sign_in(cast.ben).post(path, data={"office": bay.key}).status_code == 303
    db.session.expire_all()
    assert queries.seat_of(cast.ben).office_id == bay.id
    client.post(path, data={"office": ""})
    db.session.expire_all()
    assert queries.seat_of(cast.ben) is None
    assert db.session.scalars(select(AuditEntry.deed)).all() == ["office-chosen", "office-chosen"]


@pytest.mark.parametrize("key", ["tx-mep", "nonsense", "\x00"])
def test_an_office_of_another_state_is_refused_and_nothing_changes(cast, office, client, key):
    answer = client.sign_in(cast.ben).post(f"/coordination/team/{cast.ben.id}/office", data={"office": key})

    assert answer.status_code == 422
    db.session.expire_all()
    assert queries.seat_of(cast.ben) is None


def test_the_deed_refuses_an_office_of_another_state_too(cast, mei):
    texan = queries.offices_to_sit_in("TX")[0]

    with pytest.raises(NotAllowed, match="your own state"):
        actions.choose_office(cast.ben, texan, by=cast.ben)


def test_an_absence_is_entered_with_its_delegate_and_taken_off_again(cast, mei, client):
    path = f"/coordination/team/{cast.ben.id}/absences"
    page = client.sign_in(cast.ben).post(path, data=DAYS | {"delegate": str(mei.id)}, follow_redirects=True).text

    (one,) = absences()
    assert (one.user_id, one.first_day, one.last_day, one.delegate_id) == (cast.ben.id, TUESDAY, FRIDAY, mei.id)
    assert "June 16, 2026 to June 19, 2026" in page and "Away now" in page
    for _ in range(2):  # pressed twice
        assert client.post(f"{path}/{one.id}/remove").status_code == 303
    assert absences() == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"last_day": "2026-06-15"}, "before the first one"),
        ({"first_day": "", "last_day": ""}, "Choose the first day."),
        ({"first_day": "soon"}, "write it as 2026-07-31"),
        ({"first_day": "2026-02-30"}, "write it as 2026-07-31"),
        ({"first_day": "1999-01-01", "last_day": "1999-01-02"}, "This is over already"),
        ({"first_day": "9999-12-30", "last_day": "9999-12-31"}, "within a year"),
        ({"last_day": "2031-01-01"}, "A year is the longest"),
        ({"delegate": "nonsense"}, "Not a valid choice"),
    ],
)
def test_days_that_cannot_be_come_back_with_what_was_typed(cast, mei, client, wrong, words):
    path = f"/coordination/team/{cast.ben.id}/absences"
    answer = client.sign_in(cast.ben).post(path, data=DAYS | {"delegate": str(mei.id)} | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert (wrong.get("last_day") or "2026-06-19") in answer.text or wrong.get("last_day") == ""
    assert absences() == []


def test_nobody_stands_in_for_themself_nor_for_somebody_of_another_state(cast, mei, client):
    for stranger in (cast.ben, cast.rosa):
        data = DAYS | {"delegate": str(stranger.id)}
        assert client.sign_in(cast.ben).post(f"/coordination/team/{cast.ben.id}/absences", data=data).status_code == 422
        with pytest.raises(NotAllowed):
            actions.add_absence(cast.ben, TUESDAY, FRIDAY, stranger, by=cast.ben)
    assert absences() == []


def test_the_same_days_are_not_entered_twice(cast, mei, client):
    path = f"/coordination/team/{cast.ben.id}/absences"
    client.sign_in(cast.ben).post(path, data=DAYS)
    again = client.post(path, data=DAYS)

    assert again.status_code == 422
    assert "is entered already" in again.text
    assert len(absences()) == 1


def test_a_delegate_who_is_away_on_the_same_days_is_taken_with_a_warning(cast, mei, client):
    away(mei, FRIDAY, FRIDAY + timedelta(days=3))
    data = DAYS | {"delegate": str(mei.id)}
    page = (
        client.sign_in(cast.ben)
        .post(f"/coordination/team/{cast.ben.id}/absences", data=data, follow_redirects=True)
        .text
    )

    assert "But Mei Tran is away from June 19, 2026 to June 22, 2026, too" in page
    assert len(absences()) == 2


def test_an_office_has_one_backup_and_a_state_one_default(cast, mei, carl, office, client):
    bay = office("mi-bay")
    for person in (cast.ben, carl):
        sit(person, bay)
        client.sign_in(mei).post(f"/coordination/team/{person.id}/backup", data={"backup": "yes"})
        client.post(f"/coordination/team/{person.id}/state-default")

    db.session.expire_all()
    assert db.session.scalars(select(Seat.user_id).where(Seat.is_backup)).all() == [carl.id]
    assert db.session.scalars(select(User.id).where(User.is_state_default)).all() == [carl.id]
    client.post(f"/coordination/team/{carl.id}/backup", data={"backup": "no"})
    assert db.session.scalar(select(func.count()).where(Seat.is_backup)) == 0


def test_the_default_of_another_state_stays(cast, mei):
    cast.dana.is_state_default = True
    db.session.commit()

    actions.make_state_default(cast.ben, by=mei)
    db.session.commit()

    assert set(db.session.scalars(select(User.id).where(User.is_state_default))) == {cast.dana.id, cast.ben.id}


def test_who_moves_to_another_office_leaves_the_backup_mark_behind(cast, mei, office):
    sit(cast.ben, office("mi-bay"), is_backup=True)

    actions.choose_office(cast.ben, office("mi-lake"), by=cast.ben)
    db.session.commit()

    assert not queries.seat_of(cast.ben).is_backup


def test_only_somebody_with_an_office_can_be_its_backup(cast, mei, client):
    answer = client.sign_in(mei).post(f"/coordination/team/{cast.ben.id}/backup", data={"backup": "yes"})

    assert answer.status_code == 403
    assert "sits in no office yet" in answer.text


def test_a_user_of_no_team_is_not_found(cast, client):
    for number in (cast.olive.id, cast.sam.id, 987654, 2**70):
        assert client.sign_in(cast.ben).get(f"/coordination/team/{number}").status_code == 404


def test_before_handing_over_it_is_seen_what_goes_to_whom(cast, mei, client, ask):
    request = ask()
    path = f"/coordination/team/{cast.ben.id}/hand-over"
    client.sign_in(cast.ben)
    unseen = client.post(path, data={"to": str(mei.id), "do": "1"}).text
    assert "Look again before you go on" in unseen and "goes to Mei Tran" in unseen
    seen = unseen.split('name="seen" value="')[1].split('"')[0]

    other = ask()
    news = client.post(path, data={"to": str(mei.id), "do": "1", "seen": seen}).text
    assert "Look again" in news
    seen = news.split('name="seen" value="')[1].split('"')[0]
    assert client.post(path, data={"to": str(mei.id), "do": "1", "seen": seen}).status_code == 303

    db.session.expire_all()
    for one in (request, other):
        found = queries.request_for(mei, one.number)
        assert (found.owner_id, found.steps[-1].deed) == (mei.id, Deed.HAND_OVER)


@pytest.mark.parametrize("to", ["", "nonsense", "0"])
def test_handing_over_to_nobody_is_refused(cast, mei, client, ask, to):
    ask()
    answer = client.sign_in(cast.ben).post(f"/coordination/team/{cast.ben.id}/hand-over", data={"to": to, "do": "1"})

    assert answer.status_code == 422


def told(request):
    found = db.session.scalars(select(Notification).where(Notification.about == request.number))
    return {(one.user_id, one.reason) for one in found}


def test_whoever_stands_in_hears_of_every_step_and_so_does_who_is_away(cast, mei, carl, ask):
    request = ask()
    away(cast.ben, delegate=carl)
    db.session.query(Notification).delete()

    actions.write(request, Deed.WRITE, "They come on Monday.", by=cast.rosa)
    db.session.commit()

    assert told(request) == {
        (cast.ben.id, "this request is yours to answer"),
        (carl.id, "you stand in for Ben Okafor"),
    }


def test_a_circle_of_delegates_ends_and_nobody_hears_twice(cast, mei, carl, ask):
    request = ask()
    away(cast.ben, delegate=carl)
    away(carl, delegate=mei)
    away(mei, delegate=cast.ben)
    db.session.query(Notification).delete()

    actions.write(request, Deed.WRITE, "They come on Monday.", by=cast.rosa)
    db.session.commit()

    assert sorted(one for one, _ in told(request)) == sorted([cast.ben.id, carl.id, mei.id])


def test_a_delegate_who_left_the_state_hears_nothing(cast, carl, ask):
    request = ask()
    away(cast.ben, delegate=carl)
    carl.state_code = "FL"
    db.session.query(Notification).delete()
    db.session.commit()

    actions.write(request, Deed.WRITE, "They come on Monday.", by=cast.rosa)

    assert {one for one, _ in told(request)} == {cast.ben.id}


def at_once(app, path, people, data):
    """Post the same from a browser of each of `people` at the same moment; return the answers' codes."""
    browsers = [app.test_client().sign_in(one) for one in people]
    db.session.remove()
    barrier = Barrier(len(browsers))

    def press(browser):
        barrier.wait()
        return browser.post(path, data=data).status_code

    with ThreadPoolExecutor(len(browsers)) as threads:
        return sorted(threads.map(press, browsers))


def test_the_same_days_entered_at_the_same_moment_are_entered_once(cast, mei, app, client):
    codes = at_once(app, f"/coordination/team/{cast.ben.id}/absences", [cast.ben, mei, cast.ben], DAYS)

    assert len(absences()) == 1
    assert codes in ([303, 403, 403], [303, 403, 422], [303, 422, 422])


def test_an_office_chosen_twice_at_the_same_moment_is_one_seat(cast, mei, office, app, client):
    office("mi-bay")
    codes = at_once(app, f"/coordination/team/{cast.ben.id}/office", [cast.ben, mei], {"office": "mi-bay"})

    assert codes in ([303, 303], [303, 409])
    assert db.session.scalar(select(func.count()).select_from(Seat)) == 1


def test_a_request_stands_with_the_office_of_whoever_acknowledges_it(ask, cast, mei, office):
    bay, capital = office("mi-bay", name="Bay office"), office("mi-capital", name="Capital office")
    sit(cast.ben, bay)
    sit(mei, capital)
    request = ask()
    assert request.to_office_id == bay.id

    actions.acknowledge(request, by=mei)

    assert (request.owner, request.to_office_id) == (mei, capital.id)
