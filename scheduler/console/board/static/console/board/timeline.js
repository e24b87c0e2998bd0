// The timeline: a row for each duty and service. Only what is visible is drawn, on one canvas that stays in place
// while an element of the whole extent scrolls.

import { STOP, chosenIn, clock, colours, day } from "./plan.js";
import { select, selected } from "./selection.js";
import { drawRow, gaps } from "./rows.js";

const ROW = 30, HEAD = 38, GUTTER = 128, DAY = 86400, STEPS = [900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

export class Timeline {
  constructor(element, plan, words) {
    Object.assign(this, { element, plan, words, row: -1, perSecond: 0, chosen: null });
    this.extent = element.querySelector(".extent");
    this.canvas = element.querySelector("canvas");
    this.told = element.querySelector("[role=option]");
    this.told.textContent = plan.rows.length ? this.say(plan.rows[0]) : words.nothing;
    this.pen = this.canvas.getContext("2d");
    this.until = Math.max(1, ...plan.rows.map((row) => row.ends));
    this.from = Math.min(this.until - 1, ...plan.rows.map((row) => row.begins));
    element.addEventListener("scroll", () => this.later());
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("click", (event) => this.click(event));
    element.addEventListener("pointermove", (event) => this.hover(event));
    element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.fit()).observe(element);
    this.fit();
    this.choose(selected());
  }

  get width() { return this.element.clientWidth; }
  get height() { return this.element.clientHeight; }

  /** As large as the element; the whole plan, where no other zoom was chosen. */
  fit() {
    const scale = devicePixelRatio || 1;
    Object.assign(this.canvas, { width: this.width * scale, height: this.height * scale });
    Object.assign(this.canvas.style, { width: `${this.width}px`, height: `${this.height}px` });
    this.pen.setTransform(scale, 0, 0, scale, 0, 0);
    const whole = (this.width - GUTTER - 16) / (this.until - this.from);
    if (!this.perSecond || this.isWhole || this.perSecond < whole) { this.perSecond = whole; this.isWhole = true; }
    this.stretch();
  }

  stretch() {
    Object.assign(this.extent.style, {
      width: `${Math.max(this.width, GUTTER + 16 + (this.until - this.from) * this.perSecond)}px`,
      height: `${Math.max(this.height, HEAD + this.plan.rows.length * ROW + 8)}px`,
    });
    this.later();
  }

  x(moment) { return GUTTER + (moment - this.from) * this.perSecond - this.element.scrollLeft; }
  y(index) { return HEAD + index * ROW - this.element.scrollTop; }
  moment(x) { return (x - GUTTER + this.element.scrollLeft) / this.perSecond + this.from; }

  /** Zoom, with the moment at `x` where it is (null: show the whole plan). */
  zoom(factor, x = GUTTER + (this.width - GUTTER) / 2) {
    const whole = (this.width - GUTTER - 16) / (this.until - this.from), moment = this.moment(x);
    this.perSecond = factor === null ? whole : Math.min(Math.max(this.perSecond * factor, whole), 0.2);
    this.isWhole = this.perSecond === whole;
    this.stretch();
    this.element.scrollLeft = GUTTER + (moment - this.from) * this.perSecond - x;
  }

  wheel(event) {
    if (!event.ctrlKey && !event.altKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX - this.element.scrollLeft);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.plan.rows.length - 1, page = Math.max(1, Math.floor((this.height - HEAD) / ROW) - 1);
    const goals = { ArrowDown: this.row + 1, ArrowUp: this.row - 1, Home: 0, End: last, PageDown: this.row + page, PageUp: this.row - page };
    if (event.key in goals) this.go(Math.min(Math.max(goals[event.key], 0), last));
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.element.scrollLeft += event.key === "ArrowLeft" ? -80 : 80;
    else if ((event.key === "Enter" || event.key === " ") && this.row >= 0) this.pick(this.plan.rows[this.row]);
    else return;
    event.preventDefault();
  }

  /** Stand on a row, bring it into view and say which one it is. */
  go(index) {
    this.row = index;
    const row = this.plan.rows[index], top = index * ROW, room = this.height - HEAD;
    if (top < this.element.scrollTop || top + ROW > this.element.scrollTop + room) this.element.scrollTop = top - room / 2;
    if (this.x(row.ends) < GUTTER || this.x(row.begins) > this.width) this.element.scrollLeft += this.x(row.begins) - GUTTER - 16;
    this.told.textContent = this.say(row);
    this.element.setAttribute("aria-activedescendant", this.told.id);
    this.told.setAttribute("aria-selected", String(selected()[row.what] === row.code));
    this.later();
  }

  say(row) {
    const times = `${day(this.plan, row.begins)} ${clock(this.plan, row.begins)} – ${clock(this.plan, row.ends)}`;
    return `${row.code}, ${row.name}, ${times}, ${row.people} ${this.words.people}`;
  }

  pick(row) { select(selected()[row.what] === row.code && !selected().party ? {} : { [row.what]: row.code }); }

  rowAt(event) {
    const box = this.element.getBoundingClientRect(), y = event.clientY - box.top;
    return y < HEAD ? undefined : this.plan.rows[Math.floor((y - HEAD + this.element.scrollTop) / ROW)];
  }

  click(event) {
    const row = this.rowAt(event);
    if (!row) return;
    this.row = row.index;
    this.pick(row);
    this.later();
  }

  hover(event) {
    const row = this.rowAt(event), x = event.clientX - this.element.getBoundingClientRect().left;
    this.element.title = row ? this.tell(row, this.moment(x), x < GUTTER) : "";
  }

  /** What is at a moment of a row, in words. */
  tell(row, moment, isName) {
    if (isName || row.what === "service") return this.say(row);
    const reach = 5 / this.perSecond;
    const stop = row.stops.find((one) => moment >= one[STOP.arrive] - reach && moment <= one[STOP.depart] + reach);
    const { plan, words } = this;
    if (stop) {
      const waits = stop[STOP.start] > stop[STOP.arrive] && `${words.wait} ${clock(plan, stop[STOP.arrive])} – ${clock(plan, stop[STOP.start])}`;
      const does = [waits, stop[STOP.on] && `${stop[STOP.on]} ${words.on}`, stop[STOP.off] && `${stop[STOP.off]} ${words.off}`].filter(Boolean).join(", ");
      return `${row.code}: ${plan.places[stop[STOP.place]].name}, ${clock(plan, stop[STOP.arrive])} – ${clock(plan, stop[STOP.depart])}${does ? `, ${does}` : ""}; ${stop[STOP.load]} ${words.load}`;
    }
    const drive = row.drives.find((one) => moment >= one[1] && moment <= one[2]);
    if (drive) return `${row.code}: ${words.driver} ${drive[0] + 1}, ${clock(plan, drive[1])} – ${clock(plan, drive[2])}`;
    return this.rest(row, moment) ?? this.say(row);
  }

  /** The break, or the wait, at a moment. */
  rest(row, moment) {
    const { plan, words } = this, leg = row.stops.findLastIndex((one) => moment > one[STOP.depart]);
    if (leg < 0 || leg === row.stops.length - 1) return null;
    const held = gaps(row, leg, row.stops[leg][STOP.depart], row.stops[leg + 1][STOP.arrive]).find(([a, b]) => moment >= a && moment <= b);
    return held ? `${row.code}: ${words.break}, ${clock(plan, held[0])} – ${clock(plan, held[1])}` : null;
  }

  choose(selection) {
    this.chosen = chosenIn(this.plan, selection);
    const row = this.plan.rows.find((one) => selection[one.what] === one.code) ?? this.chosen?.party?.rides[0]?.row;
    if (row) this.go(row.index);
    this.later();
  }

  later() { this.frame ??= requestAnimationFrame(() => { this.frame = null; this.draw(); }); }

  draw() {
    const { pen, plan } = this, ink = colours();
    pen.clearRect(0, 0, this.width, this.height);
    if (!plan.rows.length) { pen.fillStyle = ink.faint; pen.fillText(this.words.nothing, 16, HEAD); return; }
    pen.font = `12px ${getComputedStyle(this.element).fontFamily}`;
    pen.textBaseline = "middle";
    this.ground(ink);
    const first = Math.max(0, Math.floor(this.element.scrollTop / ROW));
    const last = Math.min(plan.rows.length - 1, Math.ceil((this.element.scrollTop + this.height) / ROW));
    pen.save();
    pen.beginPath(); pen.rect(GUTTER, HEAD, this.width - GUTTER, this.height - HEAD); pen.clip();
    this.changes(ink, first, last);
    for (let k = first; k <= last; k++) {
      pen.globalAlpha = this.weight(plan.rows[k], 0.2);
      drawRow(this, plan.rows[k], this.y(k), ROW, ink);
    }
    pen.restore();
    this.names(ink, first, last);
    this.head(ink);
  }

  /** How much a row stands out: what is chosen wholly, what its people change to in part, the rest faintly. */
  weight(row, faint) { return !this.chosen || this.chosen.rows.has(row) ? 1 : this.chosen.near.has(row) ? 0.65 : faint; }

  /** Nights shaded, days parted, rows lined. */
  ground(ink) {
    const { pen, plan } = this, [begins, ends] = plan.night ?? [79200, 21600];
    const midnight = Math.floor((this.moment(GUTTER) + plan.from + plan.offset) / DAY) * DAY - plan.from - plan.offset - DAY;
    for (let at = midnight; this.x(at) < this.width; at += DAY) {
      const until = begins < ends ? at + ends : at + DAY + ends, left = Math.max(GUTTER, this.x(at + begins)), right = this.x(until);
      pen.fillStyle = ink.sunk;
      if (right > left) pen.fillRect(left, HEAD, right - left, this.height);
      pen.fillStyle = ink.strong;
      if (this.x(at) >= GUTTER) pen.fillRect(Math.round(this.x(at)), HEAD - 16, 1, this.height);
    }
    pen.fillStyle = ink.line;
    for (let k = Math.floor(this.element.scrollTop / ROW); this.y(k) < this.height && k <= plan.rows.length; k++) pen.fillRect(0, Math.round(this.y(k)), this.width, 1);
  }

  /** People who change from one row to another, as curves. */
  changes(ink, first, last) {
    const { pen } = this;
    for (const change of this.plan.changes) {
      const [a, b] = [change.from.index, change.to.index];
      if (Math.max(a, b) < first || Math.min(a, b) > last) continue;
      const isChosen = this.chosen && change.trips.some((trip) => this.chosen.trips.has(trip));
      const [x1, y1, x2, y2] = [this.x(change.leaves), this.y(a) + ROW / 2, this.x(change.boards), this.y(b) + ROW / 2];
      if (Math.max(x1, x2) < GUTTER || Math.min(x1, x2) > this.width) continue;
      pen.globalAlpha = isChosen ? 1 : this.chosen ? 0.08 : 0.35;
      pen.strokeStyle = isChosen ? ink.accent : ink.strong;
      pen.lineWidth = Math.min(4, 1 + change.people / 15);
      pen.beginPath(); pen.moveTo(x1, y1); pen.bezierCurveTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2); pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  names(ink, first, last) {
    const { pen, plan } = this;
    pen.fillStyle = ink.panel; pen.fillRect(0, HEAD, GUTTER, this.height);
    pen.fillStyle = ink.line; pen.fillRect(GUTTER - 1, 0, 1, this.height);
    for (let k = first; k <= last; k++) {
      const row = plan.rows[k], y = this.y(k), isHere = selected()[row.what] === row.code;
      if (isHere || k === this.row) { pen.fillStyle = isHere ? ink.tint : ink.sunk; pen.fillRect(0, y, GUTTER - 1, ROW); }
      if (k === this.row && document.activeElement === this.element) { pen.strokeStyle = ink.accent; pen.lineWidth = 2; pen.strokeRect(1, y + 1, this.width - 2, ROW - 2); }
      pen.globalAlpha = this.weight(row, 0.45);
      pen.fillStyle = ink.ink; pen.textAlign = "left"; pen.font = pen.font.replace(/^(bold )?/, isHere ? "bold " : "");
      pen.fillText(row.code, 8, y + 10, GUTTER - 52);
      pen.fillStyle = ink.faint; pen.font = pen.font.replace("bold ", "").replace("12px", "11px");
      pen.fillText(row.name, 8, y + 22, GUTTER - 16);
      pen.textAlign = "right"; pen.fillText(`${row.most}/${row.room}`, GUTTER - 8, y + 10);
      pen.font = pen.font.replace("11px", "12px"); pen.globalAlpha = 1;
    }
    pen.textAlign = "left";
  }

  /** Days and hours, in the campaign's local time. */
  head(ink) {
    const { pen, plan } = this, step = STEPS.find((one) => one * this.perSecond >= 46) ?? DAY;
    pen.fillStyle = ink.panel; pen.fillRect(0, 0, this.width, HEAD);
    pen.fillStyle = ink.line; pen.fillRect(0, HEAD - 1, this.width, 1);
    pen.save(); pen.beginPath(); pen.rect(GUTTER, 0, this.width - GUTTER, HEAD); pen.clip();
    const start = this.moment(GUTTER), local0 = plan.from + plan.offset;
    for (let at = Math.floor((start + local0) / step) * step - local0; this.x(at) < this.width; at += step) {
      pen.fillStyle = ink.faint; pen.fillText(clock(plan, at), this.x(at) + 3, HEAD - 10);
      pen.fillStyle = ink.line; pen.fillRect(Math.round(this.x(at)), HEAD - 18, 1, this.height);
    }
    pen.fillStyle = ink.ink;
    for (let at = Math.floor((start + local0) / DAY) * DAY - local0; this.x(at) < this.width; at += DAY) {
      const room = Math.min(this.x(at + DAY), this.width) - Math.max(this.x(at), GUTTER);
      if (room > 60) pen.fillText(day(plan, at), Math.max(this.x(at), GUTTER) + 4, 11);
    }
    pen.restore();
  }
}
