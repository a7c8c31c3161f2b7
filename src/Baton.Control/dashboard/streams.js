// Server-sent events that come back by themselves: after a lost connection, a new daemon, or a tab that was hidden.
import { get, toLogin } from "./api.js";
import { signal } from "./signal.js";

const firstWait = 300;
const longestWait = 5000;
// A daemon says something at least each 15 seconds. A connection that died while the computer slept, or whose other end went away, ends without a word.
const silentFor = 40000;
const unansweredFor = 10000;
const lookEvery = 2500;
// A browser opens six connections to one address over all its tabs: one that nobody sees gives its own back.
const hiddenFor = 15000;

/**
 * Opens a stream.
 * @param {(lastId: string|null) => string} addressOf Address to open; `lastId` is where to go on, null at first.
 * @param {Record<string, (data: any, event: MessageEvent) => void>} handlers By event name; the data is parsed.
 * @returns `state` (a signal of "connecting", "live", "lost" or "resting"), `reason` of the last end, and `close()`.
 */
export function openStream(addressOf, handlers) {
  const state = signal("connecting");
  const stream = { state, reason: null, close };
  let source = null, timer = null, lastId = null, failures = 0, closed = false, hideTimer = null, opened = false, answered = false, heardAt = 0;

  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", hurry);
  const watch = setInterval(lookForSilence, lookEvery);
  connect();
  return stream;

  function connect() {
    clearTimeout(timer);
    timer = null;
    source = new EventSource(addressOf(lastId));
    answered = false;
    heardAt = Date.now();
    source.onopen = () => {
      heardAt = Date.now();
      answered = true;
      opened = true;
      stream.reason = null;
      state.set("live");
    };
    source.onerror = () => lose(null);
    source.addEventListener("end", (event) => lose(JSON.parse(event.data)));
    source.addEventListener("idle", hear);
    for (const [name, handler] of Object.entries(handlers)) source.addEventListener(name, (event) => take(handler, event));
  }

  // An answer alone is no success: what is wrong then is told as the last event.
  function hear() {
    heardAt = Date.now();
    failures = 0;
  }

  function take(handler, event) {
    hear();
    if (event.lastEventId) lastId = event.lastEventId;
    handler(JSON.parse(event.data), event);
  }

  // By the clock on the wall: while the computer sleeps the others stand still.
  function lookForSilence() {
    if (!source) return;
    const now = Date.now();
    heardAt = Math.min(heardAt, now);
    const limit = answered ? silentFor : unansweredFor;
    if (now - heardAt > limit) lose({ reason: `nothing was heard for ${limit / 1000} seconds` });
  }

  // The browser would reconnect by itself, but after a fixed time, and for good it gives up on an answer like 503.
  function lose(end) {
    drop();
    // The first reason is the one that counts: after it there is only nobody who answers.
    stream.reason = end?.reason ?? stream.reason;
    state.set(opened || failures > 1 ? "lost" : "connecting");
    const wait = end?.resumes ? firstWait : Math.min(firstWait * 2 ** failures, longestWait) * (0.8 + 0.4 * Math.random());
    failures++;
    if (failures >= 2) checkToken();
    timer = setTimeout(connect, wait);
  }

  // An EventSource does not say that it was refused for want of a token.
  async function checkToken() {
    try {
      const who = await get("/api/v1/session", { timeout: unansweredFor });
      if (who.required && who.role === "none") toLogin();
    } catch (error) {
      stream.reason ??= error.message;
    }
  }

  function drop() {
    source?.close();
    source = null;
  }

  function hurry() {
    if (timer) connect();
  }

  function onVisibility() {
    clearTimeout(hideTimer);
    if (document.hidden) hideTimer = setTimeout(rest, hiddenFor);
    else if (state.get() === "resting") {
      state.set("connecting");
      connect();
    } else hurry();
  }

  function rest() {
    clearTimeout(timer);
    timer = null;
    drop();
    state.set("resting");
  }

  function close() {
    if (closed) return;
    closed = true;
    clearTimeout(timer);
    clearTimeout(hideTimer);
    clearInterval(watch);
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("online", hurry);
    drop();
  }
}
