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
  else if (event.request.mode === "navigate") event.respondWith(page(event.request, url.pathname));
});

async function page(request, path) {
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected && PAGES.includes(path)) await (await caches.open(CACHE)).put(path, response.clone());
    return response;
  } catch {
    return (await caches.match(path)) ?? (await caches.match("{{ offline }}"));
  }
}
