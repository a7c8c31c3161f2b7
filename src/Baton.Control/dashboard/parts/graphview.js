// Services and what they depend on, drawn from left to right: who is needed stands left of who needs it.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../html.js";
import { cameraOf } from "../model/camera.js";
import { size } from "../model/layout.js";
import { downstream, upstream } from "../model/relations.js";
import { entryOf, useServices } from "../store.js";
import { toneOf, wordOf } from "../states.js";
import { StateMark } from "./statebadge.js";
import { Icon } from "./icon.js";

const panBy = 80;

/**
 * @param {Map} relations Of what is drawn.
 * @param {object} drawing What `layout` gives.
 * @param {string|null} chosen The service that the drawing is about.
 */
export function GraphView({ relations, drawing, chosen }) {
  useServices((v) => v.records + v.roster);
  const frame = useRef(null);
  const world = useRef(null);
  const camera = useRef(null);
  const [pointed, setPointed] = useState(null);
  const [stop, setStop] = useState(null);
  useLayoutEffect(() => {
    const first = drawing.nodes.get(chosen) ?? drawing.nodes.values().next().value;
    camera.current = cameraOf(frame.current, world.current, drawing, { ...first, ...size });
    return () => camera.current.close();
  }, [drawing]);

  const lit = useMemo(() => litBy(relations, pointed ?? chosen), [relations, pointed, chosen]);
  // One service of the drawing is in the tab order; arrows lead on from it.
  const tabStop = drawing.nodes.has(stop) ? stop : drawing.nodes.has(chosen) ? chosen : drawing.nodes.keys().next().value;
  const focus = (name) => {
    setStop(name);
    requestAnimationFrame(() => frame.current?.querySelector(`[data-service="${CSS.escape(name)}"]`)?.focus({ preventScroll: true }));
  };
  const key = (event) => act(event, { camera: camera.current, drawing, relations, focus });
  const entered = (name) => {
    setPointed(name);
    setStop(name);
    const { x, y } = drawing.nodes.get(name);
    camera.current.reveal({ x, y, ...size });
  };

  return html`<div class="graph">
    <svg class=${`graph-frame ${lit ? "graph-lit" : ""}`} ref=${frame} role="group" aria-label="Services and what they depend on. Arrow keys move, Enter opens, plus and minus zoom." tabindex="-1" onKeyDown=${key}>
      <g ref=${world}>
        ${drawing.alone !== null ? html`<text class="graph-note" x="0" y=${drawing.alone + 12}>On their own</text>` : null}
        ${drawing.edges.map((edge) => html`<${Edge} key=${`${edge.from} ${edge.to}`} edge=${edge} lit=${lit} />`)}
        ${[...drawing.nodes.values()].map((place) => html`<${Node} key=${place.name} place=${place} relation=${relations.get(place.name)} lit=${lit}
          chosen=${place.name === chosen} stop=${place.name === tabStop}
          onPoint=${setPointed} onFocus=${entered} />`)}
      </g>
    </svg>
    <div class="graph-tools" role="group" aria-label="View">
      <button class="icon-button" aria-label="Zoom in" title="Zoom in (+)" onClick=${() => camera.current.zoom(1)}><span aria-hidden="true">+</span></button>
      <button class="icon-button" aria-label="Zoom out" title="Zoom out (−)" onClick=${() => camera.current.zoom(-1)}><span aria-hidden="true">−</span></button>
      <button class="icon-button" aria-label="Show all" title="Show all (0)" onClick=${() => camera.current.fit()}><${Icon} name="system" /></button>
    </div>
  </div>`;
}

function Node({ place, relation, lit, chosen, stop, onPoint, onFocus }) {
  const record = entryOf(place.name)?.record;
  const tone = record ? toneOf(record) : "stopped";
  const word = !record ? "not known" : tone === "unready" ? "running, not ready" : wordOf(record.state);
  const look = `node tone-${tone}${chosen ? " node-chosen" : ""}${lit ? ` ${lit.get(place.name) ?? "node-dim"}` : ""}`;
  return html`<a class=${look} href=${`/ui/services/${place.name}`} data-service=${place.name} tabindex=${stop ? 0 : -1} transform=${`translate(${place.x} ${place.y})`}
    aria-label=${`${place.name}, ${word}${told(relation)}`} draggable="false"
    onMouseEnter=${() => onPoint(place.name)} onMouseLeave=${() => onPoint(null)} onFocus=${() => onFocus(place.name)} onBlur=${() => onPoint(null)}>
    <title>${`${place.name}: ${word}${record?.reason ? `, ${record.reason}` : ""}`}</title>
    <rect class="node-box" width=${size.width} height=${size.height} rx="7" />
    <rect class="node-edge" width="3" height=${size.height - 16} x="0" y="8" rx="1.5" />
    <g transform="translate(13 9)"><${StateMark} tone=${tone} /></g>
    <text class="node-name" x="32" y="19">${short(record?.display_name ?? place.name, 21)}</text>
    <text class="node-state" x="32" y="34">${short(word, 25)}</text>
  </a>`;
}

function Edge({ edge, lit }) {
  const isLit = lit && lit.has(edge.from) && lit.has(edge.to) && sameSide(lit.get(edge.from), lit.get(edge.to));
  const look = `edge edge-${edge.condition}${lit ? (isLit ? " edge-lit" : " edge-dim") : ""}`;
  return html`<path class=${look} d=${edge.path}><title>${`${edge.to} needs ${edge.from}: ${edge.condition}`}</title></path>`;
}

function told({ needs, neededBy }) {
  const needed = needs.length ? `; needs ${needs.map((edge) => `${edge.name} (${edge.condition})`).join(", ")}` : "";
  return needed + (neededBy.length ? `; needed by ${neededBy.join(", ")}` : "");
}

// The class of each service that is up- or downstream of one; null when nothing is pointed at.
function litBy(relations, name) {
  if (!name || !relations.has(name)) return null;
  const lit = new Map([[name, "node-here"]]);
  for (const one of upstream(relations, name)) lit.set(one, "node-up");
  for (const one of downstream(relations, name)) lit.set(one, "node-down");
  return lit.size > 1 ? lit : null;
}

const sameSide = (a, b) => a === b || a === "node-here" || b === "node-here";

function act(event, { camera, drawing, relations, focus }) {
  const at = event.target.closest?.("[data-service]")?.dataset.service;
  const move = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
  if (event.key === "+" || event.key === "=") camera.zoom(1);
  else if (event.key === "-") camera.zoom(-1);
  else if (event.key === "0") camera.fit();
  else if (move && (event.shiftKey || !at)) camera.pan(move[0] * panBy, move[1] * panBy);
  else if (move) {
    const next = neighbour(event.key, at, drawing, relations);
    if (next) focus(next);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

// Left is what it needs, right what needs it, up and down the others of its layer; else whatever is nearest that way.
function neighbour(key, name, drawing, relations) {
  const here = drawing.nodes.get(name);
  const { needs, neededBy } = relations.get(name);
  const linked = key === "ArrowLeft" ? needs.map((edge) => edge.name) : key === "ArrowRight" ? neededBy : [];
  const near = (names) => names.map((one) => drawing.nodes.get(one)).filter(Boolean).sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0];
  const found = near(linked);
  if (found) return found.name;
  const [byX, byY] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = null, bestAway = Infinity;
  for (const one of drawing.nodes.values()) {
    const [dx, dy] = [one.x - here.x, one.y - here.y];
    if (dx * byX + dy * byY <= 0) continue;
    const away = Math.abs(dx) * (byX ? 1 : 4) + Math.abs(dy) * (byY ? 1 : 4);
    if (away < bestAway) [best, bestAway] = [one.name, away];
  }
  return best;
}

const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
