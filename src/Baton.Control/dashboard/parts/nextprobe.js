import { html } from "../html.js";
import { span } from "../format.js";
import { useNow } from "../ticker.js";

/** When it is asked next, counted down here: "next in 12 s". What reports by itself is due then. */
export function NextProbe({ record }) {
  const { next_check, kind, breaker } = record;
  // What falls due while it is open is left out.
  const at = breaker.until ?? next_check;
  const now = useNow(Boolean(at));
  if (!at) return html`<span>no probes</span>`;
  const left = Date.parse(at) - now;
  const word = kind === "push" ? "due" : breaker.state === "open" ? "tries" : "next";
  return left < 1000 ? html`<span>${word} now</span>` : html`<span>${word} in ${span(left)}</span>`;
}
