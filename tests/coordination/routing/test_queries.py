"""Who gets a request, asked of the database: what is loaded, how often it is asked, which entry was chosen."""

import pytest

from coordhub.accounts.models import Specialty
from coordhub.accounts.queries import members_of
from coordhub.coordination import queries
from coordhub.coordination.types import TYPES
from coordhub.db import db
from tests.coordination.routing.conftest import FRIDAY, TUESDAY, away, sit
from tests.directory.entries import a_contact
from tests.factories import GRAND_TRAVERSE, LEELANAU, a_person
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("starter")
MOVE = TYPES["MOVE"]


def route(type_=MOVE, county=GRAND_TRAVERSE, **more):
    db.session.expire_all()
    return queries.route_for("MI", type_, county, "Grand Traverse County", today=TUESDAY, **more)


def test_the_person_who_covers_the_county_gets_it_and_the_director_is_the_backup_as_the_states_default(cast, mei):
    mei.is_state_default = True
    db.session.commit()

    found = route()

    assert (found.person, found.because, found.backup) == (cast.ben, "covers Grand Traverse County", mei)


def test_while_somebody_is_away_the_delegate_gets_it_and_on_the_day_after_they_get_it_again(cast, mei, carl):
    away(cast.ben, delegate=carl)

    assert route().person is carl
    assert route().passed_over == (("Ben Okafor", "away until Fri, June 19"),)
    later = queries.route_for("MI", MOVE, GRAND_TRAVERSE, "Grand Traverse County", today=FRIDAY.replace(day=20))
    assert later.person is cast.ben


def test_a_closed_office_is_passed_over_for_the_people_of_its_fallback(cast, mei, carl, office):
    winter = office("mi-winter", name="Winter")
    summer = office("mi-summer", name="Summer", fallback="mi-winter", closed=(TUESDAY, FRIDAY))
    sit(cast.ben, summer)
    sit(carl, winter)

    found = route()

    assert (found.person, found.office.key) == (carl, "mi-winter")
    assert found.because == "stands in for Ben Okafor, who covers Grand Traverse County"


def test_an_office_out_of_season_is_passed_over_too(cast, mei, office):
    sit(cast.ben, office("mi-late", name="Late", season="07-01..08-15"))

    assert route().person is mei
    assert route().passed_over[0] == ("Ben Okafor", "the office Late works Jul 1 to Aug 15 only")


def test_the_closure_days_to_come_reach_the_targets(cast, office):
    sit(cast.ben, office("mi-shut", name="Shut", closed=(FRIDAY, FRIDAY)))

    assert route().closed == {FRIDAY}


def test_an_office_with_the_county_decides_for_those_who_sit_there(cast, carl, office):
    region = office("mi-region", name="Region", counties=LEELANAU, specialties="summer")
    sit(carl, region)
    cast.ben.counties = []
    db.session.commit()

    found = queries.route_for("MI", TYPES["SUMR"], LEELANAU, "Leelanau County", today=TUESDAY)

    assert (found.person, found.because) == (carl, "sits in Region, which covers Leelanau County")


def test_a_hidden_or_replaced_office_is_no_office(cast, office):
    hidden = office("mi-hidden", name="Hidden", closed=(TUESDAY, FRIDAY), visibility="administrators")
    sit(cast.ben, hidden)

    assert (route().person, route().office) == (cast.ben, None)


def test_an_entry_that_the_sender_chose_leads_to_its_keeper_then_to_who_has_its_address(cast, mei, carl):
    entry = a_contact("mi-entry", name="Records desk", state_code="MI", emails=carl.email.upper())
    db.session.commit()
    assert route(entry=entry).because == "has the address listed for Records desk"

    entry.keeper_id = mei.id
    db.session.commit()
    assert (route(entry=entry).person, route(entry=entry).because) == (mei, "keeps the entry Records desk")


def test_an_office_that_the_sender_chose_leads_to_who_sits_there_else_there_is_a_note(cast, carl, office):
    desk = office("mi-desk", name="Desk")
    assert (route(entry=desk).person, route(entry=desk).note) == (
        cast.ben,
        "Nobody of Desk uses the hub, so it goes another way.",
    )

    sit(carl, desk)
    assert (route(entry=desk).person, route(entry=desk).because) == (carl, "sits in the office you chose")


def test_a_state_without_people_has_no_route(app):
    assert queries.route_for("WI", MOVE, None, None, today=TUESDAY) is None


def test_every_member_of_every_state_is_reached_by_nothing_but_their_own_state(cast, mei, carl):
    for code in ("TX", "MI", "FL", "WA"):
        for type_ in TYPES.values():
            found = queries.route_for(code, type_, None, None, today=TUESDAY)
            assert found.person in members_of(code)
            assert found.because


@pytest.mark.onedb
def test_the_number_of_statements_does_not_grow_with_the_state(cast, office):
    def asked():
        db.session.expunge_all()
        with statements() as found:
            queries.route_for("MI", MOVE, GRAND_TRAVERSE, "Grand Traverse County", today=TUESDAY)
        return len(found)

    last = office("mi-0", closed=(TUESDAY, FRIDAY))
    sit(cast.ben, last)
    few = asked()
    for number in range(1, 12):
        place = office(f"mi-{number}", fallback=last.key, closed=(TUESDAY, FRIDAY), counties=LEELANAU)
        person = a_person(state_code="MI", counties=(LEELANAU,), specialties=(Specialty.PARENTS,))
        sit(person, place)
        away(person, delegate=cast.ben)
        last = place

    assert asked() == few <= 10


def test_the_backup_of_a_request_is_found_anew(cast, mei, carl, office, ask):
    request = ask()
    desk = office("mi-desk")
    sit(cast.ben, desk)
    sit(carl, desk, is_backup=True)

    assert queries.backup_for(request, TUESDAY) is carl
    away(carl)
    assert queries.backup_for(request, TUESDAY) is None
