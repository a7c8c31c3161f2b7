// Which monitors are shown and in what order: plain functions over entries, with the address as their input.
import { stateOf, states } from "./monitorwords.js";

/** What the address asks for. `sort` is a column, with "-" before it for the other way round; "" is the order of the manifest. */
export function readQuery(query) {
  return {
    text: query.get("q") ?? "", states: query.getAll("state"), tag: query.get("tag") ?? "", group: query.get("group") ?? "",
    breaker: query.get("breaker") ?? "", sort: query.get("sort") ?? "",
  };
}

/** What takes all filters away. */
export const noFilters = { q: null, state: null, tag: null, group: null, breaker: null };

/** True when something is filtered away. */
export const isFiltered = ({ text, states: wanted, tag, group, breaker }) => Boolean(text || wanted.length || tag || group || breaker);

/** The entries that the query wants, in its order. */
export function select(entries, wanted) {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  const left = entries.filter((entry) => {
    const { record } = entry;
    if (wanted.states.length && !wanted.states.includes(stateOf(record))) return false;
    if (wanted.tag && !record.tags.includes(wanted.tag)) return false;
    if (wanted.group && record.group !== wanted.group) return false;
    if (wanted.breaker && record.breaker.state !== wanted.breaker) return false;
    if (!words.length) return true;
    const text = textOf(record);
    return words.every((word) => text.includes(word));
  });
  return sorted(left, wanted.sort);
}

const order = new Map(states.map(({ key }, i) => [key, i]));
const least = Number.NEGATIVE_INFINITY;

// Each key is read once for each entry: what is compared are numbers or plain strings.
const keys = {
  name: ({ name }) => name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, "0")),
  state: ({ record }) => order.get(stateOf(record)),
  breaker: ({ record }) => record.breaker.state,
  latency: ({ record }) => record.response_time_ms ?? least,
  uptime: ({ record }) => record.uptime.day ?? 101,
};

function sorted(entries, sort) {
  const down = sort.startsWith("-");
  const key = keys[down ? sort.slice(1) : sort];
  if (!key) return entries;
  const keyed = entries.map((entry, i) => ({ entry, key: key(entry), i }));
  const sign = down ? -1 : 1;
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : a.i - b.i));
  return keyed.map((one) => one.entry);
}

const textOf = ({ name, target, kind, error, group, tags }) => [name, target, kind, error, group, ...tags].filter(Boolean).join("\n").toLowerCase();

/** How many entries are in each state. */
export function totals(entries) {
  const counts = Object.fromEntries(states.map(({ key }) => [key, 0]));
  for (const { record } of entries) counts[stateOf(record)]++;
  return counts;
}

/** All tags and all groups, in order. */
export function wordsOf(entries) {
  const tags = new Set(), groups = new Set();
  for (const { record } of entries) {
    for (const tag of record.tags) tags.add(tag);
    if (record.group) groups.add(record.group);
  }
  return { tags: [...tags].sort(), groups: [...groups].sort() };
}
