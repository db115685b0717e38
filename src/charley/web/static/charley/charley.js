/* The one script. Without it every page still works; with it the night's entries wait safely on the phone until the
   server has them. Ids and local times are made here, so a repeated upload changes nothing. */
"use strict";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
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

async function showWaiting(refusal = "") {
  const mark = document.getElementById("outbox");
  const waiting = await outbox("readonly", (store) => store.count());
  mark.hidden = waiting === 0;
  mark.textContent = waiting === 1 ? mark.dataset.one : mark.dataset.many.replace("%d", waiting);
  if (refusal) mark.textContent += ` (${refusal})`;
}

/* Sends what waits, to the diary of the person each entry names: whoever is looked at now has no part in it. Gives the
   server's answer for each id that was kept, or null where what belongs to this page could not be brought there now. */
async function flush() {
  const waiting = await outbox("readonly", (store) => store.getAll());
  if (!waiting.length) return {};
  let refusal = "";
  const kept = {};
  let heard = true;
  try {
    if (!cookie("csrftoken")) await fetch("/people/", { cache: "no-store" });
    for (const person of new Set(waiting.map((entry) => entry.person))) {
      const entries = waiting.filter((entry) => entry.person === person).map((entry) => ({ ...entry, person: undefined }));
      const response = await fetch("/api/entries", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") ?? "" },
        body: JSON.stringify({ person, entries }),
      });
      if (response.status === 404 || response.status === 423) refusal = (await response.json()).error.problems[0].message;
      if (!response.ok) {
        heard &&= person !== ours;
        continue;
      }
      for (const answer of (await response.json()).answers) {
        // What the server cannot take, such as a time from a clock that is wrong, stays here and is said, never dropped.
        if (answer.outcome === "refused") refusal = answer.problems[0].message;
        else {
          await outbox("readwrite", (store) => store.delete(answer.id));
          kept[answer.id] = answer;
        }
      }
    }
    return heard ? kept : null;
  } catch {
    return null;
  } finally {
    await showWaiting(refusal);
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
  shown.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", day: "numeric", month: "long" })
    .formatRange(begins, ends);
}

/* What a filled check-in says, by the names of its fields; the server makes the entries of it. */
function checkIn(form, submitter) {
  const fields = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (value && name !== "id" && name !== "csrfmiddlewaretoken") (fields[name] ??= []).push(value);
  }
  return { kind: "check_in", part: form.dataset.checkIn, fields };
}

/* A form with data-entry is kept on the phone first, then sent. Any fault on the way falls back to the plain form.
   What is tried with the made-up person goes to the server alone and is thrown away. */
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-entry], form[data-check-in]");
  if (!form || form.dataset.plain || "sample" in document.documentElement.dataset) return;
  event.preventDefault();
  const at = moment();
  const entry = { ...(form.dataset.checkIn ? checkIn(form, event.submitter) : JSON.parse(form.dataset.entry)), id: makeId(), at, entered: at };
  if (form.dataset.nightOf) entry.night = isoDay(nightNow());
  try {
    await outbox("readwrite", (store) => store.put({ ...entry, person: ours }));
  } catch {
    form.dataset.plain = "yes";
    form.requestSubmit(event.submitter);
    return;
  }
  const answers = await flush();
  if (form.dataset.checkIn && answers && !answers[entry.id]) {
    // The server could not take it: the plain form shows what is wrong, at its field.
    await outbox("readwrite", (store) => store.delete(entry.id));
    form.dataset.plain = "yes";
    form.requestSubmit(event.submitter);
    return;
  }
  if (form.dataset.after) location.assign(form.dataset.after.replace("ID", entry.id));
  else if (answers?.[entry.id]) location.assign(form.dataset.then);
  else {
    const kept = document.getElementById("kept");
    kept?.removeAttribute("hidden");
    if (form.dataset.checkIn) {
      form.reset();
      kept?.scrollIntoView({ block: "center" });
    }
  }
});

/* Help that opens from the phone's copy does not know of the tap that led to it: asked again, one would note it twice. */
async function knowTheTap() {
  const form = document.querySelector("form[data-after]");
  const id = new URLSearchParams(location.search).get("of");
  if (!form || !id || !(await outbox("readonly", (store) => store.get(id)))) return;
  form.hidden = true;
  document.getElementById("kept").hidden = false;
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
addEventListener("pageshow", () => knowTheTap().finally(flush));
addEventListener("pageshow", freshenNight);
document.addEventListener("visibilitychange", freshenNight);
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js");
