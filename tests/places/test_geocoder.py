import geopy.geocoders
import pytest
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from coordhub.places.geocoder import PROVIDERS, BundledGazetteer, geocoder_for


@pytest.fixture
def bundled(gazetteer):
    return BundledGazetteer(gazetteer)


def test_a_place_is_a_geopy_location(bundled):
    found = bundled.geocode("Immokalee, FL")

    assert isinstance(found, Location)
    assert found.address == "Immokalee, Florida"
    assert (found.latitude, found.longitude) == pytest.approx((26.4, -81.4), abs=0.1)
    assert found.raw == {"kind": "place", "state_code": "FL"}


def test_several_are_a_list_when_asked_for(bundled):
    assert [one.address for one in bundled.geocode("Immokalee, FL", exactly_one=False)] == ["Immokalee, Florida"]
    assert len(bundled.geocode("Sunnyside", exactly_one=False)) == 5


@pytest.mark.parametrize("query", ["Sunnyside", "Cape Cod", "", "Traverze City"])
def test_what_is_not_sure_is_none_and_never_guessed(bundled, query):
    assert bundled.geocode(query) is None


def test_nothing_known_is_none_in_both_ways(bundled):
    assert bundled.geocode("qqqqqqqqqq", exactly_one=False) is None


def test_no_look_up_needs_a_network(bundled):
    with pytest.raises(GeocoderUnavailable):
        bundled.adapter.get_json("https://example.org", timeout=1, headers={})
    with pytest.raises(GeocoderUnavailable):
        bundled.adapter.get_text("https://example.org", timeout=1, headers={})


def test_it_works_where_any_geopy_geocoder_does(bundled):
    limited = RateLimiter(bundled.geocode, min_delay_seconds=0, swallow_exceptions=False)

    assert limited("34142", timeout=3, country_codes="us").address == "ZIP code 34142, Immokalee, Florida"


def test_a_query_that_is_no_text_is_an_error(bundled):
    with pytest.raises(GeocoderQueryError):
        bundled.geocode(34142)


def test_options_are_by_keyword_only(bundled):
    with pytest.raises(TypeError):
        bundled.geocode("34142", False)


@pytest.mark.parametrize("name", PROVIDERS)
def test_each_provider_gives_its_geocoder(gazetteer, name):
    made = geocoder_for({"GEOCODER": name, "GEOCODER_DOMAIN": "geo.example.org", "GEOCODER_KEY": "key"}, gazetteer)

    assert isinstance(made, Geocoder)
    expected = {"bundled": BundledGazetteer, "arcgis": geopy.geocoders.ArcGIS}
    assert type(made) is expected.get(name, getattr(geopy.geocoders, name.capitalize(), None))


def test_the_domain_is_that_of_the_settings(gazetteer):
    made = geocoder_for({"GEOCODER": "nominatim", "GEOCODER_DOMAIN": "geo.example.org"}, gazetteer)

    assert "geo.example.org" in made.api


@pytest.mark.parametrize("settings", [{}, {"GEOCODER": ""}, {"GEOCODER": "bundled"}])
def test_without_a_provider_the_gazetteer_answers(gazetteer, settings):
    assert isinstance(geocoder_for(settings, gazetteer), BundledGazetteer)


def test_an_unknown_provider_is_refused_with_the_names_that_work(gazetteer):
    with pytest.raises(ValueError, match="bundled, nominatim, photon, pelias, arcgis, not “google”"):
        geocoder_for({"GEOCODER": "google"}, gazetteer)
