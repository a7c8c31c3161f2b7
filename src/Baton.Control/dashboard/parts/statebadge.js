// A state as icon and word: its shape differs for each, so that colour is never all there is.
import { html } from "../html.js";
import { toneOf, wordOf } from "../states.js";

const shapes = {
  running: html`<circle cx="6" cy="6" r="4.5" fill="currentColor" />`,
  unready: html`<circle cx="6" cy="6" r="4" /><path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" stroke="none" />`,
  starting: html`<circle cx="6" cy="6" r="4.2" stroke-dasharray="17 9" /><circle cx="6" cy="6" r="1.4" fill="currentColor" stroke="none" />`,
  stopping: html`<circle cx="6" cy="6" r="4.2" stroke-dasharray="3 2.3" />`,
  waiting: html`<path d="M2.5 1.5h7M2.5 10.5h7M3.5 1.5c0 3 5 6 5 9M8.5 1.5c0 3-5 6-5 9" />`,
  backoff: html`<path d="M10.3 6A4.3 4.3 0 1 1 9 2.9M10.5 1v2.4H8.1" />`,
  failed: html`<path d="M6 1.2 11.2 10.5H.8z" fill="currentColor" /><path d="M6 4.6v2.8M6 8.9v.01" class="shape-hole" />`,
  stopped: html`<rect x="2" y="2" width="8" height="8" rx="1" />`,
  completed: html`<path d="M1.8 6.4 4.8 9.4 10.4 2.8" />`,
};

/** The mark of a state alone. */
export function StateMark({ tone }) {
  return html`<svg class=${`state-mark tone-${tone}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${shapes[tone]}</svg>`;
}

/** The state of a service record, "running, not ready" where that is so. */
export function StateBadge({ record }) {
  const tone = toneOf(record);
  return html`<span class=${`state tone-${tone}`}>
    <${StateMark} tone=${tone} /><span class="state-word">${tone === "unready" ? "running, not ready" : wordOf(record.state)}</span>
  </span>`;
}
