"""The quick reading of pages finds what html5lib finds."""

import pytest

from tests import markup
from tests.client import PageError, check_page

PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Fish &amp; co · Hub</title></head>\n'
    "<body><h1>Fish &amp; co</h1>{}</body></html>\n"
)
FORM = '<form action="/a?b=1&amp;c=2"><label>Name <input name="name" required></label></form>'


def test_a_plain_page_is_read_as_html5lib_reads_it():
    page = PAGE.format(FORM + '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><p>One<br>two</p>')

    shape, quick = markup._read_plain(page)
    _, whole = markup._read_whole(page)

    assert "name" not in shape
    assert [(node.tag, node.text, node.tail) for node in quick.iter("label")] == [
        (node.tag, node.text, node.tail) for node in whole.iter("label")
    ]
    assert "".join(quick.itertext()).split() == "".join(whole.itertext()).split()
    check_page(page)


@pytest.mark.parametrize(
    "broken",
    [
        "<p><div>in a paragraph</div></p>",
        "<p>never closed</div>",
        "</section>",
        "<table><p>between rows</p></table>",
        '<p class="a" class="b">twice</p>',
        "<form><form></form></form>",
        '<a href="/a"><a href="/b">in a link</a></a>',
        "<div/>",
        "<p>a < b</p>",
        "<p>a &copy b</p>",
        '<p "a">quote</p>',
        "<ul><li>one</ul></li>",
        "<p>a\x01b</p>",
        "<select><option>a</option><option>b</select></option>",
    ],
)
def test_what_html5lib_finds_fault_with_is_found_the_first_time_and_again(broken):
    page = PAGE.format(broken)
    assert markup._read_whole(page)[0]

    for _ in range(2):
        with pytest.raises(PageError, match="does not parse"):
            check_page(page)


def test_what_differs_between_pages_of_one_shape_is_checked_on_each():
    check_page(PAGE.format(FORM))

    with pytest.raises(PageError, match="field without a label"):
        check_page(PAGE.format('<form><p>Name <input name="name"></p></form>'))
    with pytest.raises(PageError, match="ids twice"):
        check_page(PAGE.format('<p id="a">a</p><p id="a">b</p>'))
    with pytest.raises(PageError, match="inline style"):
        check_page(PAGE.format('<p style="color: red">a</p><p>b</p>'))
