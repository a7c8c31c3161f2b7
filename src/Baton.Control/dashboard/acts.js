// Starting, stopping and restarting services: asks where others are touched, sends one request, says what came of it.
import { post } from "./api.js";
import { signal } from "./signal.js";
import { entries, entryOf } from "./store.js";
import { groupOf, isActive, possible } from "./states.js";
import { counted } from "./format.js";
import { toast } from "./parts/toast.js";
import { confirm } from "./parts/confirm.js";
import { whyNotActing } from "./session.js";

// A request holds one of the browser's six connections: after this it says that it goes on, and the stream tells the rest.
const patience = 20;
const lifecycle = new Set(["start", "stop", "restart"]);
const past = { start: "started", stop: "stopped", restart: "restarted", enable: "enabled", disable: "disabled" };

/** Requests under way: a Map from name to act, replaced on each change. */
export const pending = signal(new Map());

/** Why an act is not possible for a service now, or null. */
export function whyNot(act, entry, under = pending.get()) {
  const denied = whyNotActing();
  if (denied) return denied;
  const running = under.get(entry.name);
  if (running && (running === act || act !== "stop")) return `a ${running} is under way`;
  if (!lifecycle.has(act)) return null;
  return possible(entry.record.state)[act] ? null : `it is ${entry.record.state.replace("_", " for ")}`;
}

/** Does an act with services by name. Those for which it makes no sense now are left out. */
export async function perform(act, names) {
  const wanted = names.map(entryOf).filter((entry) => entry && !whyNot(act, entry)).map((entry) => entry.name);
  if (!wanted.length) return toast(refusal(act, names), "info");
  let only = false;
  if (act === "stop") {
    const choice = await confirmStop(wanted);
    if (!choice) return;
    only = choice === "only";
  }
  mark(wanted, act);
  try {
    tell(act, wanted, await post(`/api/v1/services/${act}`, bodyOf(act, wanted, only)));
  } catch (error) {
    if (error.code === "timeout") toast(`${listed(wanted)}: the ${act} goes on`, "info");
    else toast(error.message, "error", { title: error.message.startsWith("cannot") ? null : `Cannot ${act} ${listed(wanted)}` });
  } finally {
    unmark(wanted, act);
  }
}

/** What runs and depends on one of `names`, directly or not, without those themselves. */
export function runningDependents(names) {
  const reached = new Set(names);
  // Dependencies are few and chains short: a few passes over all reach the end.
  for (let grown = true; grown; ) {
    grown = false;
    for (const { name, record } of entries()) {
      if (reached.has(name) || !isActive(record.state) || !record.depends_on.some((one) => reached.has(one))) continue;
      reached.add(name);
      grown = true;
    }
  }
  return [...reached].slice(names.length);
}

function confirmStop(names) {
  const dependents = runningDependents(names);
  if (!dependents.length) return "all";
  return confirm({
    title: `Stop ${listed(names)}?`,
    text: `${listed(dependents)} ${dependents.length === 1 ? "depends" : "depend"} on it and will be stopped first.`,
    names: dependents,
    choices: [
      { value: "only", label: `Only ${listed(names)}` },
      { value: "all", label: `Stop ${counted(names.length + dependents.length, "service")}`, tone: "danger" },
    ],
  });
}

function bodyOf(act, names, only) {
  if (act === "enable" || act === "disable") return { names };
  return { names, timeout_seconds: patience, ...(only ? { only } : {}) };
}

function tell(act, names, { services, also }) {
  const failed = act === "start" || act === "restart" ? services.filter((one) => groupOf(one.state) === "failing") : [];
  if (failed.length) {
    const why = failed.length === 1 ? failed[0].reason ?? failed[0].state : listed(failed.map((one) => one.name));
    return toast(why, "error", { title: `${listed(names)}: ${past[act]}, but it failed` });
  }
  const given = act === "stop" ? [] : services.filter((one) => one.state === "stopped" || one.state === "stopping");
  if (lifecycle.has(act) && given.length) return toast(`${listed(given.map((one) => one.name))}: stopped meanwhile`, "info");
  const others = also?.length ? ` (also ${listed(also.map((one) => one.name))})` : "";
  toast(`${listed(names)} ${past[act]}${others}`, "good");
}

function refusal(act, names) {
  const entry = names.length === 1 ? entryOf(names[0]) : null;
  return entry ? `${entry.name}: cannot ${act}, ${whyNot(act, entry)}` : `None of these can be ${past[act]} now`;
}

function mark(names, act) {
  const next = new Map(pending.get());
  for (const name of names) next.set(name, act);
  pending.set(next);
}

// A stop can be asked for while a start is under way: each takes away only its own mark.
function unmark(names, act) {
  const next = new Map(pending.get());
  for (const name of names) if (next.get(name) === act) next.delete(name);
  pending.set(next);
}

/** Names for a sentence: up to three, then how many more. */
export function listed(names) {
  if (names.length <= 3) return names.join(", ");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}
