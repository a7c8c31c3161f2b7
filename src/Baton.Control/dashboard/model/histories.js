// Figures from before the page was opened, for the rows in view only, one service after the other: each is a request.
import { get } from "../api.js";
import { prependHistory } from "../store.js";

// A row that is only scrolled past is not asked for.
const restBefore = 250;
// Measurements are rarer while nobody looks: those would be a line of another scale.
const longestInterval = 3;

const wanted = new Set();
const had = new WeakSet();
let timer = null;
let busy = false;

/** Asks for what is kept of a service, unless that was done before. */
export function wantHistory(entry) {
  if (had.has(entry)) return;
  wanted.add(entry);
  timer ??= setTimeout(readNext, restBefore);
}

/** It is out of view: what was not asked for yet is not needed. */
export const leaveHistory = (entry) => wanted.delete(entry);

async function readNext() {
  timer = null;
  if (busy) return;
  busy = true;
  for (const entry of wanted) {
    wanted.delete(entry);
    had.add(entry);
    if (entry.record.pid) await read(entry);
  }
  busy = false;
}

async function read(entry) {
  try {
    const { interval_seconds, cpu_percent, memory_bytes } = await get(`/api/v1/services/${encodeURIComponent(entry.name)}/figures`);
    if (interval_seconds <= longestInterval) prependHistory(entry, cpu_percent.slice(0, -1), memory_bytes.slice(0, -1));
  } catch {
    // A line begins empty then, and grows.
  }
}
