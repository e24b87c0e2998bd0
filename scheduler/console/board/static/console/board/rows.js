// One row of the timeline: where a vehicle drives, stands and waits, by whom it is driven, and how full it is.

import { STOP } from "./plan.js";

export function drawRow(line, row, y, height, ink) {
  if (row.what === "service") return drawService(line, row, y, height, ink);
  const { pen } = line, bar = { top: y + 5, height: height - 13 };
  rests(line, row, bar, ink);
  for (const [driver, start, end] of row.drives) {
    pen.fillStyle = ink[`d${driver % 3}`];
    pen.fillRect(line.x(start), bar.top, Math.max(1, line.x(end) - line.x(start)), bar.height);
  }
  stops(line, row, bar, ink);
  loads(line, row, y + height - 6, ink);
  marked(line, row, bar, ink);
}

/** Breaks between two drives of a leg, and night stops, which are dark. */
function rests(line, row, bar, ink) {
  const { pen } = line;
  row.stops.slice(0, -1).forEach((stop, leg) => {
    const from = stop[STOP.depart], to = row.stops[leg + 1][STOP.arrive];
    pen.fillStyle = ink.rest;
    pen.fillRect(line.x(from), bar.top, Math.max(1, line.x(to) - line.x(from)), bar.height);
    const night = line.plan.nightStop;
    if (night) for (const [a, b] of gaps(row, leg, from, to)) {
      const held = overlap(line.plan, night, a, b);
      if (held) { pen.fillStyle = ink.night; pen.fillRect(line.x(held[0]), bar.top, line.x(held[1]) - line.x(held[0]), bar.height); }
    }
  });
}

/** The stretches of a leg in which nobody drives. */
export function gaps(row, leg, from, to) {
  const found = [];
  let at = from;
  for (const [, start, end, on] of row.drives) if (on === leg) { if (start > at) found.push([at, start]); at = end; }
  if (to > at) found.push([at, to]);
  return found;
}

/** The part of a stretch that lies in a span of the day, where that is most of the span. */
function overlap(plan, [begins, ends], a, b) {
  const length = begins < ends ? ends - begins : 86400 - begins + ends, local0 = plan.from + plan.offset;
  for (let day = Math.floor((a + local0) / 86400) - 1; day * 86400 - local0 < b; day++) {
    const start = day * 86400 - local0 + begins, left = Math.max(a, start), right = Math.min(b, start + length);
    if (right - left > length * 0.9) return [left, right];
  }
  return null;
}

/** Stops: waiting, boarding, and how many are aboard afterwards where there is room to say so. */
function stops(line, row, bar, ink) {
  const { pen } = line, next = row.stops.slice(1);
  row.stops.forEach((stop, k) => {
    const [arrive, start, depart] = [stop[STOP.arrive], stop[STOP.start], stop[STOP.depart]].map((at) => line.x(at));
    if (depart < 0 || arrive > line.width) return;
    if (start - arrive > 1) { pen.fillStyle = ink.wait; pen.fillRect(arrive, bar.top + bar.height / 4, start - arrive, bar.height / 2); }
    pen.fillStyle = ink.ink;
    pen.fillRect(start, bar.top - 1, Math.max(1, depart - start), bar.height + 2);
    const room = (next[k] ? line.x(next[k][STOP.arrive]) : 0) - depart;
    if (stop[STOP.load] && room > 26) { pen.fillStyle = ink.onBar; pen.fillText(stop[STOP.load], depart + 4, bar.top + bar.height / 2 + 1); }
  });
}

/** How full the vehicle is from stop to stop, as a line at the foot of the row. */
function loads(line, row, y, ink) {
  const { pen } = line;
  row.stops.slice(0, -1).forEach((stop, k) => {
    const from = line.x(stop[STOP.depart]), to = line.x(row.stops[k + 1][STOP.arrive]), fill = row.room ? stop[STOP.load] / row.room : 0;
    if (!fill) return;
    pen.fillStyle = ink.strong;
    pen.fillRect(from, y + 4 - 4 * Math.min(1, fill), to - from, Math.max(1, 4 * Math.min(1, fill)));
  });
}

/** Where the chosen party rides. */
function marked(line, row, bar, ink) {
  const party = line.chosen?.party, { pen } = line;
  if (!party) return;
  for (const ride of party.rides) {
    if (ride.row !== row) continue;
    pen.strokeStyle = ink.accent; pen.lineWidth = 3;
    pen.strokeRect(line.x(ride.from), bar.top - 3, line.x(ride.to) - line.x(ride.from), bar.height + 6);
  }
}

function drawService(line, row, y, height, ink) {
  const { pen } = line, [check, leaves, arrives] = row.times.map((at) => line.x(at)), top = y + 5, bar = height - 13;
  pen.fillStyle = ink.wait;
  pen.fillRect(check, top + bar / 4, leaves - check, bar / 2);
  pen.fillStyle = ink.fly;
  pen.beginPath(); pen.moveTo(leaves, top); pen.lineTo(arrives - 6, top); pen.lineTo(arrives, top + bar / 2); pen.lineTo(arrives - 6, top + bar); pen.lineTo(leaves, top + bar); pen.fill();
  if (arrives - leaves > 30) { pen.fillStyle = ink.onBar; pen.fillText(row.people, leaves + 5, top + bar / 2 + 1); }
  marked(line, row, { top, height: bar }, ink);
}
