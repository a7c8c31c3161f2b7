// Probing, isolating, closing, resetting and silencing monitors: sends one request, says what came of it.
import { post, remove } from "./api.js";
import { signal } from "./signal.js";
import { entryOf, takeAnswer } from "./monitors.js";
import { breakerOf, latency, possible } from "./model/monitorwords.js";
import { confirm } from "./parts/confirm.js";
import { toast } from "./parts/toast.js";
import { whyNotActing } from "./session.js";

/** Requests under way: a Map from name to act, replaced on each change. */
export const pending = signal(new Map());

/** Acts with their words for buttons. */
export const labels = { trigger: "Probe now", isolate: "Isolate", close: "Close", reset: "Reset" };

/** Why an act is not possible for a monitor now, or null. */
export function whyNot(act, record, under = pending.get()) {
  const denied = whyNotActing();
  if (denied) return denied;
  if (under.has(record.name)) return `a ${under.get(record.name)} is under way`;
  if (possible(record)[act] !== false) return null;
  return record.kind === "push" && act === "trigger" ? "it reports by itself" : `its breaker is ${breakerOf(record).word}`;
}

/** Does an act with a monitor. */
export async function perform(act, name) {
  const entry = entryOf(name);
  if (!entry) return;
  const not = whyNot(act, entry.record);
  if (not) return toast(`${name}: cannot ${act}, ${not}`, "info");
  if (act === "reset" && !(await confirmReset(name))) return;
  await under(name, act, async () => {
    const before = entry.record;
    const record = await post(`/api/v1/monitors/${encodeURIComponent(name)}/${act}`);
    takeAnswer(record);
    tell(act, record, before);
  });
}

/** Tells nobody of a monitor for a while. */
export const silence = (name, seconds, reason) => under(name, "silence", async () => {
  await post(`/api/v1/monitors/${encodeURIComponent(name)}/silence`, reason ? { seconds, reason } : { seconds });
  toast(`${name} is silenced: nobody is told of it`, "good");
});

/** Ends the silence of a monitor. */
export const unsilence = (name) => under(name, "unsilence", async () => {
  await remove(`/api/v1/monitors/${encodeURIComponent(name)}/silence`);
  toast(`${name} is no longer silenced`, "good");
});

const confirmReset = (name) => confirm({
  title: `Reset ${name}?`,
  text: "Its breaker closes, and its counts and its health begin anew. Its history stays.",
  choices: [{ value: "reset", label: "Reset", tone: "danger" }],
});

async function under(name, act, work) {
  mark(name, act);
  try {
    await work();
  } catch (error) {
    toast(error.message, "error", { title: error.message.startsWith("cannot") ? null : `Cannot ${act} ${name}` });
  } finally {
    unmark(name, act);
  }
}

function tell(act, record, before) {
  const { name } = record;
  if (act !== "trigger") return toast(`${name} ${{ isolate: "isolated", close: "closed", reset: "reset" }[act]}`, "good");
  if (record.last_check === before.last_check) return toast(`${name} was not probed: its breaker is ${breakerOf(record).word}`, "info");
  if (record.error) return toast(record.error, "error", { title: `${name} is down` });
  return toast(`${name} is up: answered in ${latency(record.response_time_ms)}`, "good");
}

function mark(name, act) {
  pending.set(new Map(pending.get()).set(name, act));
}

function unmark(name, act) {
  const next = new Map(pending.get());
  if (next.get(name) === act) next.delete(name);
  pending.set(next);
}
