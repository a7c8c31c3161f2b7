// Log lines on the screen: only those in view are in the document, whether lines are wrapped or not.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { useSignal } from "../signal.js";
import { useScrollIntent } from "./scrollintent.js";
import { LogRow } from "./logrow.js";
import { Trouble } from "./blank.js";

const lineHeight = 19;
const beyond = 10;
// A stretch of unbroken text beyond this is cut on the screen, not in downloads.
export const longestShown = 8000;

/**
 * Shows a feed.
 * @param feed What `openFeed` gives.
 * @param {boolean} follow Stays at the end; `onFollow(on)` is told when the reader scrolls away from it or back.
 * @param {boolean} wrap Long lines take several rows.
 * @param {RegExp|null} pattern What to mark.
 * @param {number} target Id of the line to bring into view and mark, or 0.
 * @param {boolean} named Each line says its service.
 */
export function LogView({ feed, follow, onFollow, wrap, pattern = null, target = 0, named = false, label = "Log lines" }) {
  const version = useSignal(feed.version);
  const earlier = useSignal(feed.earlier);
  const box = useRef(null);
  const ruler = useRef(null);
  const [view, setView] = useState({ top: 0, height: 600, columns: 120 });
  const kept = useRef({ first: null, top: 0 });
  const isMeant = useScrollIntent(box);
  const following = useRef(follow);
  following.current = follow;

  const offsets = offsetsOf(feed, version, wrap ? view.columns : 0);
  const total = offsets[feed.lines.length];

  const measure = () => {
    const { scrollTop, clientHeight, clientWidth } = box.current;
    const columns = columnsOf(box.current, ruler.current, clientWidth);
    setView((old) => (old.top === scrollTop && old.height === clientHeight && old.columns === columns ? old : { top: scrollTop, height: clientHeight, columns }));
  };
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    const atEnd = scrollTop + clientHeight >= scrollHeight - 2;
    if (isMeant()) {
      if (follow && !atEnd && scrollTop < kept.current.top) onFollow(false);
      else if (!follow && atEnd && scrollTop > kept.current.top) onFollow(true);
    }
    kept.current.top = scrollTop;
    if (scrollTop < 400) feed.loadEarlier();
    measure();
  };

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (following.current) box.current.scrollTop = box.current.scrollHeight;
      measure();
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  // What is read stays where it is while lines come before it or go; at the end the newest is always in view.
  useLayoutEffect(() => {
    const { first } = kept.current;
    if (follow) box.current.scrollTop = total;
    else if (first && feed.lines[0]?.id !== first.id) box.current.scrollTop += shift(feed, offsets, first, kept.current);
    kept.current = { first: feed.lines[0], top: box.current.scrollTop, offsets, lines: feed.lines };
    // Where there is nothing to scroll nobody could ask for what was before.
    if (feed.lines.length && total < box.current.clientHeight) feed.loadEarlier();
    measure();
  }, [version, follow, wrap, total]);
  useEffect(() => {
    const at = target ? feed.lines.findIndex((line) => line.id === target) : -1;
    if (at >= 0) box.current.scrollTop = offsets[at] - view.height / 2;
  }, [target]);

  const first = Math.max(0, indexAt(offsets, feed.lines.length, view.top) - beyond);
  const last = Math.min(feed.lines.length, indexAt(offsets, feed.lines.length, view.top + view.height) + 1 + beyond);
  const rows = [];
  for (let i = first; i < last; i++) {
    const line = feed.lines[i];
    rows.push(html`<${LogRow} key=${line.id} line=${line} top=${offsets[i]} height=${offsets[i + 1] - offsets[i]} pattern=${pattern}
      named=${named} begins=${i > 0 && !named && feed.lines[i - 1].run !== line.run} target=${line.id === target} />`);
  }
  return html`<div class=${`logview ${wrap ? "logview-wrap" : ""} ${named ? "logview-named" : ""}`} ref=${box} onScroll=${scrolled}
    role="log" aria-live="off" aria-label=${label} tabindex="0">
    <span class="logview-ruler" ref=${ruler} aria-hidden="true">${"0".repeat(100)}</span>
    ${earlier === "loading" ? html`<div class="logview-earlier">Earlier lines are on their way …</div>` : null}
    ${earlier === "failed" ? html`<div class="logview-earlier"><${Trouble} text="Cannot read earlier lines" error=${feed.error} again=${feed.retryEarlier} /></div>` : null}
    <div class="logview-body" style=${{ height: `${total}px` }}>${rows}</div>
  </div>`;
}

// Where each line begins; kept until lines, wrapping or width change.
function offsetsOf(feed, version, columns) {
  const known = feed.offsets;
  if (known?.version === version && known.columns === columns && known.lines === feed.lines) return known.values;
  const values = new Float64Array(feed.lines.length + 1);
  for (let i = 0; i < feed.lines.length; i++) {
    const shown = Math.min(feed.lines[i].columns, longestShown);
    values[i + 1] = values[i] + lineHeight * (columns ? Math.max(1, Math.ceil(shown / columns)) : 1);
  }
  feed.offsets = { version, columns, lines: feed.lines, values };
  return values;
}

// How far the reader's place moved: the line that was first has got lines before it, or has gone.
function shift(feed, offsets, first, before) {
  const at = feed.lines.findIndex((line) => line.id === first.id);
  if (at >= 0) return offsets[at];
  const now = feed.lines[0];
  const gone = now ? before.lines.findIndex((line) => line.id === now.id) : -1;
  return gone > 0 ? -before.offsets[gone] : 0;
}

function indexAt(offsets, count, y) {
  let low = 0, high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle + 1] <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnsOf(box, ruler, width) {
  const gutter = parseFloat(getComputedStyle(box).getPropertyValue("--gutter")) || 0;
  const character = ruler.getBoundingClientRect().width / 100 || 7;
  return Math.max(20, Math.floor((width - gutter - 28) / character));
}
