"""Who gets a request: the ladder, who is passed over, who stands in, who is the backup. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.accounts.models import CoveredCounty, PersonSpecialty, Role, Specialty, User
from coordhub.coordination import rules
from coordhub.coordination.rules import Chosen, Colleague, Team
from coordhub.coordination.types import TYPES
from coordhub.directory.models import Closure, EntryCounty, EntrySpecialty, Office

MOVE, REC, PASS, GEN = TYPES["MOVE"], TYPES["REC"], TYPES["PASS"], TYPES["GEN"]
TODAY = date(2026, 6, 16)
HERE, ELSEWHERE = "26055", "26081"
COUNTY = "Grand Traverse County"
DAY = timedelta(days=1)


def a_user(id_, name="", *, role=Role.COORDINATOR, counties=(), specialties=(), default=False):
    return User(
        id=id_,
        display_name=name or f"Person {id_}",
        email=f"person.{id_}@example.org",
        role=role,
        state_code="MI",
        is_state_default=default,
        counties=[CoveredCounty(county_code=code) for code in counties],
        specialties=[PersonSpecialty(specialty=one) for one in specialties],
    )


def an_office(id_, name="The office", *, counties=(), specialties=(), season=(None, None), closed=(), fallback=None):
    return Office(
        id=id_,
        name=name,
        counties=[EntryCounty(county_code=code) for code in counties],
        specialties=[EntrySpecialty(specialty=one) for one in specialties],
        closures=[Closure(starts_on=first, ends_on=last) for first, last in closed],
        season_starts=season[0],
        season_ends=season[1],
        fallback_id=fallback,
    )


def a_team(*people, offices=()):
    return Team(people, TODAY, {one.id: one for one in offices})


def chosen_of(team, type_=MOVE, code=HERE, **more):
    return rules.route_in(team, type_, code, COUNTY if code else None, **more)


RECRUITS = {"specialties": (Specialty.RECRUITMENT,)}
COVERS = {"counties": (HERE,)}
RECORDS = {"specialties": (Specialty.RECORDS,)}
NEAR = an_office(1, "Bay Region", counties=(HERE,), specialties=(Specialty.RECRUITMENT,))
SKILLED_OFFICE = an_office(2, "State recruiters", specialties=(Specialty.RECRUITMENT,))
COUNTY_OFFICE = an_office(3, "Bay Records", counties=(HERE,), specialties=(Specialty.RECORDS,))

# The ladder, first to last: what somebody is, where they sit, and the words.
LADDER = [
    (COVERS | RECRUITS, None, "covers Grand Traverse County"),
    (COVERS, None, "covers Grand Traverse County"),
    ({}, NEAR, "sits in Bay Region, which covers Grand Traverse County"),
    (RECRUITS, None, "answers for recruitment"),
    ({}, SKILLED_OFFICE, "sits in State recruiters, which answers for recruitment"),
    (COVERS | RECORDS, None, "covers Grand Traverse County, and nobody there today answers for recruitment"),
    (
        {},
        COUNTY_OFFICE,
        "sits in Bay Records, which covers Grand Traverse County, and nobody there today answers for recruitment",
    ),
    ({"default": True}, None, "takes what has no other owner in the state"),
    ({"role": Role.DIRECTOR}, None, "directs the state’s program"),
    ({}, None, "answers for the state on the hub"),
]


@pytest.mark.parametrize("rung", range(len(LADDER)))
def test_whoever_stands_higher_on_the_ladder_gets_it_with_the_reason_in_words(rung):
    people = [Colleague(a_user(number, **who), office) for number, (who, office, _) in enumerate(LADDER[rung:], rung)]

    found = chosen_of(a_team(*reversed(people), Colleague(a_user(99, "Aaa"))))

    assert found.because == LADDER[rung][2]
    assert found.person.id == rung or rung == len(LADDER) - 1


def test_a_recruiter_of_the_county_gets_its_moves_and_leaves_its_credits_to_the_specialist():
    ben = Colleague(a_user(1, "Ben", role=Role.RECRUITER, **COVERS))
    cora = Colleague(a_user(2, "Cora", specialties=(Specialty.CREDIT,)))

    assert (chosen_of(a_team(ben, cora)).person, chosen_of(a_team(ben, cora)).because) == (
        ben.user,
        "covers Grand Traverse County",
    )
    found = chosen_of(a_team(ben, cora), PASS)
    assert (found.person, found.because) == (cora.user, "answers for credit")
    alone = chosen_of(a_team(ben, Colleague(a_user(3, role=Role.DIRECTOR))), PASS)
    assert alone.because == "covers Grand Traverse County, and nobody there today answers for PASS or credit"


@pytest.mark.parametrize(
    ("role", "type_", "words"),
    [(Role.RECRUITER, MOVE, "answers for recruitment"), (Role.SITE_MANAGER, PASS, "answers for PASS")],
)
def test_some_roles_are_a_specialty_without_naming_it(role, type_, words):
    one, default = Colleague(a_user(1, role=role)), Colleague(a_user(2, default=True))

    assert chosen_of(a_team(one, default), type_).because == words


def test_who_named_no_specialty_answers_for_all_in_their_county_after_those_who_named_the_right_one():
    any_, right = Colleague(a_user(1, "Ann", **COVERS)), Colleague(a_user(2, "Zoe", **COVERS, **RECRUITS))
    far = Colleague(a_user(3, "Far", **RECRUITS))

    assert chosen_of(a_team(any_, right, far)).person is right.user
    assert chosen_of(a_team(any_, far)).person is any_.user


def test_in_an_office_of_the_county_their_own_specialty_counts_as_well_as_that_of_the_office():
    skilled = Colleague(a_user(1, **RECRUITS), COUNTY_OFFICE)
    far = Colleague(a_user(2, "Aaa", **RECRUITS))

    found = chosen_of(a_team(skilled, far))

    assert (found.person, found.because) == (skilled.user, "sits in Bay Records, which covers Grand Traverse County")


def test_where_a_type_needs_no_specialty_the_county_decides_whatever_somebody_named():
    records = Colleague(a_user(1, "Zoe", **COVERS, **RECORDS))
    default = Colleague(a_user(2, "Ann", default=True))

    found = chosen_of(a_team(records, default), GEN)

    assert (found.person, found.because) == (records.user, "covers Grand Traverse County")


def test_a_request_without_a_county_goes_by_specialty():
    ann, zoe = Colleague(a_user(1, "Ann", **COVERS)), Colleague(a_user(2, "Zoe", **RECRUITS))

    assert chosen_of(a_team(ann, zoe), code=None).person is zoe.user


def test_nobody_gets_what_is_asked_of_a_state_without_people():
    assert chosen_of(a_team()) is None


def test_the_one_person_of_a_state_gets_everything():
    assert chosen_of(a_team(Colleague(a_user(1)))).because == "is the one person of the state on the hub"


def test_among_alike_people_somebody_tied_to_other_counties_comes_later_and_then_the_name_decides():
    far = Colleague(a_user(1, "Ann", counties=(ELSEWHERE,), **RECRUITS))
    zoe, ben = Colleague(a_user(2, "Zoe", **RECRUITS)), Colleague(a_user(3, "Ben", **RECRUITS))

    assert chosen_of(a_team(far, zoe, ben)).person is ben.user


def test_of_several_specialties_of_a_type_only_those_that_somebody_has_are_named():
    credit = Colleague(a_user(1, specialties=(Specialty.CREDIT, Specialty.PASS)))

    assert chosen_of(a_team(credit, Colleague(a_user(2))), REC).because == "answers for credit"
    assert chosen_of(a_team(credit, Colleague(a_user(2))), TYPES["PASS"]).because == "answers for PASS and credit"


def test_somebody_away_is_passed_over_for_a_colleague_who_fits_as_well():
    ben = Colleague(a_user(1, "Ben Okafor", **COVERS), away_until=date(2026, 6, 19), delegate_id=3)
    zoe, mei = Colleague(a_user(2, "Zoe", **COVERS)), Colleague(a_user(3, "Mei Tran"))

    found = chosen_of(a_team(ben, zoe, mei))

    assert (found.person, found.because) == (zoe.user, "covers Grand Traverse County")
    assert found.passed_over == (("Ben Okafor", "away until Fri, June 19"),)


def test_the_delegate_stands_in_before_the_next_rung_is_tried():
    ben = Colleague(a_user(1, "Ben Okafor", **COVERS), away_until=date(2026, 6, 19), delegate_id=3)
    rita, mei = Colleague(a_user(2, "Rita", **RECRUITS)), Colleague(a_user(3, "Mei Tran"))

    found = chosen_of(a_team(ben, rita, mei))

    assert found.person is mei.user
    assert found.because == "stands in for Ben Okafor, who covers Grand Traverse County"


def test_the_delegate_of_a_delegate_stands_in_and_a_circle_ends():
    until = date(2026, 6, 19)
    ben = Colleague(a_user(1, **COVERS), away_until=until, delegate_id=2)
    mei = Colleague(a_user(2), away_until=until, delegate_id=3)
    zoe = Colleague(a_user(3))
    circle = Colleague(a_user(3), away_until=until, delegate_id=1)

    assert chosen_of(a_team(ben, mei, zoe)).person is zoe.user
    last = Colleague(a_user(4))
    assert chosen_of(a_team(ben, mei, circle, last)).person is last.user


def test_a_delegate_who_left_the_state_is_nobody():
    ben = Colleague(a_user(1, **COVERS), away_until=TODAY, delegate_id=77)
    director = Colleague(a_user(2, role=Role.DIRECTOR))

    assert chosen_of(a_team(ben, director)).because == "directs the state’s program"


@pytest.mark.parametrize(
    ("closed", "season", "reason"),
    [
        (((TODAY, TODAY + 3 * DAY),), (None, None), "the office Summer is closed until Fri, June 19"),
        ((), (701, 815), "the office Summer works Jul 1 to Aug 15 only"),
    ],
)
def test_an_office_that_does_not_answer_today_is_passed_over_and_its_fallback_stands_in(closed, season, reason):
    winter = an_office(2, "Winter")
    summer = an_office(1, "Summer", counties=(HERE,), closed=closed, season=season, fallback=2)
    ben = Colleague(a_user(1, "Ben Okafor", **COVERS), summer)
    amy = Colleague(a_user(2, "Amy"), winter)
    zoe = Colleague(a_user(3, "Zoe", **RECRUITS), winter)

    found = chosen_of(a_team(ben, amy, zoe, offices=(summer, winter)))

    assert (found.person, found.office) == (zoe.user, winter)
    assert found.because == "stands in for Ben Okafor, who covers Grand Traverse County"
    assert found.passed_over == (("Ben Okafor", reason),)


def test_fallbacks_are_followed_past_empty_and_closed_offices_and_a_circle_ends():
    closed = ((TODAY, TODAY),)
    first = an_office(1, counties=(HERE,), closed=closed, fallback=2)
    second = an_office(2, closed=closed, fallback=3)
    third = an_office(3, fallback=1)
    ben, amy = Colleague(a_user(1, **COVERS), first), Colleague(a_user(2), third)

    assert chosen_of(a_team(ben, amy, offices=(first, second, third))).because.startswith("stands in for Person 1")
    back = an_office(2, closed=closed, fallback=1)
    assert chosen_of(a_team(ben, Colleague(a_user(3)), offices=(first, back))).person.id == 3


def test_when_nobody_is_there_it_goes_to_the_best_match_and_says_so():
    ben = Colleague(a_user(1, "Ben Okafor", **COVERS), away_until=date(2026, 6, 19))
    mei = Colleague(a_user(2, role=Role.DIRECTOR), away_until=TODAY, delegate_id=1)

    found = chosen_of(a_team(ben, mei))

    assert found.person is ben.user
    assert found.because == "covers Grand Traverse County, though nobody of the state is there today"
    assert (
        found.note == "Nobody of the state is there today, Ben Okafor until Fri, June 19. The request waits for them."
    )


def test_coming_closures_of_the_office_are_known_and_never_without_end():
    closed = ((TODAY - 9 * DAY, TODAY - 5 * DAY), (TODAY + DAY, TODAY + 2 * DAY), (date(2026, 12, 1), date(9999, 1, 1)))
    office = an_office(1, closed=closed)

    days = chosen_of(a_team(Colleague(a_user(1, **COVERS), office))).closed

    assert min(days) == TODAY + DAY
    assert max(days) <= TODAY + 366 * DAY


ENTRY = Office(id=7, name="Washington PASS", keeper_id=2, parent_id=8)


@pytest.mark.parametrize(
    ("who", "office", "keeper", "because"),
    [
        (2, None, 2, "keeps the entry Washington PASS"),
        (3, None, None, "has the address listed for Washington PASS"),
        (4, 7, None, "sits in the office you chose"),
        (4, 8, None, "sits in the office of Washington PASS"),
    ],
)
def test_who_belongs_to_the_chosen_entry_comes_before_everybody(who, office, keeper, because):
    entry = Office(id=7, name="Washington PASS", keeper_id=keeper, parent_id=8)
    best = Colleague(a_user(1, **COVERS, **RECRUITS))
    one = Colleague(a_user(who), an_office(office) if office else None)

    found = chosen_of(a_team(best, one), chosen=Chosen(entry, frozenset({"person.3@example.org"})))

    assert (found.person, found.because, found.is_chosen, found.note) == (one.user, because, True, "")


def test_when_nobody_of_the_chosen_entry_is_on_the_hub_it_goes_the_ordinary_way_with_a_note():
    found = chosen_of(a_team(Colleague(a_user(1, **COVERS))), chosen=Chosen(ENTRY))

    assert (found.because, found.is_chosen) == ("covers Grand Traverse County", False)
    assert found.note == "Nobody of Washington PASS uses the hub, so it goes another way."


def test_when_the_keeper_of_the_chosen_entry_is_away_the_note_says_so():
    keeper = Colleague(a_user(2, "Pat"), away_until=TODAY)

    found = chosen_of(a_team(keeper, Colleague(a_user(1, **COVERS))), chosen=Chosen(ENTRY))

    assert found.person.id == 1
    assert found.note == "Nobody of Washington PASS can answer today, so it goes another way."
    assert found.passed_over == (("Pat", "away until Tue, June 16"),)


OFFICE = an_office(1)


@pytest.mark.parametrize(
    ("others", "backup"),
    [
        ([Colleague(a_user(2), OFFICE), Colleague(a_user(3), OFFICE, is_backup=True)], 3),
        ([Colleague(a_user(2), OFFICE), Colleague(a_user(4, default=True))], 4),
        ([Colleague(a_user(2), OFFICE), Colleague(a_user(3), OFFICE, True, TODAY)], 2),
        ([Colleague(a_user(2)), Colleague(a_user(3), an_office(9), is_backup=True)], None),
        ([], None),
    ],
)
def test_the_backup_is_that_of_the_office_then_the_states_default_then_a_colleague_there(others, backup):
    ben = Colleague(a_user(1, default=True, **COVERS), OFFICE, is_backup=True)

    found = chosen_of(a_team(ben, *others)).backup

    assert (found.id if found else None) == backup


SPECIALTIES = st.lists(st.sampled_from(Specialty), max_size=2, unique=True)
COUNTIES = st.lists(st.sampled_from([HERE, ELSEWHERE]), max_size=2, unique=True)
SEASONS = st.sampled_from([(None, None), (501, 831), (701, 815), (1101, 331)])
CLOSED = st.sampled_from([(), ((TODAY, TODAY),), ((TODAY + DAY, TODAY + 5 * DAY),)])


@st.composite
def teams(draw):
    ids = st.integers(1, 3)
    offices = {
        id_: an_office(
            id_, f"Office {id_}", counties=draw(COUNTIES), specialties=draw(SPECIALTIES), season=draw(SEASONS),
            closed=draw(CLOSED), fallback=draw(st.none() | ids.filter(lambda one, own=id_: one != own)),
        )
        for id_ in (1, 2, 3)
    }  # fmt: skip
    size = draw(st.integers(1, 6))
    people = []
    for id_ in range(1, size + 1):
        user = a_user(
            id_, role=draw(st.sampled_from([Role.DIRECTOR, Role.COORDINATOR])), counties=draw(COUNTIES),
            specialties=draw(SPECIALTIES), default=draw(st.booleans()),
        )  # fmt: skip
        is_away = draw(st.booleans())
        people.append(
            Colleague(
                user,
                offices.get(draw(st.integers(0, 3))),
                draw(st.booleans()),
                TODAY + DAY if is_away else None,
                draw(st.none() | st.integers(1, size + 1)) if is_away else None,
            )
        )
    return Team(people, TODAY, offices)


@given(team=teams(), type_=st.sampled_from(list(TYPES.values())), code=st.sampled_from([None, HERE, ELSEWHERE]))
def test_every_state_with_people_has_a_route_to_somebody_who_is_there_with_words_and_another_backup(team, type_, code):
    found = chosen_of(team, type_, code)

    there = {one.user.id for one in team.people if team.is_there(one)}
    assert found.person.id in there or not there
    assert found.because.strip() and not found.because.endswith((".", " "))
    assert found.backup is None or found.backup.id in there - {found.person.id}
    assert all(name and reason for name, reason in found.passed_over)
    assert len(set(found.passed_over)) == len(found.passed_over)
    assert TODAY - DAY not in found.closed


@given(team=teams(), order=st.randoms())
def test_the_order_in_which_people_are_read_decides_nothing(team, order):
    people = list(team.people)
    order.shuffle(people)

    assert chosen_of(team).person is chosen_of(Team(people, TODAY, team.offices)).person
