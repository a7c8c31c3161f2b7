// What events are about, and how good or bad their news is. The tones are those of the states.

const tones = {
  running: ["running", "ready", "healthy", "breaker_closed", "up", "devices_present", "output_ok", "journal_repaired"],
  completed: ["completed"],
  failed: ["failed", "crashed", "spawn_failed", "liveness_failed", "startup_timeout", "out_of_memory", "unhealthy", "state_lost", "journal_damaged", "killed",
    "pre_start_failed", "breaker_open", "down", "post_stop_failed", "stop_command_failed", "reload_command_failed", "reload_rolled_back", "tree_survives"],
  backoff: ["backoff", "memory_restart", "port_taken", "schedule_missed", "schedule_skipped", "leftover_ended", "devices_missing", "devices_replaced"],
  unready: ["not_ready", "flapping"],
  starting: ["starting", "breaker_half_open"],
  waiting: ["breaker_isolated", "silenced", "monitors_silenced", "waiting_dependencies", "waiting_devices", "schedule_waits"],
  stopping: ["stopping"],
  stopped: ["stopped", "removed", "exited"],
};
const byWord = new Map(Object.entries(tones).flatMap(([tone, words]) => words.map((word) => [word, tone])));

/** The tone of an event: a class of the states, or "plain" for what is neither good nor bad. */
export function toneOfEvent({ what, detail }) {
  // A run that ended by itself and well is no bad news.
  if (what === "exited") return /^exit code 0\b/.test(detail ?? "") ? "stopped" : "failed";
  return byWord.get(what) ?? (what.endsWith("_trouble") ? "backoff" : "plain");
}

/** "waiting for devices" out of "waiting_devices". */
export const wordOfEvent = (what) => what.replace(/^waiting_/, "waiting for ").replaceAll("_", " ");

/** `{service}` of the subject `service/NAME`; null where it is about something else. */
export const serviceOf = (subject) => (subject.startsWith("service/") ? subject.slice("service/".length) : null);

/** Name and page of what an event is about; null where it has no page. */
export function pageOf(subject) {
  const [kind, name] = subject.split("/");
  return name && (kind === "service" || kind === "monitor") ? { name, href: `/ui/${kind}s/${name}` } : null;
}

/** The events that fit a text: in subject, word or detail, in any case. */
export function matching(events, text) {
  if (!text) return events;
  const wanted = text.toLowerCase();
  return events.filter((event) => event.gap || `${event.subject} ${wordOfEvent(event.what)} ${event.what} ${event.detail ?? ""} #${event.seq}`.toLowerCase().includes(wanted));
}
