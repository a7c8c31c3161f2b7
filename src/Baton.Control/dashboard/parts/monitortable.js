import { html, useRef } from "../html.js";
import { setQuery } from "../router.js";
import { useSignal } from "../signal.js";
import { pending } from "../monitoracts.js";
import { session } from "../session.js";
import { silences } from "../monitors.js";
import { columns, headHeight, rowHeight } from "../model/monitorcolumns.js";
import { MonitorRow } from "./monitorrow.js";
import { VirtualList } from "./virtuallist.js";

/** The table. `list` are the entries to show; `active` is the name of the row that the keys mean. `reveal` is the index that must be in view. */
export function MonitorTable({ list, sort, active, reveal, onActive }) {
  const under = useSignal(pending);
  const who = useSignal(session);
  const silent = useSignal(silences);
  const latest = useRef(onActive);
  latest.current = onActive;
  const choose = useRef((index) => latest.current(index)).current;
  const row = (index) => {
    const entry = list[index];
    return html`<${MonitorRow} key=${entry.name} entry=${entry} version=${entry.version} index=${index} active=${entry.name === active} under=${under} who=${who} silent=${silent} onActive=${choose} />`;
  };
  return html`<${VirtualList} className="monitors stale-when-lost" count=${list.length} height=${rowHeight} headHeight=${headHeight} row=${row} reveal=${reveal}
    head=${html`<${Head} sort=${sort} />`} role="grid" aria-label="Monitors" aria-rowcount=${list.length + 1} tabindex="0" aria-activedescendant=${active ? `monitor-${active}` : null} />`;
}

function Head({ sort }) {
  return html`<div class="head" role="row" aria-rowindex="1">
    ${columns.map((column) => html`<${HeadCell} key=${column.key} column=${column} sort=${sort} />`)}
    <div role="columnheader" class="cell cell-acts"><span class="visually-hidden">Acts</span></div>
  </div>`;
}

// First click: the natural way; second: the other way round; third: the order of the manifest again.
function HeadCell({ column: { key, label, sort: word, down, number }, sort }) {
  const shape = `cell cell-${key} ${number ? "number" : ""}`;
  if (!word) return html`<div role="columnheader" class=${shape}><span class="sort">${label}</span></div>`;
  const first = down ? `-${word}` : word;
  const second = down ? word : `-${word}`;
  const next = sort === first ? second : sort === second ? null : first;
  const way = sort === word ? "ascending" : sort === `-${word}` ? "descending" : null;
  return html`<div role="columnheader" class=${shape} aria-sort=${way ?? "none"}>
    <button class=${way ? "sort sorted" : "sort"} onClick=${() => setQuery({ sort: next })}>${label}<span class="sort-way" aria-hidden="true">${
      way === "ascending" ? "↑" : way === "descending" ? "↓" : ""}</span></button>
  </div>`;
}
