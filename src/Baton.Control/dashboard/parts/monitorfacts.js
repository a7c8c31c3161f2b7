import { html } from "../html.js";
import { moment, seconds, span, when } from "../format.js";
import { entryOf, useMonitors } from "../monitors.js";
import { useNow } from "../ticker.js";
import { breakerOf, latency, servicesOf, toneOf, uptime, wordOf } from "../model/monitorwords.js";
import { NextProbe } from "./nextprobe.js";
import { StateMark } from "./statebadge.js";

/** Its breaker, its uptime, who needs it, and how it is asked. */
export function MonitorFacts({ record }) {
  return html`<aside class="overview-side">
    <section class="card"><h3>Breaker</h3><${Breaker} record=${record} /></section>
    <section class="card"><h3>Uptime</h3><${Uptimes} of=${record.uptime} /></section>
    <${Neighbours} record=${record} />
    <section class="card"><h3>Facts</h3><${Facts} record=${record} /></section>
  </aside>`;
}

function Breaker({ record }) {
  const { word, about } = breakerOf(record);
  const { state, failures, opens } = record.breaker;
  return html`<p class="breaker"><strong class=${state === "closed" ? "tone-running" : "breaker-off"}>${word}</strong> <span class="num muted"><${NextProbe} record=${record} /></span></p>
    <p class="muted">${about}.</p>
    ${failures || opens ? html`<p class="muted num">${failures} failed in a row${opens ? `, opened ${opens === 1 ? "once" : `${opens} times`}` : ""}</p>` : null}`;
}

const spans = [["hour", "1 hour"], ["day", "24 hours"], ["week", "7 days"], ["month", "30 days"], ["since_start", "Since start"]];

function Uptimes({ of }) {
  return html`<table class="uptimes"><thead class="visually-hidden"><tr><th>Span</th><th>Uptime</th></tr></thead><tbody>
    ${spans.map(([key, label]) => html`<tr key=${key}><th scope="row">${label}</th>
      <td class="num">${uptime(of[key])}</td><td aria-hidden="true"><svg class="uptime-bar" viewBox="0 0 100 4" preserveAspectRatio="none"><path class="uptime-rest" d="M0 0h100v4H0z" /><path class="uptime-part" d=${`M0 0h${of[key] ?? 0}v4H0z`} /></svg></td></tr>`)}
  </tbody></table>`;
}

function Neighbours({ record }) {
  useMonitors();
  const [monitors, services] = [record.dependents, servicesOf(record)];
  if (!record.parent && !monitors.length && !services.length) return null;
  return html`<section class="card">
    ${record.parent ? html`<h3>Reached through</h3><${Names} of=${[record.parent]} />` : null}
    ${monitors.length ? html`<h3>Needed by</h3><${Names} of=${monitors} />` : null}
    ${services.length ? html`<h3>Services that wait for it</h3><ul class="names">${services.map((name) => html`<li key=${name}><a href=${`/ui/services/${name}`}>${name}</a></li>`)}</ul>` : null}
  </section>`;
}

const Names = ({ of }) => html`<ul class="names">${of.map((name) => {
  const entry = entryOf(name);
  return html`<li key=${name}><a href=${`/ui/monitors/${name}`}>${entry ? html`<${StateMark} tone=${toneOf(entry.record)} />` : null}${name}<span class="muted">${entry ? wordOf(entry.record) : ""}</span></a></li>`;
})}</ul>`;

function Facts({ record }) {
  const rows = [
    ["Asks", html`<span class="chip">${record.kind}</span>${record.target ? html` <code>${record.target}</code>` : null}`],
    ["Every", seconds(record.interval_seconds)],
    record.kind === "push" ? null : ["Limit", seconds(record.timeout_seconds)],
    ["Last result", record.last_check ? html`<span class="num" title=${moment(record.last_check)}>${when(record.last_check)}</span>` : "none yet"],
    ["Latency", html`<span class="num">${latency(record.response_time_ms)}</span>`],
    ["Results", html`<span class="num">${record.total_checks.toLocaleString("en")}</span> <span class="muted num">${(record.total_checks - record.successful_checks).toLocaleString("en")} failed</span>`],
    record.failure_kind ? ["Kind of failure", record.failure_kind] : null,
    record.certificate_expires ? ["Certificate", html`<${Expiry} at=${record.certificate_expires} />`] : null,
  ];
  return html`<dl class="facts">${rows.filter(Boolean).map(([term, value]) => html`<div key=${term}><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function Expiry({ at }) {
  const left = Date.parse(at) - useNow();
  return html`<span class="num" title=${moment(at)}>${left > 0 ? `good for ${span(left)}` : "has expired"}</span>`;
}
