// One monitor: how it is and since when, how fast it answered, when it was down, and what can be done.
import { html, useEffect } from "../html.js";
import { go } from "../router.js";
import { useSignal } from "../signal.js";
import { useKeys } from "../keys.js";
import { connection, entryOf, silences, useMonitors, versions } from "../monitors.js";
import { perform } from "../monitoracts.js";
import { lastList } from "../model/lastlist.js";
import { style } from "../style.js";
import { Empty, Loading } from "../parts/blank.js";
import { Incidents, Transitions } from "../parts/incidents.js";
import { LatencyChart } from "../parts/latencychart.js";
import { MonitorFacts } from "../parts/monitorfacts.js";
import { MonitorHead } from "../parts/monitorhead.js";
import { MonitorResults } from "../parts/monitorresults.js";
import { askSilence, SilenceDialog } from "../parts/silencedialog.js";

await Promise.all([style("monitors"), style("journal"), style("events")]);

/** The page of the monitor `name`. */
export function Page({ name, query }) {
  useMonitors((v) => `${v.roster}:${entryOf(name)?.version}`);
  const silent = useSignal(silences).some(({ monitor }) => monitor === name);
  const entry = entryOf(name);
  useEffect(() => {
    document.title = `${name} · Monitors · Baton`;
  }, [name]);
  const act = (one) => (entry ? void perform(one, name) : false);
  useKeys({
    p: () => act("trigger"), i: () => act("isolate"), c: () => act("close"), m: () => (entry ? askSilence(name) : false), Escape: () => go(lastList("monitors")),
  });
  if (!entry) return html`<${Missing} name=${name} />`;
  const { record, results } = entry;
  return html`<div class="service-page">
    <${MonitorHead} entry=${entry} />
    <div class="service-body overview monitor-body stale-when-lost" key=${name}>
      <div class="overview-main">
        <${LatencyChart} record=${record} query=${query} />
        <${MonitorResults} results=${results} />
        <${Incidents} record=${record} />
        <${Transitions} record=${record} silent=${silent} />
      </div>
      <${MonitorFacts} record=${record} />
    </div>
    <${SilenceDialog} />
  </div>`;
}

function Missing({ name }) {
  const state = useSignal(connection);
  if (versions.loaded) return html`<${Empty} title=${`There is no monitor “${name}”`}>It is not in the manifest that is in force. <a href="/ui/monitors">All monitors</a></${Empty}>`;
  if (state === "lost") return html`<${Empty} title="Baton does not answer">As soon as it does, ${name} is here.</${Empty}>`;
  return html`<${Loading} />`;
}
