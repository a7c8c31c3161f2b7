// Who depends on whom, with live states, and what the last start spent its time on.
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { setQuery } from "../router.js";
import { get, withQuery } from "../api.js";
import { entries, entryOf, useServices, versions } from "../store.js";
import { layout } from "../model/layout.js";
import { mostNeeded, related, relationsOf } from "../model/relations.js";
import { isBusy } from "../states.js";
import { style } from "../style.js";
import { counted } from "../format.js";
import { GraphView } from "../parts/graphview.js";
import { ChainChart } from "../parts/chainchart.js";
import { EdgeTable } from "../parts/edgetable.js";
import { ServiceField } from "../parts/servicefield.js";
import { Empty, Failure, Loading, Trouble } from "../parts/blank.js";

await Promise.all([style("journal"), style("graph")]);

/** More than this is no picture any more: then only what is related to a chosen service is drawn. */
const mostDrawn = 300;
const gridWidth = 1100;
const mostAsked = 50;

/** The page; the chosen service and what is shown of it stand in the address. */
export function Page({ query }) {
  const { answer, error, again } = useGraph();
  const chosen = query.get("service");
  const all = useMemo(() => (answer ? relationsOf(answer.services) : null), [answer]);
  useEffect(() => {
    document.title = "Graph · Baton";
  }, []);
  if (error) return html`<${Failure} error=${error} again=${again} />`;
  if (!all) return html`<${Loading} />`;
  const known = chosen && all.has(chosen) ? chosen : null;
  const isLarge = all.size > mostDrawn;
  const onlyRelated = isLarge || query.get("only") === "1";
  return html`<div class="page-head">
      <h1>Graph</h1>
      <${ServiceField} names=${[...all.keys()]} value=${chosen ?? ""} onChoose=${(service) => setQuery({ service, only: service ? query.get("only") : "" })} />
      ${known && !isLarge ? html`<label class="check"><input type="checkbox" checked=${onlyRelated} onChange=${(e) => setQuery({ only: e.target.checked ? "1" : "" })} /> Only what is related to it</label>` : null}
      <${Legend} />
    </div>
    ${chosen && !known ? html`<p class="pagenote pagenote-bad" role="alert">There is no service “${chosen}”.</p>` : null}
    ${all.size === 0 ? html`<${Empty} title="No services">The manifest names none yet.</${Empty}>`
      : isLarge && !known ? html`<${Choose} relations=${all} />`
        : html`<${Drawing} all=${all} chosen=${known} onlyRelated=${onlyRelated && known !== null} />`}
    <${Chain} all=${all} chosen=${known} />`;
}

function Drawing({ all, chosen, onlyRelated }) {
  const part = useMemo(() => (onlyRelated ? related(all, chosen, mostDrawn) : { names: null, left: 0 }), [all, chosen, onlyRelated]);
  const relations = useMemo(() => (part.names ? only(all, part.names) : all), [all, part]);
  const drawing = useMemo(() => layout(relations, gridWidth), [relations]);
  return html`${part.left ? html`<p class="pagenote">${counted(part.left, "more related service")} ${part.left === 1 ? "is" : "are"} not drawn: these are the nearest.</p>` : null}
    <${GraphView} relations=${relations} drawing=${drawing} chosen=${chosen} />
    <details class="graph-text"><summary>As a table</summary><${EdgeTable} relations=${relations} /></details>`;
}

function Choose({ relations }) {
  return html`<${Empty} title=${`${counted(relations.size, "service")} are too many to draw at once`}>
    Search for one above to see what it needs and what needs it, or begin with those that most others need:
    <span class="choices">${mostNeeded(relations, 12).map((node) => html`<button key=${node.name} class="button small" onClick=${() => setQuery({ service: node.name })}>${node.name}
      <span class="muted num">${node.neededBy.length}</span></button>`)}</span>
  </${Empty}>`;
}

function Legend() {
  return html`<p class="legend muted" aria-hidden="true"><span class="legend-line"></span>waits until ready<span class="legend-line legend-once"></span>until it has ended<span class="legend-line legend-started"></span>until started</p>`;
}

function Chain({ all, chosen }) {
  const [open, setOpen] = useState(true);
  const { chain, error, again } = useChain(all, chosen);
  return html`<section class="chainpanel" aria-labelledby="chain-title">
    <button class="chainpanel-head" aria-expanded=${open} onClick=${() => setOpen(!open)}><h2 id="chain-title">Critical chain of the last start${chosen ? ` of ${chosen}` : ""}</h2></button>
    ${!open ? null : error ? html`<${Trouble} text="Cannot read it" error=${error} again=${again} />` : !chain ? null : chain.length ? html`<${ChainChart} chain=${chain} />` : html`<p class="muted">${chosen ? "It has not" : "Nothing has"} become ready yet.</p>`}
  </section>`;
}

// Asked for at first and when services come or go. The same answer is the same object, so that the drawing stays where it was moved to.
function useGraph() {
  const [state, setState] = useState({ answer: null, key: "", error: null });
  const [asked, setAsked] = useState(0);
  useServices((v) => v.roster);
  useEffect(() => {
    const ended = new AbortController();
    get("/api/v1/graph", { signal: ended.signal }).then(
      (answer) => {
        const key = JSON.stringify(answer.services.map((one) => [one.name, one.depends_on]));
        setState((old) => (old.key === key && !old.error ? old : { answer, key, error: null }));
      },
      (error) => error.name === "AbortError" || setState((old) => ({ ...old, error: old.answer ? null : error })),
    );
    return () => ended.abort();
  }, [asked, versions.roster]);
  return { ...state, again: () => setAsked((n) => n + 1) };
}

// Asked for anew when a start has ended, since then the chain may be another one. `undefined` while it is not known.
function useChain(all, chosen) {
  const [state, setState] = useState({ chain: undefined, error: null });
  const [asked, setAsked] = useState(0);
  const busy = useRef(0);
  useServices((v) => v.roster + v.records);
  const now = entries().reduce((count, { record }) => count + (isBusy(record.state) || record.state.startsWith("waiting")), 0);
  useEffect(() => {
    if (now < busy.current) setAsked((n) => n + 1);
    busy.current = now;
  }, [now]);
  useEffect(() => {
    const ended = new AbortController();
    get(withQuery("/api/v1/graph", { chain: "true", service: chosen ?? lastOf(all) }), { signal: ended.signal }).then(
      (answer) => setState({ chain: answer.chain ?? [], error: null }),
      // What was known stays; that the connection is lost is said elsewhere.
      (error) => error.name === "AbortError" || setState(({ chain }) => ({ chain, error: chain ? null : error })),
    );
    return () => ended.abort();
  }, [asked, all, chosen, versions.loaded]);
  return { ...state, again: () => setAsked((n) => n + 1) };
}

// Those at the end of chains that run: one that nothing ties to others would hide all that wait.
function lastOf(all) {
  const isUp = (name) => ["running", "completed"].includes(entryOf(name)?.record.state);
  const up = [...all.values()].filter((node) => node.needs.length && isUp(node.name) && !node.neededBy.some(isUp));
  return up.slice(0, mostAsked).map((node) => node.name);
}

function only(all, names) {
  const part = [...all.values()].filter((node) => names.has(node.name));
  return relationsOf(part.map((node) => ({ name: node.name, depends_on: node.needs })));
}
