// The board asks for what has changed while somebody can see it; its clock is the campaign's.
"use strict";

const board = document.getElementById("today");
const clock = document.getElementById("clock");
const stale = document.getElementById("stale");
const begun = Date.now();
let answered = begun;

/** The moment on the campaign's clock, as a date whose UTC parts are local. */
const local = (at) => new Date(Number(clock.dataset.now) * 1000 + (at - begun) + Number(clock.dataset.offsetS) * 1000);
const time = (at) => local(at).toISOString().slice(11, 16);

function refresh() {
  clock.querySelector("b").textContent = time(Date.now());
  if (board && !document.hidden) htmx.trigger(board, "refresh");
}

if (board) {
  setInterval(refresh, Number(board.dataset.everyS) * 1000);
  document.addEventListener("visibilitychange", refresh);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== board) return;
    if (event.detail.successful) answered = Date.now();
    stale.hidden = event.detail.successful;
    stale.querySelector("b").textContent = time(answered);
  });
  // Without a script the button does it.
  const narrow = document.getElementById("narrow");
  narrow.querySelector("button").hidden = true;
  narrow.addEventListener("change", () => narrow.requestSubmit());
}
