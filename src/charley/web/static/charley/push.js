/* Reminders in this browser: turned on and off here, and never without a tap. It stands beside charley.js. */
"use strict";

const push = document.getElementById("push");
const buttons = { on: push.querySelector("[data-on]"), off: push.querySelector("[data-off]") };
const SUBSCRIBING_MS = 20000;

const sayOfPush = (words) => { push.querySelector("[role=status]").textContent = push.dataset[words] ?? words; };

/* Why it cannot be turned on here at all; null where it can. */
function hindrance() {
  if (!isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unable";
  return Notification.permission === "denied" ? "denied" : null;
}

/* What this browser asked for before; at the very first visit there is not yet anybody who could have asked. */
async function subscribed() {
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

async function digestOf(endpoint) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* The page's own token: a page left open while another person was chosen is refused, and changes nothing for them. */
async function tell(method, address, body) {
  const answer = await fetch(address, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": push.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify(body ?? {}),
    signal: AbortSignal.timeout(SENDING_MS),
  });
  const said = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
  if (!answer.ok || answer.redirected) throw new Error(said.error?.problems.map((problem) => problem.message).join("; ") ?? "unkept");
  return said;
}

async function subscribe(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  return pushManager.subscribe(wanted).catch(async (fault) => {
    if (fault.name !== "InvalidStateError") throw fault;
    await (await pushManager.getSubscription())?.unsubscribe(); // it was made with another key of this machine's
    return pushManager.subscribe(wanted);
  });
}

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") return sayOfPush("denied");
  sayOfPush("waiting");
  const before = await subscribed();
  const { key } = await tell("POST", push.dataset.key);
  const found = await Promise.race([subscribe(key).catch(() => null), later(SUBSCRIBING_MS)]);
  if (!found) return sayOfPush("unreachable");
  const { endpoint, keys } = found.toJSON();
  await tell("POST", push.dataset.browser, { endpoint, p256dh: keys.p256dh, auth: keys.auth }).catch(async (fault) => {
    if (!before) await found.unsubscribe();
    throw fault;
  });
  location.reload();
}

async function turnOff() {
  const found = await subscribed();
  const { shared } = await tell("DELETE", push.dataset.browser, { endpoint: found.endpoint });
  if (!shared) await found.unsubscribe();
  location.reload();
}

async function showPush() {
  const why = hindrance();
  if (why) return sayOfPush(why);
  const found = await subscribed();
  const isOn = found !== null && push.dataset.known.split(" ").includes(await digestOf(found.endpoint));
  buttons.on.hidden = isOn;
  buttons.off.hidden = !isOn;
  sayOfPush(isOn ? "isOn" : "isOff");
}

for (const [button, act] of [[buttons.on, turnOn], [buttons.off, turnOff]]) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    await act().catch((fault) => sayOfPush(fault.name === "Error" ? fault.message : "unkept"));
    button.disabled = false;
  });
}
showPush();
