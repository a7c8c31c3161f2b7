// One event beside the list: what it says, the chain of its causes back to the first, and what followed from it.
import { html, useEffect, useState } from "../html.js";
import { moment, seconds } from "../format.js";
import { eventAt } from "../model/journal.js";
import { pageOf, serviceOf, toneOfEvent, wordOfEvent } from "../model/eventwords.js";
import { StateMark } from "./statebadge.js";
import { Trouble } from "./blank.js";
import { Icon } from "./icon.js";

const longestChain = 30;
const mostConsequences = 20;

/** `known` are the events that are here, by number; others are asked for. */
export function EventPanel({ seq, known, onChoose, onClose }) {
  const [round, setRound] = useState(0);
  const chain = useChain(seq, known, round);
  const [event, ...causes] = chain.events;
  const after = event ? [...known.values()].filter((one) => one.cause === seq) : [];
  return html`<aside class="eventpanel" aria-label=${`Event ${seq}`}>
    <div class="eventpanel-head"><h2>Event ${seq}</h2>
      <button class="icon-button" aria-label="Close" title="Close (Esc)" onClick=${onClose}><${Icon} name="close" /></button></div>
    ${chain.error ? html`<${Trouble} text="Cannot read it" error=${chain.error} again=${() => setRound(round + 1)} />` : event ? html`<${Facts} event=${event} />` : html`<p class="muted">${chain.isDone ? "This event is no longer kept." : "Reading …"}</p>`}
    ${event && chain.isDone && !causes.length && !chain.isCut ? html`<p class="muted eventpanel-note">Nothing in Baton caused it.</p>` : null}
    ${causes.length || chain.isCut ? html`<h3>Because of</h3><ol class="trail">
      ${causes.map((one, i) => html`<${Step} key=${one.seq} event=${one} to=${chain.events[i]} onChoose=${onChoose} />`)}
      ${chain.isCut ? html`<li class="muted">what was before is no longer kept</li>` : null}
    </ol>` : null}
    ${after.length ? html`<h3>What followed</h3><ol class="trail">
      ${after.slice(0, mostConsequences).map((one) => html`<${Step} key=${one.seq} event=${one} from=${event} onChoose=${onChoose} />`)}
      ${after.length > mostConsequences ? html`<li class="muted">and ${after.length - mostConsequences} more</li>` : null}
    </ol>` : null}
  </aside>`;
}

function Facts({ event }) {
  const service = serviceOf(event.subject);
  const about = pageOf(event.subject);
  const tone = toneOfEvent(event);
  return html`<div class="eventpanel-facts">
    <p class=${`eventpanel-what tone-${tone}`}>${tone === "plain" ? null : html`<${StateMark} tone=${tone} />`}${wordOfEvent(event.what)}</p>
    <p>${about ? html`<a href=${about.href}>${about.name}</a>` : event.subject}</p>
    ${event.detail ? html`<p class="eventpanel-detail">${event.detail}</p>` : null}
    <p class="muted num">${moment(event.time, true)}</p>
    ${service ? html`<p><a href=${`/ui/logs?service=${service}&since=${around(event.time, -30)}&until=${around(event.time, 30)}`}>Its log at that time</a></p>` : null}
  </div>`;
}

function Step({ event, from = null, to = null, onChoose }) {
  const tone = toneOfEvent(event);
  const apart = from ? Date.parse(event.time) - Date.parse(from.time) : Date.parse(to.time) - Date.parse(event.time);
  return html`<li><button class="trail-step" onClick=${() => onChoose(event.seq)}>
    <span class=${`trail-mark tone-${tone}`}>${tone === "plain" ? html`<span class="event-dot"></span>` : html`<${StateMark} tone=${tone} />`}</span>
    <span class="trail-text"><span><strong>${pageOf(event.subject)?.name ?? event.subject}</strong> ${wordOfEvent(event.what)}</span>
      ${event.detail ? html`<span class="muted">${event.detail}</span>` : null}</span>
    <span class="muted num trail-apart">${apart > 0 ? `${seconds(apart / 1000)} ${from ? "after" : "before"}` : ""}</span>
  </button></li>`;
}

// The event and its causes, the nearest first; each one that is not here is asked for.
function useChain(seq, known, round) {
  const [chain, setChain] = useState({ seq: 0, events: [], isDone: false, isCut: false });
  useEffect(() => {
    const ended = new AbortController();
    follow(seq, known, ended.signal).then(
      (found) => setChain({ seq, ...found }),
      (error) => error.name === "AbortError" || setChain({ seq, events: [], isDone: true, isCut: false, error }),
    );
    return () => ended.abort();
  }, [seq, known.has(seq), round]);
  return chain.seq === seq ? chain : { events: [], isDone: false, isCut: false };
}

async function follow(seq, known, signal) {
  const events = [];
  for (let at = seq; at && events.length < longestChain; at = events[events.length - 1].cause) {
    const event = known.get(at) ?? (await eventAt(at, signal));
    if (!event) return { events, isDone: true, isCut: events.length > 0 };
    events.push(event);
  }
  return { events, isDone: true, isCut: false };
}

const around = (time, by) => new Date(Date.parse(time) + by * 1000).toISOString();
