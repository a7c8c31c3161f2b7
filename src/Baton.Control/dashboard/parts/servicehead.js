import { html } from "../html.js";
import { useSignal } from "../signal.js";
import { pending, perform, whyNot } from "../acts.js";
import { lastList } from "../model/lastlist.js";
import { ActButtons } from "./actbuttons.js";
import { Age } from "./age.js";
import { StateBadge } from "./statebadge.js";

/** Name, state, why, and the acts. */
export function ServiceHead({ entry }) {
  const under = useSignal(pending);
  const { record, name } = entry;
  const say = record.enabled ? "disable" : "enable";
  const not = whyNot(say, entry, under);
  return html`<header class="service-head">
    <div class="service-title">
      <a class="crumb" href=${lastList()}>Services</a><span class="crumb" aria-hidden="true">/</span><h1>${name}</h1>
      ${record.replica_of ? html`<span class="chip">replica of ${record.replica_of}</span>` : null}
      ${record.enabled ? null : html`<span class="chip">disabled</span>`}
      ${record.groups.map((group) => html`<a key=${group} class="chip" href=${`/ui/services?group=${encodeURIComponent(group)}`}>${group}</a>`)}
    </div>
    <div class="service-acts">
      <${ActButtons} names=${[name]} whyNotAny=${(act) => whyNot(act, entry, under)} />
      <button class="button" disabled=${Boolean(not)} title=${not ?? (record.enabled ? "up and a start without names leave it alone from now on" : "up and a start without names start it from now on")}
        onClick=${() => perform(say, [name])}>${record.enabled ? "Disable" : "Enable"}</button>
    </div>
    <p class="service-state stale-when-lost">
      <${StateBadge} record=${record} /> <span class="muted">for <${Age} time=${record.since} /></span>
      ${record.reason ? html`<span class="service-reason">${record.reason}</span>` : null}
      ${record.next_start_at ? html`<span class="muted">next start in <${Age} time=${record.next_start_at} until=${true} /></span>` : null}
      ${record.description || record.display_name ? html`<span class="muted service-description">${[record.display_name, record.description].filter(Boolean).join(" · ")}</span>` : null}
    </p>
  </header>`;
}
