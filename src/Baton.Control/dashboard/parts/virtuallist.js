import { html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";

// Rows drawn beyond both edges, so that a quick scroll shows no gap.
const beyond = 8;

/**
 * Rows of one fixed height, of which only those in view are in the document.
 * `row(index)` gives the node of a row, which must be positioned by the style given to it: `rowStyle(index)`.
 * `reveal` is the index that must be in view; it scrolls there when it changes.
 */
export function VirtualList({ count, height, row, reveal = -1, className = "", head = null, headHeight = 0, ...attributes }) {
  const box = useRef(null);
  const [view, setView] = useState({ first: 0, last: 40 });

  const measure = () => {
    const { scrollTop, clientHeight } = box.current;
    const first = Math.max(0, Math.floor(scrollTop / height) - beyond);
    const last = Math.ceil((scrollTop + clientHeight - headHeight) / height) + beyond;
    setView((old) => (old.first === first && old.last === last ? old : { first, last }));
  };
  useLayoutEffect(measure, [count, height]);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (reveal >= 0) scrollTo(box.current, reveal, height, headHeight);
  }, [reveal]);

  const rows = [];
  for (let i = view.first; i < Math.min(view.last, count); i++) rows.push(row(i));
  return html`<div class=${`virtual ${className}`} ref=${box} onScroll=${measure} ...${attributes}>
    ${head}
    <div class="virtual-body" role="rowgroup" style=${{ height: `${count * height}px` }}>${rows}</div>
  </div>`;
}

/** Where the row at `index` stands. */
export const rowStyle = (index, height) => ({ transform: `translateY(${index * height}px)`, height: `${height}px` });

function scrollTo(box, index, height, headHeight) {
  const top = index * height;
  const room = box.clientHeight - headHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + height > box.scrollTop + room) box.scrollTop = top + height - room;
}
