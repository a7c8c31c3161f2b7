import { html, useState } from "../html.js";
import { get, withQuery } from "../api.js";
import { address } from "../router.js";
import { useFetched } from "../fetching.js";
import { moment, seconds, span } from "../format.js";
import { Empty } from "./blank.js";
import { Fetched } from "./fetched.js";
import { toast } from "./toast.js";
import { useNow } from "../ticker.js";

const words = { running: "running", adopted: "running, adopted", spawn_failed: "could not be started", unknown: "unknown" };

/** Every run that the journal knows of, the newest first. */
export function Runs({ name, entry }) {
  const path = `/api/v1/services/${encodeURIComponent(name)}/runs`;
  const { record } = entry;
  const first = useFetched(path, { version: `${record.run} ${record.state} ${record.pid}` });
  const [older, setOlder] = useState({ items: [], next: undefined });
  const more = async (cursor) => {
    try {
      const page = await get(withQuery(path, { cursor }));
      setOlder({ items: older.items.concat(page.items), next: page.next ?? null });
    } catch (error) {
      toast(error.message, "error", { title: "Cannot read older runs" });
    }
  };
  return html`<div class="service-body"><${Fetched} of=${first}>${(page) => {
    const seen = new Set(page.items.map(({ run }) => run));
    const items = page.items.concat(older.items.filter(({ run }) => !seen.has(run)));
    const next = older.next === undefined ? page.next : older.next;
    if (!items.length) return html`<${Empty} title="No runs yet">${name} has not been started since the journal begins.</${Empty}>`;
    return html`<table class="table"><caption class="visually-hidden">Runs of ${name}</caption>
      <thead><tr><th class="number">Run</th><th>Started</th><th>Lasted</th><th>Ended by</th><th>Why</th><th class="number">pid</th><th></th></tr></thead>
      <tbody>${items.map((run) => html`<${Run} key=${run.run} run=${run} name=${name} />`)}</tbody></table>
      ${next ? html`<div class="table-more"><button class="button" onClick=${() => more(next)}>Older runs</button></div>` : null}`;
  }}</${Fetched}></div>`;
}

function Run({ run, name }) {
  const lives = run.how === "running" || run.how === "adopted";
  const now = useNow(lives);
  const lasted = lives && run.started_at ? span(now - Date.parse(run.started_at)) : seconds(run.duration_seconds);
  return html`<tr>
    <td class="number num">${run.run}</td><td class="num">${run.started_at ? moment(run.started_at) : "–"}</td><td class="num">${lasted}</td>
    <td><${How} run=${run} /></td><td class="wide">${isTold(run) ? "" : run.reason}</td><td class="number num muted">${run.pid ?? "–"}</td>
    <td><a href=${`${address("services", name, "logs")}?run=${run.run}`}>Log</a></td></tr>`;
}

// The reason of a run that ended by itself is its exit, which has a column of its own.
const isTold = ({ reason, exit_code, exit_signal }) => !reason || reason === `exit code ${exit_code}` || reason === `signal ${exit_signal}`;

function How({ run }) {
  // What ended because somebody wanted it to is no failure, whatever its code.
  const bad = isTold(run) ? "bad" : "unknown";
  if (run.exit_signal) return html`<span class=${`outcome outcome-${bad}`}>${run.exit_signal}</span>`;
  if (run.exit_code !== undefined && run.exit_code !== null) return html`<span class=${`outcome outcome-${run.exit_code ? bad : "good"}`}>code ${run.exit_code}</span>`;
  const tone = run.how === "running" || run.how === "adopted" ? "good" : run.how === "spawn_failed" ? "bad" : "unknown";
  return html`<span class=${`outcome outcome-${tone}`}>${words[run.how] ?? run.how}</span>`;
}
