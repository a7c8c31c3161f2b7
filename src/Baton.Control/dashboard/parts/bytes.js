import { html } from "../html.js";
import { bytes } from "../format.js";

/** A size as people read it, the exact number as its title. */
export function Bytes({ value }) {
  const known = value !== null && value !== undefined;
  return html`<span class=${known ? "num" : "num muted"} title=${known ? `${value.toLocaleString("en")} bytes` : null}>${bytes(value)}</span>`;
}
