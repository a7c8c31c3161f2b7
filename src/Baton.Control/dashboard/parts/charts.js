import { html, useEffect, useRef } from "../html.js";
import { useFetched } from "../fetching.js";
import { useServices, versions } from "../store.js";
import { bytes, percent } from "../format.js";
import { Trouble } from "./blank.js";
import { Chart } from "./chart.js";

const most = 600;

/** CPU and memory over the last minutes: what Baton has kept, then each measurement as it comes. */
export function Charts({ name, entry }) {
  const past = useFetched(`/api/v1/services/${encodeURIComponent(name)}/figures`);
  const series = useRef(null);
  useServices((v) => v.figures);
  if (past.data && series.current?.from !== past.data) series.current = begin(past.data);
  useEffect(() => {
    if (series.current && entry.record.pid) push(series.current, entry);
  }, [versions.figures]);
  const { times, cpu, memory } = series.current ?? empty;
  return html`<section class="charts">
    ${past.error ? html`<${Trouble} text="Cannot read the figures from before" error=${past.error} again=${past.again} />` : null}
    <${Chart} title="CPU" value=${percent(entry.cpu)} times=${times} values=${cpu} format=${percent} least=${5} tone="cpu" version=${versions.figures} />
    <${Chart} title="Memory" value=${bytes(entry.memory)} times=${times} values=${memory} format=${bytes} least=${1 << 20} tone="memory" version=${versions.figures} />
  </section>`;
}

const empty = { times: [], cpu: [], memory: [] };

function begin(data) {
  const { cpu_percent, memory_bytes, interval_seconds, end } = data;
  const count = cpu_percent.length;
  // Two measurements make an interval; one has only its end.
  const last = end ? Date.parse(end) / 1000 : 0;
  const step = interval_seconds ?? 1;
  return { from: data, times: cpu_percent.map((_, i) => last - (count - 1 - i) * step), cpu: [...cpu_percent], memory: [...memory_bytes] };
}

function push(series, entry) {
  const now = Date.now() / 1000;
  if (series.times.length && now - series.times[series.times.length - 1] < 0.5) return;
  series.times.push(now);
  series.cpu.push(entry.cpu);
  series.memory.push(entry.memory);
  if (series.times.length > most) for (const list of [series.times, series.cpu, series.memory]) list.shift();
}
