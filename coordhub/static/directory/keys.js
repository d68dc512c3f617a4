// One tab stop for all pins: arrows, Home and End go from pin to pin by number, Escape to the map and then out of it.
export function keysOf(live, map, clusters) {
  const order = (pin) => Number(pin.querySelector("[data-order]").dataset.order);
  const pins = () =>
    [...live.querySelectorAll(".leaflet-marker-icon[tabindex]")].filter((pin) => pin.querySelector("[data-order]")).sort((a, b) => order(a) - order(b));
  const stop = (all, at) => all.forEach((pin, index) => { pin.tabIndex = index === at ? 0 : -1; });

  function rove() {
    const all = pins();
    for (const pin of all) {
      const count = pin.querySelector("[data-count]")?.dataset.count;
      if (!count) continue;
      pin.setAttribute("role", "button");
      pin.setAttribute("aria-label", `${count} entries close together, from number ${order(pin)}. Show them`);
    }
    stop(all, Math.max(0, all.indexOf(document.activeElement)));
  }

  map.on("moveend zoomend layeradd", () => requestAnimationFrame(rove));
  clusters.on("animationend spiderfied unspiderfied", rove);
  rove();
  live.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      (document.activeElement === live ? document.getElementById("after-map") : live)?.focus();
      event.preventDefault();
    }
    const all = pins();
    const at = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = { Home: 0, End: all.length - 1 }[event.key] ?? (step ? (at + step + all.length) % all.length : -1);
    if (at < 0 || next < 0) return;
    event.preventDefault();
    event.stopPropagation();
    stop(all, next);
    all[next].focus();
  }, true);
}
