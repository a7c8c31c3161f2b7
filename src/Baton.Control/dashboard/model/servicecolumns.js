/** Columns of the table of services: `key` is the class and the word in the address, `sort` whether it can be sorted by. `down` sorts the largest first. */
export const columns = [
  { key: "name", label: "Service", sort: true },
  { key: "state", label: "State", sort: true },
  { key: "health", label: "Health", sort: true },
  { key: "restarts", label: "Restarts", sort: true, down: true, number: true },
  { key: "uptime", label: "Uptime", sort: true, down: true, number: true },
  { key: "cpu", label: "CPU", sort: true, down: true, number: true },
  { key: "memory", label: "Memory", sort: true, down: true, number: true },
  { key: "port", label: "Ports", sort: true, number: true },
];

/** Height of a row and of the head, in pixels; style/services.css holds the same. */
export const rowHeight = 42;
export const headHeight = 34;
