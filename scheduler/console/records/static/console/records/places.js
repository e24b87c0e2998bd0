// The map of a campaign's places beside their table: one selection, which stands in the address.
"use strict";

const KINDS = {
  party: { colour: "strong", radius: 2.5 }, boarding_point: { colour: "accent", radius: 5 }, home: { colour: "warn", radius: 4 },
  hub: { colour: "good", radius: 8 }, gate: { colour: "bad", radius: 7 }, depot: { colour: "ink", radius: 6 },
};

const element = document.getElementById("map");
const map = MenluMap.open(element);
const markers = new Map();
let selected = null;

const rows = () => document.querySelectorAll("tr[data-spot]");
const inAddress = () => new URLSearchParams(location.hash.slice(1)).get("spot");

/** Draw a spot, and let it be selected. */
function draw(spot) {
  const kind = KINDS[spot.kind];
  const marker = L.circleMarker(spot.at, { radius: kind.radius + Math.sqrt(spot.people) / 2, weight: 1, color: MenluMap.colour("panel"), fillColor: MenluMap.colour(kind.colour), fillOpacity: .9 });
  marker.bindTooltip(MenluMap.plain(spot.people ? `${spot.name} · ${spot.people} ${element.dataset.people}` : spot.name));
  marker.on("click", () => select(spot.id));
  markers.set(spot.id, marker.addTo(map));
}

/** Select a spot: ring it, mark its row, and keep it in the address. */
function select(id, { go = false } = {}) {
  markers.get(selected)?.setStyle({ color: MenluMap.colour("panel"), weight: 1 });
  selected = id;
  for (const row of rows()) row.setAttribute("aria-selected", row.dataset.spot === id);
  if (!id) return;
  history.replaceState(history.state, "", `#spot=${id}`);
  document.querySelector(`tr[data-spot="${id}"]`)?.scrollIntoView({ block: "nearest" });
  const marker = markers.get(id);
  if (!marker) return;
  marker.setStyle({ color: MenluMap.colour("ink"), weight: 4 }).bringToFront().openTooltip();
  if (go) map.setView(marker.getLatLng(), Math.max(map.getZoom(), 11));
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-spot]");
  if (row && !event.target.closest("a")) select(row.dataset.spot, { go: Boolean(event.target.closest("[data-show]")) });
});
document.addEventListener("htmx:afterSwap", () => select(selected));

fetch(element.dataset.spots)
  .then((response) => (response.ok ? response.json() : Promise.reject(response)))
  .then(({ spots }) => {
    spots.forEach(draw);
    if (!spots.length) return MenluMap.say(element, element.dataset.empty);
    map.fitBounds(L.latLngBounds(spots.map((spot) => spot.at)), { padding: [20, 20], animate: false });
    select(inAddress(), { go: true });
    element.dataset.drawn = spots.length;
  })
  .catch(() => MenluMap.say(element, element.dataset.lost));
