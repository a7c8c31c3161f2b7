import { html } from "../html.js";
import { moment, span, when } from "../format.js";
import { useFetched } from "../fetching.js";
import { toneOfEvent, wordOfEvent } from "../model/eventwords.js";
import { Age } from "./age.js";
import { Fetched } from "./fetched.js";
import { StateMark } from "./statebadge.js";

const mostIncidents = 20;
const mostEvents = 30;

/** When it was down, and why; asked for anew when its health changes. */
export function Incidents({ record }) {
  const told = useFetched(`/api/v1/monitors/${encodeURIComponent(record.name)}/incidents?limit=${mostIncidents}`, { version: `${record.health} ${record.since}` });
  return html`<section class="card"><header class="card-head"><h2>Incidents</h2></header>
    <${Fetched} of=${told} rows=${3}>${({ items }) => items.length ? html`<ol class="incidents">${items.map((one) => html`<li key=${one.begin} class=${one.end ? "incident" : "incident incident-open"}>
      <p><strong class="num" title=${moment(one.begin)}>${when(one.begin)}</strong>
        ${one.end ? html`<span class="muted">for ${span(Date.parse(one.end) - Date.parse(one.begin))}</span>` : html`<span class="tone-failed">down for <${Age} time=${one.begin} /></span>`}</p>
      <p class="incident-reason">${one.reason}</p>${one.note ? html`<p class="incident-note">${one.note}</p>` : null}
    </li>`)}</ol>` : html`<p class="muted">It was never down as far as is remembered.</p>`}</${Fetched}>
  </section>`;
}

/** What changed, from the journal; asked for anew when something of it does. */
export function Transitions({ record, silent }) {
  const told = useFetched(`/api/v1/events?subject=${encodeURIComponent(`monitor/${record.name}`)}&tail=${mostEvents}&limit=${mostEvents}`, {
    version: `${record.health} ${record.since} ${record.breaker.state} ${record.breaker.opens} ${silent}`,
  });
  return html`<section class="card"><header class="card-head"><h2>What changed</h2><a href=${`/ui/events?about=${encodeURIComponent(`monitor/${record.name}`)}`}>All its events</a></header>
    <${Fetched} of=${told} rows=${3}>${({ items }) => items.length ? html`<ol class="changes">${items.slice().reverse().map((event) => html`<li key=${event.seq}>
      <time class="num muted" dateTime=${event.time} title=${moment(event.time, true)}>${when(event.time)}</time>
      <a class=${`change tone-${toneOfEvent(event)}`} href=${`/ui/events?about=${encodeURIComponent(`monitor/${record.name}`)}&at=${event.seq}`}>${toneOfEvent(event) === "plain" ? html`<span class="event-dot"></span>` : html`<${StateMark} tone=${toneOfEvent(event)} />`}${wordOfEvent(event.what)}</a>
      <span class="change-detail">${event.detail ?? ""}</span></li>`)}</ol>` : html`<p class="muted">Nothing yet.</p>`}</${Fetched}>
  </section>`;
}
