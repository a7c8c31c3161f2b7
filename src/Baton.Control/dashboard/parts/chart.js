import { html } from "../html.js";
import { clock } from "../format.js";
import { Trouble } from "./blank.js";
import { axes, colour, readout, usePlot } from "./plot.js";

const height = 132;

/** A line over time. `values` are null where nothing is known. */
export function Chart({ title, value, times, values, format, least, tone, version }) {
  const { box, error } = usePlot((at) => options(at, { format, least, tone }), [times, values], [version, times, times.length]);
  return html`<figure class="card chart">
    <figcaption><h3>${title}</h3><span class="num chart-value">${value}</span></figcaption>
    ${error ? html`<${Trouble} text="Cannot draw this line" error=${error} again=${() => location.reload()} />` : null}
    <div class="chart-box" ref=${box} role="img" aria-label=${`${title} over the last minutes, now ${value}`}></div>
  </figure>`;
}

function options(box, { format, least, tone }) {
  const line = colour(box, `var(--${tone})`);
  return {
    height, padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_, min, max) => [0, Math.max(least, (max ?? 0) * 1.15)] } },
    axes: axes(box, clock, format),
    series: [{}, { stroke: line, width: 1.5, fill: line.replace("rgb(", "rgba(").replace(")", ", 0.12)"), points: { show: false }, spanGaps: false }],
    plugins: [readout((u, i) => `${format(u.data[1][i])} · ${clock(u.data[0][i] * 1000)}`)],
  };
}
