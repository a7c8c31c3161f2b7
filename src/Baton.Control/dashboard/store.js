// All services, as the stream of services tells them. Messages change the entries at once; who watches hears of it once a frame.
import { useEffect, useRef, useState } from "./html.js";
import { Figures } from "./figures.js";
import { openStream } from "./streams.js";

const byName = new Map();
const figures = new Figures();
const sums = new Figures();
sums.grow(1);
const freeSlots = [];
const watchers = new Set();
let order = [];
let arriving = null;
let slots = 0;
let frame = 0;
let stream = null;

/** What changed so far, as counters: `roster` (who is there), `records` (any record), `figures` (any figure). `loaded` is false until all were told once. */
export const versions = { roster: 0, records: 0, figures: 0, loaded: false };

/** Entries in the order of the manifest. An entry is `{name, record, slot, version, cpu, memory, processes}`; its version grows with each change. */
export const entries = () => order;

/** The entry of a service, or undefined. */
export const entryOf = (name) => byName.get(name);

/** The last figures of an entry, oldest first: `which` is "cpu" or "memory". */
export const historyOf = (entry, which) => figures.read(entry.slot, which);

/** Puts older figures of an entry before those that are known. */
export function prependHistory(entry, cpu, memory) {
  figures.prepend(entry.slot, cpu, memory);
  entry.version++;
  versions.figures++;
  announce();
}

/** The last sums over all entries, oldest first. */
export const historyOfSums = (which) => sums.read(0, which);

/** Begins to listen; the stream is there for as long as the page. */
export function openServices() {
  stream ??= openStream(() => "/api/v1/services", {
    services: takeAll,
    changed: ({ items }) => items.forEach(take),
    gone: ({ names }) => names.forEach(remove),
    figures: takeFigures,
  });
  return stream;
}

/** Renders a component again, at most once a frame, when `versionOf(versions)` has changed. */
export function useServices(versionOf = (v) => v.roster + v.records) {
  const [, render] = useState(0);
  // What is asked for can change with the component, as the name of a service does.
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
    // Something can have changed between the first rendering and this effect.
    watcher();
    return () => watchers.delete(watcher);
  }, []);
}

// A roster comes in parts; the old one stays on show until the last part is there, so that a new connection does not flicker.
function takeAll({ reset, items, more }) {
  if (reset) arriving = [];
  arriving ??= [];
  for (const record of items) arriving.push(take(record));
  if (more) {
    // Only the first time there is nothing better to show.
    if (!versions.loaded) setOrder(arriving.slice());
    return;
  }
  const here = new Set(arriving);
  for (const entry of [...byName.values()]) if (!here.has(entry)) forget(entry);
  versions.loaded = true;
  setOrder(arriving);
  arriving = null;
}

function setOrder(next) {
  order = next;
  versions.roster++;
  announce();
}

function take(record) {
  let entry = byName.get(record.name);
  if (!entry) {
    const slot = freeSlots.pop() ?? slots++;
    figures.grow(slots);
    figures.clear(slot);
    entry = { name: record.name, record, slot, version: 0, cpu: null, memory: null, processes: null };
    byName.set(record.name, entry);
  }
  entry.record = record;
  entry.cpu = record.cpu_percent ?? null;
  entry.memory = record.memory_bytes ?? null;
  entry.processes = record.processes ?? null;
  entry.version++;
  versions.records++;
  announce();
  return entry;
}

function remove(name) {
  const entry = byName.get(name);
  if (!entry) return;
  forget(entry);
  setOrder(order.filter((one) => one !== entry));
}

function forget(entry) {
  byName.delete(entry.name);
  freeSlots.push(entry.slot);
}

// Only what changed is told; what did not still gets its point, so that all lines move on together.
function takeFigures({ items }) {
  for (const [name, cpu, memory, processes] of items) {
    const entry = byName.get(name);
    if (!entry) continue;
    entry.cpu = cpu;
    entry.memory = memory;
    entry.processes = processes;
  }
  let cpu = 0, memory = 0;
  for (const entry of order) {
    if (entry.memory === null && figures.count(entry.slot) === 0) continue;
    figures.add(entry.slot, entry.cpu, entry.memory);
    entry.version++;
    cpu += entry.cpu ?? 0;
    memory += entry.memory ?? 0;
  }
  sums.add(0, cpu, memory);
  versions.figures++;
  announce();
}

function announce() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    for (const watcher of [...watchers]) watcher();
  });
}
