// What the states of a service mean to who looks: a word, a tone, and which acts make sense.

const words = {
  stopped: "stopped", waiting_dependencies: "waiting for services", waiting_devices: "waiting for device", starting: "starting",
  running: "running", stopping: "stopping", backoff: "backoff", failed: "failed", completed: "completed",
};

/** Groups of states, in the order of the totals: `key` names colour and icon as well. */
export const groups = [
  { key: "running", label: "Running", states: ["running"] },
  { key: "busy", label: "Pending", states: ["starting", "waiting_dependencies", "waiting_devices", "stopping"] },
  { key: "failing", label: "Failing", states: ["backoff", "failed"] },
  { key: "stopped", label: "Stopped", states: ["stopped"] },
  { key: "completed", label: "Completed", states: ["completed"] },
];

/** Every state, in the order of the groups. */
export const allStates = groups.flatMap((group) => group.states);

const groupOfState = new Map(groups.flatMap((group) => group.states.map((state) => [state, group.key])));

/** The group of a state: its `key`. */
export const groupOf = (state) => groupOfState.get(state) ?? "stopped";

/** The word for a state as the dashboard shows it. */
export const wordOf = (state) => words[state] ?? state;

/** The look of a record's state: a class name that stands for colour and icon. */
export function toneOf(record) {
  if (record.state === "running") return record.ready ? "running" : "unready";
  if (record.state.startsWith("waiting")) return "waiting";
  return record.state;
}

/** True while Baton is moving it from one state to another. */
export const isBusy = (state) => state === "starting" || state === "stopping";

/** True when there is something that a stop would end or call off. */
export const isActive = (state) => groupOf(state) === "running" || groupOf(state) === "busy" || state === "backoff";

/** Which acts make sense in a state. A start that hangs can be stopped, so `stop` is possible during `starting`. */
export function possible(state) {
  return {
    start: !isBusy(state) && state !== "running" && !state.startsWith("waiting"),
    stop: isActive(state) && state !== "stopping",
    restart: !isBusy(state) && isActive(state),
  };
}
