// The board: map, timeline, tables and details around one selection (see selection.js for how others take part in it).
//
// Once map and timeline are there, it is told by an event on `document`, with what other scripts can build on:
//   menlu:drawn   detail: {plan, map, timeline}
// `plan` is what plan.js lays out; `timeline.rowAt(pointerEvent)` and `timeline.moment(x)` say where a pointer is.

import { PlanMap } from "./map.js";
import { loadPlan } from "./plan.js";
import { KINDS, address, selected } from "./selection.js";
import { Timeline } from "./timeline.js";

const board = document.getElementById("board");
const words = Object.fromEntries(Object.entries(board.dataset).filter(([key]) => key.startsWith("word")).map(([key, word]) => [key.slice(4).toLowerCase(), word]));

/** Fetch the details of what is selected into the panel. */
function showDetails(selection) {
  const query = new URLSearchParams(selection);
  htmx.ajax("GET", `${board.dataset.details}?${query}`, { source: "#details", target: "#details", swap: "innerHTML" });
}

/** Mark the rows of the tables that are selected. */
function markRows() {
  const chosen = selected();
  for (const row of document.querySelectorAll("#tables tr[data-select]")) {
    const [kind, code] = [row.dataset.select.split(":")[0], row.dataset.select.slice(row.dataset.select.indexOf(":") + 1)];
    row.setAttribute("aria-selected", String(chosen[kind] === code));
  }
}

/** On a telephone one view is shown at a time. */
function show(view) {
  board.dataset.view = view;
  for (const button of board.querySelectorAll(".views button")) button.setAttribute("aria-pressed", String(button.dataset.view === view));
}
board.querySelector(".views").addEventListener("click", (event) => { if (event.target.dataset.view) show(event.target.dataset.view); });

// Tables ask for themselves with what is selected, and the address follows them.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.closest("#tables")) return;
  const path = new URL(event.detail.path || location.pathname, location), { parameters } = event.detail;
  for (const kind of KINDS) path.searchParams.delete(kind);
  event.detail.path = `${location.pathname}${path.search}`;
  const query = new URLSearchParams(path.search);
  for (const [key, value] of Object.entries(parameters)) query.set(key, value);
  const changes = { tab: query.get("tab"), q: query.get("q"), sort: query.get("sort"), page: query.get("page") };
  history.replaceState(history.state, "", address(changes));
});
document.addEventListener("htmx:afterSettle", markRows);

document.addEventListener("menlu:selected", (event) => {
  const { selection, before } = event.detail;
  markRows();
  showDetails(selection);
  if (Object.keys(selection).length && board.dataset.view !== "details" && matchMedia("(max-width: 60rem)").matches && !Object.keys(before).length) board.classList.add("has-details");
});

/** The splitter between map and timeline, by pointer and by arrow keys; where it stood is remembered. */
function split() {
  const bar = board.querySelector(".splitter");
  const set = (share) => {
    const kept = Math.round(Math.min(80, Math.max(20, share)));
    board.style.setProperty("--split", `${kept}%`);
    bar.setAttribute("aria-valuenow", kept);
    localStorage.setItem("menlu.board.split", kept);
  };
  set(Number(localStorage.getItem("menlu.board.split")) || 42);
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (step) { event.preventDefault(); set(Number(bar.getAttribute("aria-valuenow")) + step); }
  });
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    const move = ({ clientX }) => { const box = board.getBoundingClientRect(); set((100 * (clientX - box.left)) / box.width); };
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", () => bar.removeEventListener("pointermove", move), { once: true });
  });
}

function draw(plan) {
  const map = new PlanMap(document.getElementById("map"), plan, { tiles: board.dataset.tiles, credit: board.dataset.credit, words });
  const timeline = new Timeline(document.getElementById("timeline"), plan, words);
  document.addEventListener("menlu:selected", ({ detail }) => { map.choose(detail.selection); timeline.choose(detail.selection); });
  board.querySelector(".tools").addEventListener("click", ({ target }) => {
    const factor = { in: 1.5, out: 1 / 1.5, all: null }[target.dataset.zoom];
    if (factor !== undefined) timeline.zoom(factor);
  });
  const repaint = () => { map.paint(); timeline.later(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  document.getElementById("timeline").addEventListener("focus", repaint);
  document.getElementById("timeline").addEventListener("blur", repaint);
  board.dataset.drawn = "";
  document.dispatchEvent(new CustomEvent("menlu:drawn", { detail: { plan, map, timeline } }));
}

split();
markRows();
loadPlan(board.dataset.source).then(draw).catch((fault) => {
  const notice = Object.assign(document.createElement("p"), { className: "notice bad", textContent: words.failed });
  board.querySelector(".pane.timeline").prepend(notice);
  throw fault;
});
