import { html } from "../html.js";
import { moment, span } from "../format.js";
import { useNow } from "../ticker.js";

/** How long ago `time` is, growing by itself; with `until`, how long it is until then. The exact moment is its title. */
export function Age({ time, until = false, suffix = "" }) {
  const now = useNow(Boolean(time));
  if (!time) return html`<span class="muted">–</span>`;
  const at = Date.parse(time);
  return html`<time dateTime=${time} title=${moment(at)}>${span(until ? at - now : now - at)}${suffix}</time>`;
}
