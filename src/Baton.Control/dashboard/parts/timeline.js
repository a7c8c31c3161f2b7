// Why it is in its state, drawn as a person would: the newest on top, each step from the one below it.
import { html, useState } from "../html.js";
import { when, moment, seconds } from "../format.js";
import { useFetched } from "../fetching.js";
import { Age } from "./age.js";
import { Fetched } from "./fetched.js";

const firstDepth = 3;
const deepest = 50;
const tones = [
  [/unhealthy|failed|crash|spawn_failed|port_taken|out_of_memory|killed/, "failed"], [/backoff/, "backoff"],
  [/^running$|ready|healthy|completed|adopted/, "running"], [/starting|started/, "starting"], [/waiting/, "waiting"],
  [/requested|enabled|disabled|reload|scaled/, "asked"], [/stopp/, "stopped"],
];

/** The story of a service. It is told anew when its state changes. */
export function Timeline({ name, record }) {
  const [last, setLast] = useState(firstDepth);
  const version = `${record.state} ${record.run} ${record.ready} ${record.since} ${record.health?.healthy}`;
  const why = useFetched(`/api/v1/services/${encodeURIComponent(name)}/why?last=${last}`, { version });
  return html`<section class="card story"><h3>Why</h3>
    <${Fetched} of=${why}>${(told) => html`
      <p class="story-summary">${told.summary}${told.because ? html`, <span class="story-because">because ${told.because}</span>` : null}</p>
      <ol class="timeline">${told.steps.map((step, i) => html`<${Step} key=${step.seq ?? `${step.time} ${step.text}`} step=${step} before=${told.steps[i + 1]}
        event=${told.events.find(({ seq }) => seq === step.seq)} name=${name} />`)}</ol>
      <div class="story-end">
        ${told.cut ? html`<span class="muted">What was before lies further back than was searched.</span>` : null}
        ${told.steps.length && last < deepest ? html`<button class="button small" onClick=${() => setLast(Math.min(deepest, last * 3))}>Further back</button>` : null}
        <a href=${`/ui/events?about=${encodeURIComponent(name)}`}>All its events</a>
      </div>`}</${Fetched}>
  </section>`;
}

function Step({ step, before, event, name }) {
  const tone = toneOf(event, step.text);
  const gap = before ? (Date.parse(step.time) - Date.parse(before.time)) / 1000 : 0;
  return html`<li class=${`step step-${tone}`}>
    <span class="step-text">${step.text}</span>
    <span class="step-meta">
      <time dateTime=${step.time} title=${moment(step.time, true)}>${when(step.time)}</time>
      <span class="muted"><${Age} time=${step.time} suffix=" ago" /></span>
      ${step.seq ? html`<a class="step-seq" href=${`/ui/events?about=${encodeURIComponent(name)}&at=${step.seq}`} title=${event ? `${event.what}${event.detail ? `: ${event.detail}` : ""}` : null}>#${step.seq}</a>` : null}
    </span>
    ${gap >= 1 ? html`<span class="step-gap">${seconds(gap)}</span>` : null}
  </li>`;
}

function toneOf(event, text) {
  if (event?.what === "exited") return /exit code 0\b/.test(event.detail ?? "") ? "stopped" : "failed";
  return tones.find(([pattern]) => pattern.test(event?.what ?? text))?.[1] ?? "other";
}
