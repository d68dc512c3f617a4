// Numbered pins and their clusters; the card, its pin and its counties light up together.
const SHAPES = { office: [15, 34], contact: [15, 15], site: [15, 15] };

export function pinsOf(map, { cards, wrap, still, lines, say }) {
  const L = window.L;
  const markers = cards.map(markerOf);
  const clusters = L.markerClusterGroup({
    showCoverageOnHover: false, animate: !still, maxClusterRadius: 28, iconCreateFunction: groupIcon,
    spiderLegPolylineOptions: { className: "map__leg", interactive: false },
  });
  clusters.addLayers(markers);
  clusters.on("clusterclick clusterkeypress", opened);
  // The name of the pin that is pointed at stands at the rim: beside the pin a narrow map would cut it.
  const caption = map.getContainer().appendChild(document.createElement("p"));
  caption.className = "map__caption";
  caption.setAttribute("aria-hidden", "true");
  const seen = (marker) => clusters.getVisibleParent(marker)?.getElement?.();
  lightWhatIsPointedAt();
  return { markers, clusters, show: () => { map.addLayer(clusters); light(); } };

  function markerOf(card) {
    const { number, kind, name, lat, lon } = card.dataset;
    const shape = kind in SHAPES ? kind : "office";
    const icon = L.divIcon({
      className: "map__marker", iconSize: [30, 30], iconAnchor: SHAPES[shape],
      html: `<span class="pin pin--${shape}" data-order="${Number(number)}"><span>${Number(number)}</span></span>`,
    });
    const marker = L.marker([Number(lat), wrap(Number(lon))], { icon, keyboard: true, riseOnHover: true });
    marker.on("add", () => {
      marker.getElement().setAttribute("role", "button");
      marker.getElement().setAttribute("aria-label", `${number}: ${name}. Go to its card`);
    });
    marker.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
      location.hash = card.id;
      card.querySelector("a")?.focus({ preventScroll: true });
    });
    return marker;
  }

  function groupIcon(cluster) {
    const inside = cluster.getAllChildMarkers();
    const order = Math.min(...inside.map((marker) => cards[markers.indexOf(marker)].dataset.number));
    const html = `<span class="map__cluster" data-order="${order}" data-count="${inside.length}">${inside.length}×</span>`;
    return L.divIcon({ className: "map__marker", html, iconSize: [40, 40] });
  }

  // The group that was opened is gone: say what is there instead, and leave the keyboard among it.
  function opened({ type, layer, originalEvent }) {
    if (type === "clusterkeypress" && originalEvent.key !== "Enter") return;
    const inside = layer.getAllChildMarkers().sort((a, b) => markers.indexOf(a) - markers.indexOf(b));
    const isAlone = (marker) => clusters.getVisibleParent(marker) === marker;
    const tell = () => requestAnimationFrame(() => {
      say(`${inside.length} entries now shown${inside.every(isAlone) ? "" : ", some still together"}`);
      if (type === "clusterkeypress") seen(inside[0])?.focus();
      clusters.off("animationend spiderfied", tell);
    });
    if (inside.every(isAlone)) return;
    clusters.on("animationend spiderfied", tell);
  }

  function lightWhatIsPointedAt() {
    const places = [...cards, map.getContainer()];
    for (const deed of ["mouseover", "mouseout", "focusin", "focusout"]) {
      for (const place of places) place.addEventListener(deed, () => requestAnimationFrame(light));
    }
    window.addEventListener("hashchange", light);
    map.on("zoomend", () => requestAnimationFrame(light));
  }

  // What the mouse is on comes before what the keyboard is on, and both before the card named in the address.
  function light() {
    const isAt = (index, how) => cards[index].matches(how) || markers[index].getElement()?.matches(how);
    const at = [":hover", ":focus-within", ":target"]
      .map((how) => cards.findIndex((_card, index) => isAt(index, how)))
      .find((index) => index >= 0) ?? -1;
    cards.forEach((card, index) => card.classList.toggle("card--lit", index === at));
    for (const one of map.getContainer().querySelectorAll(".map__marker--lit")) one.classList.remove("map__marker--lit");
    if (at >= 0) seen(markers[at])?.classList.add("map__marker--lit");
    const isPin = markers[at]?.getElement()?.matches(":hover, :focus-visible");
    caption.textContent = isPin ? `${cards[at].dataset.number}: ${cards[at].dataset.name}` : "";
    lines.light((cards[at]?.dataset.counties ?? "").split(",").filter(Boolean));
  }
}
