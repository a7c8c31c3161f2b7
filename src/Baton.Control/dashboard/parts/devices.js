import { html } from "../html.js";
import { useFetched } from "../fetching.js";
import { Age } from "./age.js";
import { Empty } from "./blank.js";
import { Fetched } from "./fetched.js";

/** The devices that it needs, and whether they are there. */
export function Devices({ name, entry }) {
  const found = useFetched(`/api/v1/services/${encodeURIComponent(name)}/devices`, { version: `${entry.record.state} ${entry.record.since}` });
  return html`<div class="service-body"><${Fetched} of=${found}>${({ devices }) => devices.length
    ? html`<table class="table"><caption class="visually-hidden">Devices of ${name}</caption><thead><tr><th>Device</th><th>Now</th><th>Leads to</th><th>Since</th></tr></thead>
      <tbody>${devices.map((one) => html`<tr key=${one.path}><td><code>${one.path}</code></td>
        <td><span class=${`outcome outcome-${one.present ? "good" : "bad"}`}>${one.present ? "there" : "missing"}</span></td>
        <td>${one.target && one.target !== one.path ? html`<code>${one.target}</code>` : html`<span class="muted">–</span>`}</td><td class="num"><${Age} time=${one.since} /></td></tr>`)}</tbody></table>`
    : html`<${Empty} title="No devices">${name} needs none. With <code>requires_devices</code> it waits for them, and is stopped when one goes.</${Empty}>`}</${Fetched}></div>`;
}
