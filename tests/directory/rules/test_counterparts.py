"""The ladder: every rung, every tie, seasons, closures, vacancies, fallbacks, and any set of entries."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.accounts.models import Specialty
from coordhub.directory.kinds import ContactRole, EntryKind, OfficeKind, SiteKind
from coordhub.directory.rules.ages import Age
from coordhub.directory.rules.counterparts import (
    NEXT_IN_LINE,
    Candidate,
    Choice,
    Question,
    Rung,
    Side,
    cannot_answer,
    choose,
    stand_in,
)
from coordhub.directory.tasks import TASKS, Task, task_named

TODAY = date(2026, 6, 16)
WILLIAMS, WARD = "38105", "38101"
RECORDS = task_named("records")
_numbers = count(1000)


def a_candidate(name: str, kind: EntryKind, **more: Any) -> Candidate:
    covers = frozenset(more.pop("covers", ()))
    given_ = {"id": next(_numbers), "state_code": "ND", "covers": covers, "is_local": bool(covers)} | more
    return Candidate(entry_kind=kind, name=name, **given_)


def person(name: str, role: ContactRole = ContactRole.RECRUITER, **more: Any) -> Candidate:
    return a_candidate(name, EntryKind.CONTACT, role=role, **more)


def office(name: str, kind: OfficeKind = OfficeKind.LOCAL, **more: Any) -> Candidate:
    return a_candidate(name, EntryKind.OFFICE, office_kind=kind, **more)


def ask(
    *candidates: Candidate, county: str | None = WILLIAMS, task: Task | None = RECORDS, side: Side = Side.RECEIVES
) -> Choice:
    name = "Williams County" if county else None
    return choose(Question(side, "ND", "North Dakota", county, name, task), candidates, TODAY)


def first(choice: Choice, candidates: tuple[Candidate, ...]) -> str:
    assert choice.first is not None
    return {one.id: one.name for one in candidates}[choice.first.candidate_id]


# In the order of the ladder; each has somebody else on every rung below it.
LADDER = (
    person("covers and answers", ContactRole.RECORDS, covers={WILLIAMS}),
    person("covers", covers={WILLIAMS}),
    person("answers in the state", ContactRole.RECORDS),
    office("region", covers={WILLIAMS}),
    office("office of the task", specialties=frozenset({"records"})),
    person("between states", ContactRole.INTERSTATE),
    office("state office", OfficeKind.STATE),
    office("operator", OfficeKind.DELEGATED),
    person("director", ContactRole.DIRECTOR),
    office("national", OfficeKind.NATIONAL, state_code=None),
)
SENTENCES = (
    "",
    "Nobody listed in North Dakota who covers Williams County answers for records and MSIX, "
    "so this is whoever covers it for other tasks.",
    "Nobody listed in North Dakota covers Williams County, so this is who answers in the whole state.",
    "Nobody listed in North Dakota answers for records and MSIX, so this is the office that covers it.",
    "Nobody listed in North Dakota covers Williams County, so this is the office that does.",
    "Nobody listed in North Dakota covers Williams County or answers for records and MSIX, "
    "so this is who works between states.",
    "Nobody listed in North Dakota covers Williams County or answers for records and MSIX, "
    "so this is the state office.",
    "Nobody listed in North Dakota covers Williams County or answers for records and MSIX, "
    "so this is who runs the program for the state.",
    "Nobody listed in North Dakota covers Williams County or answers for records and MSIX, so this is the director.",
    "Nobody listed in North Dakota can be asked, so this is the national office.",
)


@pytest.mark.parametrize("at", range(len(LADDER)))
def test_each_rung_answers_when_those_above_are_empty_and_says_so(at: int) -> None:
    choice = ask(*reversed(LADDER[at:]))

    assert first(choice, LADDER) == LADDER[at].name
    assert choice.first and choice.first.rung == list(Rung)[at]
    assert [one.rung for one in choice.looked] == list(Rung)[: at + 1]
    assert choice.fallback == SENTENCES[at]


def test_the_next_two_in_line_follow_the_ladder_and_name_nobody_twice() -> None:
    both = person("both", ContactRole.RECORDS, covers={WILLIAMS})

    choice = ask(*LADDER[3:], both)

    assert [one.rung for one in choice.steps] == [Rung.COUNTY_AND_TASK, Rung.REGION, Rung.OFFICE_OF_TASK]


def test_reasons_are_words_for_the_page() -> None:
    reasons = [ask(*LADDER[at:]).steps[0].why for at in range(len(LADDER))]

    assert reasons[:4] == [
        "Covers Williams County and answers for records and MSIX",
        "Covers Williams County",
        "Answers for records and MSIX in all of North Dakota",
        "The office that covers Williams County",
    ]
    assert reasons[6:] == [
        "The state office of North Dakota",
        "Runs the program for all of North Dakota",
        "Directs the program of North Dakota",
        "The national office, for when no state can answer",
    ]


def test_without_a_county_nobody_is_asked_for_one_and_local_people_do_not_speak_for_the_state() -> None:
    local = person("local", ContactRole.RECORDS, covers={WARD}, is_local=True)

    choice = ask(local, *LADDER[6:], county=None)

    assert first(choice, LADDER) == "state office"
    assert choice.looked[0].rung == Rung.TASK
    assert choice.fallback == "Nobody listed in North Dakota answers for records and MSIX, so this is the state office."


def test_any_question_goes_to_whoever_covers_the_county_else_to_the_state_office() -> None:
    assert first(ask(*LADDER[1:], task=None), LADDER) == "covers"
    assert ask(*LADDER[1:], task=None).fallback == ""
    assert ask(*LADDER[6:], task=None, county=None).first.rung == Rung.STATE_OFFICE  # type: ignore[union-attr]


def test_the_director_is_not_looked_for_in_a_county() -> None:
    choice = ask(*LADDER, task=task_named("director"))

    assert first(choice, LADDER) == "director"
    assert choice.first and choice.first.why == "The state director of North Dakota"


def test_somebody_of_another_county_or_state_is_not_asked() -> None:
    elsewhere = person("ward", ContactRole.RECORDS, covers={WARD})
    stranger = person("texan", ContactRole.RECORDS, covers={WILLIAMS}, state_code="TX")

    choice = ask(elsewhere, stranger, *LADDER[6:])

    assert first(choice, LADDER) == "state office"


BETTER = (
    (person("Zoe", ContactRole.RECORDS), person("Ann", ContactRole.RECORDS, is_vacant=True)),
    (person("Zoe", ContactRole.RECORDS), person("Ann", ContactRole.RECORDS, age=Age.STALE)),
    (person("Zoe", ContactRole.RECORDS, age=Age.DUE), person("Ann", ContactRole.RECORDS, age=Age.UNDATED)),
    (person("Zoe", ContactRole.RECORDS), person("Ann", ContactRole.RECORDS, is_reachable=False)),
    (person("Ann", ContactRole.RECORDS), person("Zoe", ContactRole.RECORDS)),
    (person("Ann", ContactRole.RECORDS, id=1), person("Ann", ContactRole.RECORDS, id=2)),
)


@pytest.mark.parametrize(("better", "other"), BETTER)
def test_of_two_on_a_rung_the_filled_confirmed_reachable_one_comes_first(better: Candidate, other: Candidate) -> None:
    for order in ((better, other), (other, better)):
        assert ask(*order).first.candidate_id == better.id  # type: ignore[union-attr]


def test_the_very_role_comes_before_who_answers_for_it_too() -> None:
    recruiter = person("Zoe", ContactRole.RECRUITER)
    coordinator = person("Ann", ContactRole.RECRUITMENT)

    assert ask(coordinator, recruiter, task=task_named("recruiter")).first.candidate_id == recruiter.id  # type: ignore[union-attr]
    assert ask(coordinator, recruiter, task=task_named("id_and_r")).first.candidate_id == coordinator.id  # type: ignore[union-attr]
    assert ask(coordinator, recruiter, task=task_named("recruitment")).first.candidate_id == coordinator.id  # type: ignore[union-attr]


def test_a_pass_office_answers_for_pass_and_a_school_does_not() -> None:
    school = a_candidate("school", EntryKind.SITE, site_kind=SiteKind.USE)
    site = a_candidate("site", EntryKind.SITE, site_kind=SiteKind.DISTRIBUTION)

    assert ask(school, site, LADDER[6], task=task_named("pass")).first.candidate_id == site.id  # type: ignore[union-attr]
    assert ask(school, LADDER[6], task=task_named("pass")).first.candidate_id == LADDER[6].id  # type: ignore[union-attr]
    assert ask(site, LADDER[6]).first.candidate_id == LADDER[6].id  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"is_vacant": True}, "the position is vacant"),
        ({"closed_until": TODAY}, "closed until June 16"),
        ({"season_starts": 901, "season_ends": 1130}, "works Sep 1 to Nov 30 only"),
        ({"season_starts": 1101, "season_ends": 331}, "works Nov 1 to Mar 31 only"),
    ],
)
def test_who_cannot_answer_today_is_passed_over_with_the_reason_and_a_stand_in(
    more: dict[str, Any], reason: str
) -> None:
    away = person("Mara", covers={WILLIAMS}, fallback_id=7, **more)
    una = person("Una", id=7)

    alone = ask(away, LADDER[6], task=None)
    together = ask(away, una, LADDER[6], task=None)

    assert [one.reason for one in alone.passed_over] == [reason]
    assert alone.fallback == (
        "Nobody who can answer today in North Dakota covers Williams County, so this is the state office."
    )
    assert together.first and together.first.candidate_id == una.id and together.first.instead_of_id == away.id
    assert together.first.why == "Stands in for Mara, who covers Williams County"
    assert together.fallback == f"Mara: {reason}, so Una stands in."


@pytest.mark.parametrize(
    "more",
    [
        {"closed_until": TODAY - timedelta(1)},
        {"season_starts": 615, "season_ends": 616},
        {"season_starts": 1101, "season_ends": 616},
    ],
)
def test_who_is_back_is_asked(more: dict[str, Any]) -> None:
    assert cannot_answer(person("Mara", **more), TODAY) is None


def test_a_chain_of_fallbacks_is_followed_and_a_circle_ends() -> None:
    one = person("one", id=1, is_vacant=True, fallback_id=2, covers={WILLIAMS})
    two = person("two", id=2, closed_until=TODAY, fallback_id=3)
    three = person("three", id=3, state_code="SD")
    turning = person("three", id=3, is_vacant=True, fallback_id=1)
    themselves = person("self", id=4, is_vacant=True, fallback_id=4)

    assert stand_in(one, {1: one, 2: two, 3: three}, Side.RECEIVES, TODAY) is three
    assert stand_in(one, {1: one, 2: two, 3: turning}, Side.RECEIVES, TODAY) is None
    assert stand_in(themselves, {4: themselves}, Side.RECEIVES, TODAY) is None
    assert stand_in(one, {1: one}, Side.RECEIVES, TODAY) is None


@pytest.mark.parametrize(("side", "flag"), [(Side.SENDS, "sends"), (Side.RECEIVES, "receives")])
def test_who_does_not_send_or_receive_neither_answers_nor_stands_in(side: Side, flag: str) -> None:
    not_them = person("not them", ContactRole.RECORDS, id=8, **{flag: False})
    away = person("away", ContactRole.RECORDS, is_vacant=True, fallback_id=8)

    choice = ask(not_them, away, LADDER[6], side=side)

    assert first(choice, LADDER) == "state office"
    assert [one.candidate_id for one in choice.passed_over] == [away.id]


def test_nobody_at_all_is_said() -> None:
    choice = ask(person("away", covers={WILLIAMS}, is_vacant=True))

    assert choice.first is None and [one.rung for one in choice.looked] == list(Rung)
    assert choice.fallback == (
        "Nobody who could answer today is listed for North Dakota, and no national office either."
    )


days = st.sampled_from([101, 331, 615, 616, 617, 901, 1231])
candidates = st.builds(
    Candidate,
    id=st.integers(1, 12),
    entry_kind=st.sampled_from(EntryKind),
    name=st.sampled_from(["Ann", "Bea", "Cal"]),
    state_code=st.sampled_from(["ND", "ND", "TX", None]),
    role=st.sampled_from([None, *ContactRole]),
    office_kind=st.sampled_from([None, *OfficeKind]),
    site_kind=st.sampled_from([None, *SiteKind]),
    specialties=st.frozensets(st.sampled_from([one.value for one in Specialty]), max_size=2),
    covers=st.frozensets(st.sampled_from([WILLIAMS, WARD])),
    is_local=st.booleans(),
    is_vacant=st.booleans(),
    sends=st.booleans(),
    receives=st.booleans(),
    season_starts=days,
    season_ends=days,
    closed_until=st.sampled_from([None, None, TODAY - timedelta(1), TODAY, TODAY + timedelta(9)]),
    age=st.sampled_from(Age),
    fallback_id=st.none() | st.integers(1, 14),
)


@given(
    st.lists(candidates, max_size=12, unique_by=lambda one: one.id),
    st.sampled_from([None, WILLIAMS, WARD]),
    st.sampled_from([None, *TASKS]),
    st.sampled_from(Side),
)
def test_any_set_of_entries_gives_somebody_who_can_answer_or_an_explained_gap(
    found: list[Candidate], county: str | None, task: Task | None, side: Side
) -> None:
    choice = ask(*found, county=county, task=task, side=side)

    by_id = {one.id: one for one in found}
    chosen = [by_id[one.candidate_id] for one in choice.steps]
    assert len({one.id for one in chosen}) == len(chosen) <= NEXT_IN_LINE + 1
    assert all(cannot_answer(one, TODAY) is None for one in chosen)
    assert all(one.sends if side == Side.SENDS else one.receives for one in chosen)
    ladder = [choice.question.ladder.index(one.rung) for one in choice.steps]
    assert ladder == sorted(ladder)
    assert all(step.why for step in choice.steps)
    if not chosen:
        assert choice.fallback
        assert len(choice.looked) == len(choice.question.ladder)
    able = [one for one in found if one.office_kind == OfficeKind.STATE and one.entry_kind == EntryKind.OFFICE
            and one.state_code == "ND" and cannot_answer(one, TODAY) is None
            and (one.sends if side == Side.SENDS else one.receives)]  # fmt: skip
    assert chosen or not able


@given(st.lists(candidates, max_size=12, unique_by=lambda one: one.id), st.randoms())
def test_the_order_of_the_entries_does_not_matter(found: list[Candidate], random: Any) -> None:
    mixed = list(found)
    random.shuffle(mixed)

    assert ask(*found) == ask(*mixed)
