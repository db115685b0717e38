/* Keeps the night's pages and the look for when there is no network. Nothing else of the person is kept here, and nothing
   at all of a made-up person or of a locked diary. */
"use strict";
const CACHE = "charley-{{ stamp }}";
const PAGES = {{ pages|safe }};
const FILES = {{ files|safe }};

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(["{{ offline }}", ...FILES]);
  for (const path of PAGES) {
    const response = await fetch(path);
    await keep(path, response);
    await response.body?.cancel(); // an answer that nobody reads holds its connection, and there are only six
  }
}

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
  else if (event.request.mode === "navigate") {
    event.respondWith(page(event.request, url));
    event.waitUntil(renew(touched(event.request.referrer)));
  }
});

/* What was told on the page before may hold a routine back or move a dose: what is kept of those pages is made anew. */
function touched(referrer) {
  const from = referrer ? new URL(referrer).pathname : "";
  if (/^\/(plan\/profile|start)\//.test(from)) return PAGES.filter((path) => /^\/(today|routines)\//.test(path));
  return /^\/(routines|habits|plan)\//.test(from) ? ["/today/"] : [];
}

async function renew(paths) {
  await Promise.allSettled(paths.map((path) => fetch(path).then((response) => keep(path, response))));
}

async function keep(path, response) {
  const cache = await caches.open(CACHE);
  if (response.headers.has("X-Charley-Locked")) await Promise.all(PAGES.map((each) => cache.delete(each)));
  else if (response.redirected) await cache.delete(path); // to a passphrase, or to the question who it is
  else if (response.ok && !response.headers.has("X-Charley-Sample")) await cache.put(path, response.clone());
}

/* From the network where there is one. A page with a question mark speaks of one entry, so it is not kept. */
async function page(request, url) {
  try {
    const response = await fetch(request);
    if (response.headers.has("X-Charley-Locked") || (!url.search && PAGES.includes(url.pathname))) await keep(url.pathname, response);
    return response;
  } catch {
    return (await caches.match(url.pathname)) ?? (await caches.match(PAGES[0])) ?? (await caches.match("{{ offline }}"));
  }
}
