// The search map: draws what the list beside it says, pin n for card n. Leaflet and markercluster are loaded before.
import { keysOf } from "./keys.js";
import { linesOf } from "./lines.js";
import { pinsOf } from "./pins.js";

const L = window.L;
const box = document.getElementById("map");
const PARTS = [
  ["Contiguous states", [24.5, -124.8], [49.4, -66.9]],
  ["Alaska", [51.2, -188], [71.4, -130]],
  ["Hawaii", [18.9, -160.3], [22.3, -154.8]],
  ["Puerto Rico and U.S. Virgin Islands", [17.6, -67.3], [18.6, -64.5]],
  ["Guam and Northern Mariana Islands", [13.2, 144.6], [20.6, 146.1]],
  ["American Samoa", [-14.4, -170.9], [-14.1, -169.4]],
];

if (L && box) start();

async function start() {
  const data = box.dataset;
  const number = (name) => Number.parseFloat(data[name] ?? "");
  const cards = [...document.querySelectorAll(".results .card[data-lat]")];
  const typed = Number.isFinite(number("hereLat"));
  const middle = typed ? number("hereLon") : Number(cards[0]?.dataset.lon ?? -97);
  // Across ±180° the way is short: Guam and the Aleutians stand beside their neighbors.
  const wrap = (longitude) => middle + (((longitude - middle + 540) % 360) - 180);
  const here = typed ? L.latLng(number("hereLat"), number("hereLon")) : null;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const says = document.getElementById("map-says");
  const live = box.appendChild(document.createElement("div"));
  live.className = "map__live";
  live.setAttribute("role", "group");
  live.setAttribute("aria-label", "Map of the results. Arrow keys move it, plus and minus zoom.");

  const map = L.map(live, {
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
    minZoom: 2, maxZoom: data.tilesUrl ? 18 : 11, scrollWheelZoom: false, attributionControl: false, zoomControl: false,
  });
  L.control.attribution({ prefix: false }).addAttribution("Lines: U.S. Census Bureau").addTo(map);
  L.control.zoom({ zoomInTitle: "Closer", zoomOutTitle: "Farther" }).addTo(map);
  if (data.tilesUrl) L.tileLayer(data.tilesUrl, { attribution: data.tilesAttribution }).addTo(map);

  const lines = linesOf(map, data, wrap);
  const pins = pinsOf(map, { cards, wrap, still, lines, say: (words) => { says.textContent = words; } });
  const frame = () => fit(map, pins.markers, here, lines.bounds((data.states ?? "").split(",")[0]));
  // The server's drawing stays until there is as much to see here.
  await lines.states();
  if (!goTo(location.hash)) frame();
  pins.show();
  if (here) showHere();
  keysOf(live, map, pins.clusters);
  offerParts();
  keepAddress();
  box.classList.add("map--live");
  requestAnimationFrame(() => requestAnimationFrame(() => {
    performance.mark("map-ready");
    lines.counties();
  }));

  function showHere() {
    const icon = L.divIcon({ className: "map__marker", html: '<span class="map__here"></span>', iconSize: [18, 18] });
    const dot = L.marker(here, { icon, keyboard: false, interactive: false }).addTo(map);
    dot.getElement()?.setAttribute("aria-hidden", "true");
    const miles = number("radiusMiles");
    if (Number.isFinite(miles)) L.circle(here, { radius: miles * 1609.344, className: "map__ring", interactive: false }).addTo(map);
  }

  // Buttons for the parts where no result lies, and one back to the results.
  function offerParts() {
    const parts = box.parentElement.querySelector(".map__parts");
    const points = [...pins.markers.map((marker) => marker.getLatLng()), ...(here ? [here] : [])];
    const offer = (name, go) => {
      const button = parts.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = "button button--small";
      button.textContent = name;
      button.addEventListener("click", () => {
        go();
        remember();
        says.textContent = `The map shows ${name}`;
      });
    };
    offer("The results", frame);
    for (const [name, [south, west], [north, east]] of PARTS) {
      const bounds = L.latLngBounds([south, wrap(west)], [north, wrap(east)]);
      if (!points.some((point) => bounds.contains(point))) offer(name, () => map.fitBounds(bounds, { animate: false }));
    }
    parts.parentElement.hidden = false;
  }

  // The view is kept in the address once a person moved the map, so that a link shows the same.
  function keepAddress() {
    let moved = false;
    for (const deed of ["pointerdown", "keydown", "wheel"]) live.addEventListener(deed, () => { moved = true; });
    map.on("moveend", () => moved && remember());
    window.addEventListener("hashchange", () => goTo(location.hash));
  }

  function remember() {
    const { lat, lng } = map.getCenter().wrap();
    history.replaceState(history.state, "", `#map=${map.getZoom()}/${lat.toFixed(2)}/${lng.toFixed(2)}`);
  }

  function goTo(hash) {
    const [zoom, lat, lng] = (/^#map=(\d+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(hash) ?? []).slice(1).map(Number);
    if (!Number.isFinite(zoom + lat + lng) || Math.abs(lat) > 90) return false;
    map.setView([lat, wrap(lng)], Math.min(zoom, map.getMaxZoom()), { animate: false });
    return true;
  }
}

// The place and what is nearest to it say more than an empty continent between far entries; a state is shown whole.
function fit(map, markers, here, state) {
  const points = markers.map((marker) => marker.getLatLng());
  if (here) points.push(here);
  const near = here ? points.sort((a, b) => a.distanceTo(here) - b.distanceTo(here)).slice(0, 7) : points;
  const bounds = L.latLngBounds(near);
  if (!here && state) bounds.extend(state);
  if (bounds.isValid()) map.fitBounds(bounds.pad(here ? 0.2 : 0.05), { maxZoom: 9, animate: false });
  else map.setView([39, -97], 3, { animate: false });
}
