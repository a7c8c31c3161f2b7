// Log lines as they come: a bounded list that grows at its end by a stream, and at its beginning when somebody reads back.
import { get, withQuery } from "../api.js";
import { signal } from "../signal.js";
import { openStream } from "../streams.js";
import { columns, pieces } from "./ansi.js";

/** How many lines are kept at most; the oldest go first. */
export const most = 20000;
const firstTail = 1000;
const pagesAtOnce = 12;

/**
 * Opens a feed of log lines.
 * @param {object} query Parameters of `GET /api/v1/logs`: service, stream, run, grep, ignore_case, since, until. With `until` or `previous` nothing new comes.
 * @returns a feed: `lines` (each `{id, service, run, time, stream, parts, columns, continued}`), `dropped` (how many were let go),
 * `version` (a signal that changes at most once a frame), `state` (signal: connecting, live, lost, resting, still, failed), `earlier`
 * (signal: more, loading, none, failed), `error` (the last one), `waiting` (signal: lines held back by a pause), `pause(on)`, `loadEarlier()`, `retryEarlier()` after a failure, `close()`.
 */
export function openFeed(query) {
  const ended = new AbortController();
  const feed = {
    query, lines: [], dropped: 0, error: null,
    version: signal(0), state: signal("connecting"), earlier: signal("more"), waiting: signal(0),
    pause, loadEarlier: () => loadEarlier(feed, ended.signal), retryEarlier, close,
  };
  let incoming = [], held = null, heldEver = 0, frame = 0, stream = null, markAt = 0, given = 0, lastId = null;
  if (query.until || query.previous) loadStill();
  else follow();
  return feed;

  function follow() {
    stream = openStream(addressOf, { lines: take });
    const copy = () => feed.state.set(stream.state.get());
    stream.state.watch(copy);
    copy();
  }

  // Not every message carries a place to go on from: what came after the last place will come again, and is taken back.
  function addressOf(id) {
    if (id === null && given) restart();
    else if (given > markAt) takeBack(given - markAt);
    return withQuery("/api/v1/logs", id === null ? { ...query, tail: query.since ? null : firstTail } : { ...query, since: null, cursor: id });
  }

  function take(lines, event) {
    for (const line of lines) incoming.push(lineOf(line));
    if (incoming.length > most) {
      feed.dropped += incoming.length - most;
      incoming = incoming.slice(-most);
    }
    given += lines.length;
    if (event.lastEventId && event.lastEventId !== lastId) {
      lastId = event.lastEventId;
      markAt = given;
    }
    frame ||= requestAnimationFrame(flush);
  }

  function flush() {
    frame = 0;
    if (held) {
      heldEver += incoming.length;
      held = held.concat(incoming);
      feed.dropped += Math.max(0, held.length - most);
      held = held.slice(-most);
      feed.waiting.set(held.length);
    } else append(incoming);
    incoming = [];
  }

  function append(lines) {
    feed.lines = feed.lines.concat(lines);
    const over = feed.lines.length - most;
    if (over > 0) {
      feed.lines = feed.lines.slice(over);
      feed.dropped += over;
      feed.earlier.set("none");
    }
    changed(feed);
  }

  function pause(on) {
    if (on === Boolean(held)) return;
    const lines = held;
    held = on ? [] : null;
    heldEver = 0;
    feed.waiting.set(0);
    if (!on) append(lines);
  }

  function takeBack(count) {
    flush();
    // Those that a pause holds came last. Of them some may have been let go already: they are no lines of the list either.
    const ofHeld = Math.min(count, heldEver);
    if (held) {
      held = held.slice(0, Math.max(0, held.length - ofHeld));
      heldEver -= ofHeld;
      feed.waiting.set(held.length);
    }
    feed.lines = feed.lines.slice(0, Math.max(0, feed.lines.length - (count - ofHeld)));
    given = markAt;
    changed(feed);
  }

  function restart() {
    incoming = [];
    feed.lines = [];
    held &&= [];
    heldEver = 0;
    feed.waiting.set(0);
    given = markAt = 0;
    changed(feed);
  }

  async function loadStill() {
    try {
      feed.lines = (await readPages({ ...query, tail: query.since && !query.until ? null : firstTail }, ended.signal)).map(lineOf);
      feed.state.set("still");
    } catch (error) {
      if (error.name === "AbortError") return;
      feed.error = error;
      feed.state.set("failed");
    }
    changed(feed);
  }

  function retryEarlier() {
    feed.earlier.set("more");
    return feed.loadEarlier();
  }

  function close() {
    stream?.close();
    ended.abort();
    cancelAnimationFrame(frame);
  }
}

// The API reads forward only: the lines before the first one are the last ones until its time, less those of that instant that are here.
async function loadEarlier(feed, signal) {
  // Without a line there is nothing to be earlier than: what is on its way would come twice.
  if (feed.earlier.get() !== "more" || !feed.lines.length || feed.lines.length >= most) return;
  feed.earlier.set("loading");
  try {
    const first = feed.lines[0];
    for (let tail = firstTail; ; tail *= 4) {
      const page = await readPages({ ...feed.query, until: first?.time ?? feed.query.until, tail }, signal);
      const fresh = first ? without(page, feed.lines, first.time) : page;
      const room = most - feed.lines.length;
      feed.lines = fresh.slice(-room).map(lineOf).concat(feed.lines);
      feed.earlier.set(page.length < tail || fresh.length > room ? "none" : "more");
      if (fresh.length || page.length < tail || tail > most) break;
    }
  } catch (error) {
    // The page was left.
    if (error.name === "AbortError") return;
    feed.error = error;
    feed.earlier.set("failed");
  }
  changed(feed);
}

function without(page, lines, time) {
  const here = new Map();
  for (const line of lines) {
    if (line.time !== time) break;
    const key = keyOf(line.service, line.stream, line.raw);
    here.set(key, (here.get(key) ?? 0) + 1);
  }
  return page.filter((line) => {
    if (line.time !== time) return true;
    const key = keyOf(line.service, line.stream, line.text);
    const count = here.get(key) ?? 0;
    here.set(key, count - 1);
    return count <= 0;
  });
}

const keyOf = (service, stream, text) => `${service} ${stream} ${text}`;

async function readPages(parameters, signal) {
  const lines = [];
  let cursor = null;
  for (let i = 0; i < pagesAtOnce * 4; i++) {
    const page = await get(withQuery("/api/v1/logs", cursor ? { ...parameters, tail: null, cursor, limit: 1000 } : { ...parameters, limit: 1000 }), { signal });
    lines.push(...page.items);
    cursor = page.next;
    if (!cursor) break;
  }
  return lines;
}

let lastLine = 0;

function lineOf({ service, run, time, stream, text, continued }) {
  const parts = pieces(text);
  return { id: ++lastLine, service, run, time, stream, raw: text, parts, columns: columns(parts), continued: continued === true };
}

function changed(feed) {
  feed.version.set(feed.version.get() + 1);
}
