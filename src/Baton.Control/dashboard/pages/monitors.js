// All monitors: totals, filters, the table, and acts with the one that the keys mean.
import { html, useEffect, useMemo, useState } from "../html.js";
import { address, go, setQuery } from "../router.js";
import { useSignal } from "../signal.js";
import { useKeys } from "../keys.js";
import { connection, entries, entryOf, useMonitors, versions } from "../monitors.js";
import { perform } from "../monitoracts.js";
import { leaveList } from "../model/lastlist.js";
import { isFiltered, noFilters, readQuery, select } from "../model/monitorquery.js";
import { style } from "../style.js";
import { Empty, Loading } from "../parts/blank.js";
import { MonitorFilters } from "../parts/monitorfilters.js";
import { MonitorTable } from "../parts/monitortable.js";
import { MonitorTotals } from "../parts/monitortotals.js";
import { askSilence, SilenceDialog } from "../parts/silencedialog.js";

await style("monitors");

/** The list of monitors. */
export function Page({ query }) {
  const wanted = readQuery(query);
  useMonitors();
  const list = useMemo(() => select(entries(), wanted), [query, versions.roster, versions.records]);
  const { active, reveal, move, setActive } = useActive(list);
  useEffect(() => {
    document.title = "Monitors · Baton";
    leaveList(location.search, "monitors");
  }, [query]);
  useListKeys({ active, move, wanted });

  return html`<div class="services-page">
    <header class="page-head"><h1>Monitors</h1><${MonitorFilters} wanted=${wanted} shown=${list.length} all=${entries().length} /></header>
    <${MonitorTotals} chosen=${wanted.states} />
    ${list.length ? html`<${MonitorTable} list=${list} sort=${wanted.sort} active=${active} reveal=${reveal} onActive=${setActive} />` : html`<${Nothing} wanted=${wanted} />`}
    <${SilenceDialog} />
  </div>`;
}

// The row that the keys mean is known by name, so that it stays the same monitor when the order changes.
function useActive(list) {
  const [active, setName] = useState(null);
  const [reveal, setReveal] = useState(-1);
  const move = (to) => {
    if (!list.length) return;
    const now = list.findIndex(({ name }) => name === active);
    const at = Math.max(0, Math.min(list.length - 1, to(now, list.length - 1)));
    setName(list[at].name);
    setReveal(at);
    // The keys mean the row from now on, and no button that was pressed before.
    document.querySelector(".monitors")?.focus({ preventScroll: true });
  };
  const setActive = (index) => {
    setName(list[index].name);
    setReveal(-1);
  };
  return { active, reveal, move, setActive };
}

function useListKeys({ active, move, wanted }) {
  const act = (name) => (active && entryOf(active) ? void perform(name, active) : false);
  const next = () => move((at) => at + 1);
  const previous = () => move((at) => (at < 0 ? 0 : at - 1));
  const open = (event) => {
    if (!active || event.target.closest("a, button, input, select")) return false;
    go(address("monitors", active));
    return true;
  };
  useKeys({
    j: next, ArrowDown: next, k: previous, ArrowUp: previous, Home: () => move(() => 0), End: () => move((_, last) => last),
    PageDown: () => move((at) => at + 15), PageUp: () => move((at) => at - 15), Enter: open,
    p: () => act("trigger"), i: () => act("isolate"), c: () => act("close"), m: () => (active ? askSilence(active) : false),
    Escape: () => (isFiltered(wanted) ? setQuery(noFilters) : false),
  });
}

function Nothing({ wanted }) {
  const state = useSignal(connection);
  if (isFiltered(wanted) && versions.loaded) return html`<${Empty} title="No monitor is like that">Nothing fits the search and filters. <button class="link" onClick=${() =>
    setQuery(noFilters)}>Show all monitors</button></${Empty}>`;
  if (versions.loaded) return html`<${Empty} title="No monitors yet">A monitor watches what Baton does not run. Add a table <code>[monitors.NAME]</code> with what to ask, say <code>tcp = "printer:9100"</code> or an <code>http</code> address, then run <code>baton reload</code>.</${Empty}>`;
  if (state === "lost") return html`<${Empty} title="Baton does not answer">As soon as it does, its monitors are here. Start it with <code>baton up</code>.</${Empty}>`;
  return html`<${Loading} rows=${9} />`;
}
