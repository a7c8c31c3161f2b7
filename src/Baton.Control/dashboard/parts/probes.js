import { html } from "../html.js";
import { useFetched } from "../fetching.js";
import { clock, counted, seconds } from "../format.js";
import { Age } from "./age.js";
import { Empty } from "./blank.js";
import { Fetched } from "./fetched.js";

const kinds = {
  startup: "until it succeeds the others rest", readiness: "what depends on it may start",
  liveness: "restarted when it fails", check: "it only reports",
};
const tones = { healthy: "running", unhealthy: "failed", unknown: "stopped" };
const bars = 20;

/** The probes of a service with their last results. */
export function Probes({ name }) {
  const probes = useFetched(`/api/v1/services/${encodeURIComponent(name)}/probes`, { every: 2 });
  return html`<div class="service-body"><${Fetched} of=${probes}>${({ probes: list }) => list.length
    ? list.map((probe, i) => html`<${Probe} key=${i} probe=${probe} />`)
    : html`<${Empty} title="No probes">${name} counts as ready as soon as it runs. A table <code>[services.${name}.readiness]</code> or <code>.liveness</code> changes that.</${Empty}>`}</${Fetched}></div>`;
}

function Probe({ probe }) {
  const last = probe.last ?? [];
  const worst = last.find(({ outcome }) => outcome !== "healthy");
  return html`<section class="card probe">
    <header class="probe-head"><h2>${probe.kind}</h2><span class="muted">${kinds[probe.kind] ?? ""}</span>
      <span class=${`state tone-${tones[probe.state] ?? "stopped"}`}>${probe.state}</span></header>
    <p class="probe-target"><span class="chip">${probe.type}</span> <code>${probe.target ?? ""}</code></p>
    <${Strip} last=${last} />
    <dl class="probe-facts">
      <div><dt>Every</dt><dd>${seconds(probe.interval_seconds)}</dd></div><div><dt>Limit</dt><dd>${seconds(probe.timeout_seconds)}</dd></div>
      <div><dt>Healthy after</dt><dd>${counted(probe.success_threshold, "success", "successes")}</dd></div><div><dt>Unhealthy after</dt><dd>${counted(probe.failure_threshold, "failure")}</dd></div>
      <div><dt>So far</dt><dd class="num">${probe.successes.toLocaleString("en")} good, ${probe.failures.toLocaleString("en")} bad</dd></div>
    </dl>
    ${last[0] ? html`<p class="probe-last">Last: <span class=${`tone-${tones[last[0].outcome]}`}>${last[0].outcome}</span> <span class="muted"><${Age} time=${last[0].time} suffix=" ago" />, ${ms(last[0].duration_ms)}</span> ${last[0].message}</p>` : html`<p class="muted">It has not run yet.</p>`}
    ${worst && worst !== last[0] ? html`<p class="probe-last">Last trouble: <span class="muted">${clock(worst.time)}</span> ${worst.message}</p>` : null}
  </section>`;
}

// A bar for each result, the newest on the right; its height is how long it took.
function Strip({ last }) {
  const longest = Math.max(1, ...last.map(({ duration_ms }) => duration_ms));
  const shown = last.slice(0, bars).reverse();
  const bad = shown.filter(({ outcome }) => outcome !== "healthy").length;
  return html`<div class="strip" role="img" aria-label=${`Of the last ${shown.length} results ${bad} were not healthy`}>
    ${Array.from({ length: bars - shown.length }, (_, i) => html`<span key=${`none${i}`} class="bar bar-none"></span>`)}
    ${shown.map((one) => html`<span key=${one.time} class=${`bar bar-${one.outcome}`} title=${`${clock(one.time, true)} ${one.outcome}, ${ms(one.duration_ms)}\n${one.message ?? ""}`}
      style=${{ height: `${Math.round(10 + 26 * (one.duration_ms / longest))}px` }}></span>`)}
  </div>`;
}

const ms = (value) => (value < 10 ? `${value.toFixed(1)} ms` : seconds(value / 1000));
