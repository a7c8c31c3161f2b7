/** Columns of the table of monitors: `key` is the class, `sort` the word in the address where it can be sorted by. `down` sorts the largest first. */
export const columns = [
  { key: "name", label: "Monitor", sort: "name" },
  { key: "state", label: "State", sort: "state" },
  { key: "bars", label: "Last results" },
  { key: "breaker", label: "Breaker", sort: "breaker" },
  { key: "latency", label: "Latency", sort: "latency", down: true, number: true },
  { key: "uptime", label: "24 hours", sort: "uptime", number: true },
  { key: "needed", label: "Needed by", number: true },
];

/** Height of a row and of the head, in pixels; style/monitors.css holds the same. */
export const rowHeight = 46;
export const headHeight = 34;

/** How many results the bars of a row show. */
export const bars = 40;
