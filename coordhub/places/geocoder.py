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
        """Return the place, or all that fit; None when nothing is known or a choice is needed and one is wanted."""
        if not isinstance(query, str):
            raise GeocoderQueryError("a place is typed as text")
        found = locate(self._gazetteer, query)
        places = [found.place] if found.place else list(found.alternatives) if found.kind == "choice" else []
        if exactly_one:
            return _location(found.place) if found.place else None
        return [_location(place) for place in places] or None


def geocoder_for(settings: Mapping[str, Any], gazetteer: Gazetteer) -> Geocoder:
    """Return the geocoder that GEOCODER names; raises ValueError for a name it does not know."""
    domain, key = settings.get("GEOCODER_DOMAIN") or None, settings.get("GEOCODER_KEY") or None
    makers = {
        "bundled": lambda: BundledGazetteer(gazetteer),
        "nominatim": lambda: Nominatim(user_agent=USER_AGENT, timeout=5, **({"domain": domain} if domain else {})),
        "photon": lambda: Photon(user_agent=USER_AGENT, timeout=5, **({"domain": domain} if domain else {})),
        "pelias": lambda: Pelias(domain or "localhost", api_key=key, user_agent=USER_AGENT, timeout=5),
        "arcgis": lambda: ArcGIS(user_agent=USER_AGENT, timeout=5),
    }
    try:
        return makers[settings["GEOCODER"]]()
    except KeyError:
        raise ValueError(f"GEOCODER: write one of {', '.join(makers)}, not “{settings['GEOCODER']}”.") from None


def _location(place: Place) -> Location:
    return Location(place.label, (place.point.latitude, place.point.longitude, 0.0), {"kind": place.kind, "state_code": place.state_code})
