"""The scanner, on lines of our own and on anything else."""

import csv
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordhub.privacy.checks import PrivacyRefusal, check_text
from coordhub.privacy.messages import WORDS, explain
from coordhub.privacy.scan import scan
from coordhub.privacy.surfaces import Kind, Surface

LINES = list(csv.DictReader((Path(__file__).parent / "lines.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["text"][:50])
def test_a_line_gets_its_verdict(line):
    found = scan(line["text"], Surface(line["surface"]))

    assert found.verdict == line["verdict"], found.kinds


def test_the_lines_cover_every_hard_kind():
    seen = Counter(kind for line in LINES for kind in scan(line["text"], Surface(line["surface"])).kinds)

    assert {kind for kind in Kind if scan_is_hard(kind)} <= set(seen)


def scan_is_hard(kind):
    from coordhub.privacy.surfaces import HARD

    return kind in HARD


def test_at_most_three_percent_of_innocent_lines_are_blocked():
    innocent = [line for line in LINES if line["verdict"] == "pass"]
    blocked = [line for line in innocent if scan(line["text"], Surface(line["surface"])).verdict == "block"]

    assert len(blocked) <= 0.03 * len(innocent)


def test_a_small_count_with_a_county_may_stand_in_a_private_request():
    assert scan("3 children go to Grand Traverse County.", Surface.PRIVATE).verdict == "pass"


def test_names_of_staff_are_no_finding():
    text = "The student meets Carlos Mendoza on Monday."

    assert scan(text, Surface.PRIVATE).verdict == "block"
    assert scan(text, Surface.PRIVATE, allowed_names=["Carlos Mendoza"]).verdict == "pass"


@given(st.text(max_size=300))
def test_any_text_is_scanned_and_findings_lie_inside(text):
    for found in scan(text, Surface.BOARD).findings:
        assert found.start < found.end


@pytest.mark.parametrize("piece", ["a ", "1", "A. ", "Juan ", "12-", "student ", "(956) ", "1 Elm "])
def test_long_texts_cost_no_more_than_their_length(piece):
    start = time.process_time()
    scan(piece * (20_000 // len(piece)), Surface.BOARD)

    assert time.process_time() - start < 5


def test_every_kind_has_words_that_say_what_to_do():
    assert set(WORDS) == set(Kind)


def test_hard_findings_are_explained_before_soft_ones_are_mentioned():
    assert explain(scan("DOB 4/12/2014. Has asthma.", Surface.PRIVATE)) == [WORDS[Kind.BIRTH_DATE]]


def test_a_refusal_names_field_and_kind_and_never_the_text(caplog):
    with pytest.raises(PrivacyRefusal) as refused, caplog.at_level("INFO"):
        check_text({"note": "DOB 4/12/2014", "title": "fine"}, Surface.PRIVATE)

    assert list(refused.value.errors) == ["note"]
    assert not refused.value.may_be_confirmed
    assert "birth_date" in caplog.text
    assert "2014" not in caplog.text + str(refused.value) + repr(refused.value.errors)


def test_a_soft_finding_passes_once_it_is_confirmed():
    with pytest.raises(PrivacyRefusal) as refused:
        check_text({"note": "One of them has asthma."}, Surface.PRIVATE)
    assert refused.value.may_be_confirmed

    check_text({"note": "One of them has asthma."}, Surface.PRIVATE, confirmed=True)


def test_a_hard_finding_cannot_be_confirmed_away():
    with pytest.raises(PrivacyRefusal):
        check_text({"note": "SSN 123-45-6789"}, Surface.PRIVATE, confirmed=True)
