"""The bundled gazetteer as a geopy geocoder, and the factory of geocoders for staff imports."""

from collections.abc import Mapping
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.geocoders import ArcGIS, Nominatim, Pelias, Photon
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import Place, locate

USER_AGENT = "coordhub (interstate coordination hub)"
PROVIDERS = ("bundled", "nominatim", "photon", "pelias", "arcgis")
TIMEOUT_SECONDS = 5  # geopy's own is 1, too short for a public server


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]
    """An adapter that proves that no look-up leaves this machine."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> Any:
        """Refuse."""
        raise GeocoderUnavailable("the bundled gazetteer needs no network")

    def get_text(self, url: str, *, timeout: Any, headers: Any) -> Any:
        """Refuse."""
        raise GeocoderUnavailable("the bundled gazetteer needs no network")


class BundledGazetteer(Geocoder):  # type: ignore[misc]
    """geopy's interface over the gazetteer in the tree."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(adapter_factory=_NoNetwork, user_agent=USER_AGENT)
        self._gazetteer = gazetteer

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL, **ignored: Any
    ) -> Location | list[Location] | None:
        """Return the place, or with `exactly_one=False` all that fit; None when nothing is known.

        A name that several states have is never guessed: one is wanted, several fit, so None is returned. `timeout` and
        what other geocoders take (country_codes, viewbox) are accepted and have no meaning here.
        """
        if not isinstance(query, str):
            raise GeocoderQueryError("a place is typed as text")
        found = locate(self._gazetteer, query)
        if exactly_one:
            return _location(found.place) if found.place else None
        several = found.alternatives if found.kind == "choice" else ()
        return [_location(place) for place in ((found.place,) if found.place else several)] or None


def geocoder_for(settings: Mapping[str, Any], gazetteer: Gazetteer) -> Geocoder:
    """Return the geocoder that GEOCODER names, bundled when it names none; no look-up is made yet.

    Raises ValueError for a name that is not in PROVIDERS.
    """
    name = settings.get("GEOCODER") or "bundled"
    if name not in PROVIDERS:
        raise ValueError(f"GEOCODER: write one of {', '.join(PROVIDERS)}, not “{name}”.")
    if name == "bundled":
        return BundledGazetteer(gazetteer)
    domain, key = settings.get("GEOCODER_DOMAIN") or None, settings.get("GEOCODER_KEY") or None
    options: dict[str, Any] = {"user_agent": USER_AGENT, "timeout": TIMEOUT_SECONDS}
    if name == "arcgis":
        return ArcGIS(**options)
    if name == "pelias":
        return Pelias(domain or "localhost", api_key=key, **options)
    provider = Nominatim if name == "nominatim" else Photon
    return provider(**options, **({"domain": domain} if domain else {}))


def _location(place: Place) -> Location:
    point = (place.point.latitude, place.point.longitude, 0.0)
    return Location(place.label, point, {"kind": place.kind, "state_code": place.state_code})
