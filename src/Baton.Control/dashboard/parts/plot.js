// Lines over time, drawn by uPlot, which is fetched with the first of them.
import { useEffect, useRef, useState } from "../html.js";
import { useSignal } from "../signal.js";
import { theme } from "../theme.js";

let library = null;

/**
 * Draws into the element that `box` is given to, again for another theme.
 * @param {(box: HTMLElement) => object} optionsOf What to draw, with its `height`.
 * @param {any[]} data Times in seconds, then the values of each line.
 * @param {any[]} versions What changes when the data does.
 * @returns `box` (a ref), `error` when the library cannot be had.
 */
export function usePlot(optionsOf, data, versions) {
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
    const options = optionsOf(box.current);
    plot.current = new library({ width: box.current.clientWidth || 400, ...options }, data, box.current);
    const observer = new ResizeObserver(() => plot.current.setSize({ width: box.current.clientWidth, height: options.height }));
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      plot.current.destroy();
      plot.current = null;
    };
  }, [ready, chosen, system]);
  useEffect(() => plot.current?.setData(data), versions);
  return { box, error };
}

/** A colour of the style sheets as a canvas takes it, which knows no custom properties: the browser resolves it on an element. */
export function colour(box, value) {
  const probe = document.createElement("span");
  probe.style.color = value;
  box.append(probe);
  const result = getComputedStyle(probe).color;
  probe.remove();
  return result;
}

/** The axes of a chart: times below, values on the left, in words of the two functions. */
export function axes(box, timesOf, format) {
  const axis = { stroke: colour(box, "var(--text-3)"), font: `11px ${getComputedStyle(box).fontFamily}`, grid: { stroke: colour(box, "var(--line)"), width: 1 }, ticks: { show: false } };
  return [
    { ...axis, grid: { show: false }, space: 70, values: (_, ticks) => ticks.map((t) => timesOf(t * 1000)), size: 24, gap: 4 },
    { ...axis, space: 28, values: (_, ticks) => ticks.map(format), size: 58, gap: 6 },
  ];
}

/** A plugin: what `textOf(index)` says of the place under the pointer, beside it. */
export function readout(textOf) {
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
        note.textContent = textOf(u, idx);
        note.style.left = `${Math.min(left + 8, u.over.clientWidth - note.offsetWidth)}px`;
      },
    },
  };
}

async function loadLibrary() {
  // Its style sheet is small and linked in the page.
  library ??= (await import("../vendor/uplot.js")).default;
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
