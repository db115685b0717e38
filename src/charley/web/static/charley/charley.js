/* The one script. Without it every page still works; with it the night's entries wait safely on the phone until the
   server has them. Ids and local times are made here, so a repeated upload changes nothing. */
"use strict";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const wasAtHome = document.cookie.includes("charley_zone=");
document.cookie = `charley_zone=${zone}; path=/; max-age=31536000; SameSite=Lax`;

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(name + "="))?.slice(name.length + 1);

function moment(date = new Date()) {
  const offset = -date.getTimezoneOffset();
  const wall = new Date(date.getTime() + offset * 60000).toISOString().slice(0, 19);
  return { wall, offset_min: offset, zone };
}

function makeId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* English pages without a country write dates as the British do. */
const tongue = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;

/* The person this page is about. An entry goes to them, also when another one is chosen before it is sent. */
const ours = document.documentElement.dataset.person;

/* --- the outbox: one IndexedDB store, keyed by the entry's own id --- */

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("charley", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("outbox", { keyPath: "id" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function outbox(mode, act) {
  const transaction = (await opened).transaction("outbox", mode);
  const request = act(transaction.objectStore("outbox"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/* What the server said of this device's clock when it last took something in; empty where the clock is right. */
const clockCheck = {
  get said() {
    try { return sessionStorage.getItem("charley_clock") ?? ""; } catch { return ""; }
  },
  set said(words) {
    try { sessionStorage.setItem("charley_clock", words); } catch { /* it is said again at the next sending */ }
  },
};

async function showWaiting(refusal = "") {
  const mark = document.getElementById("outbox");
  const waiting = await outbox("readonly", (store) => store.count());
  const said = refusal ? `(${refusal})` : clockCheck.said;
  const count = waiting === 1 ? mark.dataset.one : mark.dataset.many.replace("%d", waiting);
  mark.hidden = !waiting && !said;
  const line = document.createElement("span");
  if (waiting) line.append(Object.assign(document.createElement("a"), { href: "/waiting/", textContent: count }), " ");
  line.append(said);
  mark.replaceChildren(line);
  dispatchEvent(new Event("outbox"));
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms, null));

/* How many go at once, how long one sending may take, and after what time the person is not kept waiting for it. */
const AT_ONCE = 200;
const SENDING_MS = 30000;
const PATIENCE_MS = { now: 1500, form: 5000 };

async function send(person, entries) {
  return fetch("/api/entries", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") ?? "" },
    body: JSON.stringify({ person, sent: moment(), entries: entries.map((entry) => ({ ...entry, person: undefined, refused: undefined })) }),
    signal: AbortSignal.timeout(SENDING_MS),
  });
}

/* What is to be sent, a person and a batch at a time. A typed line is not: it has to be shown back first. */
function batches(waiting) {
  const ready = waiting.filter((entry) => entry.kind !== "line");
  return [...new Set(ready.map((entry) => entry.person))].flatMap((person) => {
    const entries = ready.filter((entry) => entry.person === person);
    return Array.from({ length: Math.ceil(entries.length / AT_ONCE) }, (_, n) => entries.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
  });
}

/* Sends what waits, to the diary of the person each entry names: whoever is looked at now has no part in it. Gives the
   server's answer for each id that was kept, or null where what belongs to this page could not be brought there now. */
async function flush() {
  const waiting = await outbox("readonly", (store) => store.getAll()).catch(() => []);
  const slow = setTimeout(() => showWaiting().catch(() => null), PATIENCE_MS.now);
  let refusal = "";
  const kept = {};
  let heard = true;
  try {
    const ready = batches(waiting);
    if (ready.length && !cookie("csrftoken")) await fetch("/people/", { cache: "no-store" });
    for (const entries of ready) {
      const person = entries[0].person;
      const response = await send(person, entries);
      if ([403, 404, 423].includes(response.status)) refusal = (await response.json()).error.problems[0].message;
      if (!response.ok) {
        heard &&= person !== ours;
        continue;
      }
      const answered = await response.json();
      clockCheck.said = answered.clock ?? "";
      for (const answer of answered.answers) {
        // What the server cannot take, such as a time from a clock that is wrong, stays here and is said, never dropped.
        if (answer.outcome === "refused" || answer.outcome === "conflict") {
          const entry = entries.find((each) => each.id === answer.id);
          refusal = answer.problems[0].message;
          if (entry) await outbox("readwrite", (store) => store.put({ ...entry, refused: answer.problems[0] }));
        } else {
          await outbox("readwrite", (store) => store.delete(answer.id));
          kept[answer.id] = answer;
        }
      }
    }
    return heard ? kept : null;
  } catch {
    return null;
  } finally {
    clearTimeout(slow);
    await showWaiting(refusal).catch(() => null);
  }
}

/* A page kept on the phone may be days old: the night is the one of this tap, and the page says so. */
const shown = document.getElementById("night");

function nightNow(date = new Date()) {
  const begins = new Date(date);
  begins.setDate(begins.getDate() - (date.getHours() < Number(shown.dataset.evening) ? 1 : 0));
  return begins;
}

const isoDay = (date) => moment(date).wall.slice(0, 10);

function freshenNight() {
  if (!shown || shown.dataset.night === isoDay(nightNow())) return;
  const begins = nightNow();
  const ends = new Date(begins);
  ends.setDate(ends.getDate() + 1);
  shown.dataset.night = isoDay(begins);
  shown.textContent = new Intl.DateTimeFormat(tongue, { weekday: "short", day: "numeric", month: "long" })
    .formatRange(begins, ends);
}

/* What a filled form says, by the names of its fields; the server makes the entries of it. */
function filled(form, submitter) {
  const fields = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (value && name !== "id" && name !== "csrfmiddlewaretoken") (fields[name] ??= []).push(value);
  }
  return { ...JSON.parse(form.dataset.form), fields };
}

/* Says that something is kept here, where its reader sees it; `words` names another sentence of the same place. */
function sayKept(words) {
  const place = document.getElementById("kept");
  if (!place) return;
  if (words && place.dataset[words]) place.textContent = place.dataset[words];
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
}

async function plainly(form, submitter) {
  form.dataset.plain = "yes";
  form.requestSubmit(submitter);
}

/* A form with data-entry or data-form is kept on the phone first, then sent. What the phone cannot keep goes as a plain
   form, and where that cannot go either, the page says so. What is tried with the made-up person goes to the server
   alone and is thrown away. */
async function keepAndSend(form, submitter) {
  const at = moment();
  const said = form.dataset.form ? filled(form, submitter) : JSON.parse(form.dataset.entry);
  const entry = { id: makeId(), at, entered: at, ...said, person: ours };
  if (form.dataset.nightOf) entry.night = isoDay(nightNow());
  try {
    await outbox("readwrite", (store) => store.put(entry));
    if (matchMedia("(display-mode: standalone)").matches) navigator.storage?.persist?.(); // an app's own store is not cleared for room
  } catch {
    if (await reachable()) return plainly(form, submitter);
    sayKept("lost");
    return null;
  }
  const answers = await Promise.race([flush(), later(form.dataset.after ? PATIENCE_MS.now : PATIENCE_MS.form)]);
  if (form.dataset.form && answers && !answers[entry.id]) {
    // The server could not take it: the plain form shows what is wrong, at its field.
    await outbox("readwrite", (store) => store.delete(entry.id));
    return plainly(form, submitter);
  }
  const next = form.dataset.after ?? (answers?.[entry.id] && form.dataset.then);
  if (next) return location.assign(next.replace("ID", entry.id));
  if (form.dataset.form) form.reset();
  keepUpWithTheDay();
  await hideNoted();
  sayKept();
  return later(1000); // the second tap of a double tap
}

const reachable = () => fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS.form) }).then((answer) => answer.ok, () => false);

/* A second tap while the first one is on its way is the same tap. */
const onTheirWay = new Set();

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-entry], form[data-form], form[data-line]");
  if (!form || form.dataset.plain || "sample" in document.documentElement.dataset) return;
  event.preventDefault();
  if (onTheirWay.has(form)) return;
  onTheirWay.add(form);
  const way = await (form.dataset.line === undefined ? keepAndSend : readBack)(form, event.submitter);
  if (way === null) onTheirWay.delete(form);
});

/* A form that met no network stands behind its answer: asked for anew, the browser sends it again, with its own ids. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-send-again]")) location.reload();
});

/* A dose that waits here was taken: offered once more, it would be noted twice. */
async function hideNoted() {
  const waiting = await outbox("readonly", (store) => store.getAll()).catch(() => []);
  for (const form of document.querySelectorAll("form[data-once]")) {
    const said = Object.entries(JSON.parse(form.dataset.entry));
    const noted = (entry) => entry.person === ours && diaryDay(entry.at.wall) === diaryDay() && said.every(([name, value]) => entry[name] === value);
    if (waiting.some(noted)) form.hidden = true;
  }
}

/* --- a typed line: shown back by the server before it is kept; without a connection it waits as it was typed --- */

async function readBack(form) {
  const at = moment();
  const line = { id: makeId(), at, entered: at, kind: "line", ...JSON.parse(form.dataset.line || "{}"), line: form.elements.line.value, person: ours };
  const body = new FormData(form);
  body.set("id", line.id);
  body.set("at", JSON.stringify(line.at));
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(SENDING_MS) });
    if (answer.status >= 500) throw new Error(answer.statusText);
    const read = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
    const main = document.getElementById("main");
    main.replaceChildren(...read.childNodes);
    main.focus();
  } catch {
    if (!line.line.trim()) return null;
    const put = await outbox("readwrite", (store) => store.put(line)).catch(() => null);
    if (put === line.id) form.reset();
    sayKept(put === line.id ? "line" : "lost");
    await showWaiting().catch(() => null);
  }
  return null;
}

/* Help that opens from the phone's copy does not know of the tap that led to it: asked again, one would note it twice. */
async function knowTheTap() {
  const form = document.querySelector("form[data-after]");
  const id = new URLSearchParams(location.search).get("of");
  if (!form || !id) return;
  const waits = await outbox("readonly", (store) => store.get(id)).catch(() => null);
  if (!waits && form.dataset.of === id) return; // the server was asked about that tap and knows of none
  form.hidden = true;
  if (waits) document.getElementById("kept").hidden = false;
}

/* --- a page kept from an earlier visit, or left open: what it says of its day holds on that day alone --- */

/* A day of the diary begins at four in the morning. */
function diaryDay(wall = moment().wall) {
  return new Date(Date.parse(`${wall}Z`) - 4 * 3600e3).toISOString().slice(0, 10);
}

function isOld() {
  const made = document.querySelector("[data-made-on]");
  return made && made.dataset.madeOn !== diaryDay();
}

function keepUpWithTheDay() {
  const hour = new Date().getHours();
  for (const each of document.querySelectorAll("[data-hours]")) {
    const [from, until] = each.dataset.hours.split("-").map(Number);
    each.hidden = hour < from || hour >= until;
  }
  for (const when of document.querySelectorAll("form[data-form] input[type=datetime-local]")) {
    if (when.value === when.defaultValue) when.value = when.defaultValue = moment().wall.slice(0, 16);
  }
  if (!isOld()) return;
  document.querySelector("[data-made-on]").hidden = false;
  for (const each of document.querySelectorAll('[data-of-its-day], [data-kind="magnesium"]')) {
    each.hidden = true;
    each.querySelectorAll("input").forEach((field) => { field.disabled = true; });
  }
}

/* Looked at again after hours: what waits is sent, and yesterday's page is asked for anew unless something stands in it. */
async function lookedAtAgain() {
  if (document.hidden) return;
  freshenNight();
  const written = [...document.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);
  if (isOld() && !written && (await reachable())) return location.reload();
  keepUpWithTheDay();
  flush();
}

/* Where no page of this diary may be kept, none is offered. */
async function offerWhatIsKept() {
  if (!("caches" in window)) return;
  for (const item of document.querySelectorAll("[data-if-kept]")) item.hidden = !(await caches.match(item.querySelector("a").href));
  for (const list of document.querySelectorAll("[data-kept-pages]")) list.hidden = !list.querySelector("[data-if-kept]:not([hidden])");
}

/* A page that waits for something looks again by itself; without this its reader asks for it again. */
async function lookAgain() {
  const place = document.querySelector("[data-look-again]");
  if (!place) return;
  await new Promise((resolve) => setTimeout(resolve, Number(place.dataset.lookAgain)));
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  const fresh = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id) : place;
  if (!fresh) return location.reload();
  if (fresh !== place) place.replaceChildren(...fresh.childNodes);
  lookAgain();
}

lookAgain();
addEventListener("online", flush);
addEventListener("pageshow", () => {
  // On a first visit the server took its own clock for this one; near a change of day that was another day.
  if (!wasAtHome && cookie("charley_zone") && isOld()) return location.reload();
  onTheirWay.clear();
  freshenNight();
  keepUpWithTheDay();
  hideNoted();
  offerWhatIsKept();
  knowTheTap().finally(flush);
});
document.addEventListener("visibilitychange", lookedAtAgain);
setInterval(() => document.hidden || flush(), 60000);
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");
