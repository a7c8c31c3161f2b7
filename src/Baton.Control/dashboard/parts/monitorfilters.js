import { html } from "../html.js";
import { setQuery } from "../router.js";
import { entries } from "../monitors.js";
import { isFiltered, noFilters, wordsOf } from "../model/monitorquery.js";
import { counted } from "../format.js";
import { Choice } from "./choice.js";
import { SearchBox } from "./searchbox.js";

const breakers = [["", "Any breaker"], ["closed", "closed"], ["open", "open"], ["half_open", "half-open"], ["isolated", "isolated"]];

/** Search and filters of the list; all of them live in the address. */
export function MonitorFilters({ wanted, shown, all }) {
  const { tags, groups } = wordsOf(entries());
  const listed = (known, chosen, any) => [["", any], ...(chosen && !known.includes(chosen) ? [chosen, ...known] : known).map((one) => [one, one])];
  return html`<div class="filters" role="search">
    <${SearchBox} label="Search monitors" value=${wanted.text} onSearch=${(q) => setQuery({ q })} />
    <${Choice} label="Breaker" name="breaker" value=${wanted.breaker} choices=${breakers} />
    ${groups.length || wanted.group ? html`<${Choice} label="Group" name="group" value=${wanted.group} choices=${listed(groups, wanted.group, "Any group")} />` : null}
    ${tags.length || wanted.tag ? html`<${Choice} label="Tag" name="tag" value=${wanted.tag} choices=${listed(tags, wanted.tag, "Any tag")} />` : null}
    ${isFiltered(wanted) ? html`<span class="muted" role="status">${shown.toLocaleString("en")} of ${counted(all, "monitor")}</span>
      <button class="button small" onClick=${() => setQuery(noFilters)}>Clear</button>` : null}
  </div>`;
}
