import { html } from "../html.js";
import { kept } from "../figures.js";

// Fewer points are a speck, not a line.
const fewest = 4;

/** A line of the last values, oldest first, in `width` × `height` pixels. `least` is the smallest top of the scale, so that noise stays flat. */
export function Sparkline({ values, least = 1, width = 64, height = 18, tone = "cpu" }) {
  if (values.length < fewest) return html`<svg class="spark" width=${width} height=${height} aria-hidden="true"></svg>`;
  let top = least;
  for (const value of values) if (value > top) top = value;
  const step = width / (kept - 1);
  const x0 = width - (values.length - 1) * step;
  let line = "";
  for (let i = 0; i < values.length; i++) {
    const y = height - 1.5 - (values[i] / top) * (height - 3);
    line += `${i ? "L" : "M"}${(x0 + i * step).toFixed(1)} ${y.toFixed(1)}`;
  }
  return html`<svg class=${`spark spark-${tone}`} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
    <path class="spark-area" d=${`${line}L${width} ${height}L${x0.toFixed(1)} ${height}Z`} /><path class="spark-line" d=${line} />
  </svg>`;
}
