import { html } from "../html.js";
import { moment, percent, when } from "../format.js";
import { entries, entryOf, useServices } from "../store.js";
import { toneOf } from "../states.js";
import { Age } from "./age.js";
import { Bytes } from "./bytes.js";
import { Charts } from "./charts.js";
import { StateMark } from "./statebadge.js";
import { Timeline } from "./timeline.js";

/** What it does, why, and what it uses. */
export function Overview({ name, entry }) {
  const { record } = entry;
  return html`<div class="service-body overview">
    <div class="overview-main">
      <${Charts} name=${name} entry=${entry} />
      ${record.last_output?.length ? html`<section class="card"><h3>Last words of the run that failed</h3><pre class="last-output">${record.last_output.join("\n")}</pre></section>` : null}
      <${Timeline} name=${name} record=${record} />
    </div>
    <aside class="overview-side">
      <section class="card"><h3>Facts</h3><${Facts} entry=${entry} /></section>
      <${Neighbours} entry=${entry} />
    </aside>
  </div>`;
}

function Facts({ entry }) {
  const { record } = entry;
  const rows = [
    ["Run", record.run ? html`<span class="num">${record.run}</span>` : "none yet"],
    ["Process", record.pid ? html`<span class="num">${record.pid}</span>${entry.processes > 1 ? html` <span class="muted">and ${entry.processes - 1} more</span>` : null}` : "–"],
    ["Up since", record.pid ? html`<span class="num" title=${moment(record.started_at)}>${when(record.started_at)}</span>` : "–"],
    ["Restarts", html`<span class="num">${record.restarts}</span>${record.restart_policy ? html` <span class="muted">${record.restart_policy}</span>` : null}`],
    record.failures ? ["Failures in a row", html`<span class="num tone-failed">${record.failures}</span>`] : null,
    ["Last exit", exitOf(record)],
    ["CPU", html`<span class="num">${percent(entry.cpu)}</span>`],
    ["Memory", html`<${Bytes} value=${entry.memory} />`],
    ["Ports", record.ports?.length ? html`<span class="num">${record.ports.join(", ")}</span>` : record.port ? html`<span class="muted">${record.port}, nobody listens</span>` : "–"],
    record.health ? ["Health", html`<span class=${record.health.healthy === false ? "tone-failed" : ""}>${record.health.message}</span>`] : null,
    record.status_text ? ["Says", record.status_text] : null,
    ["Starts with up", record.enabled && record.autostart ? "yes" : "no"],
  ];
  return html`<dl class="facts">${rows.filter(Boolean).map(([term, value]) => html`<div key=${term}><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function exitOf({ exit_code, exit_signal }) {
  if (exit_signal) return html`<span class="tone-failed">${exit_signal}</span>`;
  if (exit_code === undefined || exit_code === null) return "–";
  return html`<span class=${exit_code ? "tone-failed" : ""}>code <span class="num">${exit_code}</span></span>`;
}

function Neighbours({ entry }) {
  useServices((v) => v.roster + v.records);
  const needs = entry.record.depends_on.map(entryOf).filter(Boolean);
  const neededBy = entries().filter(({ record }) => record.depends_on.includes(entry.name));
  if (!needs.length && !neededBy.length) return null;
  return html`<section class="card">
    ${needs.length ? html`<h3>Depends on</h3><${Names} of=${needs} />` : null}
    ${neededBy.length ? html`<h3>Needed by</h3><${Names} of=${neededBy} />` : null}
    <a class="more" href=${`/ui/graph?service=${encodeURIComponent(entry.name)}`}>Show in the graph</a>
  </section>`;
}

const Names = ({ of }) => html`<ul class="names">${of.map((one) => html`<li key=${one.name}><a href=${`/ui/services/${one.name}`}>
  <${StateMark} tone=${toneOf(one.record)} />${one.name}<span class="muted">${one.record.state.replace("_", " for ")}</span></a></li>`)}</ul>`;
