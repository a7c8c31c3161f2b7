// All monitors, as the stream of monitors tells them. It is open while a page of monitors is on show, and a little longer.
import { useEffect, useRef, useState } from "./html.js";
import { get } from "./api.js";
import { signal } from "./signal.js";
import { openStream } from "./streams.js";
import { merged } from "./model/results.js";

/** How many of the newest results are kept of each. */
export const kept = 60;

// From a list to one of it and back is no reason to ask for all again.
const lingers = 3000;

const byName = new Map();
const watchers = new Set();
let order = [];
let arriving = null;
let frame = 0;
let stream = null;
let users = 0;
let leaving = null;

/** What changed so far, as counters: `roster` (who is there), `records` (any record). `loaded` is false until all were told once. */
export const versions = { roster: 0, records: 0, loaded: false };

/** How the stream of monitors is: "closed", or as streams.js says. */
export const connection = signal("closed");

/** The silences that are in force. */
export const silences = signal([]);

/** Entries in the order of the manifest. An entry is `{name, record, results, version}`; its version grows with each change. */
export const entries = () => order;

/** The entry of a monitor, or undefined. */
export const entryOf = (name) => byName.get(name);

/** Renders a component again, at most once a frame, when `versionOf(versions)` has changed. The stream is open as long as one is shown. */
export function useMonitors(versionOf = (v) => v.roster + v.records) {
  const [, render] = useState(0);
  const asked = useRef(null);
  asked.current = { versionOf, seen: versionOf(versions) };
  useEffect(() => {
    const watcher = () => {
      const now = asked.current.versionOf(versions);
      if (now === asked.current.seen) return;
      asked.current.seen = now;
      render((n) => n + 1);
    };
    watchers.add(watcher);
    begin();
    // Something can have changed between the first rendering and this effect.
    watcher();
    return () => {
      watchers.delete(watcher);
      end();
    };
  }, []);
}

/** Takes a record that an act answered with, unless the stream has told more meanwhile. */
export function takeAnswer(record) {
  const known = byName.get(record.name)?.record;
  if (known && !(record.last_check < known.last_check)) take(record);
}

function begin() {
  users++;
  clearTimeout(leaving);
  if (stream) return;
  stream = openStream(() => `/api/v1/monitors?recent=${kept}`, {
    monitors: takeAll,
    changed: ({ items }) => items.forEach(take),
    silences: loadSilences,
  });
  stream.state.watch((state) => connection.set(state));
  connection.set(stream.state.get());
}

function end() {
  if (--users > 0) return;
  leaving = setTimeout(() => {
    stream.close();
    stream = null;
    connection.set("closed");
  }, lingers);
}

async function loadSilences() {
  try {
    silences.set((await get("/api/v1/silences")).items);
  } catch {
    // The connection line says what is wrong; a new stream asks again.
  }
}

// A roster comes in parts; the old one stays on show until the last part is there, so that a new connection does not flicker.
function takeAll({ reset, items, more }) {
  if (reset) arriving = [];
  arriving ??= [];
  for (const record of items) arriving.push(take(record, true));
  if (more) {
    if (!versions.loaded) setOrder(arriving.slice());
    return;
  }
  const here = new Set(arriving);
  for (const entry of [...byName.values()]) if (!here.has(entry)) byName.delete(entry.name);
  versions.loaded = true;
  setOrder(arriving);
  arriving = null;
}

function setOrder(next) {
  order = next;
  versions.roster++;
  announce();
}

function take(record, whole = false) {
  let entry = byName.get(record.name);
  if (!entry) {
    entry = { name: record.name, record, results: [], version: 0 };
    byName.set(record.name, entry);
  }
  entry.record = record;
  const told = record.recent ?? [];
  entry.results = whole === true ? told : merged(entry.results, told, kept);
  entry.version++;
  versions.records++;
  announce();
  return entry;
}

function announce() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    for (const watcher of [...watchers]) watcher();
  });
}
