"""The one search: circles, states, words, filters, pages, and who sees what, on both databases."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import flask
import pytest

from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.kinds import Visibility
from coordhub.directory.queries.finding import PAGE, Search, find, found_ids, text_total
from coordhub.directory.rules.filters import Filters
from coordhub.places.points import Point
from tests.directory.entries import a_contact, a_site, an_office
from tests.statements import statements

TRAVERSE_CITY = Point(44.76306, -85.62063)
TODAY = date(2026, 6, 16)
pytestmark = pytest.mark.usefixtures("on_tuesday", "gazetteer")


def search(**more: Any) -> Search:
    filters = {name: frozenset(values.split()) for name, values in more.pop("filters", {}).items()}
    return Search(today=TODAY, filters=Filters(filters), **more)


def keys(asked: Search, page: int = 1) -> list[str]:
    return [one.entry.key for one in find(asked, page=page).entries]


def near(miles: float) -> Point:
    return Point(TRAVERSE_CITY.latitude + miles / 69.05, TRAVERSE_CITY.longitude)


def test_the_circle_grows_until_it_holds_three(starter: None) -> None:
    for number, miles in enumerate((5, 20, 40, 90)):
        an_office(f"near-{number}", near(miles), state_code="MI", verified_on="2026-05-01")

    found = find(search(point=TRAVERSE_CITY))

    assert found.radius_miles == 50
    assert [one.entry.key for one in found.entries] == ["near-0", "near-1", "near-2"]
    assert [round(one.distance_miles or 0) for one in found.entries] == [5, 20, 40]
    assert found.total == 3


def test_filters_count_when_the_circle_grows(starter: None) -> None:
    for number, miles in enumerate((5, 6, 7)):
        an_office(f"office-{number}", near(miles))
    a_contact("person", near(80), languages="spa")

    found = find(search(point=TRAVERSE_CITY, radius_miles=10, filters={"in": "spa"}))

    assert found.radius_miles == 100
    assert [one.entry.key for one in found.entries] == ["person"]
    assert found.counts.of("kind", "contact") == 1


def test_confirmed_entries_stand_before_stale_ones_however_near(starter: None) -> None:
    an_office("stale", near(1), verified_on="2024-05-01")
    an_office("never", near(2))
    an_office("fresh", near(9), verified_on="2026-05-01")
    an_office("due", near(8), verified_on="2025-07-01")

    assert keys(search(point=TRAVERSE_CITY, radius_miles=10)) == ["due", "fresh", "stale", "never"]


def test_a_state_is_a_hard_constraint_also_for_words(starter: None) -> None:
    an_office("mi-orchard", state_code="MI", name="Orchard Service Center")
    an_office("oh-orchard", state_code="OH", name="Orchard Service Center")

    assert keys(search(text="orchard", state_code="MI")) == ["mi-orchard"]
    assert set(keys(search(text="orchard"))) == {"mi-orchard", "oh-orchard"}
    assert text_total(search(text="orchard", state_code="TX")) == 0


def test_a_name_ranks_before_a_description(starter: None) -> None:
    an_office("described", name="Service Center", note="Near the orchard road")
    an_office("named", name="Orchard Center")

    assert keys(search(text="orchard")) == ["named", "described"]


def test_phone_number_town_and_host_are_found_by_words(starter: None) -> None:
    a_site("school", phones="517-555-0142", city="Ludington", host_organization="Lakeside Academy")

    for text in ("517-555-0142", "Ludington", "Lakeside academy"):
        assert keys(search(text=text)) == ["school"], text


def test_what_is_hidden_is_not_found_nor_counted_nor_read_out_of_hidden_channels(starter: None) -> None:
    a_contact("member-only", near(1), visibility="members", name="Maria Oakfield")
    an_office("open", near(2), name="Open Center", phones="517-555-0177 [administrators]")

    for asked in (search(text="Oakfield"), search(text="517-555-0177"), search(point=TRAVERSE_CITY, radius_miles=10)):
        found = find(asked)
        assert "member-only" not in [one.entry.key for one in found.entries]
        assert found.counts.of("kind", "contact") == 0
    assert find(search(text="517-555-0177")).total == 0
    assert keys(search(text="Oakfield", sight=Visibility.MEMBERS)) == ["member-only"]


def test_a_reader_sees_only_the_channels_of_their_sight_whoever_asked_before(starter: None) -> None:
    an_office("open", near(1), phones="517-555-0101; 517-555-0102 [members]; 517-555-0103 [administrators]")

    for sight, number in ((Visibility.ADMINISTRATORS, 3), (Visibility.PUBLIC, 1), (Visibility.MEMBERS, 2)):
        entry = find(search(point=TRAVERSE_CITY, radius_miles=10, sight=sight)).entries[0].entry
        assert len(entry.channels) == number


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "contact"}, {"recruiter", "records"}),
        ({"role": "recruiter"}, {"recruiter"}),
        ({"for": "records"}, {"records"}),
        ({"for": "recruitment"}, {"recruiter"}),  # a role answers for its task
        ({"in": "hat spa"}, {"recruiter", "site"}),
        ({"is": "user_site"}, {"site"}),
        ({"season": "now"}, {"office", "recruiter", "records", "winter-over"}),
        ({"kind": "contact", "in": "spa"}, {"recruiter"}),
        ({"stream": "Western"}, set()),
        ({"stream": "Midcontinent"}, {"office", "recruiter", "records", "site", "closed", "winter-over"}),
    ],
)
def test_each_filter_narrows(starter: None, filters: dict[str, str], expected: set[str]) -> None:
    an_office("office", near(1), state_code="MI")
    a_contact("recruiter", near(2), state_code="MI", languages="spa")
    a_contact("records", near(3), state_code="MI", role="msix_data")
    a_site("site", near(4), state_code="MI", languages="hat", season="09-01..05-31")
    an_office("closed", near(5), state_code="MI", closures="2026-06-10..2026-06-16 Conference")
    an_office("winter-over", near(6), state_code="MI", season="11-01..06-20")

    found = find(search(point=TRAVERSE_CITY, radius_miles=10, filters=filters))

    assert {one.entry.key for one in found.entries} == expected if expected else found.radius_miles != 10
    if expected:
        assert found.total == len(expected)


def test_a_course_finds_the_sites_that_offer_it(starter: None) -> None:
    course = queries.pass_courses()[0]
    a_site("with", state_code="WI", courses=(course.key,))
    a_site("without", state_code="WI")

    assert keys(search(state_code="WI", filters={"course": str(course.id)})) == ["with"]


def test_pages_hold_every_entry_once_in_one_order(starter: None) -> None:
    for number in range(2 * PAGE + 3):
        an_office(f"office-{number:03}", near(1 + number / 20), state_code="MI")
    asked = search(point=TRAVERSE_CITY, radius_miles=10)

    pages = [keys(asked, page) for page in (1, 2, 3)]

    assert [len(one) for one in pages] == [PAGE, PAGE, 3]
    everything = [key for page in pages for key in page]
    assert everything == sorted(everything) == [f"office-{number:03}" for number in range(2 * PAGE + 3)]
    assert find(asked, page=99).page == 3
    assert len(found_ids(asked, limit=5_000)) == 2 * PAGE + 3


def test_an_entry_that_the_page_shows_anyway_is_left_out(starter: None) -> None:
    shown = an_office("shown", near(1))
    an_office("other", near(2))

    found = find(search(point=TRAVERSE_CITY, radius_miles=10, but_id=shown.id))

    assert [one.entry.key for one in found.entries] == ["other"]
    assert found.total == 1


def test_a_page_takes_the_same_queries_for_five_entries_and_for_two_hundred(starter: None) -> None:
    counts = []
    for number in (5, 200):
        for at in range(number):
            key = f"{number}-{at}"
            a_contact(
                key, near(1 + at / 100), state_code="MI", languages="spa", phones="517-555-0100", counties="26055"
            )
        db.session.commit()
        counts.append([statements_of(lambda asked=asked: find(asked)) for asked in _questions()])

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 10  # one of them begins the transaction on SQLite


def _questions() -> list[Search]:
    return [
        search(point=TRAVERSE_CITY, radius_miles=10),
        search(point=TRAVERSE_CITY),
        search(state_code="MI"),
        search(text="recruiter"),
        search(point=TRAVERSE_CITY, radius_miles=10, filters={"in": "spa", "season": "now"}),
    ]


def statements_of(act: Callable[[], object]) -> int:
    db.session.expire_all()
    with statements() as asked:
        act()
    return len(asked)


def test_a_directory_without_entries_finds_nothing(app: flask.Flask) -> None:
    assert find(search(point=TRAVERSE_CITY)).total == 0
    assert find(search(text="anything")).entries == []
    assert find(search(state_code="MI")).pages == 1


def test_hostile_words_find_nothing_and_break_nothing(starter: None) -> None:
    for text in ('"', "a* OR b*", "NEAR(", "':*", "\x00", "%", "_", "x" * 10_000, "🌽"):
        assert find(search(text=text)).total >= 0


def test_the_season_is_that_of_the_day_asked_for(starter: None, at: Callable[[datetime], None]) -> None:
    a_contact("summer", near(1), season="05-15..08-31")

    june = find(search(point=TRAVERSE_CITY, radius_miles=10, filters={"season": "now"}))
    winter = Search(
        today=date(2026, 12, 1), point=TRAVERSE_CITY, radius_miles=10, filters=Filters({"season": frozenset({"now"})})
    )

    assert june.total == 1
    assert find(winter).radius_miles != 10
