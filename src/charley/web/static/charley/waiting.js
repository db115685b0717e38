/* The list of what waits on this device. It stands beside charley.js and uses its outbox. */
"use strict";

const list = document.getElementById("waiting");
const names = JSON.parse(list.dataset.words);
const inWords = (at) => new Intl.DateTimeFormat(tongue, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "UTC" })
  .format(new Date(`${at.wall}Z`));

function row(entry) {
  const item = document.getElementById("one").content.cloneNode(true).firstElementChild;
  const show = (part) => item.querySelectorAll(`[data-of=${part}]`).forEach((each) => { each.hidden = false; });
  item.querySelector("time").textContent = inWords(entry.at);
  item.querySelector("[data-what]").textContent = entry.kind === "line" ? `“${entry.line}”` : names[entry.kind] ?? entry.kind;
  if (entry.refused) {
    const why = item.querySelector("[data-why]");
    why.textContent = entry.refused.message;
    why.hidden = false;
    // A time from a clock that was wrong is put right here; the next sending takes it.
    if (/^(at|night|day)\b/.test(entry.refused.field)) show("time");
  }
  item.querySelector("[name=when]").value = moment().wall.slice(0, 16);
  item.querySelector("form[data-of=time]").addEventListener("submit", (event) => {
    event.preventDefault();
    putRight(entry, new Date(event.target.elements.when.value));
  });
  if (entry.kind === "line") {
    const form = item.querySelector("form[data-of=line]");
    form.dataset.line = JSON.stringify({ id: entry.id, at: entry.at, entered: entry.entered });
    form.elements.line.value = entry.line;
    show("line");
  }
  item.querySelector("[data-drop]").addEventListener("click", async () => {
    await outbox("readwrite", (store) => store.delete(entry.id));
    await showWaiting();
  });
  return item;
}

async function putRight(entry, when) {
  const said = { ...entry, at: moment(when), entered: moment(), refused: undefined };
  if (entry.night) {
    when.setDate(when.getDate() - (when.getHours() < Number(list.dataset.evening) ? 1 : 0));
    said.night = isoDay(when);
  }
  await outbox("readwrite", (store) => store.put(said));
  await flush();
}

async function draw() {
  const waiting = await outbox("readonly", (store) => store.getAll()).catch(() => []);
  if (!list.isConnected) return; // a line that was read stands in its place
  const mine = waiting.filter((entry) => entry.person === ours).sort((one, other) => one.at.wall.localeCompare(other.at.wall));
  const others = waiting.length - mine.length;
  list.replaceChildren(...mine.map(row));
  document.getElementById("nothing").hidden = waiting.length > 0;
  const place = document.getElementById("others");
  place.hidden = others === 0;
  place.textContent = others === 1 ? place.dataset.one : place.dataset.many.replace("%d", others);
}

addEventListener("outbox", draw);
draw();
