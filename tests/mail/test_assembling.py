"""Letters put together by hand are read by the standard library as they were meant."""

from email import message_from_bytes, policy
from html import unescape

import pytest

from coordhub.mail.assembling import assemble

GIVEN = {
    "address": "ana@example.org",
    "name": "Ana  López",
    "message_key": "digest.2026-06-16.u7",
    "list_name": "digest",
    "thread_key": "topic-17.u7",
    "stop_url": "http://hub.example.org/notifications/stop/" + "x" * 120,
}


WORDS = "Bus lines — 3 días.\n--\n.a dot\n" + "long " * 300 + "\n"


def read(letter):
    return message_from_bytes(letter.content, policy=policy.default)


@pytest.mark.onedb
@pytest.mark.parametrize("words", ["Plain.\n", WORDS, "x" * 2000, "ñ" * 500 + "\n", "a\r\nb\rc\n", ""])
def test_the_standard_library_reads_both_parts_as_they_were_written(app, on_tuesday, words):
    parsed = read(assemble(**GIVEN, subject="s", text=words, html=f"<p>{words}</p>"))

    text, html = (parsed.get_body((part,)).get_content().replace("\r\n", "\n") for part in ("plain", "html"))
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    assert text.rstrip("\n") == lines.rstrip("\n")
    assert unescape(html).rstrip("\n") == f"<p>{lines}</p>"
    assert parsed.defects == [] and parsed.get_content_type() == "multipart/alternative"


@pytest.mark.onedb
def test_headers_are_in_their_places_and_a_long_stop_address_is_whole(app, on_tuesday):
    parsed = read(assemble(**GIVEN, subject="Días", text="t", html="h", archive_url="http://a", help_url="http://h"))

    assert parsed["Subject"] == "Días"
    assert parsed["To"].addresses[0].display_name == "Ana López"
    assert parsed["List-Unsubscribe"] == f"<{GIVEN['stop_url']}>"
    assert parsed["References"] == parsed["In-Reply-To"] == "<topic-17.u7@hub.example.org>"
    assert (parsed["List-Archive"], parsed["List-Help"], parsed["Precedence"]) == ("<http://a>", "<http://h>", "bulk")


@pytest.mark.onedb
def test_lines_end_as_smtp_wants_and_every_server_passes_them(app, on_tuesday):
    content = assemble(**GIVEN, subject="Días", text=WORDS, html=WORDS).content

    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.isascii()


@pytest.mark.onedb
@pytest.mark.parametrize(
    "address", ["a@example.org\r\nBcc: b@example.org", "a@example.org\nBcc: b", "a\x00@example.org"]
)
def test_an_address_cannot_add_a_header(app, on_tuesday, address):
    with pytest.raises(ValueError, match="header To"):
        assemble(**GIVEN | {"address": address}, subject="s", text="t", html="h")


@pytest.mark.onedb
@pytest.mark.parametrize(
    "name", ["Ana\r\nBcc: b@example.org", "Ana\nBcc: b@example.org", "Zoë\u2028Bcc: b@example.org"]
)
def test_names_and_subjects_cannot_add_a_header(app, on_tuesday, name):
    letter = assemble(**GIVEN | {"name": name}, subject=name, text="t", html="h")

    parsed = message_from_bytes(letter.content, policy=policy.default)
    assert parsed["Bcc"] is None
    assert parsed["To"].addresses[0].addr_spec == "ana@example.org"
