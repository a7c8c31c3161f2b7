import { html } from "../html.js";
import { setQuery } from "../router.js";

/** One of some values, which lives in the address under `name`; `choices` are pairs of value and text, "" for all. */
export function Choice({ label, name, value, choices }) {
  return html`<select class=${value ? "select chosen" : "select"} aria-label=${label} value=${value} onChange=${(e) => setQuery({ [name]: e.target.value })}>
    ${choices.map(([one, text]) => html`<option key=${one} value=${one} selected=${one === value}>${text}</option>`)}
  </select>`;
}
