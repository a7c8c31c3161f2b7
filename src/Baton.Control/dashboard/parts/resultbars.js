import { html } from "../html.js";
import { clock } from "../format.js";
import { latency } from "../model/monitorwords.js";
import { summed } from "../model/results.js";

const step = 5, width = 4, height = 24;

/** A bar for each of the last `count` results, the newest on the right. Failures are taller, so that colour is not all that tells them. */
export function ResultBars({ results, count }) {
  const shown = results.slice(-count);
  const first = count - shown.length;
  const point = ({ currentTarget, clientX }) => {
    const { left, width: all } = currentTarget.getBoundingClientRect();
    const one = shown[Math.floor(((clientX - left) / all) * count) - first];
    // The tip of the browser: of forty elements a row nobody needs.
    currentTarget.parentElement.title = one ? `${clock(one.time)} ${one.healthy ? "up" : "down"}, ${latency(one.duration_ms)}${one.text ? `\n${one.text}` : ""}` : "";
  };
  return html`<svg class="bars" viewBox=${`0 0 ${count * step - 1} ${height}`} preserveAspectRatio="none" role="img" aria-label=${summed(shown)} onMouseMove=${point}>
    <path class="bars-none" d=${path(Array.from({ length: first }, (_, i) => i), 4)} />
    <path class="bars-good" d=${path(places(shown, first, true), 16)} />
    <path class="bars-bad" d=${path(places(shown, first, false), height)} />
  </svg>`;
}

const places = (shown, first, healthy) => shown.flatMap((one, i) => (one.healthy === healthy ? [first + i] : []));

const path = (at, tall) => at.map((i) => `M${i * step} ${height}v${-tall}h${width}v${tall}z`).join("");
