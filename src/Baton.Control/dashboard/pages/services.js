// All services: totals, filters, the table, and acts with one or many.
import { html, useEffect, useMemo, useState } from "../html.js";
import { address, go, setQuery } from "../router.js";
import { useSignal } from "../signal.js";
import { useKeys } from "../keys.js";
import { entries, entryOf, openServices, useServices, versions } from "../store.js";
import { pending, perform, whyNot } from "../acts.js";
import { whyNotActing } from "../session.js";
import { leaveList } from "../model/lastlist.js";
import { isFiltered, isLive, readQuery, select } from "../model/servicequery.js";
import { counted } from "../format.js";
import { ActButtons } from "../parts/actbuttons.js";
import { Empty, Loading } from "../parts/blank.js";
import { ServiceFilters } from "../parts/servicefilters.js";
import { ServiceTable } from "../parts/servicetable.js";
import { Totals } from "../parts/totals.js";

/** The list of services. */
export function Page({ query }) {
  const wanted = readQuery(query);
  const live = isLive(wanted.sort);
  // Always told of figures: rows in view show them; which rows and in what order is reckoned anew only when it can have changed.
  useServices((v) => v.roster + v.records + v.figures);
  const list = useMemo(() => select(entries(), wanted), [query, versions.roster, versions.records, live && versions.figures]);
  const selection = useSelection(list);
  const { active, reveal, move, setActive } = useActive(list);
  useEffect(() => {
    document.title = "Services · Baton";
    leaveList(location.search);
  }, [query]);
  useListKeys({ list, active, move, selection, wanted });

  return html`<div class="services-page">
    <header class="page-head"><h1>Services</h1><${ServiceFilters} wanted=${wanted} shown=${list.length} all=${entries().length} /></header>
    <${Totals} states=${wanted.states} />
    ${selection.names.length ? html`<${SelectionBar} names=${selection.names} onClear=${selection.clear} />` : null}
    ${list.length ? html`<${ServiceTable} list=${list} sort=${wanted.sort} active=${active} reveal=${reveal} selected=${selection.selected}
      onSelect=${selection.toggle} onSelectAll=${selection.all} onActive=${setActive} />` : html`<${Nothing} wanted=${wanted} />`}
  </div>`;
}

// Only what is on show can be selected: an act must not touch what a filter hides.
function useSelection(list) {
  const [selected, setSelected] = useState(new Set());
  const names = useMemo(() => (selected.size ? list.filter(({ name }) => selected.has(name)).map(({ name }) => name) : []), [list, selected]);
  const toggle = (name) => {
    const next = new Set(selected);
    if (!next.delete(name)) next.add(name);
    setSelected(next);
  };
  const all = (on) => setSelected(on ? new Set(list.map(({ name }) => name)) : new Set());
  return { selected, names, toggle, all, clear: () => setSelected(new Set()) };
}

// The row that the keys mean is known by name, so that it stays the same service when the order changes.
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
    document.querySelector(".services")?.focus({ preventScroll: true });
  };
  const setActive = (index) => {
    setName(list[index].name);
    setReveal(-1);
  };
  return { active, reveal, move, setActive };
}

function useListKeys({ list, active, move, selection, wanted }) {
  const act = (name) => {
    const names = selection.names.length ? selection.names : active && entryOf(active) ? [active] : [];
    if (!names.length) return false;
    perform(name, names);
    return true;
  };
  const next = () => move((at) => at + 1);
  const previous = () => move((at) => (at < 0 ? 0 : at - 1));
  const open = (event) => {
    if (!active || event.target.closest("a, button, input, select")) return false;
    go(address("services", active));
    return true;
  };
  const away = () => {
    if (selection.names.length) selection.clear();
    else if (isFiltered(wanted)) setQuery({ q: null, state: null, ready: null, group: null });
    else return false;
    return true;
  };
  useKeys({
    j: next, ArrowDown: next, k: previous, ArrowUp: previous, Home: () => move(() => 0), End: () => move((_, last) => last),
    PageDown: () => move((at) => at + 15), PageUp: () => move((at) => at - 15),
    Enter: open, x: () => (active ? selection.toggle(active) : false), s: () => act("start"), t: () => act("stop"), r: () => act("restart"), Escape: away,
  });
}

function SelectionBar({ names, onClear }) {
  const under = useSignal(pending);
  const whyNotAny = (act) => whyNotActing() ?? (names.some((name) => entryOf(name) && !whyNot(act, entryOf(name), under)) ? null : `none of these can be now`);
  return html`<div class="selection" role="region" aria-label="Selection">
    <strong>${counted(names.length, "service")} selected</strong>
    <${ActButtons} names=${names} whyNotAny=${whyNotAny} small=${true} />
    <button class="button small" onClick=${onClear}>Clear selection</button>
  </div>`;
}

function Nothing({ wanted }) {
  const state = useSignal(openServices().state);
  if (isFiltered(wanted) && versions.loaded) return html`<${Empty} title="No service is like that">Nothing fits the search and filters. <button class="link" onClick=${() =>
    setQuery({ q: null, state: null, ready: null, group: null })}>Show all services</button></${Empty}>`;
  if (versions.loaded) return html`<${Empty} title="No services yet">The manifest describes none. Add a table <code>[services.NAME]</code> with a <code>command</code>, then run <code>baton reload</code>.</${Empty}>`;
  if (state === "lost") return html`<${Empty} title="Baton does not answer">As soon as it does, its services are here. Start it with <code>baton up</code>.</${Empty}>`;
  return html`<${Loading} rows=${9} />`;
}
