// What every screen can do by keyboard, and the few things that a page cannot do alone. Without it all pages work.
"use strict";

const typing = (element) => element.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
const keyed = () => [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility());

/** Press what has this key: a link or button is clicked, a field gets the focus. */
function press(element) {
  if (typing(element)) element.focus();
  else element.click();
}

/** List the keys that do something here, by the words of what they press. */
function showKeys() {
  const dialog = document.getElementById("keys");
  const list = dialog.querySelector("dl");
  list.replaceChildren(...keyed().flatMap((element) => {
    const key = Object.assign(document.createElement("dt"), {});
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.key }));
    const words = element.dataset.keyWords || element.getAttribute("aria-label") || element.textContent;
    return [key, Object.assign(document.createElement("dd"), { textContent: words.trim() })];
  }));
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && closeMenu()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") return void (event.preventDefault(), showKeys());
  const found = keyed().find((element) => element.dataset.key === event.key);
  if (found) { event.preventDefault(); press(found); }
});

/** Close the menu that is open, and go back to its button. */
function closeMenu() {
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return false;
  menu.open = false;
  menu.querySelector("summary").focus();
  return true;
}

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  if (closer) (closer.closest("dialog") ?? closer.closest(".notice"))?.[closer.closest("dialog") ? "close" : "remove"]();
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// What cannot be undone asks once, in the words of the button that does it.
document.addEventListener("submit", (event) => {
  const asks = event.submitter?.dataset.asks;
  if (asks && !confirm(asks)) event.preventDefault();
});

// A tick at the head of a table ticks all of its rows; what can be done with them shows once one is ticked.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("[data-all]")) for (const row of box.closest("table").querySelectorAll("[name=ids]")) row.checked = box.checked;
  if (box.matches("[data-all], [name=ids]")) countTicked(box.closest("form"));
});

function countTicked(form) {
  const bulk = form?.querySelector(".bulk");
  if (!bulk) return;
  const ticked = form.querySelectorAll("[name=ids]:checked").length;
  bulk.hidden = ticked === 0;
  const count = bulk.querySelector("[data-count]");
  if (count) count.textContent = ticked;
}

// The answer of a dialog's form takes the dialog away, unless the dialog itself was answered.
document.addEventListener("htmx:afterSwap", (event) => {
  for (const dialog of event.target.querySelectorAll("dialog[data-shown]:not([open])")) dialog.showModal();
  for (const bulk of document.querySelectorAll("form .bulk")) countTicked(bulk.closest("form"));
});

// Where the tabs are wider than the screen, the one that is open is in sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
