// Borders: all states coarsely at once; counties and the finer outline of a few states when the first picture stands.
export function linesOf(map, data, wrap) {
  const L = window.L;
  const land = map.createPane("land");
  const upper = map.createPane("counties");
  land.style.zIndex = 350;
  upper.style.zIndex = 360;
  for (const pane of [land, upper, map.getPane("overlayPane")]) pane.setAttribute("aria-hidden", "true");
  const far = () => upper.classList.toggle("map__counties--far", map.getZoom() < 6);
  map.on("zoomend viewreset", far);
  const asked = new Map();
  const coarse = new Map();
  const paths = new Map();
  const covered = new Set([...document.querySelectorAll(".results .card[data-counties]")].flatMap((card) => listed(card.dataset.counties)));
  const searched = new Set(listed(data.counties));
  let codes = {};
  let lit = new Set();
  return { states, counties, light, bounds: (state) => coarse.get(state)?.getBounds() };

  async function states() {
    const read = await json(data.statesUrl);
    if (!read) return;
    codes = read.codes;
    const rings = ringsOf(read);
    for (const code of Object.keys(read.shapes)) coarse.set(code, draw(rings(code), "land", "map__state"));
  }

  // The state of the place and those with counties to fill; the others when the map is moved, which most people never do.
  async function counties() {
    const near = listed(data.states);
    const filled = new Set([...covered].map((code) => codes[code.slice(0, 2)]));
    map.once("movestart", () => near.forEach(load));
    await Promise.all(near.filter((state, at) => at === 0 || filled.has(state)).map(load));
  }

  function load(state) {
    if (!asked.has(state)) asked.set(state, drawCounties(state));
    return asked.get(state);
  }

  async function drawCounties(state) {
    const read = await json(data.countiesUrlTemplate.replace("STATE", state));
    if (!read) return;
    const rings = ringsOf(read);
    coarse.get(state)?.remove();
    coarse.set(state, draw(rings(state), "land", "map__state"));
    const outer = new Set(read.shapes[state].flat().map((index) => Math.max(index, ~index)));
    const inner = rings.arcs.filter((_arc, index) => !outer.has(index));
    L.polyline(inner, { pane: "counties", interactive: false, className: "map__county" }).addTo(map);
    for (const code of Object.keys(read.names)) {
      const kind = (covered.has(code) ? " map__county--covered" : "") + (searched.has(code) ? " map__county--searched" : "");
      if (kind) paths.set(code, draw(rings(code), "counties", `map__county${kind}`));
    }
    mark();
  }

  // Fill the counties of one card strongly; those of states not seen yet are fetched.
  async function light(fips) {
    lit = new Set(fips);
    mark();
    await Promise.all([...new Set(fips.map((code) => codes[code.slice(0, 2)]).filter(Boolean))].map(load));
  }

  function mark() {
    for (const [code, path] of paths) path.getElement()?.classList.toggle("map__county--lit", lit.has(code));
  }

  function draw(rings, pane, className) {
    return L.polygon(rings, { pane, className, interactive: false }).addTo(map);
  }

  // Arcs come as a first point and steps; a negative index is an arc backward.
  function ringsOf(read) {
    const arcs = read.arcs.map((steps) => {
      let x = 0;
      let y = 0;
      const points = [];
      for (let at = 0; at < steps.length; at += 2) {
        x += steps[at];
        y += steps[at + 1];
        points.push([y / read.scale, wrap(x / read.scale)]);
      }
      return points;
    });
    const arc = (index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]);
    const rings = (code) => (read.shapes[code] ?? []).map((ring) => ring.flatMap((index, at) => arc(index).slice(at ? 1 : 0)));
    return Object.assign(rings, { arcs });
  }
}

function listed(text) {
  return (text ?? "").split(",").filter(Boolean);
}

async function json(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // The list beside the map is complete without lines.
  }
}
