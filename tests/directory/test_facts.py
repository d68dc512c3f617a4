"""Dated facts of a state: who records them, which counts, and that nothing is overwritten."""

import flask
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import record_fact
from coordhub.directory.kinds import FactKind, Participation, Stream
from coordhub.directory.models import StateFact
from coordhub.directory.rules.facts import fact_problem, newest
from coordhub.errors import NotAllowed
from tests.cast import Cast
from tests.client import CheckingClient

URL = "/directory/states/TX/facts"
GOOD = {"said": "pass=yes", "as_of": "2026-03", "source": "https://example.org/pass"}
in_texas = pytest.mark.usefixtures("starter", "on_tuesday")


def facts(kind: FactKind, state_code: str = "TX") -> list[tuple[str, str]]:
    db.session.rollback()
    return [(one.value, one.as_of) for one in queries.facts_of(state_code) if one.kind == kind]


@in_texas
@pytest.mark.parametrize(
    ("name", "expected"),
    [("rosa", 200), ("ada", 200), ("ben", 403), ("dana", 403), ("pat", 403), ("olive", 403), ("sam", 303), ("", 303)],
)
def test_only_who_answers_for_the_state_sees_and_records(
    client: CheckingClient, cast: Cast, name: str, expected: int
) -> None:
    if name:
        client.sign_in(getattr(cast, name))

    assert client.get(URL).status_code == expected
    sent = client.post(URL, data=GOOD)
    assert sent.status_code == (303 if expected in (200, 303) else expected)
    assert (("yes", "2026-03") in facts(FactKind.PASS)) == (expected == 200)


@in_texas
def test_the_newest_date_counts_and_the_older_ones_stay(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    client.post(URL, data=GOOD)
    client.post(URL, data=GOOD | {"said": "pass=no", "as_of": "2026-04-01", "note": "Ended in spring."})
    again = client.post(URL, data=GOOD, follow_redirects=True)

    assert facts(FactKind.PASS)[:2] == [("no", "2026-04-01"), ("yes", "2026-03")]
    assert [one.value for one in queries.newest_facts(FactKind.PASS)["TX"]] == ["no"]
    assert "recorded already" in again.text
    assert "Ended in spring." in again.text and "April 1, 2026" in again.text


@in_texas
def test_a_newer_word_on_the_program_changes_whether_the_state_takes_part(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa).post(URL, data=GOOD | {"said": "mep=no", "as_of": "2025-26"})
    assert queries.state_program("TX").participation == Participation.NO

    client.post(URL, data=GOOD | {"said": "mep=yes", "as_of": "2001"})
    assert queries.state_program("TX").participation == Participation.NO


@in_texas
def test_a_state_may_be_in_two_streams_of_one_date(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.ada)
    for stream in ("Eastern", "Western"):
        client.post(URL, data=GOOD | {"said": f"stream={stream}"})

    assert [one.value for one in queries.newest_facts(FactKind.STREAM)["TX"]] == ["Eastern", "Western"]


@in_texas
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"as_of": "last spring"}, "Write as of when"),
        ({"as_of": ""}, "Write as of when"),
        ({"as_of": "2026-13"}, "Write as of when"),
        ({"source": ""}, "Name the source"),
        ({"source": "   "}, "Name the source"),
        ({"said": "pass=maybe"}, "Not a valid choice"),
        ({"said": ""}, "Choose what is known"),
        ({"note": "x" * 1001}, "Shorten this"),
        ({"note": "Her SSN is 123-45-6789."}, "Social Security number"),
    ],
)
def test_a_slip_is_named_and_nothing_is_recorded(
    client: CheckingClient, cast: Cast, typed: dict[str, str], words: str
) -> None:
    before = facts(FactKind.PASS)

    answer = client.sign_in(cast.rosa).post(URL, data=GOOD | typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert facts(FactKind.PASS) == before


@in_texas
def test_a_state_that_is_none_has_no_facts(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.ada)

    assert client.get("/directory/states/ZZ/facts").status_code == 404
    assert client.get("/directory/states/T%00X/facts").status_code == 404


def fact(app: flask.Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["directory", "fact", *words])
    return result.exit_code, result.output


@in_texas
def test_the_command_records_once_and_says_so(app: flask.Flask) -> None:
    words = ("tx", "pass", "yes", "--as-of", "2026-03", "--source", "https://example.org/")

    assert fact(app, *words, "--dry-run") == (
        0,
        "TX pass yes, as of 2026-03: recorded\nDry run: nothing was stored.\n",
    )
    assert fact(app, *words) == (0, "TX pass yes, as of 2026-03: recorded\n")
    assert fact(app, *words) == (0, "TX pass yes, as of 2026-03: stands already\n")
    assert facts(FactKind.PASS).count(("yes", "2026-03")) == 1


@in_texas
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("ZZ", "pass", "yes"), "is no state"),
        (("TX", "pass", "maybe"), "Write one of: yes, no, unknown"),
        (("TX", "stream", "Northern"), "Eastern, Midcontinent, Western"),
        (("TX", "money", "yes"), "'money' is not one of"),
    ],
)
def test_the_command_refuses_with_a_sentence(app: flask.Flask, words: tuple[str, ...], complaint: str) -> None:
    code, output = fact(app, *words, "--as-of", "2026", "--source", "somebody")

    assert code != 0 and complaint in output


@in_texas
def test_of_two_who_record_the_same_at_once_one_is_told(
    client: CheckingClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sign_in(cast.rosa).post(URL, data=GOOD)
    # The second one looked before the first one had stored anything.
    monkeypatch.setattr(queries, "fact_exists", lambda *_: False)

    answer = client.post(URL, data=GOOD)

    assert answer.status_code == 409 and "Somebody has just recorded this" in answer.text
    assert facts(FactKind.PASS).count(("yes", "2026-03")) == 1


@in_texas
def test_another_states_director_records_nothing(cast: Cast) -> None:
    program = queries.state_program("MI")

    with pytest.raises(NotAllowed):
        record_fact(program, FactKind.PASS, "yes", as_of="2026", source="somebody", by=cast.rosa)


@given(
    said=st.lists(
        st.tuples(st.sampled_from(list(Stream)), st.sampled_from(["2021-22", "2024", "2025-06", "2026-01-31"])),
        max_size=6,
    )
)
def test_the_newest_facts_share_one_date_that_no_other_passes(said: list[tuple[Stream, str]]) -> None:
    rows = [StateFact(kind=FactKind.STREAM, value=value.value, as_of=as_of) for value, as_of in said]

    found = newest(rows, FactKind.STREAM)

    assert bool(found) == bool(rows)
    assert {one.as_of for one in found} == ({max(as_of for _, as_of in said)} if said else set())
    assert all(fact_problem(one.kind, one.value, one.as_of, "somebody") is None for one in found)
