// What the state of a monitor means to who looks: a word, a tone, and which acts make sense.

/** How monitors are, in the order of the totals; `tone` names colour and icon. */
export const states = [
  { key: "down", label: "Down", tone: "failed" },
  { key: "up", label: "Up", tone: "running" },
  { key: "unknown", label: "Unknown", tone: "stopped" },
  { key: "isolated", label: "Isolated", tone: "waiting" },
];

const byKey = new Map(states.map((state) => [state.key, state]));

/** The state of a record: a key of `states`. */
export function stateOf({ health, breaker }) {
  if (breaker.state === "isolated") return "isolated";
  return health === "healthy" ? "up" : health === "unhealthy" ? "down" : "unknown";
}

/** Colour and icon of a record. */
export const toneOf = (record) => byKey.get(stateOf(record)).tone;

/** The word for a record. */
export const wordOf = (record) => byKey.get(stateOf(record)).label.toLowerCase();

const breakers = {
  closed: { word: "closed", about: "Probes and calls go" },
  open: { word: "open", about: "It failed too often: probes and calls rest" },
  half_open: { word: "half-open", about: "One probe at a time tries whether it is well again" },
  isolated: { word: "isolated", about: "Somebody keeps probes and calls away, until “close”" },
};

/** The state of a breaker in a word, and what it means. */
export const breakerOf = ({ breaker }) => breakers[breaker.state] ?? { word: breaker.state, about: "" };

/** Which acts make sense: nothing goes to one that is isolated. */
export function possible(record) {
  const state = record.breaker.state;
  return { trigger: record.kind !== "push" && state !== "isolated", isolate: state !== "isolated", close: state !== "closed", reset: true };
}

/** Percent of successes; cut and never rounded up, so that where something failed it does not say 100 %. */
export function uptime(value) {
  if (value === null || value === undefined) return "–";
  return value === 100 ? "100 %" : `${(Math.floor(value * 100) / 100).toFixed(2)} %`;
}

/** Milliseconds as "0.8 ms", "42 ms", "1.25 s". */
export function latency(value) {
  if (value === null || value === undefined) return "–";
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value < 10 ? +value.toFixed(1) : Math.round(value)} ms`;
}

/** All who depend on it: monitors below it, and services that wait for it. */
export const dependentsOf = (record) => [...record.dependents, ...servicesOf(record)];

/** The services that wait for it. */
export const servicesOf = (record) => record.services ?? [];
