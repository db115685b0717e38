/* Keeps the night's pages and the look for when there is no network. Nothing else of the person is kept here. */
"use strict";
const CACHE = "charley-{{ stamp }}";
const PAGES = {{ pages|safe }};
const FILES = {{ files|safe }};

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...PAGES, ...FILES])).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => clients.claim())
  );
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)));
  else if (event.request.mode === "navigate") event.respondWith(page(event.request, url));
});

/* From the network where there is one. A page with a question mark speaks of one entry, so it is not kept. */
async function page(request, url) {
  try {
    const response = await fetch(request);
    const fresh = response.ok && !response.redirected && !response.headers.has("X-Charley-Sample") && !url.search && PAGES.includes(url.pathname);
    if (fresh) await (await caches.open(CACHE)).put(url.pathname, response.clone());
    return response;
  } catch {
    return (await caches.match(url.pathname)) ?? (await caches.match("{{ offline }}"));
  }
}
