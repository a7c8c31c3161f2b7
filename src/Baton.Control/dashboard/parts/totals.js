import { html } from "../html.js";
import { setQuery } from "../router.js";
import { entries, historyOfSums, useServices } from "../store.js";
import { groups, wordOf } from "../states.js";
import { totals } from "../model/servicequery.js";
import { bytes, percent } from "../format.js";
import { Sparkline } from "./sparkline.js";
import { StateMark } from "./statebadge.js";

const marks = { running: "running", busy: "starting", failing: "failed", stopped: "stopped", completed: "completed" };

/** How many services are in which states, and what they use; a count is a filter. */
export function Totals({ states }) {
  useServices((v) => v.roster + v.records + v.figures);
  const { counts, cpu, memory, all } = totals(entries());
  const chosen = (group) => states.length === group.states.length && group.states.every((state) => states.includes(state));
  return html`<div class="totals stale-when-lost">
    <div class="totals-counts" role="group" aria-label="Totals">
      <button class="total" aria-pressed=${!states.length} onClick=${() => setQuery({ state: null })}>
        <span class="total-number">${all.toLocaleString("en")}</span><span class="total-label">Total</span>
      </button>
      ${groups.map((group) => html`<button key=${group.key} class=${`total total-${group.key} ${counts[group.key] ? "" : "total-none"}`} aria-pressed=${chosen(group)}
        title=${group.states.map(wordOf).join(", ")}
        onClick=${() => setQuery({ state: chosen(group) ? null : group.states })}>
        <span class="total-number">${counts[group.key].toLocaleString("en")}</span>
        <span class="total-label"><${StateMark} tone=${marks[group.key]} />${group.label}</span>
      </button>`)}
    </div>
    <div class="totals-use">
      <div class="use"><span class="use-text"><span class="use-label">CPU</span><span class="num">${percent(cpu)}</span></span>
        <${Sparkline} values=${historyOfSums("cpu")} least=${5} width=${96} height=${28} /></div>
      <div class="use"><span class="use-text"><span class="use-label">Memory</span><span class="num">${bytes(memory)}</span></span>
        <${Sparkline} values=${historyOfSums("memory")} least=${1} width=${96} height=${28} tone="memory" /></div>
    </div>
  </div>`;
}
