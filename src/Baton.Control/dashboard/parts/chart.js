import { html, useEffect, useRef, useState } from "../html.js";
import { useSignal } from "../signal.js";
import { theme } from "../theme.js";
import { clock } from "../format.js";
import { Trouble } from "./blank.js";

const height = 132;
let library = null;

/** A line over time, drawn by uPlot, which is fetched with the first chart. `values` are null where nothing is known. */
export function Chart({ title, value, times, values, format, least, tone, version }) {
  const box = useRef(null);
  const plot = useRef(null);
  const [ready, setReady] = useState(Boolean(library));
  const [error, setError] = useState(null);
  const chosen = useSignal(theme);
  const system = useDark();

  useEffect(() => {
    if (!ready) loadLibrary().then(() => setReady(true), () => setError(new Error("its module could not be fetched")));
  }, []);
  useEffect(() => {
    if (!ready) return undefined;
    plot.current = new library(options(box.current, { format, least, tone }), [times, values], box.current);
    const observer = new ResizeObserver(() => plot.current.setSize({ width: box.current.clientWidth, height }));
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      plot.current.destroy();
      plot.current = null;
    };
  }, [ready, chosen, system]);
  useEffect(() => plot.current?.setData([times, values]), [version, times, times.length]);

  return html`<figure class="card chart">
    <figcaption><h3>${title}</h3><span class="num chart-value">${value}</span></figcaption>
    ${error ? html`<${Trouble} text="Cannot draw this line" error=${error} again=${() => location.reload()} />` : null}
    <div class="chart-box" ref=${box} role="img" aria-label=${`${title} over the last minutes, now ${value}`}></div>
  </figure>`;
}

async function loadLibrary() {
  // Its style sheet is small and linked in the page.
  library ??= (await import("../vendor/uplot.js")).default;
}

function options(box, { format, least, tone }) {
  const line = colour(box, `var(--${tone})`);
  const grid = colour(box, "var(--line)");
  const text = colour(box, "var(--text-3)");
  const axis = { stroke: text, font: `11px ${getComputedStyle(box).fontFamily}`, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  return {
    width: box.clientWidth || 400, height, padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { y: { range: (_, min, max) => [0, Math.max(least, (max ?? 0) * 1.15)] } },
    axes: [
      { ...axis, grid: { show: false }, space: 70, values: (_, ticks) => ticks.map((t) => clock(t * 1000)), size: 24, gap: 4 },
      { ...axis, space: 28, values: (_, ticks) => ticks.map(format), size: 58, gap: 6 },
    ],
    series: [{}, { stroke: line, width: 1.5, fill: line.replace("rgb(", "rgba(").replace(")", ", 0.12)"), points: { show: false }, spanGaps: false }],
    plugins: [readout(format)],
  };
}

// The value under the pointer, beside it.
function readout(format) {
  let note = null;
  return {
    hooks: {
      init: (u) => {
        note = document.createElement("div");
        note.className = "chart-note";
        u.over.append(note);
      },
      setCursor: (u) => {
        const { idx, left } = u.cursor;
        const known = idx !== null && idx !== undefined && left >= 0;
        note.hidden = !known;
        if (!known) return;
        note.textContent = `${format(u.data[1][idx])} · ${clock(u.data[0][idx] * 1000)}`;
        note.style.left = `${Math.min(left + 8, u.over.clientWidth - note.offsetWidth)}px`;
      },
    },
  };
}

// A canvas knows no custom properties: the browser resolves them on an element.
function colour(box, value) {
  const probe = document.createElement("span");
  probe.style.color = value;
  box.append(probe);
  const result = getComputedStyle(probe).color;
  probe.remove();
  return result;
}

function useDark() {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const heard = () => setDark(query.matches);
    query.addEventListener("change", heard);
    return () => query.removeEventListener("change", heard);
  }, []);
  return dark;
}
