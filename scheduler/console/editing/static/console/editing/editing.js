// Parties are dragged onto duties, services, slots or home, and stops within their duty. Each gesture fills a form that
// the menus could have sent too; what it would do is shown before it is carried out.
"use strict";

let held = null;
let leftFrom = "";

const inspector = () => document.getElementById("inspector");

document.addEventListener("dragstart", (event) => {
  const source = event.target.closest?.("[data-drag]");
  if (!source) return;
  const [kind, ...code] = source.dataset.drag.split(":");
  held = { kind, code: code.join(":"), list: source.closest("[data-order]") };
  event.dataTransfer.setData("text/plain", held.code);
  event.dataTransfer.effectAllowed = "move";
  document.body.dataset.dragging = kind;
});

/** What is under the pointer and takes what is dragged. */
function takerOf(event) {
  if (!held) return null;
  if (held.kind === "party") return event.target.closest("[data-drop]");
  const stop = event.target.closest("[data-stop]");
  return stop?.parentElement === held.list && stop.dataset.stop !== held.code ? stop : null;
}

function mark(taker) {
  for (const element of document.querySelectorAll(".over")) if (element !== taker) element.classList.remove("over");
  taker?.classList.add("over");
}

document.addEventListener("dragover", (event) => {
  const taker = takerOf(event);
  mark(taker);
  if (taker) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const taker = takerOf(event);
  if (!taker) return;
  event.preventDefault();
  if (held.kind === "party") send({ kind: "move_party", party: held.code, to: taker.dataset.drop });
  else send({ kind: "reorder_stops", duty: held.list.dataset.order, order: orderWith(taker) });
});

document.addEventListener("dragend", () => {
  held = null;
  mark(null);
  delete document.body.dataset.dragging;
});

/** The stops' numbers in the order in which the one that is dragged stands where it was dropped. */
function orderWith(taker) {
  const stops = [...held.list.querySelectorAll("[data-stop]")].map((stop) => stop.dataset.stop);
  const from = stops.indexOf(held.code), to = stops.indexOf(taker.dataset.stop);
  stops.splice(to, 0, ...stops.splice(from, 1));
  return stops.join(",");
}

function send(fields) {
  const form = document.getElementById("gesture");
  for (const input of form.querySelectorAll("[data-field]")) input.value = fields[input.name] ?? "";
  form.requestSubmit();
}

/** The focus to the row that is so many rows further, from the one that has it. */
function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
}

/** Close what is looked at beside the plan, and go back to where one was. */
function leave() {
  inspector().replaceChildren();
  inspector().classList.add("idle");
  document.getElementById(leftFrom)?.focus();
}

document.addEventListener("click", (event) => {
  const stepper = event.target.closest("[data-step]");
  if (stepper) step(Number(stepper.dataset.step));
  const leaver = event.target.closest("[data-leave]");
  if (leaver) { event.preventDefault(); leave(); }
  const shown = event.target.closest("[data-shows^='duty:']");
  if (shown) document.getElementById(shown.dataset.shows.replace(":", "-"))?.scrollIntoView({ block: "center" });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.closest("input, select, textarea")) return;
  if (!document.querySelector("dialog[open]") && !inspector().matches(".idle")) leave();
});

document.addEventListener("htmx:beforeRequest", () => {
  const here = document.activeElement;
  if (here?.id && !inspector().contains(here)) leftFrom = here.id;
});

// What was asked for is where one goes on; what was carried out leaves one where one was.
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target?.id ?? event.target.id;
  if (target === "inspector") (inspector().querySelector("[data-first]") ?? inspector()).focus();
  else if (document.activeElement === document.body) (document.getElementById(leftFrom) ?? inspector()).focus({ preventScroll: true });
});
