"use strict";
// The driver's page: ticks are kept on the telephone, sent when there is a network, and counted once by their ids.
(() => {
  const RETRY_MS = 20000;
  const SETTLED_MS = 2000; // a network that is back may need a moment
  const BATCH = 200;
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const here = location.pathname;
  const $ = (query, within = document) => within.querySelector(query);
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // ---- what is kept on the telephone ------------------------------------------------------------

  const box = `menlu.drive.${data.duty}`;
  let memory = null; // where the telephone does not let a page keep anything
  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(box)) || fresh();
    } catch {
      return memory || fresh();
    }
  };
  const save = (kept) => {
    memory = kept;
    try {
      localStorage.setItem(box, JSON.stringify(kept));
    } catch {
      notice(words.not_kept);
    }
  };
  const fresh = () => ({ device: uuid(), queue: [], state: data.state, sent: null });

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // ---- what is known: the server's state, and on top of it what was not sent yet ---------------------

  function known() {
    const kept = load();
    const state = structuredClone(kept.state);
    const undone = new Set(kept.queue.map((entry) => entry.undoes));
    for (const entry of kept.queue) if (!undone.has(entry.id)) apply(state, entry);
    for (const id of undone) if (id) takeBack(state, id);
    return state;
  }

  function apply(state, entry) {
    const stop = state.stops[entry.stop];
    if (entry.kind === "break_begin") state.break = entry.at;
    if (entry.kind === "break_end") state.break = null;
    if (!stop) return;
    if (entry.kind === "arrive") stop.arrived = [entry.at, entry.id];
    else if (entry.kind === "depart") stop.left = [entry.at, entry.id];
    else if (entry.request === undefined) stop.counts[entry.kind === "alight" ? 1 : 0] = entry.people;
    else {
      const rider = data.riders.findIndex(([id]) => id === entry.request);
      const people = entry.kind === "no_show" ? 0 : (entry.people ?? data.riders[rider][2]);
      stop[entry.kind === "alight" ? "off" : "on"][rider] = [entry.kind, people, entry.id];
    }
  }

  function takeBack(state, id) {
    for (const stop of state.stops) {
      if (stop.arrived?.[1] === id) stop.arrived = null;
      if (stop.left?.[1] === id) stop.left = null;
      for (const ticks of [stop.on, stop.off])
        for (const rider of Object.keys(ticks)) if (ticks[rider][2] === id) delete ticks[rider];
    }
  }

  const aboard = (state) =>
    state.stops.reduce((sum, stop) => sum + most(stop.on, stop.counts[0]) - most(stop.off, stop.counts[1]), 0);
  const most = (ticks, count) =>
    Math.max(count ?? 0, Object.values(ticks).reduce((sum, [, people]) => sum + people, 0));

  // ---- ticking ----------------------------------------------------------------------------------

  function tell(kind, more = {}) {
    const kept = load();
    kept.queue.push({ id: uuid(), kind, at: new Date().toISOString(), ...more });
    save(kept);
    show();
    send();
  }

  const press = (tick, kind, more) => (tick ? tell("undo", { undoes: tick }) : tell(kind, more));

  function tickRider(act, stop, rider, kind) {
    const before = known().stops[stop][act][rider];
    const request = data.riders[rider][0];
    if (before?.[0] === kind) tell("undo", { undoes: before[2] });
    else tell(kind, { stop, request });
  }

  async function tickPart(act, stop, rider) {
    const people = await ask(words.part_ask, "number", data.riders[rider][2]);
    if (people === null) return;
    tell(act === "on" ? "board" : "alight", { stop, request: data.riders[rider][0], people: Number(people) });
  }

  function tickAll(act, stop) {
    const ticks = known().stops[stop][act];
    for (const rider of data.stops[stop][act === "on" ? 0 : 1])
      if (!ticks[rider]) tell(act === "on" ? "board" : "alight", { stop, request: data.riders[rider][0] });
  }

  async function count(act, stop) {
    const people = await ask(words.count_ask, "number", "");
    if (people) tell(act === "on" ? "board" : "alight", { stop, people: Number(people) });
  }

  // ---- sending ----------------------------------------------------------------------------------

  let spot = null; // where the telephone is, while its holder shares it
  let watching = null;
  function share(wanted) {
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    watching = spot = null;
    if (wanted)
      watching = navigator.geolocation.watchPosition(
        ({ coords }) => (spot = { lon: coords.longitude, lat: coords.latitude }),
        () => ($("#share").checked = false),
      );
  }

  // Who asks while a try is under way, as when the network comes back, is not forgotten should that one fail.
  let sending = false;
  let again = false;
  async function send() {
    again = sending;
    if (sending) return;
    const { device, queue } = load();
    sending = true;
    try {
      const events = queue.slice(0, BATCH);
      const tells = events.length > 0 || spot !== null;
      const reply = await fetch(`${here}/${tells ? "events" : "state"}`, {
        method: tells ? "POST" : "GET",
        headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang, "Content-Type": "application/json" },
        body: tells ? JSON.stringify({ device, sent_at: new Date().toISOString(), events, spot }) : undefined,
        signal: AbortSignal.timeout(15000),
      });
      if (reply.ok) await take(await reply.json());
      else if (reply.status === 404) notice(words.revoked);
      else throw new Error(String(reply.status));
    } catch {
      show(words.no_network);
      if (again) setTimeout(send, 0);
    } finally {
      sending = false;
    }
  }

  async function take({ state, verdicts = [] }) {
    const kept = load();
    const done = new Set(verdicts.map(({ id }) => id));
    kept.queue = kept.queue.filter(({ id }) => !done.has(id));
    kept.state = state;
    kept.sent = new Date().toISOString();
    save(kept);
    for (const { outcome, reason } of verdicts) if (outcome === "refused") notice(fill(words.refused, { why: reason }));
    if (state.plan !== data.state.plan) notice(words.replaced);
    show();
    if (kept.queue.length) setTimeout(send, 0);
  }

  // ---- showing ----------------------------------------------------------------------------------

  const clock = (at) => new Date(new Date(at).getTime() + data.offset_s * 1000).toISOString().slice(11, 16);

  function notice(text) {
    const line = $("#notice");
    line.textContent = text;
    line.hidden = false;
  }

  function show(trouble = "") {
    const kept = load();
    const state = known();
    $("#aboard").textContent = fill(words.on_board, { n: aboard(state) });
    const waiting = kept.queue.length && fill(words.waiting, { n: kept.queue.length });
    const sent = kept.sent ? fill(words.all_sent, { time: clock(kept.sent) }) : "";
    $("#sync").textContent = [waiting || (trouble ? "" : sent), trouble].filter(Boolean).join(" · ");
    $("#sync").dataset.waiting = kept.queue.length;
    $("#pause").textContent = state.break
      ? `${words.break_end} (${fill(words.break_since, { time: clock(state.break) })})`
      : words.break_begin;
    const current = currentStop(state.stops);
    all(".stop").forEach((card, k) => showStop(card, state.stops[k], k, current));
    if (state.ended) notice(words.ended);
  }

  // The stop where the vehicle is, or the one that it comes to next; none once it has come to the last.
  function currentStop(stops) {
    const seen = stops.findLastIndex((stop) => stop.arrived || stop.left);
    const current = seen >= 0 && stops[seen].left ? seen + 1 : Math.max(seen, 0);
    return stops[stops.length - 1].arrived ? -1 : Math.min(current, stops.length - 1);
  }

  function showStop(card, stop, k, current) {
    card.classList.toggle("done", current < 0 || k < current);
    card.classList.toggle("current", k === current);
    const [arrive, depart] = stop.expected;
    const expected = k + 1 === data.stops.length || stop.arrived ? (stop.arrived ? depart : arrive) : arrive;
    const late = stop.late_min > 0 ? ` ${fill(words.late, { n: stop.late_min })}` : "";
    $(".now", card).textContent = late && !stop.left ? fill(words.expected, { time: expected }) + late : "";
    mark($(".arrive", card), stop.arrived, words.arrived);
    mark($(".depart", card), stop.left, words.left);
    for (const [place, act] of ["on", "off"].entries())
      data.stops[k][place].forEach((rider, row) => {
        const line = $(`ul[data-act=${act}]`, card).children[row];
        const tick = stop[act][rider];
        $(".yes", line).setAttribute("aria-pressed", Boolean(tick && tick[0] !== "no_show"));
        $(".no", line)?.setAttribute("aria-pressed", tick?.[0] === "no_show");
        const part = $(".part", line);
        if (part) part.textContent = tick ? `${tick[1]}/${data.riders[rider][2]}` : "…";
      });
  }

  function mark(button, seen, word) {
    if (!button) return;
    button.setAttribute("aria-pressed", Boolean(seen));
    button.textContent = seen ? `${word} ${clock(seen[0])}` : word;
  }

  // ---- buttons ----------------------------------------------------------------------------------

  function button(name, text, act) {
    const made = document.createElement("button");
    made.className = name;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function equip(card, stop) {
    const row = document.createElement("p");
    row.className = "moves";
    if (stop > 0)
      row.append(button("arrive", words.arrived, () => press(known().stops[stop].arrived?.[1], "arrive", { stop })));
    if (stop + 1 < data.stops.length)
      row.append(button("depart", words.left, () => press(known().stops[stop].left?.[1], "depart", { stop })));
    $(".times", card).after(row);
    for (const [place, act] of ["on", "off"].entries()) {
      const riders = data.stops[stop][place];
      if (!riders.length) continue;
      const kind = act === "on" ? "board" : "alight";
      const both = document.createElement("span");
      both.append(
        button("all", act === "on" ? words.all_on : words.all_off, () => tickAll(act, stop)),
        button("count", words.count, () => count(act, stop)),
      );
      $(`h4[data-act=${act}]`, card).append(both);
      all(`ul[data-act=${act}] > li`, card).forEach((line, k) => {
        const buttons = document.createElement("span");
        const rider = riders[k];
        if (data.riders[rider][2] > 1) buttons.append(button("part", "…", () => tickPart(act, stop, rider)));
        buttons.append(button("yes", act === "on" ? words.boarded : words.off, () => tickRider(act, stop, rider, kind)));
        if (act === "on") buttons.append(button("no", words.missing, () => tickRider(act, stop, rider, "no_show")));
        line.append(buttons);
      });
    }
  }

  // ---- asking -----------------------------------------------------------------------------------

  function ask(question, type, value) {
    const dialog = $("#ask");
    $("label", dialog).textContent = question;
    const input = $("#answer");
    input.type = type;
    input.inputMode = type === "number" ? "numeric" : "text";
    input.value = value;
    $(".said", dialog).textContent = "";
    dialog.returnValue = "cancel";
    dialog.showModal();
    return new Promise((answer) => {
      dialog.addEventListener("close", () => answer(dialog.returnValue === "ok" ? input.value.trim() : null), {
        once: true,
      });
    });
  }

  async function scan() {
    const stream = await camera();
    const given = ask(words.code_ask, "text", "");
    const watching = stream && watch(stream);
    const code = await given;
    clearInterval(watching);
    stream?.getTracks().forEach((track) => track.stop());
    $("video").hidden = true;
    if (code) boardByCode(code);
  }

  async function camera() {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return null;
    try {
      return await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      return null;
    }
  }

  function watch(stream) {
    const video = $("video");
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    video.srcObject = stream;
    video.hidden = false;
    video.play();
    return setInterval(async () => {
      const [found] = await detector.detect(video).catch(() => []);
      if (!found) return;
      $("#answer").value = found.rawValue;
      $("#ask").close("ok");
    }, 300);
  }

  function boardByCode(text) {
    const code = text.toUpperCase().replace(/[^0-9A-Z]/g, "").slice(-6);
    const rider = data.riders.findIndex(([, own]) => own === code);
    const stop = data.stops.findIndex(([on]) => on.includes(rider));
    if (rider < 0 || stop < 0) return notice(fill(words.unknown_code, { code }));
    if (known().stops[stop].on[rider]?.[0] !== "board") tell("board", { stop, request: data.riders[rider][0] });
    const row = data.stops[stop][0].indexOf(rider);
    const line = $(`ul[data-act=on]`, all(".stop")[stop]).children[row];
    notice(fill(words.found, { name: $("b", line).textContent }));
  }

  async function incident() {
    const note = await ask(words.incident_ask, "text", "");
    if (note) tell("incident", { note });
  }

  // ---- begin ------------------------------------------------------------------------------------

  async function keepPage() {
    await navigator.serviceWorker.register("/drive/worker.js", { scope: "/drive/" });
    const cache = await caches.open("menlu-drive-1");
    await cache.addAll([location.href, ...all("link[rel=stylesheet], script[src]").map((one) => one.href || one.src)]);
    await navigator.serviceWorker.ready;
    document.documentElement.dataset.kept = "";
  }

  all(".stop").forEach((card) => equip(card, Number(card.dataset.stop)));
  $("#bar").hidden = false;
  $("#scan").addEventListener("click", scan);
  $("#share").addEventListener("change", (event) => share(event.target.checked));
  $("#incident").addEventListener("click", incident);
  $("#pause").addEventListener("click", () => tell(known().break ? "break_end" : "break_begin"));
  if (data.state.plan !== load().state.plan) save({ ...load(), state: data.state });
  show();
  $(".stop.current")?.scrollIntoView({ block: "start" });
  addEventListener("online", () => {
    send();
    setTimeout(send, SETTLED_MS);
  });
  addEventListener("storage", () => show());
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(() => document.hidden || send(), RETRY_MS);
  send();
  if ("serviceWorker" in navigator) keepPage().catch(() => {});
})();
