import { html, useState } from "../html.js";
import { when } from "../format.js";
import { latency } from "../model/monitorwords.js";
import { ResultBars } from "./resultbars.js";

const first = 10;

/** The newest results: as bars, then in a table, the newest first. */
export function MonitorResults({ results }) {
  const [all, setAll] = useState(false);
  const shown = results.slice(all ? 0 : -first).reverse();
  return html`<section class="card"><header class="card-head"><h2>Last results</h2></header>
    <div class="bars-large"><${ResultBars} results=${results} count=${60} /></div>
    ${shown.length ? html`<div class="table-box"><table class="table"><thead><tr><th scope="col">Time</th><th scope="col">Result</th><th scope="col" class="number">Took</th><th scope="col">What was found</th></tr></thead><tbody>
      ${shown.map((one) => html`<tr key=${one.time}><td class="num">${when(one.time)}</td><td><span class=${`outcome outcome-${one.healthy ? "good" : "bad"}`}>${one.healthy ? "up" : "down"}</span></td>
        <td class="num number">${latency(one.duration_ms)}</td><td class="wide">${one.text ?? ""}</td></tr>`)}
    </tbody></table></div>` : html`<p class="muted">There is none yet.</p>`}
    ${results.length > first ? html`<div class="table-more"><button class="button small" onClick=${() => setAll(!all)}>${all ? `Only the last ${first}` : `All ${results.length}`}</button></div>` : null}
  </section>`;
}
