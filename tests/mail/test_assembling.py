"""Letters put together by hand are those that the standard library would make."""

from email import message_from_bytes, policy

import pytest

from coordhub.mail import letters
from coordhub.mail.assembling import assemble

GIVEN = {
    "address": "ana@example.org",
    "name": "Ana  López",
    "message_key": "digest.2026-06-16.u7",
    "list_name": "digest",
    "thread_key": "topic-17.u7",
    "stop_url": "http://hub.example.org/notifications/stop/" + "x" * 120,
}


def both(app, **more):
    """Return what compose and assemble make of the same words, parsed."""
    given = GIVEN | more
    context = {"words": "New topic", "title": "Bus lines — 3 días", "url": "u", "settings_url": "s"}
    composed = letters.compose("topic-new", **given, context=context, reason="You asked.")
    whole = message_from_bytes(composed.content, policy=policy.default)
    text, html = (whole.get_body((part,)).get_content() for part in ("plain", "html"))
    assembled = assemble(**given, subject=composed.subject, text=text, html=html)
    return composed, whole, assembled, message_from_bytes(assembled.content, policy=policy.default)


@pytest.mark.onedb
def test_headers_and_parts_are_those_that_compose_makes(app, on_tuesday):
    composed, one, assembled, other = both(app)

    skipped = ("Content-Type",)  # the boundary is each one's own
    assert [pair for pair in other.items() if pair[0] not in skipped] == [
        pair for pair in one.items() if pair[0] not in skipped
    ]
    assert (assembled.subject, assembled.message_id) == (composed.subject, composed.message_id)
    parts, others = list(one.iter_parts()), list(other.iter_parts())
    assert [part["Content-Type"] for part in others] == [part["Content-Type"] for part in parts]
    assert {part["Content-Transfer-Encoding"] for part in others} == {"base64"}  # which passes every server
    assert [part.get_content() for part in others] == [part.get_content() for part in parts]
    assert other.defects == [] and other.get_content_type() == "multipart/alternative"


@pytest.mark.onedb
def test_lines_end_as_smtp_wants_and_none_is_too_long(app, on_tuesday):
    content = both(app)[2].content

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
