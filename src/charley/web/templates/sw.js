/* Keeps the pages of the night and of the day, and the look, for when there is no network. Nothing else of the person is
   kept here, and nothing at all of a made-up person or of a locked diary. */
"use strict";
const CACHE = "charley-{{ stamp }}";
const PAGES = {{ pages|safe }};
const FILES = {{ files|safe }};
/* Of these a copy made yesterday says little: each is made anew once a day. */
const OF_THE_DAY = {{ of_the_day|safe }};
/* A page that takes longer than this is shown as it is kept. */
const SLOW_MS = 6000;

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(["{{ offline }}", "{{ unsent }}", ...FILES]);
  for (const path of PAGES) await renewOne(path);
}

addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => clients.claim())
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match("{{ unsent }}")));
  if (request.method !== "GET") return;
  if (FILES.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
  else if (request.mode === "navigate") {
    const asked = fetch(request);
    const answered = asked.then((response) => afterwards(response, url, request.referrer)).catch(() => null);
    event.respondWith(page(asked, url));
    event.waitUntil(answered);
  }
});

/* From the network where there is one that answers in time; else as it is kept, under its own address. */
async function page(asked, url) {
  const kept = await caches.match(url.pathname);
  const late = kept && new Promise((resolve) => setTimeout(resolve, SLOW_MS, kept));
  try {
    return await Promise.race([asked, ...(late ? [late] : [])]);
  } catch {
    return kept ?? (await caches.match("{{ offline }}"));
  }
}

/* A page with a question mark speaks of one entry, and one with a message says it once: neither is kept, but what is kept
   of that page is made anew. */
async function afterwards(response, url, referrer) {
  const ours = PAGES.includes(url.pathname);
  const whole = !url.search && !response.headers.has("X-Charley-Once");
  if (response.headers.has("X-Charley-Locked")) await keep(url.pathname, response);
  else if (ours && whole) await keep(url.pathname, response.clone());
  const again = new Set([...touched(referrer), ...(await olderThan(response.headers.get("Date")))]);
  if (ours && !whole) again.add(url.pathname);
  await renew([...again]);
}

/* What was told on the page before may hold a routine back or move a dose: what is kept of those pages is made anew. */
function touched(referrer) {
  const from = referrer ? new URL(referrer).pathname : "";
  if (/^\/people\//.test(from)) return PAGES;
  if (/^\/(plan\/profile|start)\//.test(from)) return PAGES.filter((path) => /^\/(today|routines)\//.test(path));
  return /^\/(routines|habits|plan)\//.test(from) ? ["/today/"] : [];
}

/* A day of the diary begins at four in the morning. */
const dayOf = (date) => new Date(Date.parse(date) - 4 * 3600e3).toDateString();

async function olderThan(date) {
  if (!date) return [];
  const cache = await caches.open(CACHE);
  const kept = await Promise.all(OF_THE_DAY.map(async (path) => [path, await cache.match(path)]));
  return kept.filter(([, copy]) => copy && dayOf(copy.headers.get("Date")) !== dayOf(date)).map(([path]) => path);
}

/* One after the other: there are only six connections, and the page that is looked at needs them too. */
async function renew(paths) {
  for (const path of paths) await renewOne(path).catch(() => null);
}

async function renewOne(path) {
  const response = await fetch(path);
  await keep(path, response);
  if (!response.bodyUsed) await response.body?.cancel(); // an answer that nobody reads holds its connection
}

async function keep(path, response) {
  const cache = await caches.open(CACHE);
  if (response.headers.has("X-Charley-Locked")) await Promise.all(PAGES.map((each) => cache.delete(each)));
  else if (response.redirected) await cache.delete(path); // to a passphrase, or to the question who it is
  else if (response.ok && !response.headers.has("X-Charley-Sample")) await cache.put(path, response);
}

/* --- a reminder: the words this machine sent for this browser, and nothing else; a tap on it opens the day --- */

addEventListener("push", (event) => {
  const words = event.data?.text() || "Charley: it is time.";
  event.waitUntil(registration.showNotification(words, { icon: "{% load static %}{% static 'charley/mark.png' %}", tag: "charley-dose" }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openDay("{% url 'today' %}"));
});

async function openDay(path) {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((page) => new URL(page.url).pathname === path);
  await (there ? there.focus() : clients.openWindow(path));
}
