import { Component, html } from "../html.js";
import { perform, whyNot } from "../monitoracts.js";
import { bars, rowHeight } from "../model/monitorcolumns.js";
import { breakerOf, dependentsOf, latency, uptime } from "../model/monitorwords.js";
import { Age } from "./age.js";
import { Icon } from "./icon.js";
import { MonitorBadge } from "./monitorbadge.js";
import { NextProbe } from "./nextprobe.js";
import { ResultBars } from "./resultbars.js";
import { rowStyle } from "./virtuallist.js";

/** A monitor in the table. It is drawn again only when something of it changes. */
export class MonitorRow extends Component {
  shouldComponentUpdate(next) {
    return ["version", "entry", "index", "active", "under", "who", "silent"].some((key) => this.props[key] !== next[key]);
  }

  render({ entry, index, active, under, silent, onActive }) {
    const { record } = entry;
    const needed = dependentsOf(record);
    return html`<div class=${`row ${active ? "row-active" : ""}`} role="row" id=${`monitor-${entry.name}`} aria-rowindex=${index + 2} aria-selected=${active}
      style=${rowStyle(index, rowHeight)} onMouseDown=${() => onActive(index)}>
      <${NameCell} record=${record} active=${active} isSilent=${silent.some(({ monitor }) => !monitor || monitor === entry.name)} />
      <div role="gridcell" class="cell cell-state" title=${record.error ?? null}>
        <span class="first"><${MonitorBadge} record=${record} />${record.since ? html`<span class="since num"><${Age} time=${record.since} /></span>` : null}</span>
        ${record.error ? html`<span class="second truncate">${record.error}</span>` : null}</div>
      <div role="gridcell" class="cell cell-bars"><${ResultBars} results=${entry.results} count=${bars} /></div>
      <div role="gridcell" class="cell cell-breaker" title=${breakerOf(record).about}><span class=${record.breaker.state === "closed" ? "" : "breaker-off"}>${breakerOf(record).word}</span>
        <span class="second num truncate"><${NextProbe} record=${record} /></span></div>
      <div role="gridcell" class="cell cell-latency number"><span class=${record.response_time_ms === undefined ? "num muted" : "num"}>${latency(record.response_time_ms)}</span></div>
      <div role="gridcell" class="cell cell-uptime number"><span class="num">${uptime(record.uptime.day)}</span></div>
      <div role="gridcell" class="cell cell-needed number" title=${needed.length ? needed.join(", ") : null}><span class=${needed.length ? "num" : "num muted"}>${needed.length || "–"}</span></div>
      <div role="gridcell" class="cell cell-acts"><${Act} act="trigger" record=${record} under=${under} tabbable=${active} /></div>
    </div>`;
  }
}

function NameCell({ record, active, isSilent }) {
  const { name, kind, target, tags, group } = record;
  return html`<div role="gridcell" class="cell cell-name">
    <span class="first"><a class="name" href=${`/ui/monitors/${name}`} tabindex=${active ? 0 : -1}>${name}</a>
      ${isSilent ? html`<span class="chip" title="Nobody is told of it for a while">silenced</span>` : null}
      ${group ? html`<span class="chip chip-group">${group}</span>` : null}${tags.map((tag) => html`<span key=${tag} class="chip">${tag}</span>`)}</span>
    <span class="second truncate" title=${target}>${kind}${target ? ` · ${target}` : ""}</span>
  </div>`;
}

function Act({ act, record, under, tabbable }) {
  const not = whyNot(act, record, under);
  const label = `Probe ${record.name} now`;
  return html`<button class=${`icon-button ${under.get(record.name) === act ? "is-busy" : ""}`} disabled=${Boolean(not)} tabindex=${tabbable ? 0 : -1} aria-label=${label}
    title=${not ? `${label}: ${not}` : label} onClick=${() => perform(act, record.name)}><${Icon} name="trigger" size="15" /></button>`;
}
