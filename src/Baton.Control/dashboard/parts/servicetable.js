import { html, useRef } from "../html.js";
import { setQuery } from "../router.js";
import { useSignal } from "../signal.js";
import { pending } from "../acts.js";
import { session } from "../session.js";
import { columns, headHeight, rowHeight } from "../model/servicecolumns.js";
import { ServiceRow } from "./servicerow.js";
import { VirtualList } from "./virtuallist.js";

/**
 * The table. `list` are the entries to show; `active` is the name of the row that the keys mean, `selected` a Set of names.
 * `reveal` is the index that must be in view.
 */
export function ServiceTable({ list, sort, active, reveal, selected, onSelect, onSelectAll, onActive }) {
  const under = useSignal(pending);
  const who = useSignal(session);
  const acts = useRef({});
  acts.current = { onSelect, onActive };
  const stable = useRef({ onSelect: (name) => acts.current.onSelect(name), onActive: (index) => acts.current.onActive(index) }).current;
  const row = (index) => {
    const entry = list[index];
    return html`<${ServiceRow} key=${entry.name} entry=${entry} version=${entry.version} index=${index} active=${entry.name === active}
      selected=${selected.has(entry.name)} under=${under} who=${who} ...${stable} />`;
  };
  return html`<${VirtualList} className="services stale-when-lost" count=${list.length} height=${rowHeight} headHeight=${headHeight} row=${row} reveal=${reveal}
    head=${html`<${Head} sort=${sort} list=${list} selected=${selected} onSelectAll=${onSelectAll} />`}
    role="grid" aria-label="Services" aria-rowcount=${list.length + 1} aria-multiselectable="true" tabindex="0"
    aria-activedescendant=${active ? `row-${active}` : null} />`;
}

function Head({ sort, list, selected, onSelectAll }) {
  const all = list.length > 0 && list.every(({ name }) => selected.has(name));
  const some = !all && selected.size > 0;
  return html`<div class="head" role="row" aria-rowindex="1">
    <div role="columnheader" class="cell cell-select"><input type="checkbox" aria-label="Select all that are shown" checked=${all} indeterminate=${some} onChange=${() => onSelectAll(!all)} /></div>
    ${columns.map((column) => html`<${HeadCell} key=${column.key} column=${column} sort=${sort} />`)}
    <div role="columnheader" class="cell cell-acts"><span class="visually-hidden">Acts</span></div>
  </div>`;
}

// First click: the natural way; second: the other way round; third: the order of the manifest again.
function HeadCell({ column: { key, label, down, number }, sort }) {
  const first = down ? `-${key}` : key;
  const second = down ? key : `-${key}`;
  const next = sort === first ? second : sort === second ? null : first;
  const way = sort === key ? "ascending" : sort === `-${key}` ? "descending" : null;
  return html`<div role="columnheader" class=${`cell cell-${key} ${number ? "number" : ""}`} aria-sort=${way ?? "none"}>
    <button class=${way ? "sort sorted" : "sort"} onClick=${() => setQuery({ sort: next })}>${label}<span class="sort-way" aria-hidden="true">${
      way === "ascending" ? "↑" : way === "descending" ? "↓" : ""}</span></button>
  </div>`;
}
