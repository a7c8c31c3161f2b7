// What a page shows while there is nothing yet, nothing at all, or something went wrong.
import { html } from "../html.js";
import { Icon } from "./icon.js";

/** Nothing to show: why, and what could be done. */
export function Empty({ title, children }) {
  return html`<div class="blank"><h2>${title}</h2><p>${children}</p></div>`;
}

/** Something went wrong; `again` tries once more. */
export function Failure({ error, again = null }) {
  return html`<div class="blank blank-failure" role="alert">
    <${Icon} name="warning" size="22" />
    <h2>${error.code === "not_found" ? "Not found" : "That did not work"}</h2>
    <p>${error.message}</p>
    ${again ? html`<button class="button" onClick=${again}>Try again</button>` : null}
  </div>`;
}

/** The same in one line, beside what is there all the same. */
export function Trouble({ text, error, again }) {
  return html`<p class="trouble" role="alert"><${Icon} name="warning" size="14" /><span>${text}: ${error.message}</span>
    <button class="button small" onClick=${again}>Try again</button></p>`;
}

/** Grey bars in place of what is on its way. */
export function Loading({ rows = 6 }) {
  return html`<div class="loading" role="status" aria-label="Loading">
    ${Array.from({ length: rows }, (_, i) => html`<div key=${i} class=${`loading-bar loading-${i % 4}`}></div>`)}
  </div>`;
}
