// Short messages in the corner. Good news goes by itself; an error stays until it is put away.
import { html } from "../html.js";
import { signal, useSignal } from "../signal.js";
import { Icon } from "./icon.js";

const stays = { good: 4000, info: 6000 };
const most = 4;
const toasts = signal([]);
let last = 0;

/** Shows a message; `tone` is "good", "info" or "error". */
export function toast(text, tone = "info", { title = null } = {}) {
  const one = { id: ++last, text, tone, title };
  toasts.set([...toasts.get(), one].slice(-most));
  if (stays[tone]) setTimeout(() => dismiss(one.id), stays[tone]);
}

/** The place of the messages; polite for screen readers, errors at once. */
export function Toasts() {
  const shown = useSignal(toasts);
  const part = (tones) => shown.filter((one) => tones.includes(one.tone)).map((one) => html`<${Toast} key=${one.id} one=${one} />`);
  return html`<div class="toasts">
    <div role="status" aria-live="polite">${part(["good", "info"])}</div>
    <div role="alert" aria-live="assertive">${part(["error"])}</div>
  </div>`;
}

function Toast({ one }) {
  return html`<div class=${`toast toast-${one.tone}`}>
    <${Icon} name=${one.tone === "good" ? "check" : one.tone === "error" ? "warning" : "more"} />
    <div class="toast-text">${one.title ? html`<strong>${one.title}</strong>` : null}<span>${one.text}</span></div>
    <button class="icon-button" aria-label="Dismiss" onClick=${() => dismiss(one.id)}><${Icon} name="close" /></button>
  </div>`;
}

function dismiss(id) {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}
