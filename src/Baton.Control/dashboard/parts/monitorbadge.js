import { html } from "../html.js";
import { toneOf, wordOf } from "../model/monitorwords.js";
import { StateMark } from "./statebadge.js";

/** The state of a monitor as icon and word. */
export function MonitorBadge({ record }) {
  const tone = toneOf(record);
  return html`<span class=${`state tone-${tone}`}><${StateMark} tone=${tone} /><span class="state-word">${wordOf(record)}</span></span>`;
}
