import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = ["query", "kind", "state_code", "lat", "lon", "label", "alternatives", "message"]
ROOT = Path(__file__).resolve().parent.parent.parent
ODD_LINES = [
    b"",
    b"   ",
    b"\xff\xfe\xfa",
    b"Traverse\xffCity",
    b"a\x00b",
    b"\x00",
    "😀".encode(),
    "\u2028\u2029\x85".encode(),
    b"\x1b[31mred\r",
    b"x" * 1_000_000,
    b"34142 " * 100_000,
    b"(" * 1_000,
    b"99, -200",
    b'"quoted", \\n',
]


@pytest.fixture
def located(app):
    """What `flask places locate --json` answers to some bytes."""

    def ask(typed):
        result = app.test_cli_runner().invoke(args=["places", "locate", "--json"], input=typed)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    return ask


@pytest.mark.onedb
def test_a_place_that_is_understood_has_all_fields(located):
    (found,) = located(b"traverse city, mi\n")

    assert list(found) == KEYS
    assert (found["query"], found["kind"], found["state_code"]) == ("traverse city, mi", "place", "MI")
    assert (found["lat"], found["lon"]) == pytest.approx((44.76, -85.62), abs=0.01)
    assert found["label"] == "Traverse City, Michigan"
    assert "All of Michigan" in found["alternatives"]
    assert found["message"] == "Traverse City, a town in Grand Traverse County, Michigan"


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("line", "first"),
    [
        (b"Springfield", "Springfield, Missouri"),
        (b"Scobie, MT", "Scobey, Montana"),
        (b"Cape Cod", "Barnstable County, Massachusetts"),
        (b"34142 MI", "All of Michigan"),
        (b"qqqqqqqqqq", None),
        (b"", None),
    ],
)
def test_a_choice_and_a_miss_have_no_place_and_say_what_to_do(located, line, first):
    (found,) = located(line + b"\n")

    assert [found[key] for key in KEYS[1:6]] == [None] * 5
    assert (found["alternatives"] or [None])[0] == first
    assert found["message"]


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("line", "kind", "state_code"),
    [
        (b"34142", "zip", "FL"),
        (b"Yakima County WA", "county", "WA"),
        (b"Guam", "state", "GU"),
        (b"52.83, 173.17", "point", "AK"),
        (b"40.59 -83.13", "point", "OH"),
        (b"0.0, 0.0", "point", None),
    ],
)
def test_each_kind_names_its_state(located, line, kind, state_code):
    (found,) = located(line)

    assert (found["kind"], found["state_code"]) == (kind, state_code)


@pytest.mark.onedb
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n49684\n"])
def test_every_line_has_its_answer_whatever_it_holds(located, end):
    for line in ODD_LINES:
        answers = located(line + end)

        assert len(answers) == (line + end).count(b"\n")
        assert all(list(one) == KEYS and len(one["query"]) <= 200 and one["message"] for one in answers)
        assert end != b"\n49684\n" or answers[-1]["label"] == "ZIP code 49684, Traverse City, Michigan"


@pytest.mark.onedb
def test_random_bytes_lose_no_line(located):
    chance = random.Random(20260616)
    lines = [chance.randbytes(chance.randrange(60)).replace(b"\n", b"") for _ in range(300)]

    assert len(located(b"\n".join(lines) + b"\n")) == 300


@pytest.mark.onedb
def test_nothing_typed_is_nothing_answered(located):
    assert located(b"") == []


@pytest.mark.onedb
def test_people_get_a_sentence_a_line(app):
    result = app.test_cli_runner().invoke(args=["places", "locate"], input="34142\nSunnyside\n")

    assert result.stdout == (
        "34142: ZIP code 34142, Immokalee, Florida, in Collier County\n"
        "Sunnyside: Five states have a Sunnyside. Which one?\n"
    )


@pytest.mark.onedb
def test_without_a_gazetteer_the_command_says_what_to_run(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "HUB_DATA", str(tmp_path))
    monkeypatch.delitem(app.extensions, "gazetteer", raising=False)

    result = app.test_cli_runner().invoke(args=["places", "locate"], input="34142\n")

    assert result.exit_code == 1
    assert result.stderr == "Error: There is no gazetteer at gazetteer.db. Build it: flask places build\n"


@pytest.mark.onedb
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_process_answers_each_line_before_the_next_is_typed(gazetteer_file, encoding):
    environ = os.environ | {
        "HUB_DATA": str(gazetteer_file.parent),
        "LOG_LEVEL": "WARNING",
        "PYTHONIOENCODING": encoding,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "places", "locate", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        for line in [b"Mayag\xc3\xbcez, PR", *ODD_LINES, b"Sunnyside"]:
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            assert list(json.loads(process.stdout.readline())) == KEYS, line
        output, errors = process.communicate()

    assert (process.returncode, output, errors) == (0, b"", b"")
