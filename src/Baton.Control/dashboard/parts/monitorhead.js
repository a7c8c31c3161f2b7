import { html } from "../html.js";
import { useSignal } from "../signal.js";
import { labels, pending, perform, unsilence, whyNot } from "../monitoracts.js";
import { silences } from "../monitors.js";
import { lastList } from "../model/lastlist.js";
import { whyNotActing } from "../session.js";
import { when } from "../format.js";
import { Age } from "./age.js";
import { Icon } from "./icon.js";
import { MonitorBadge } from "./monitorbadge.js";
import { NextProbe } from "./nextprobe.js";
import { askSilence } from "./silencedialog.js";

/** Name, state, why, and the acts. */
export function MonitorHead({ entry }) {
  const under = useSignal(pending);
  const { record, name } = entry;
  const acts = ["trigger", record.breaker.state === "closed" ? "isolate" : "close", ...(record.breaker.state === "open" || record.breaker.state === "half_open" ? ["isolate"] : []), "reset"];
  const silence = useSignal(silences).find(({ monitor }) => monitor === name);
  const denied = whyNotActing();
  return html`<header class="service-head">
    <div class="service-title">
      <a class="crumb" href=${lastList("monitors")}>Monitors</a><span class="crumb" aria-hidden="true">/</span><h1>${name}</h1>
      ${record.group ? html`<a class="chip chip-group" href=${`/ui/monitors?group=${encodeURIComponent(record.group)}`}>${record.group}</a>` : null}
      ${record.tags.map((tag) => html`<a key=${tag} class="chip" href=${`/ui/monitors?tag=${encodeURIComponent(tag)}`}>${tag}</a>`)}
    </div>
    <div class="service-acts">
      ${acts.map((act) => {
        const not = whyNot(act, record, under);
        return html`<button key=${act} class="button" disabled=${Boolean(not)} title=${not ? `${labels[act]}: ${not}` : null} onClick=${() => perform(act, name)}>
          ${act === "trigger" ? html`<${Icon} name="trigger" size="14" />` : null}${labels[act]}</button>`;
      })}
      ${silence ? html`<button class="button" disabled=${Boolean(denied)} title=${denied} onClick=${() => unsilence(name)}>End silence</button>`
        : html`<button class="button" disabled=${Boolean(denied)} title=${denied} onClick=${() => askSilence(name)}><${Icon} name="silence" size="14" />Silence …</button>`}
    </div>
    <p class="service-state stale-when-lost">
      <${MonitorBadge} record=${record} />${record.since ? html` <span class="muted">for <${Age} time=${record.since} /></span>` : null}
      ${record.error ? html`<span class="service-reason">${record.error}</span>` : null}
      <span class="muted"><${NextProbe} record=${record} /></span>
    </p>
    ${silence ? html`<p class="silenced"><${Icon} name="silence" size="14" />Silenced until ${when(silence.until)} by ${silence.by}${silence.reason ? `: ${silence.reason}` : ""}</p>` : null}
  </header>`;
}
