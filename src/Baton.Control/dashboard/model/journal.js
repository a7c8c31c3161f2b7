// Events of the journal as they come: a bounded list that grows at its end by the stream, and at its beginning when somebody reads back.
import { get, withQuery } from "../api.js";
import { signal } from "../signal.js";
import { openStream } from "../streams.js";

/** How many events are kept on the page at most; the oldest go first. */
export const most = 20000;
const firstTail = 500;
const pageSize = 1000;

/**
 * Opens a list of events.
 * @param {object} query Parameters of `GET /api/v1/events`: subject, service, what, since; and `until`, with which nothing new comes.
 * @returns `events` (oldest first; `{gap: N}` stands where N are no longer kept), `version` (signal, at most once a frame), `state`
 * (signal: connecting, live, lost, resting, still, failed), `earlier` (signal: more, loading, none, failed; cut: the search ended before the journal's beginning), `error` (the last one), `loadEarlier()`,
 * `retryEarlier()` after a failure, `close()`.
 */
export function openJournal({ until = "", ...query }) {
  const journal = { events: [], error: null, version: signal(0), state: signal("connecting"), earlier: signal(query.since ? "none" : "more"), loadEarlier, retryEarlier, close };
  const ended = new AbortController();
  let incoming = [], frame = 0, stream = null, newest = 0;
  if (until) loadUntil();
  else follow();
  return journal;

  function follow() {
    stream = openStream(addressOf, { notice: take, gap: ({ missed }) => take({ gap: missed }), cut: () => journal.earlier.set("cut") });
    const copy = () => journal.state.set(stream.state.get());
    stream.state.watch(copy);
    copy();
  }

  function addressOf() {
    return withQuery("/api/v1/events", newest ? { ...query, since: null, after: newest } : { ...query, tail: query.since ? null : firstTail });
  }

  function take(event) {
    if (event.seq) {
      // It was asked for what comes after the newest: this journal does not know that one, since it began anew or lost its end in a crash.
      if (event.seq <= newest) forgetFrom(event.seq);
      newest = event.seq;
    }
    incoming.push(event);
    frame ||= requestAnimationFrame(flush);
  }

  function forgetFrom(seq) {
    incoming = incoming.filter((event) => event.seq < seq);
    journal.events = journal.events.filter((event) => event.seq < seq);
  }

  function flush() {
    frame = 0;
    journal.events = journal.events.concat(incoming);
    incoming = [];
    if (journal.events.length > most) {
      journal.events = journal.events.slice(-most);
      journal.earlier.set("none");
    }
    changed();
  }

  async function loadUntil() {
    try {
      const end = Date.parse(until);
      await eachPage({ ...query, since: query.since || "1970-01-01T00:00:00Z" }, (items) => {
        journal.events = journal.events.concat(items.filter((event) => event.gap || Date.parse(event.time) <= end)).slice(-most);
        return items.length === 0 || Date.parse(items[items.length - 1].time) <= end;
      });
      journal.earlier.set("none");
      journal.state.set("still");
    } catch (error) {
      fail(error);
    }
    changed();
  }

  // The API counts from the end: as many as are here and a page more, less those that are here.
  async function loadEarlier() {
    if (journal.earlier.get() !== "more" || !journal.events.length) return;
    journal.earlier.set("loading");
    try {
      const first = journal.events.find((event) => event.seq)?.seq ?? Infinity;
      const older = [];
      let isCut = false;
      await eachPage({ ...query, tail: Math.min(journal.events.length + pageSize, 100000) }, (items, page) => {
        isCut ||= page.cut === true;
        older.push(...items.filter((event) => event.gap || event.seq < first));
        return items.every((event) => event.gap || event.seq < first);
      });
      const isAll = older.length === 0 || older[0].gap !== undefined;
      journal.events = older.concat(journal.events.filter((event, i) => i > 0 || !event.gap)).slice(-most);
      journal.earlier.set(isCut ? "cut" : isAll || journal.events.length >= most ? "none" : "more");
    } catch (error) {
      // The page was left.
      if (error.name === "AbortError") return;
      journal.error = error;
      journal.earlier.set("failed");
    }
    changed();
  }

  function retryEarlier() {
    journal.earlier.set("more");
    return loadEarlier();
  }

  // `take` gets the events of each page, and the page, and says whether it wants more.
  async function eachPage(parameters, take) {
    let cursor = null;
    do {
      const page = await get(withQuery("/api/v1/events", { ...parameters, ...(cursor ? { cursor } : {}), limit: pageSize }), { signal: ended.signal });
      if (!take(page.missed ? [{ gap: page.missed }, ...page.items] : page.items, page)) return;
      cursor = page.next;
    } while (cursor);
  }

  function fail(error) {
    if (error.name === "AbortError") return;
    journal.error = error;
    journal.state.set("failed");
  }

  function changed() {
    journal.version.set(journal.version.get() + 1);
  }

  function close() {
    stream?.close();
    ended.abort();
    cancelAnimationFrame(frame);
  }
}

/** One event by its number; null when it is no longer kept or never was. */
export async function eventAt(seq, signal) {
  const { items } = await get(withQuery("/api/v1/events", { after: seq - 1, limit: 1 }), { signal });
  return items[0]?.seq === seq ? items[0] : null;
}
