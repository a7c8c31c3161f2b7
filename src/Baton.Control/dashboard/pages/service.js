import { html } from "../html.js";
import { Empty } from "../parts/blank.js";

/** Not built yet. */
export function Page() {
  return html`<${Empty} title="service">This page is being built.</${Empty}>`;
}
