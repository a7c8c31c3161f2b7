// Which services are shown and in what order: plain functions over entries, with the address as their input.
import { groupOf, groups } from "../states.js";

/** What the address asks for. `sort` is a column, with "-" before it for the other way round; "" is the order of the manifest. */
export function readQuery(query) {
  return {
    text: query.get("q") ?? "",
    states: query.getAll("state"),
    group: query.get("group") ?? "",
    ready: query.get("ready") ?? "",
    sort: query.get("sort") ?? "",
  };
}

/** True when something is filtered away. */
export const isFiltered = ({ text, states, group, ready }) => Boolean(text || states.length || group || ready);

/** The entries that the query wants, in its order. */
export function select(entries, wanted) {
  const { states, group, ready } = wanted;
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  const left = entries.filter((entry) => {
    const { record } = entry;
    if (states.length && !states.includes(record.state)) return false;
    if (group && !record.groups.includes(group)) return false;
    if (ready && String(record.ready) !== ready) return false;
    if (!words.length) return true;
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
  return sorted(left, wanted.sort);
}

const order = new Map(groups.flatMap((one) => one.states).map((state, i) => [state, i]));
const least = Number.NEGATIVE_INFINITY;

// Each key is read once for each entry: what is compared are numbers or plain strings.
const keys = {
  name: naturalName,
  state: ({ record }) => order.get(record.state) ?? 99,
  since: ({ record }) => -Date.parse(record.since),
  health: ({ record }) => (record.health?.healthy === false ? 0 : record.state !== "running" ? 3 : record.ready ? 2 : 1),
  restarts: ({ record }) => record.restarts,
  uptime: ({ record }) => (record.pid ? -Date.parse(record.started_at) : least),
  cpu: (entry) => entry.cpu ?? least,
  memory: (entry) => entry.memory ?? least,
  port: ({ record }) => record.ports?.[0] ?? record.port ?? Infinity,
};

/** True when the order depends on figures, which change all the time. */
export const isLive = (sort) => sort.endsWith("cpu") || sort.endsWith("memory");

function sorted(entries, sort) {
  const down = sort.startsWith("-");
  const key = keys[down ? sort.slice(1) : sort];
  if (!key) return entries;
  const keyed = entries.map((entry, i) => ({ entry, key: key(entry), i }));
  const sign = down ? -1 : 1;
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : a.i - b.i));
  return keyed.map((one) => one.entry);
}

// "web.10" comes after "web.9"; a name never changes, so its key is kept.
function naturalName(entry) {
  entry.nameKey ??= entry.name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, "0"));
  return entry.nameKey;
}

function textOf(entry) {
  if (entry.searched !== entry.record) {
    const { name, display_name, description, groups: of } = entry.record;
    entry.text = [name, display_name, description, ...of].filter(Boolean).join("\n").toLowerCase();
    entry.searched = entry.record;
  }
  return entry.text;
}

/** How many entries are in each group of states, and what all use together. */
export function totals(entries) {
  const counts = Object.fromEntries(groups.map(({ key }) => [key, 0]));
  let cpu = 0, memory = 0;
  for (const entry of entries) {
    counts[groupOf(entry.record.state)]++;
    cpu += entry.cpu ?? 0;
    memory += entry.memory ?? 0;
  }
  return { counts, cpu, memory, all: entries.length };
}

/** Names of all groups that services belong to, in order. */
export const groupNames = (entries) => [...new Set(entries.flatMap(({ record }) => record.groups))].sort();
