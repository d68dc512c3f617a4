"""`flask privacy scan`: a line out for each line in, whatever comes in."""

import json

import pytest

pytestmark = pytest.mark.onedb


def answers(app, typed, *options):
    ran = app.test_cli_runner().invoke(args=["privacy", "scan", *options, "--json"], input=typed)
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.output.splitlines()]


def test_each_line_is_answered_in_order_with_verdict_and_kinds(app):
    typed = "They need the bus.\nOne has asthma, DOB 4/12/2014.\nOne of them has asthma.\n"

    assert answers(app, typed, "--surface", "private") == [
        {"verdict": "pass", "kinds": []},
        {"verdict": "block", "kinds": ["birth_date", "health"]},
        {"verdict": "ask", "kinds": ["health"]},
    ]


def test_the_surface_decides(app):
    typed = "3 kids in Hendry County"

    assert answers(app, typed, "--surface", "private")[0]["verdict"] == "pass"
    assert answers(app, typed, "--surface", "board")[0] == {"verdict": "block", "kinds": ["small_count"]}


@pytest.mark.parametrize(
    ("typed", "verdicts"),
    [
        (b"", []),
        (b"\n", ["pass"]),
        (b"\n\nSSN 123-45-6789\n\n", ["pass", "pass", "block", "pass"]),
        (b"fine\r\nSSN 123-45-6789\r\n", ["pass", "block"]),
        (b"fine\nSSN 123-45-6789", ["pass", "block"]),
        (b"\xff\xfe\x80 SSN 123-45-6789 \xc3\n\xe9l llega\n", ["block", "pass"]),
        (b"\xef\xbb\xbfSSN 123-45-6789\n", ["block"]),
        (b"a\0b\x0b\x0c\x1b[0m\n", ["pass"]),
        ("one\u2028two\u0085three\n".encode(), ["pass"]),
        (b"one\rtwo\n", ["pass"]),
        (b"cherries " * 30_000 + b"SSN 123-45-6789\nfine\n", ["block", "pass"]),
    ],
    ids=range(11),
)
def test_a_line_out_for_each_line_in(app, typed, verdicts):
    assert [one["verdict"] for one in answers(app, typed)] == verdicts


def test_without_json_the_words_stand_on_the_line_and_the_text_does_not(app):
    ran = app.test_cli_runner().invoke(args=["privacy", "scan"], input="fine\nDOB 4/12/2014, has asthma\n")

    assert ran.output == "pass\nblock birth_date health\n"


def test_an_unknown_surface_is_refused_with_those_there_are(app):
    ran = app.test_cli_runner().invoke(args=["privacy", "scan", "--surface", "wall"], input="fine\n")

    assert ran.exit_code == 2
    assert "private" in ran.output and "board" in ran.output
