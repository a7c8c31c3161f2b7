import { html } from "../html.js";
import { setQuery } from "../router.js";
import { entries, useMonitors } from "../monitors.js";
import { totals } from "../model/monitorquery.js";
import { states } from "../model/monitorwords.js";
import { StateMark } from "./statebadge.js";

/** How many monitors are how; a count is a filter. */
export function MonitorTotals({ chosen }) {
  useMonitors();
  const counts = totals(entries());
  return html`<div class="totals stale-when-lost"><div class="totals-counts" role="group" aria-label="Totals">
    <button class="total" aria-pressed=${!chosen.length} onClick=${() => setQuery({ state: null })}>
      <span class="total-number">${entries().length.toLocaleString("en")}</span><span class="total-label">Total</span>
    </button>
    ${states.map(({ key, label, tone }) => {
      const on = chosen.length === 1 && chosen[0] === key;
      return html`<button key=${key} class=${`total ${key === "down" ? "total-failing" : ""} ${counts[key] ? "" : "total-none"}`} aria-pressed=${on} onClick=${() => setQuery({ state: on ? null : key })}>
        <span class="total-number">${counts[key].toLocaleString("en")}</span><span class="total-label"><${StateMark} tone=${tone} />${label}</span>
      </button>`;
    })}
  </div></div>`;
}
