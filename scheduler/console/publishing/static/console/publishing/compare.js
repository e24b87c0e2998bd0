// The map of two plans: places, stops that are otherwise, and lines from where people boarded to where they board now.
"use strict";

const COLOUR = { new: "--good", gone: "--bad", time: "--warn", people: "--accent" };
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** What belongs to one place, the strongest change first. */
function byPlace(stops) {
  const found = new Map();
  for (const stop of stops) found.set(stop.place, [...(found.get(stop.place) ?? []), stop]);
  return found;
}

function popup(title, lines) {
  const box = document.createElement("div");
  box.append(Object.assign(document.createElement("strong"), { textContent: title }));
  for (const line of lines.slice(0, 12)) box.append(Object.assign(document.createElement("div"), { textContent: line }));
  if (lines.length > 12) box.append(`+ ${lines.length - 12}`);
  return box;
}

function draw(map, layers, data, words) {
  const order = Object.keys(COLOUR);
  const changed = byPlace(data.stops);
  for (const [code, place] of Object.entries(data.places)) {
    if (changed.has(code)) continue;
    L.circleMarker(place.at, { radius: 3, weight: 1, color: colour("--faint"), fillOpacity: .5 }).bindPopup(popup(place.name, [])).addTo(map);
  }
  for (const move of data.moves) {
    const ends = [data.places[move.from], data.places[move.to]];
    const text = `${move.people} ${words.people}`;
    L.polyline(ends.map((end) => end.at), { color: colour("--accent"), weight: 1.5 + Math.min(5, move.people / 8), dashArray: "6 5", opacity: .8 })
      .bindPopup(popup(`${ends[0].name} → ${ends[1].name}`, [text])).addTo(layers.moves);
  }
  for (const [code, stops] of changed) {
    for (const what of order) {
      const mine = stops.filter((stop) => stop.what === what);
      if (!mine.length) continue;
      const ink = colour(COLOUR[what]);
      L.circleMarker(data.places[code].at, { radius: 5 + Math.min(6, mine.length), weight: 2, color: ink, fillColor: ink, fillOpacity: what === "gone" ? .1 : .7 })
        .bindPopup(popup(data.places[code].name, mine.map((stop) => stop.text))).addTo(layers[what]);
    }
  }
  const all = Object.values(data.places);
  const busy = data.stops.map((stop) => data.places[stop.place]);
  const shown = [busy.filter((place) => place.boards), busy, all].find((places) => places.length)?.map((place) => place.at);
  if (shown) map.fitBounds(shown, { padding: [24, 24], maxZoom: 13 });
}

async function show() {
  const box = document.getElementById("compare-map");
  if (!box || box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  const map = L.map(box, { preferCanvas: true, attributionControl: false }).setView([30, 112], 5);
  const layers = Object.fromEntries([...Object.keys(COLOUR), "moves"].map((name) => [name, L.layerGroup().addTo(map)]));
  const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  draw(map, layers, await answer.json(), box.dataset);
  document.addEventListener("change", (event) => {
    const layer = event.target.closest("#shown") && layers[event.target.value];
    if (layer) event.target.checked ? layer.addTo(map) : layer.remove();
  });
}

document.addEventListener("DOMContentLoaded", show);
document.addEventListener("htmx:afterSettle", show);
