import { html, useRef } from "../html.js";
import { clock, counted, moment } from "../format.js";
import { setQuery } from "../router.js";
import { useFetched } from "../fetching.js";
import { latency } from "../model/monitorwords.js";
import { Trouble } from "./blank.js";
import { axes, colour, readout, usePlot } from "./plot.js";

const height = 190;
const ranges = [["1h", "1 hour"], ["24h", "24 hours"], ["7d", "7 days"], ["30d", "30 days"]];
const usual = "24h";
// In the order in which they are drawn: what most answers took lies on top.
const lines = [["p99_ms", "99 %", "--backoff"], ["p95_ms", "95 %", "--memory"], ["p50_ms", "50 %", "--cpu"]];
const legend = lines.toReversed();

/** How long answers took over a range that is part of the address, and where something failed. A new step is fetched when the newest result lies in it. */
export function LatencyChart({ record, query }) {
  const range = ranges.some(([key]) => key === query.get("range")) ? query.get("range") : usual;
  const step = useRef(60);
  const past = useFetched(`/api/v1/monitors/${encodeURIComponent(record.name)}/history?from=${range}`, {
    version: Math.floor(Date.parse(record.last_check ?? 0) / (1000 * step.current)),
  });
  if (past.data) step.current = Math.max(10, Math.min(60, past.data.step_seconds));
  return html`<section class="card latency"><header class="card-head"><h2>Latency</h2>
      <div class="ranges" role="group" aria-label="Range">${ranges.map(([key, label]) => html`<button key=${key} class="button small" aria-pressed=${key === range} onClick=${() => setQuery({ range: key === usual ? null : key })}>${label}</button>`)}</div></header>
    ${past.error ? html`<${Trouble} text="Cannot read the history" error=${past.error} again=${past.again} />` : null}
    ${past.data ? html`<${Drawn} key=${range} points=${past.data.points} isLong=${range.endsWith("d")} />` : html`<div class="latency-box"></div>`}
  </section>`;
}

function Drawn({ points, isLong }) {
  const of = (key) => points.map((point) => point[key] ?? null);
  const data = [points.map((point) => Date.parse(point.time) / 1000), ...lines.map(([key]) => of(key)), points.map(({ failures }) => failures)];
  const { box, error } = usePlot((at) => options(at, isLong), data, [points]);
  const results = points.reduce((sum, { successes, failures }) => sum + successes + failures, 0);
  const bad = points.reduce((sum, { failures }) => sum + failures, 0);
  const newest = points.findLast((point) => point.p50_ms !== undefined);
  const told = results ? `${counted(results, "result")}, ${bad ? `${bad.toLocaleString("en")} failed` : "none failed"}` : "no results in this time";
  return html`${error ? html`<${Trouble} text="Cannot draw the lines" error=${error} again=${() => location.reload()} />` : null}
    <div class="latency-box" ref=${box} role="img" aria-label=${`Latency: ${newest ? legend.map(([key, label]) => `${label} of the successes within ${latency(newest[key])}`).join(", ") : "nothing known"}; ${told}`}></div>
    <p class="legend">${legend.map(([key, label, tone]) => html`<span key=${key}><i class=${`swatch swatch${tone}`} aria-hidden="true"></i>${label} <b class="num">${latency(newest?.[key])}</b></span>`)}
      <span><i class="swatch swatch--failed" aria-hidden="true"></i>failures</span><span class="muted">${told}</span></p>`;
}

function options(box, isLong) {
  const timeOf = isLong ? (t) => moment(t).slice(5, 10) : (t) => clock(t).slice(0, 5);
  const stroke = (tone) => ({ stroke: colour(box, `var(${tone})`), width: 1.5, points: { size: 4 }, spanGaps: false });
  return {
    height, padding: [8, 20, 0, 0], legend: { show: false }, cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_, min, max) => [0, Math.max(1, (max ?? 0) * 1.15)] }, failures: { range: () => [0, 1] } },
    axes: axes(box, timeOf, latency),
    series: [{}, ...lines.map(([, , tone]) => stroke(tone)), { scale: "failures", paths: () => null, points: { show: false } }],
    plugins: [readout(textOf), failureMarks(colour(box, "var(--failed)"))],
  };
}

function textOf(u, i) {
  const [times, p99, p95, p50, failures] = u.data;
  const parts = p50[i] === null ? [] : [`${latency(p50[i])} · ${latency(p95[i])} · ${latency(p99[i])}`];
  if (failures[i]) parts.push(`${failures[i].toLocaleString("en")} failed`);
  return [...parts.length ? parts : ["no result"], moment(times[i] * 1000).slice(5, 16)].join(" · ");
}

// Where something failed: a mark at the bottom, as wide as its step.
function failureMarks(fill) {
  return {
    hooks: {
      draw: (u) => {
        const [times, , , , failures] = u.data;
        const { left, top, width, height: tall } = u.bbox;
        const each = Math.max(3, width / Math.max(1, times.length) - 1);
        u.ctx.save();
        u.ctx.fillStyle = fill;
        times.forEach((time, i) => {
          if (!failures[i]) return;
          const x = Math.min(left + width - each, Math.max(left, u.valToPos(time, "x", true)));
          u.ctx.fillRect(x, top + tall - 9, each, 9);
        });
        u.ctx.restore();
      },
    },
  };
}
