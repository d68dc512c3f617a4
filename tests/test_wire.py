"""How answers travel: what is compressed, and what browsers may keep."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from coordhub.wire import without_unprintable

GZIP = {"Accept-Encoding": "gzip"}
pytestmark = pytest.mark.onedb


def plain_client(app):
    """A client that does not read what it fetches: the checking one expects text."""
    return FlaskClient(app, app.response_class, use_cookies=True)


def test_a_visitors_page_is_compressed_and_says_the_same(app):
    plain = plain_client(app).get("/about", headers={"Accept-Encoding": "identity"})
    small = plain_client(app).get("/about", headers=GZIP, buffered=True)

    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert "Accept-Encoding" in small.headers["Vary"]
    assert small.headers["Content-Security-Policy"] == plain.headers["Content-Security-Policy"]


def test_a_page_with_a_form_token_or_for_somebody_with_a_cookie_is_not_compressed(app):
    client = plain_client(app)

    token_page = client.get("/sign-in", headers=GZIP, buffered=True)
    with_cookie = client.get("/about", headers=GZIP, buffered=True)

    assert "Set-Cookie" in token_page.headers and "Content-Encoding" not in token_page.headers
    assert "Content-Encoding" not in with_cookie.headers


def test_static_text_is_compressed_for_all_and_letters_are_not_compressed_again(app):
    client = plain_client(app)
    client.set_cookie("coordhub", "whatever")

    style = client.get("/static/look/look.css", headers=GZIP, buffered=True)
    letters = client.get("/static/look/fonts/public-sans-latin-wght-normal.woff2", headers=GZIP, buffered=True)

    assert style.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in letters.headers
    assert "max-age" in letters.headers["Cache-Control"]


def test_a_file_with_its_version_in_the_address_is_kept_and_another_is_asked_for_anew(app):
    client = plain_client(app)
    address = re.search(r'href="(/static/look/look\.css\?v=\w+)"', client.get("/about").text).group(1)

    kept, asked = (
        client.get(address, headers=GZIP, buffered=True),
        client.get("/static/look/look.css", headers=GZIP, buffered=True),
    )

    assert "immutable" in kept.headers["Cache-Control"] and "Cookie" not in kept.headers["Vary"]
    assert asked.headers["Cache-Control"] == "no-cache"
    again = client.get("/static/look/look.css", headers=GZIP | {"If-None-Match": asked.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
    assert "immutable" not in client.get("/static/no-such-file.css?v=1").headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("page", "clean"),
    [
        ("a\x00b\x0bc\x1fd\x7fe", "abcde"),
        ("tab\tline\nend\r\n", "tab\tline\nend\r\n"),
        ("\x80\x9f\xa0é", "\xa0é"),
        ("\ufdcf\ufdd0\ufdef\ufdf0", "\ufdcf\ufdf0"),
        ("\ufffd\ufffe\uffff", "\ufffd"),
        ("😀\U0001fffe\U0010ffff漢", "😀漢"),
    ],
)
def test_a_page_holds_no_character_that_html_cannot_hold(page: str, clean: str) -> None:
    assert without_unprintable(page.encode()).decode() == clean
