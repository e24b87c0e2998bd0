// The map: routes by duty, flights as arcs, places by how many people they see. Leaflet on a canvas, with or without tiles.

import { STOP, chosenIn, colours } from "./plan.js";
import { select, selected } from "./selection.js";

const RADIUS = { home: 2.5, boarding_point: 3, hub: 6, gate: 5, depot: 3 };

export class PlanMap {
  constructor(element, plan, { tiles, credit, words }) {
    Object.assign(this, { plan, words, lines: new Map(), dots: [] });
    this.map = L.map(element, { preferCanvas: true, renderer: L.canvas({ padding: 0.6, tolerance: 4 }), zoomSnap: 0.25, attributionControl: Boolean(tiles) });
    if (tiles) L.tileLayer(tiles, { attribution: credit, maxZoom: 18 }).addTo(this.map);
    const known = plan.places.filter((place) => place.lat !== null);
    this.whole = known.length ? L.latLngBounds(known.map(at)).pad(0.05) : L.latLngBounds([[20, 100], [40, 120]]);
    this.map.setView(this.whole.getCenter(), 6);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(this.map);
    this.tip = L.tooltip({ sticky: true });
    for (const row of plan.rows) this.line(row);
    for (const place of [...known].sort((a, b) => weight(a) - weight(b))) this.dot(place);
    this.map.on("click", (event) => { if (!event.originalEvent.menluTaken) select({}); });
    this.isSeen = this.isFitted = false;
    new ResizeObserver(() => this.fit(element)).observe(element);
    this.fit(element);
    this.choose(selected());
  }

  /** As large as the element. Where to look is settled once that can be seen, for nothing fits into a hidden map. */
  fit(element) {
    const wasSeen = this.isSeen;
    this.isSeen = element.clientWidth > 0 && element.clientHeight > 0;
    this.map.invalidateSize({ pan: false });
    if (this.isSeen && !this.isFitted) { this.map.fitBounds(this.whole); this.isFitted = true; }
    if (this.isSeen && !wasSeen) this.look();
  }

  line(row) {
    const points = row.what === "duty" ? row.stops.map((stop) => this.plan.places[stop[STOP.place]]) : arc(this.plan, row);
    const known = points.filter((point) => point.lat !== null && point.lat !== undefined);
    if (known.length < 2) return;
    const line = L.polyline(known.map(at), { smoothFactor: 1.5, dashArray: row.what === "service" ? "6 6" : null });
    this.lines.set(row, line);
    this.hear(line, () => ({ [row.what]: row.code }), () => `${row.code} ${row.name}: ${row.people} ${this.words.people}`);
    line.addTo(this.map);
  }

  dot(place) {
    const radius = (RADIUS[place.kind] ?? 3) + Math.sqrt(place.people) / (place.kind === "gate" || place.kind === "hub" ? 4 : 2);
    const dot = L.circleMarker(at(place), { radius: Math.min(radius, 18) });
    dot.place = place;
    this.dots.push(dot);
    this.hear(dot, () => this.of(place), () => `${place.name}: ${place.people} ${this.words.people}`);
    dot.addTo(this.map);
  }

  /** What a click on a place selects: the slot of a gate, else the only party or the first duty there. */
  of(place) {
    const slot = this.plan.slots.find((one) => one.at === place.index && one.people);
    if (slot) return { slot: slot.code };
    const parties = this.plan.trips.filter((trip) => trip.place === place.index);
    if (parties.length === 1) return { party: parties[0].party };
    const row = this.plan.duties.find((duty) => duty.stops.some((stop) => stop[STOP.place] === place.index && (stop[STOP.on] || stop[STOP.off])));
    return row ? { duty: row.code } : {};
  }

  hear(layer, what, words) {
    layer.on("click", (event) => { event.originalEvent.menluTaken = true; select(what()); });
    const told = () => Object.assign(document.createElement("span"), { textContent: words() });
    layer.on("mouseover", (event) => this.tip.setContent(told()).setLatLng(event.latlng).addTo(this.map));
    layer.on("mousemove", (event) => this.tip.setLatLng(event.latlng));
    layer.on("mouseout", () => this.tip.remove());
  }

  choose(selection) {
    this.chosen = chosenIn(this.plan, selection);
    this.paint();
    if (this.isSeen) this.look();
  }

  /** Bring what is chosen into view, where it is not. */
  look() {
    const points = this.points();
    if (points.length && !this.map.getBounds().pad(-0.05).contains(L.latLngBounds(points))) this.map.fitBounds(L.latLngBounds(points).pad(0.15), { maxZoom: 12 });
  }

  /** Where what is chosen is. */
  points() {
    if (!this.chosen) return [];
    const lines = [...this.chosen.rows].flatMap((row) => this.lines.get(row)?.getLatLngs() ?? []);
    return [...lines, ...[...this.chosen.trips].map((trip) => this.plan.places[trip.place]).filter((place) => place.lat !== null).map(at)];
  }

  paint() {
    const ink = colours(), { chosen } = this;
    for (const [row, line] of this.lines) {
      const isIn = chosen?.rows.has(row);
      const colour = row.what === "service" ? ink.fly : ink[`r${row.index % 6}`];
      line.setStyle({ color: colour, weight: isIn ? 4 : 1.75, opacity: !chosen ? 0.65 : isIn ? 1 : chosen.near.has(row) ? 0.4 : 0.1 });
      if (isIn) line.bringToFront();
    }
    const touched = chosen && new Set([...this.touched()]);
    for (const dot of this.dots) {
      const isIn = !chosen || touched.has(dot.place.index), { kind } = dot.place;
      dot.setStyle({ color: kind === "gate" ? ink.gate : ink.panel, weight: kind === "gate" ? 3 : 1, fillColor: kind === "gate" ? ink.panel : kind === "hub" ? ink.hub : ink.home, fillOpacity: isIn ? 0.9 : 0.12, opacity: isIn ? 1 : 0.12 });
      if (isIn) dot.bringToFront();
    }
  }

  *touched() {
    for (const trip of this.chosen.trips) yield trip.place;
    for (const row of this.chosen.rows) if (row.what === "service") yield* row.at; else for (const stop of row.stops) if (!this.chosen.party) yield stop[STOP.place];
    if (this.chosen.party) for (const ride of this.chosen.party.rides) if (ride.stops) for (const k of ride.stops) yield ride.row.stops[k][STOP.place];
    for (const trip of this.chosen.trips) { const slot = this.plan.slots.find((one) => one.code === trip.slot); if (slot) yield slot.at; }
  }
}

const at = (place) => [place.lat, place.lon];
const weight = (place) => place.people + (place.kind === "gate" ? 1e6 : place.kind === "hub" ? 1e5 : 0);

/** A flight between two places as a curve, so that it is not taken for a road. */
function arc(plan, row) {
  const [a, b] = row.at.map((k) => plan.places[k]);
  if (a.lat === null || b.lat === null) return [];
  return Array.from({ length: 25 }, (_, k) => {
    const t = k / 24, bend = Math.sin(Math.PI * t) * 0.12;
    return { lat: a.lat + (b.lat - a.lat) * t + (b.lon - a.lon) * bend * 0.6, lon: a.lon + (b.lon - a.lon) * t - (b.lat - a.lat) * bend * 0.6 };
  });
}
