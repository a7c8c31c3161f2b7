// The frame around every page: sections, connection, who looks, theme.
import { html, useEffect, useState } from "../html.js";
import { useSignal } from "../signal.js";
import { nextTheme, theme } from "../theme.js";
import { session } from "../session.js";
import { go } from "../router.js";
import { useKeys } from "../keys.js";
import { useServices, entries } from "../store.js";
import { groupOf } from "../states.js";
import { system } from "../system.js";
import { Icon } from "./icon.js";
import { Connection } from "./connection.js";
import { Toasts } from "./toast.js";
import { ConfirmDialog } from "./confirm.js";
import { KeyHelp } from "./keyhelp.js";

// A section of a later part is one more line here.
const sections = [
  { key: "services", label: "Services", keys: "g s" },
  { key: "monitors", label: "Monitors", keys: "g m" },
  { key: "graph", label: "Graph", keys: "g g" },
  { key: "logs", label: "Logs", keys: "g l" },
  { key: "events", label: "Events", keys: "g e" },
];
const themes = { system: ["system", "Theme: as the system"], light: ["sun", "Theme: light"], dark: ["moon", "Theme: dark"] };

/** The frame; `section` is the key of the one on show. */
export function Shell({ section, children }) {
  const [help, setHelp] = useState(false);
  useKeys({
    ...Object.fromEntries(sections.map(({ key, keys }) => [keys, () => go(`/ui/${key}`)])),
    "?": () => setHelp(true),
    "/": focusSearch,
    Escape: leaveField,
  });
  return html`<div class="shell">
    <a class="skip" href="#page">Skip to the page</a>
    <${Rail} section=${section} onHelp=${() => setHelp(true)} />
    <main class="page" id="page" tabindex="-1">
      <${Connection} />
      ${children}
    </main>
    <${Toasts} /><${ConfirmDialog} />
    ${help ? html`<${KeyHelp} onClose=${() => setHelp(false)} />` : null}
  </div>`;
}

function Rail({ section, onHelp }) {
  const chosen = useSignal(theme);
  const [icon, label] = themes[chosen];
  return html`<header class="rail">
    <a class="brand" href="/ui/services"><img src="/ui/icon.svg" alt="" width="24" height="24" /><span class="brand-name">Baton</span></a>
    <nav aria-label="Sections">
      ${sections.map(({ key, label, keys }) => html`<a key=${key} class="section" href=${`/ui/${key}`} title=${`${label} (${keys})`}
        aria-current=${key === section ? "page" : null}>
        <${Icon} name=${key} /><span>${label}</span>${key === "services" ? html`<${Failing} />` : null}
      </a>`)}
    </nav>
    <div class="rail-end">
      <${Project} />
      <div class="rail-tools">
        <button class="icon-button" title=${label} aria-label=${label} onClick=${nextTheme}><${Icon} name=${icon} /></button>
        <button class="icon-button" title="Keys (?)" aria-label="Keys" onClick=${onHelp}><${Icon} name="keyboard" /></button>
        <${Who} />
      </div>
    </div>
  </header>`;
}

// How many services fail is told on every page.
function Failing() {
  useServices((v) => v.records + v.roster);
  const count = entries().reduce((sum, { record }) => sum + (groupOf(record.state) === "failing"), 0);
  return count ? html`<span class="count count-failing" title=${`${count} failing`}>${count}</span>` : null;
}

function Project() {
  const known = useSignal(system);
  useEffect(() => {
    document.documentElement.dataset.ready = "true";
  }, []);
  if (!known) return null;
  const file = known.manifest ?? known.state_directory;
  const folder = file.split("/").slice(-2, -1)[0] ?? file;
  return html`<div class="project" title=${file}>
    <span class="project-name">${folder}</span>
    <span class="muted">Baton ${known.version.split("+")[0]}</span>
    ${known.degraded.length ? html`<span class="project-degraded" title=${known.degraded.join("\n")}><${Icon} name="warning" size="13" />${known.degraded.length} limited</span>` : null}
  </div>`;
}

function Who() {
  const who = useSignal(session);
  if (!who?.required) return null;
  return html`<form class="who" method="post" action="/ui/logout">
    <button class="icon-button" title=${`Log out ${who.name ?? ""} (${who.role})`} aria-label="Log out"><${Icon} name="exit" /></button>
    ${who.role === "read" ? html`<span class="chip" title="This token may look, not act">read only</span>` : null}
  </form>`;
}

function focusSearch() {
  const field = document.getElementById("search");
  field?.focus();
  field?.select();
  return Boolean(field);
}

function leaveField(event) {
  if (!event.target.matches?.("input, textarea, select")) return false;
  event.target.blur();
  return true;
}
