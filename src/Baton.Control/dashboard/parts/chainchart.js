// What the last start spent its time on: each service waited for the one above it.
import { html } from "../html.js";
import { clock, seconds } from "../format.js";

/** `chain` as `GET /api/v1/graph?chain=true` gives it, the last service first. */
export function ChainChart({ chain }) {
  const links = chain.slice().reverse();
  const total = Math.max(0.001, ...links.map((one) => one.at_seconds + one.start_seconds));
  const at = (value) => `${((value / total) * 100).toFixed(2)}%`;
  return html`<ol class="chain">
    ${links.map((one, i) => {
      const before = i ? links[i - 1].at_seconds + links[i - 1].start_seconds : 0;
      const waited = Math.max(0, one.at_seconds - before);
      const isLong = one.start_seconds / total > 0.4;
      return html`<li key=${one.name} class="chain-row">
        <a class="truncate" href=${`/ui/services/${one.name}`}>${one.name}</a>
        <div class="chain-track" title=${`started ${clock(one.started_at, true)}, ready ${clock(one.ready_at, true)}`}>
          ${waited > 0 ? html`<span class="chain-wait" style=${{ left: at(before), width: at(waited) }}></span>` : null}
          <span class=${`chain-start ${isLong ? "chain-long" : ""}`} style=${{ left: at(one.at_seconds), width: at(one.start_seconds) }}></span>
        </div>
        <span class="num chain-figure">${seconds(one.start_seconds)}</span>
        <span class="num muted chain-figure">${one.at_seconds > 0 ? `at ${seconds(one.at_seconds)}` : "first"}</span>
      </li>`;
    })}
  </ol>
  <p class="muted chain-sum">From the first start until <strong>${links[links.length - 1].name}</strong> was ready: <span class="num">${seconds(total)}</span>.
    Each one waited for the one above it; a hatched stretch is a wait for something else.</p>`;
}
