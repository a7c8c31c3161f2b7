// Events on the screen, newest first; only those in view are in the document.
import { Component, html, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { clock, counted, moment } from "../format.js";
import { pageOf, toneOfEvent, wordOfEvent } from "../model/eventwords.js";
import { Trouble } from "./blank.js";
import { StateMark } from "./statebadge.js";

const height = 28;
const beyond = 10;

/**
 * @param {object[]} events Newest first; `{gap: N}` where N are no longer kept.
 * @param {number} chosen Number of the event that is marked and kept in view when it changes, or 0.
 * @param {(seq: number) => void} onChoose Told by click, Enter or the arrows.
 * @param {() => void} onEnd Told when the oldest ones come into view.
 * @param {string} earlier How it is with older ones: more, loading, none, cut, or failed, then with `error` and `onRetry`.
 */
export function EventList({ events, chosen, onChoose, onEnd, earlier, error, onRetry }) {
  const box = useRef(null);
  const newest = useRef(null);
  const [view, setView] = useState({ first: 0, last: 60 });
  const measure = () => {
    const { scrollTop, clientHeight } = box.current;
    const first = Math.max(0, Math.floor(scrollTop / height) - beyond);
    const last = Math.ceil((scrollTop + clientHeight) / height) + beyond;
    if (last >= events.length) onEnd();
    setView((old) => (old.first === first && old.last === last ? old : { first, last }));
  };
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  // New ones come on top: who has scrolled down keeps reading where they are.
  useLayoutEffect(() => {
    const at = newest.current ? events.indexOf(newest.current) : 0;
    if (at > 0 && box.current.scrollTop > 4) box.current.scrollTop += at * height;
    newest.current = events[0] ?? null;
    measure();
  }, [events]);
  // The chosen one comes into view once: when it is chosen, or when it arrives after that.
  const at = chosen ? events.findIndex((event) => event.seq === chosen) : -1;
  useLayoutEffect(() => {
    if (at >= 0) show(box.current, at);
  }, [chosen, at >= 0]);

  const step = (event, by) => {
    for (let next = at < 0 ? 0 : at + by; next >= 0 && next < events.length; next += by) {
      if (events[next].gap) continue;
      event.preventDefault();
      return onChoose(events[next].seq);
    }
    return undefined;
  };
  const key = (event) => {
    if (event.key === "ArrowDown" || event.key === "j") step(event, 1);
    else if (event.key === "ArrowUp" || event.key === "k") step(event, -1);
  };
  const rows = [];
  for (let i = view.first; i < Math.min(view.last, events.length); i++) {
    const event = events[i];
    rows.push(event.gap ? html`<${Gap} key=${`gap-${i}`} missed=${event.gap} top=${i * height} />`
      : html`<${Row} key=${event.seq} event=${event} top=${i * height} index=${i + 1} chosen=${event.seq === chosen} onChoose=${onChoose} />`);
  }
  const active = rows.length && chosen ? `event-${chosen}` : null;
  return html`<div class="eventlist" ref=${box} onScroll=${measure} onKeyDown=${key} tabindex="0" role="grid" aria-label="Events, newest first" aria-rowcount=${events.length} aria-activedescendant=${active}>
    <div class="eventlist-body" role="rowgroup" style=${{ height: `${events.length * height}px` }}>${rows}</div>
    ${earlier === "loading" ? html`<p class="eventlist-end muted">Earlier events are on their way …</p>` : null}
    ${earlier === "cut" ? html`<p class="eventlist-end" role="status">There may be older ones: the search ended before the beginning of the journal. Choose a time range to look further back.</p>` : null}
    ${earlier === "failed" ? html`<div class="eventlist-end"><${Trouble} text="Cannot read earlier events" error=${error} again=${onRetry} /></div>` : null}
  </div>`;
}

class Row extends Component {
  shouldComponentUpdate(next) {
    return next.event !== this.props.event || next.top !== this.props.top || next.chosen !== this.props.chosen;
  }

  render({ event, top, index, chosen, onChoose }) {
    const { seq, time, subject, what, cause, detail } = event;
    const about = pageOf(subject);
    const tone = toneOfEvent(event);
    return html`<div class=${`event ${chosen ? "event-chosen" : ""}`} id=${`event-${seq}`} role="row" aria-rowindex=${index} aria-selected=${chosen}
      style=${{ transform: `translateY(${top}px)` }} onClick=${(e) => e.target.closest("a, button") || onChoose(seq)}>
      <span role="gridcell" class="event-time num muted" title=${moment(time, true)}>${dated(time)}</span>
      <span role="gridcell" class="event-subject truncate">${about ? html`<a tabindex="-1" href=${about.href} title=${subject}>${about.name}</a>` : html`<span class="muted">${subject}</span>`}</span>
      <span role="gridcell" class=${`event-what tone-${tone}`}>${tone === "plain" ? html`<span class="event-dot"></span>` : html`<${StateMark} tone=${tone} />`}${wordOfEvent(what)}</span>
      <span role="gridcell" class="event-detail truncate" title=${detail}>${detail}</span>
      <span role="gridcell" class="event-cause num">${cause ? html`<button tabindex="-1" class="causelink" title=${`Because of event ${cause}`} aria-label=${`Cause: event ${cause}`} onClick=${() => onChoose(cause)}>↖ ${cause}</button>` : null}</span>
      <span role="gridcell" class="event-seq num muted">${seq}</span>
    </div>`;
  }
}

function Gap({ missed, top }) {
  return html`<div class="event event-gap" role="row" style=${{ transform: `translateY(${top}px)` }}><span role="gridcell">${counted(missed, "event")} ${missed === 1 ? "is" : "are"} no longer kept</span></div>`;
}

function dated(time) {
  const day = moment(time).slice(5, 10);
  return moment(Date.now()).slice(5, 10) === day ? clock(time, true) : `${day} ${clock(time)}`;
}

function show(box, index) {
  const top = index * height;
  if (top < box.scrollTop) box.scrollTop = Math.max(0, top - height);
  else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + 2 * height - box.clientHeight;
}
