/* Counts through the steps of a routine. Without it the list with its seconds is enough. Time is taken from the clock,
   not from ticks, so a phone that was put aside goes on at the right place. */
"use strict";

const timer = document.getElementById("timer");
const part = (name) => timer.querySelector(`[data-${name}]`);
const say = (text, ...values) => values.reduce((said, value) => said.replace(/%[sd]/, value), text);

/* One phase is one hold, one pause, or a step that waits for the person (no seconds). */
function phasesOf(step) {
  const { name, seconds, times, rest, restName } = step.dataset;
  const found = [];
  for (let n = 1; n <= Number(times); n += 1) {
    const count = Number(times) > 1 ? ` (${n}/${times})` : "";
    found.push({ step, name: name + count, seconds: Number(seconds) });
    if (Number(rest)) found.push({ step, name: restName, seconds: Number(rest) });
  }
  return found;
}

const steps = [...document.querySelectorAll("#steps > li[data-seconds]")];
const phases = steps.flatMap(phasesOf);
const state = { at: -1, ends: 0, left: 0, running: false, counted: 0 };

function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return whole < 60 ? String(whole) : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const seconds = () => performance.now() / 1000;

function show() {
  const phase = phases[state.at];
  const next = phases[state.at + 1];
  const over = state.at >= phases.length;
  part("now").textContent = over ? timer.dataset.done : phase?.name ?? timer.dataset.ready;
  part("then-comes").textContent = next ? say(timer.dataset.next, next.name) : "";
  timer.querySelector("progress").value = Math.max(0, state.at) / phases.length;
  const place = phase?.step ?? steps[0];
  for (const step of steps) step.toggleAttribute("aria-current", step === phase?.step);
  const drawn = place.querySelector("svg") ?? [...steps].slice(0, steps.indexOf(place)).findLast((step) => step.querySelector("svg"))?.querySelector("svg");
  timer.querySelector(".pose-slot").replaceChildren(...(drawn && !over ? [drawn.cloneNode(true)] : []));
  const start = timer.querySelector('[data-do="start"]');
  start.textContent = state.running ? timer.dataset.pause : state.at < 0 ? timer.dataset.start : timer.dataset.again;
  start.hidden = over || (phase !== undefined && !phase.seconds);
  for (const name of ["back", "skip"]) timer.querySelector(`[data-do="${name}"]`).hidden = state.at < 0 || over;
  timer.classList.toggle("is-rest", phase !== undefined && phase.name === phase.step.dataset.restName);
  showClock();
}

function showClock() {
  const phase = phases[state.at];
  const total = phases.reduce((sum, each) => sum + each.seconds, 0);
  const left = state.running ? state.ends - seconds() : state.left;
  part("clock").textContent = state.at < 0 ? clock(total) : phase?.seconds ? clock(left) : "";
}

function goTo(at, from = seconds()) {
  state.at = Math.max(0, Math.min(at, phases.length));
  const phase = phases[state.at];
  state.left = phase?.seconds ?? 0;
  state.ends = from + state.left;
  state.running = Boolean(phase?.seconds);
  if (!phase) finish();
  chime();
  show();
  keepAwake();
}

function tick() {
  if (!state.running) return;
  while (state.running && seconds() >= state.ends) {
    state.counted += phases[state.at].seconds;
    goTo(state.at + 1, state.ends);
  }
  showClock();
}

function finish() {
  const form = document.getElementById("finish");
  const minutes = Math.round(state.counted / 6) / 10;
  if (!minutes) return;
  form.dataset.entry = JSON.stringify({ ...JSON.parse(form.dataset.entry), minutes });
  if (form.elements.minutes) form.elements.minutes.value = minutes;
  form.scrollIntoView({ block: "nearest" });
}

/* --- a soft sound, off unless asked for --- */

let speaker = null;

function chime() {
  if (!timer.querySelector('[data-do="sound"]').checked) return;
  speaker ??= new AudioContext();
  const tone = speaker.createOscillator();
  const loudness = speaker.createGain();
  tone.frequency.value = state.at < phases.length ? 392 : 523;
  loudness.gain.setValueAtTime(0.12, speaker.currentTime);
  loudness.gain.exponentialRampToValueAtTime(0.0001, speaker.currentTime + 0.6);
  tone.connect(loudness).connect(speaker.destination);
  tone.start();
  tone.stop(speaker.currentTime + 0.6);
}

/* --- the screen stays on while it counts, where the browser can do that --- */

let lock = null;

async function keepAwake() {
  try {
    if (state.running && document.visibilityState === "visible") lock ??= (await navigator.wakeLock?.request("screen")) ?? null;
    else if (lock) {
      const held = lock;
      lock = null;
      await held.release();
    }
  } catch {
    lock = null; // a low battery may refuse; the timer goes on
  }
}

const DO = {
  start() {
    if (state.at < 0) return goTo(0);
    if (state.running) state.left = state.ends - seconds();
    else state.ends = seconds() + state.left;
    state.running = !state.running;
    show();
    keepAwake();
  },
  skip: () => goTo(state.at + 1),
  back: () => goTo(state.at - 1),
};

if (timer && phases.length) {
  timer.hidden = false;
  timer.addEventListener("click", (event) => DO[event.target.dataset.do]?.());
  document.addEventListener("visibilitychange", () => {
    lock = document.visibilityState === "visible" ? lock : null;
    tick();
    keepAwake();
  });
  setInterval(tick, 200);
  show();
}
