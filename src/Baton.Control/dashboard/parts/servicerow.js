import { Component, html } from "../html.js";
import { historyOf } from "../store.js";
import { percent } from "../format.js";
import { leaveHistory, wantHistory } from "../model/histories.js";
import { rowHeight } from "../model/servicecolumns.js";
import { toneOf } from "../states.js";
import { ActIcons } from "./actbuttons.js";
import { Age } from "./age.js";
import { Bytes } from "./bytes.js";
import { Sparkline } from "./sparkline.js";
import { StateBadge } from "./statebadge.js";
import { rowStyle } from "./virtuallist.js";

const leastMemory = 1 << 20;

/** A service in the table. It is drawn again only when something of it changes. */
export class ServiceRow extends Component {
  componentDidMount() {
    wantHistory(this.props.entry);
  }

  componentWillUnmount() {
    leaveHistory(this.props.entry);
  }

  shouldComponentUpdate(next) {
    const now = this.props;
    return now.version !== next.version || now.entry !== next.entry || now.index !== next.index || now.active !== next.active
      || now.selected !== next.selected || now.under !== next.under || now.who !== next.who;
  }

  render({ entry, index, active, selected, under, onSelect, onActive }) {
    const { record } = entry;
    return html`<div class=${`row ${active ? "row-active" : ""} ${selected ? "row-selected" : ""}`} role="row" id=${`row-${entry.name}`}
      aria-rowindex=${index + 2} aria-selected=${selected} style=${rowStyle(index, rowHeight)} onMouseDown=${() => onActive(index)}>
      <div role="gridcell" class="cell cell-select"><input type="checkbox" checked=${selected} tabindex=${active ? 0 : -1}
        aria-label=${`Select ${entry.name}`} onChange=${() => onSelect(entry.name)} /></div>
      <${NameCell} record=${record} active=${active} />
      <${StateCell} record=${record} />
      <${HealthCell} record=${record} />
      <div role="gridcell" class="cell cell-restarts number"><span class=${record.restarts ? "num" : "num muted"}>${record.restarts}</span>
        ${record.restart_policy ? html`<span class="second">${record.restart_policy}</span>` : null}</div>
      <div role="gridcell" class="cell cell-uptime number">${record.pid ? html`<span class="num"><${Age} time=${record.started_at} /></span>
        <span class="second num">pid ${record.pid}</span>` : html`<span class="muted">–</span>`}</div>
      <div role="gridcell" class="cell cell-cpu figure"><${Sparkline} values=${historyOf(entry, "cpu")} least=${5} /><span class=${entry.cpu === null ? "num muted" : "num"}>${percent(entry.cpu)}</span></div>
      <div role="gridcell" class="cell cell-memory figure"><${Sparkline} values=${historyOf(entry, "memory")} least=${leastMemory} tone="memory" /><${Bytes} value=${entry.memory} /></div>
      <${PortCell} record=${record} />
      <div role="gridcell" class="cell cell-acts"><${ActIcons} entry=${entry} under=${under} tabbable=${active} /></div>
    </div>`;
  }
}

function NameCell({ record, active }) {
  const { name, display_name, description, status_text } = record;
  const second = status_text ?? [display_name, description].filter(Boolean).join(" · ");
  return html`<div role="gridcell" class="cell cell-name">
    <span class="first"><a class="name" href=${`/ui/services/${name}`} tabindex=${active ? 0 : -1}>${name}</a>
      ${record.enabled ? null : html`<span class="chip" title="A start without names leaves it alone">disabled</span>`}
      ${record.enabled && !record.autostart ? html`<span class="chip" title="up does not start it">manual</span>` : null}
      ${record.replica_of ? html`<span class="chip" title=${`A replica of ${record.replica_of}`}>replica</span>` : null}
      ${record.groups.map((group) => html`<span key=${group} class="chip chip-group">${group}</span>`)}</span>
    ${second ? html`<span class="second truncate" title=${second}>${second}</span>` : null}
  </div>`;
}

function StateCell({ record }) {
  const { state, reason, next_start_at } = record;
  return html`<div role="gridcell" class="cell cell-state" title=${reason ?? null}>
    <span class="first"><${StateBadge} record=${record} /><span class="since num"><${Age} time=${record.since} /></span></span>
    ${state === "backoff" && next_start_at ? html`<span class="second truncate">again in <${Age} time=${next_start_at} until=${true} />${reason ? ` · ${reason}` : ""}</span>`
      : reason ? html`<span class="second truncate">${reason}</span>` : null}
  </div>`;
}

function HealthCell({ record }) {
  const { health, state } = record;
  let word = "–", tone = "muted";
  if (health && health.healthy !== undefined && health.healthy !== null) [word, tone] = health.healthy ? ["healthy", "tone-running"] : ["unhealthy", "tone-failed"];
  else if (state === "running") [word, tone] = record.ready ? ["ready", "tone-running"] : ["not ready", `tone-${toneOf(record)}`];
  return html`<div role="gridcell" class="cell cell-health" title=${health?.message ?? null}>
    <span class=${tone}>${word}</span>${health?.message ? html`<span class="second truncate">${health.message}</span>` : null}</div>`;
}

function PortCell({ record }) {
  const { ports, port } = record;
  const listens = ports?.length ? ports : null;
  const shown = listens ? listens.slice(0, 2).join(", ") + (listens.length > 2 ? ` +${listens.length - 2}` : "") : port ? `(${port})` : "–";
  const title = listens ? `Listens on ${listens.join(", ")}` : port ? `The manifest names ${port}; nothing of it listens there` : null;
  return html`<div role="gridcell" class="cell cell-port number" title=${title}><span class=${listens ? "num" : "num muted"}>${shown}</span></div>`;
}
