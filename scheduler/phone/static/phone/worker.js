"use strict";
// Keeps the pages of duties, and what they need, for when there is no network.
const KEPT = "menlu-drive-1";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const path = new URL(url).pathname;
  if (method !== "GET" || path.endsWith("/state")) return;
  if (mode === "navigate" || path.startsWith("/static/phone/")) event.respondWith(answer(event.request));
});

// The newest there is within some seconds, else what was kept. A link that does not hold any more is forgotten.
async function answer(request) {
  const cache = await caches.open(KEPT);
  const kept = () => cache.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true });
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (fresh.ok) await cache.put(request, fresh.clone());
    else if (fresh.status === 404) await cache.delete(request, { ignoreSearch: true, ignoreVary: true });
    else return (await kept()) || fresh;
    return fresh;
  } catch (away) {
    const found = await kept();
    if (found) return found;
    throw away;
  }
}
