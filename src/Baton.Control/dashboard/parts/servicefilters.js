import { html } from "../html.js";
import { setQuery } from "../router.js";
import { entries } from "../store.js";
import { groupNames, isFiltered } from "../model/servicequery.js";
import { allStates, wordOf } from "../states.js";
import { counted } from "../format.js";
import { Choice } from "./choice.js";
import { SearchBox } from "./searchbox.js";

/** Search and filters of the list; all of them live in the address. */
export function ServiceFilters({ wanted, shown, all }) {
  const names = groupNames(entries());
  const state = wanted.states.length === 1 ? wanted.states[0] : wanted.states.length ? "several" : "";
  return html`<div class="filters" role="search">
    <${SearchBox} label="Search services" value=${wanted.text} onSearch=${(q) => setQuery({ q })} />
    <${Choice} label="State" value=${state} name="state" choices=${[["", "Any state"], ...(state === "several" ? [["several", "Several states"]] : []), ...allStates.map((one) => [one, wordOf(one)])]} />
    <${Choice} label="Readiness" value=${wanted.ready} name="ready" choices=${[["", "Ready or not"], ["true", "ready"], ["false", "not ready"]]} />
    ${names.length || wanted.group ? html`<${Choice} label="Group" value=${wanted.group} name="group" choices=${[["", "Any group"], ...names.map((one) => [one, one])]} />` : null}
    ${isFiltered(wanted) ? html`<span class="muted" role="status">${shown.toLocaleString("en")} of ${counted(all, "service")}</span>
      <button class="button small" onClick=${() => setQuery({ q: null, state: null, ready: null, group: null })}>Clear</button>` : null}
  </div>`;
}
