// A plan as the server lays it out for drawing, with what map and timeline look up in it.

const STOP = { place: 0, arrive: 1, start: 2, depart: 3, on: 4, off: 5, load: 6 };
export { STOP };

const words = (names) => (document.documentElement.lang.startsWith("en") && names[1]) || names[0];

/** Ask for the plan and lay it out: rows in the order of departure, and who changes from one row to another. */
export async function loadPlan(source) {
  const answer = await fetch(source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const plan = await answer.json();
  plan.places = plan.places.map(([code, kind, names, lon, lat, people], index) => ({ index, code, kind, name: words(names), lon, lat, people }));
  for (const one of [...plan.duties, ...plan.services, ...plan.slots]) one.name = words(one.name);
  for (const one of plan.duties) Object.assign(one, { what: "duty", begins: firstOf(one.stops[0]), ends: one.stops.at(-1)[STOP.depart], riders: [] });
  for (const one of plan.services) Object.assign(one, { what: "service", begins: one.times[0], ends: one.times[2], riders: [] });
  plan.rows = [...plan.duties, ...plan.services].sort((a, b) => a.begins - b.begins || a.code.localeCompare(b.code));
  plan.rows.forEach((row, index) => { row.index = index; });
  plan.trips = plan.trips.map((trip) => layTrip(plan, trip));
  plan.byParty = new Map(plan.trips.map((trip) => [trip.party, trip]));
  plan.changes = changesOf(plan);
  return plan;
}

/** When a duty begins: with boarding, or where nobody boards with its departure, for then it merely stands there. */
const firstOf = (stop) => {
  if (!stop[STOP.on]) stop[STOP.arrive] = stop[STOP.start] = stop[STOP.depart];
  return stop[STOP.start];
};

function layTrip(plan, [party, size, slot, place, leaves, arrives, rides]) {
  const trip = { party, size, slot, place, leaves, arrives };
  trip.rides = rides.map((ride) => layRide(plan, ride));
  for (const ride of trip.rides) ride.row.riders.push(trip);
  return trip;
}

/** A ride with its row and the moments between which it takes place. */
function layRide(plan, [k, from, to]) {
  if (k < 0) {
    const row = plan.services[-1 - k];
    return { row, from: row.times[1], to: row.times[2] };
  }
  const row = plan.duties[k];
  return { row, from: row.stops[from][STOP.start], to: row.stops[to][STOP.start], stops: [from, to] };
}

/** How many people change from one row to another at the same moments. */
function changesOf(plan) {
  const found = new Map();
  for (const trip of plan.trips) {
    for (let k = 1; k < trip.rides.length; k++) {
      const [a, b] = [trip.rides[k - 1], trip.rides[k]];
      const key = `${a.row.index} ${b.row.index} ${a.to} ${b.from}`;
      const change = found.get(key) ?? { from: a.row, to: b.row, leaves: a.to, boards: b.from, people: 0, trips: [] };
      change.people += trip.size;
      change.trips.push(trip);
      found.set(key, change);
    }
  }
  return [...found.values()];
}

/** What belongs to a selection: its rows and trips, and the rows that these trips take besides (null: nothing that travels is, everything is shown alike). */
export function chosenIn(plan, selection) {
  if (!plan || !Object.keys(selection).length) return null;
  const rows = new Set(), trips = new Set();
  const party = plan.byParty.get(selection.party);
  if (party) { trips.add(party); for (const ride of party.rides) rows.add(ride.row); }
  for (const row of plan.rows) if (selection[row.what] === row.code) rows.add(row);
  if (!party) for (const row of rows) for (const trip of row.riders) trips.add(trip);
  if (selection.slot) {
    for (const trip of plan.trips) if (trip.slot === selection.slot) { trips.add(trip); if (!party) for (const ride of trip.rides) rows.add(ride.row); }
  }
  const near = new Set([...trips].flatMap((trip) => trip.rides.map((ride) => ride.row)));
  return rows.size || trips.size ? { rows, trips, near, party } : null;
}

/** Local time of a moment of the plan, as a Date whose UTC parts are the local ones. */
export const local = (plan, moment) => new Date((plan.from + plan.offset + moment) * 1000);

const two = (number) => String(number).padStart(2, "0");
export function clock(plan, moment) {
  const at = local(plan, moment);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}
export const day = (plan, moment) => local(plan, moment).toLocaleDateString(document.documentElement.lang, { timeZone: "UTC", weekday: "short", month: "numeric", day: "numeric" });

/** The colours of the page's theme by name, asked anew when it changes. */
export function colours() {
  const style = getComputedStyle(document.getElementById("board"));
  return new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${name}`).trim() });
}
