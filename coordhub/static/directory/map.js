// The search map: draws what the list beside it says, pin n for card n. Leaflet and markercluster are loaded before.
const L = window.L;
const box = document.getElementById("map");

if (L && box) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const number = (name) => Number.parseFloat(box.dataset[name] ?? "");
  const data = { ...box.dataset };
  const here = Number.isFinite(number("hereLat")) ? [number("hereLat"), number("hereLon")] : null;
  box.replaceChildren();

  const map = L.map(box, {
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
    minZoom: 3, maxZoom: data.tilesUrl ? 18 : 11, scrollWheelZoom: false, attributionControl: false, zoomControl: false,
  });
  L.control.attribution({ prefix: false }).addAttribution("Lines: U.S. Census Bureau").addTo(map);
  L.control.zoom({ zoomInTitle: "Closer", zoomOutTitle: "Farther" }).addTo(map);
  if (data.tilesUrl) L.tileLayer(data.tilesUrl, { attribution: data.tilesAttribution }).addTo(map);

  const markers = [...document.querySelectorAll(".results .card[data-lat]")].map(markerOf);
  const clusters = L.markerClusterGroup({
    showCoverageOnHover: false, animate: !still, maxClusterRadius: 28,
    iconCreateFunction: (cluster) => {
      const count = cluster.getChildCount();
      return L.divIcon({ className: "map__marker", html: `<span class="map__cluster">${count}</span>`, iconSize: [40, 40] });
    },
  });
  clusters.addLayers(markers);
  frame();
  map.addLayer(clusters);
  if (here) showHere();
  lines();
  keys();

  function markerOf(card) {
    const { number: shown, kind, name, lat, lon } = card.dataset;
    const icon = L.divIcon({
      className: "map__marker", iconSize: [30, 30], iconAnchor: kind === "site" ? [15, 15] : [15, 34],
      html: `<span class="pin pin--${kind === "site" ? "site" : "office"}"><span>${Number(shown)}</span></span>`,
    });
    const marker = L.marker([Number(lat), Number(lon)], { icon, keyboard: true, riseOnHover: true });
    marker.words = `${shown}: ${name}. Go to its card`;
    marker.on("add", () => name_(marker, marker.words));
    marker.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
      location.hash = card.id;
      card.querySelector("a")?.focus({ preventScroll: true });
    });
    const light = (on) => marker.getElement()?.classList.toggle("map__marker--lit", on);
    card.addEventListener("mouseenter", () => light(true));
    card.addEventListener("mouseleave", () => light(false));
    card.addEventListener("focusin", () => light(true));
    card.addEventListener("focusout", () => light(false));
    return marker;
  }

  function name_(layer, words) {
    const element = layer.getElement();
    element?.setAttribute("role", "button");
    element?.setAttribute("aria-label", words);
  }

  function frame() {
    const points = markers.map((marker) => marker.getLatLng());
    if (here) points.push(L.latLng(here));
    // Two nearest entries and the place say more than an empty continent between far ones.
    const near = here ? points.sort((a, b) => a.distanceTo(here) - b.distanceTo(here)).slice(0, 7) : points;
    if (near.length) map.fitBounds(L.latLngBounds(near).pad(0.2), { maxZoom: 9, animate: false });
    else map.setView([39, -97], 4);
  }

  function showHere() {
    const icon = L.divIcon({ className: "map__marker", html: '<span class="map__here"></span>', iconSize: [18, 18], iconAnchor: [9, 9] });
    const dot = L.marker(here, { icon, keyboard: false, interactive: false }).addTo(map);
    dot.getElement()?.setAttribute("aria-hidden", "true");
    const miles = number("radiusMiles");
    if (Number.isFinite(miles)) L.circle(here, { radius: miles * 1609.344, className: "map__ring", interactive: false }).addTo(map);
  }

  async function lines() {
    const style = (className) => ({ interactive: false, style: { className }, attribution: "" });
    const states = await json(data.statesUrl);
    if (states) L.geoJSON(states, style("map__state")).addTo(map).bringToBack();
    const covered = new Set((data.counties ?? "").split(",").filter(Boolean));
    for (const state of (data.states ?? "").split(",").filter(Boolean)) {
      const counties = await json(data.countiesUrlTemplate.replace("STATE", state));
      if (!counties) continue;
      L.geoJSON(counties, {
        interactive: false,
        style: (one) => ({ className: covered.has(one.properties.county) ? "map__county map__county--covered" : "map__county" }),
      }).addTo(map);
    }
  }

  async function json(url) {
    try {
      const answer = await fetch(url);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null; // The list beside the map is complete without lines.
    }
  }

  // One tab stop for all pins: arrows, Home and End go from pin to pin, Escape back to the map.
  function keys() {
    const pins = () => [...box.querySelectorAll(".leaflet-marker-icon[tabindex]")];
    const rove = () => {
      pins().forEach((pin, at) => {
        pin.tabIndex = at ? -1 : 0;
        if (!pin.getAttribute("aria-label")) {
          pin.setAttribute("role", "button");
          pin.setAttribute("aria-label", `${pin.textContent.trim()} entries close together. Show them`);
        }
      });
    };
    map.on("moveend zoomend layeradd", () => requestAnimationFrame(rove));
    clusters.on("animationend", rove);
    rove();
    box.addEventListener("keydown", (event) => {
      const all = pins();
      const at = all.indexOf(document.activeElement);
      if (at < 0) return;
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step ? (at + step + all.length) % all.length : -1;
      if (event.key === "Escape") box.focus();
      if (next < 0) return;
      event.preventDefault();
      event.stopPropagation();
      all.forEach((pin, index) => { pin.tabIndex = index === next ? 0 : -1; });
      all[next].focus();
    }, true);
  }
}
