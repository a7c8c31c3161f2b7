// Which time is shown: a quick choice up to now, or exactly from and to. It lives in the address as `since` and `until`.
import { html, useState } from "../html.js";
import { moment } from "../format.js";

const quick = [["5m", "Last 5 minutes"], ["15m", "Last 15 minutes"], ["1h", "Last hour"], ["6h", "Last 6 hours"], ["1d", "Last day"], ["7d", "Last 7 days"]];

/** `onChange({since, until})`: texts as the API takes them, "" for none. `newest` is what no range is called. */
export function TimeRange({ since, until, newest = "Newest", onChange }) {
  const isQuick = !until && (!since || quick.some(([value]) => value === since));
  const [exact, setExact] = useState(false);
  const open = exact || !isQuick;
  const choose = (value) => {
    setExact(value === "exact");
    onChange({ since: value === "exact" ? moved(since) : value, until: "" });
  };
  return html`<div class="timerange" role="group" aria-label="Time">
    <select class=${`select ${since || until ? "chosen" : ""}`} aria-label="Time range" value=${open ? "exact" : since} onChange=${(e) => choose(e.target.value)}>
      <option value="">${newest}</option>
      ${quick.map(([value, label]) => html`<option key=${value} value=${value}>${label}</option>`)}
      <option value="exact">From … to …</option>
    </select>
    ${open ? html`
      <input class="field" type="datetime-local" step="1" aria-label="From" value=${local(since)} onChange=${(e) => onChange({ since: utc(e.target.value), until })} />
      <span class="muted" aria-hidden="true">–</span>
      <input class="field" type="datetime-local" step="1" aria-label="To" value=${local(until)} onChange=${(e) => onChange({ since, until: utc(e.target.value) })} />` : null}
  </div>`;
}

// "15m" ago as a time, so that the exact form begins with what was shown.
function moved(since) {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(since) ?? [];
  return count ? new Date(Date.now() - count * { s: 1e3, m: 6e4, h: 36e5, d: 864e5 }[unit]).toISOString() : since;
}

const local = (time) => (time && !Number.isNaN(Date.parse(time)) ? moment(Date.parse(time)).replace(" ", "T") : "");

const utc = (time) => (time ? new Date(time).toISOString() : "");
