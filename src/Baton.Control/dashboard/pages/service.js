// One service: what it does and why, and everything that is known of it, in tabs that are part of the address.
import { html, useEffect } from "../html.js";
import { address, go } from "../router.js";
import { useSignal } from "../signal.js";
import { useKeys } from "../keys.js";
import { entryOf, openServices, useServices, versions } from "../store.js";
import { perform, whyNot } from "../acts.js";
import { lastList } from "../model/lastlist.js";
import { Empty, Loading } from "../parts/blank.js";
import { ServiceHead } from "../parts/servicehead.js";
import { Overview } from "../parts/overview.js";
import { ServiceLogs } from "../parts/servicelogs.js";
import { Runs } from "../parts/runs.js";
import { Probes } from "../parts/probes.js";
import { Definition } from "../parts/definition.js";
import { Environment } from "../parts/environment.js";
import { Devices } from "../parts/devices.js";

const tabs = [
  { key: "", label: "Overview", part: Overview },
  { key: "logs", label: "Logs", part: ServiceLogs },
  { key: "runs", label: "Runs", part: Runs },
  { key: "probes", label: "Probes", part: Probes },
  { key: "definition", label: "Definition", part: Definition },
  { key: "environment", label: "Environment", part: Environment },
  { key: "devices", label: "Devices", part: Devices },
];

/** The page of the service `name`. */
export function Page({ name, tab = "", query }) {
  useServices((v) => `${v.roster}:${entryOf(name)?.version}`);
  const entry = entryOf(name);
  const chosen = tabs.find(({ key }) => key === tab);
  useEffect(() => {
    document.title = `${name}${tab ? ` · ${tab}` : ""} · Baton`;
  }, [name, tab]);
  const act = (one) => entry && !whyNot(one, entry) && perform(one, [name]);
  useKeys({
    ...Object.fromEntries(tabs.map(({ key }, i) => [String(i + 1), () => go(tabAddress(name, key))])),
    s: () => act("start"), t: () => act("stop"), r: () => act("restart"), Escape: () => go(lastList()),
  });
  if (!entry) return html`<${Missing} name=${name} />`;
  if (!chosen) return html`<${Empty} title="There is no such tab"><a href=${address("services", name)}>${name}</a></${Empty}>`;
  return html`<div class="service-page">
    <${ServiceHead} entry=${entry} />
    <nav class="tabs" aria-label=${`Of ${name}`}>
      ${tabs.map(({ key, label }, i) => html`<a key=${key} href=${tabAddress(name, key)} aria-current=${key === tab ? "page" : null} title=${`${label} (${i + 1})`}>${label}</a>`)}
    </nav>
    <${chosen.part} key=${name} name=${name} entry=${entry} query=${query} />
  </div>`;
}

const tabAddress = (name, key) => (key ? address("services", name, key) : address("services", name));

function Missing({ name }) {
  const state = useSignal(openServices().state);
  if (versions.loaded) return html`<${Empty} title=${`There is no service “${name}”`}>It is not in the manifest that is in force. <a href="/ui/services">All services</a></${Empty}>`;
  if (state === "lost") return html`<${Empty} title="Baton does not answer">As soon as it does, ${name} is here.</${Empty}>`;
  return html`<${Loading} />`;
}
