// What is selected on the board, kept in the address, so that it can be reloaded, sent to a colleague and gone back to.
//
// A selection is an object with any of the keys `duty`, `service`, `party` and `slot`, each with a code of the plan;
// it stands in the address under the same names: ?duty=d3&party=p17. Other parameters of the address are left alone.
//
//   selected()                      the selection now, {} for nothing
//   select({duty: "d3"})            select this and nothing else; one step in the browser's history
//   select({party: "p17"}, {keep: true})     select this besides what is selected
//   address({tab: "people"})        this page's address with the selection and these parameters
//
// Each change is told once, by an event on `document`:
//   menlu:selected   detail: {selection, before}; also when somebody goes back or forward
// Scripts that do not import this module can ask for a change by an event of their own:
//   menlu:select     detail: {selection, keep}
//
// In HTML, a click on an element with data-select="duty:d3" selects that, with "+duty:d3" besides the rest, with ""
// nothing. Links should say the same in their address, for when there is no script.

export const KINDS = ["duty", "service", "party", "slot"];

const read = () => {
  const asked = new URLSearchParams(location.search);
  return Object.fromEntries(KINDS.filter((kind) => asked.get(kind)).map((kind) => [kind, asked.get(kind)]));
};
let now = read();

export const selected = () => ({ ...now });

/** This page's address with what is selected, and some parameters changed (null: taken out). */
export function address(changes = {}, selection = now) {
  const query = new URLSearchParams(location.search);
  for (const kind of KINDS) query.delete(kind);
  for (const [kind, code] of Object.entries(selection)) query.set(kind, code);
  for (const [key, value] of Object.entries(changes)) value === null || value === "" ? query.delete(key) : query.set(key, value);
  return `${location.pathname}${query.size ? `?${query}` : ""}`;
}

/** Select something; what is selected already, alone, is let go. */
export function select(what, { keep = false } = {}) {
  const selection = keep ? { ...now, ...what } : { ...what };
  if (same(selection, now)) return;
  history.pushState({ board: true }, "", address({}, selection));
  tell(selection);
}

const same = (a, b) => KINDS.every((kind) => a[kind] === b[kind]);

function tell(selection) {
  const before = now;
  now = selection;
  document.dispatchEvent(new CustomEvent("menlu:selected", { detail: { selection: { ...now }, before } }));
}

addEventListener("popstate", () => { if (!same(read(), now)) tell(read()); });
document.addEventListener("menlu:select", (event) => select(event.detail.selection, { keep: event.detail.keep }));
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const chosen = event.target.closest("[data-select]");
  if (!chosen || (event.target.closest("a, button, summary, input") ?? chosen).closest("[data-select]") !== chosen) return;
  event.preventDefault();
  const [, plus, kind, code] = /^(\+?)(?:(\w+):(.*))?$/.exec(chosen.dataset.select);
  select(kind ? { [kind]: code } : {}, { keep: Boolean(plus) });
});
