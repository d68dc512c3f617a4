"""The drawings as they stand in a page."""

import re

import flask
import pytest

from coordhub.places.drawing import overview
from coordhub.places.points import Point
from coordhub.places.results_drawing import Result, results_drawing
from coordhub.places.states import STATES

pytestmark = pytest.mark.onedb


def rendered(app, call, **values):
    source = '{% from "_macros/drawing.html" import country, country_list, results %}{{ ' + call + " }}"
    with app.test_request_context("/"):
        return flask.render_template_string(source, **values)


def test_every_state_and_territory_is_a_link_on_the_map_and_in_the_list(app):
    page = rendered(app, 'country(d, ["WY"])', d=overview())
    listed = rendered(app, 'country_list(d, ["WY"])', d=overview())

    for code, state in STATES.items():
        assert f'href="/states/{code}" aria-label="{state.name}' in page
        assert f'href="/states/{code}">{state.name}</a>' in listed
    assert 'aria-label="Wyoming, takes no part"' in page and "(takes no part)" in listed


def test_a_number_tints_its_state_and_is_read_aloud(app):
    counts = {"MI": 12, "WI": 1, "AS": 4}

    page = rendered(app, "country(d, [], c)", d=overview(), c=counts)

    assert re.search(r'aria-label="Michigan, 12 entries">.*overview__state--3"', page)
    assert re.search(r'aria-label="Wisconsin, 1 entry">.*overview__state--1"', page)
    assert re.search(r'aria-label="American Samoa, 4 entries">.*overview__state--2"', page)
    assert re.search(r'aria-label="Ohio, no entry">.*overview__state--0"', page)
    assert "Michigan</a>, 12 entries" in rendered(app, "country_list(d, [], c)", d=overview(), c=counts)


def test_names_of_entries_and_places_are_written_safely(app):
    drawn = results_drawing(None, None, [Result(1, "site", "<b>", Point(44.7, -85.6))], ["MI"])

    page = rendered(app, "results(d, place)", d=drawn, place='"><script>')

    assert "<script>" not in page and "<b>" not in page
    assert "Map: 1 result around" in page
