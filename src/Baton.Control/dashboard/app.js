// The beginning: theme, who looks, the stream of services, and the page that the address names.
import { html, render, useEffect, useRef, useState } from "./html.js";
import { match, place } from "./router.js";
import { useSignal } from "./signal.js";
import { applyTheme } from "./theme.js";
import { loadSession } from "./session.js";
import { openServices } from "./store.js";
import { Shell } from "./parts/shell.js";
import { Empty, Failure, Loading } from "./parts/blank.js";

// Pages are fetched when they are first opened. `load` gives a module whose `Page` takes the values of the path and `query`.
const services = { section: "services", load: () => import("./pages/services.js") };
const service = { section: "services", load: () => import("./pages/service.js") };
const routes = [
  { path: "", ...services },
  { path: "services", ...services },
  { path: "services/:name", ...service },
  { path: "services/:name/:tab", ...service },
  { path: "monitors", section: "monitors", load: () => import("./pages/monitors.js") },
  { path: "monitors/:name", section: "monitors", load: () => import("./pages/monitor.js") },
  { path: "graph", section: "graph", load: () => import("./pages/graph.js") },
  { path: "logs", section: "logs", load: () => import("./pages/logs.js") },
  { path: "events", section: "events", load: () => import("./pages/events.js") },
];

const loaded = new Map();

function App() {
  const { path, query } = useSignal(place);
  const found = match(routes, path);
  return html`<${Shell} section=${found?.route.section}>
    ${found
      ? html`<${Loaded} key=${String(found.route.load)} load=${found.route.load} values=${found.values} query=${query} />`
      : html`<${Empty} title="There is no such page">The address ends in “${path}”. <a href="/ui/services">All services</a></${Empty}>`}
  </${Shell}>`;
}

function Loaded({ load, values, query }) {
  const [, render] = useState(0);
  const [error, setError] = useState(null);
  const page = loaded.get(load);
  const fetchPage = () => {
    setError(null);
    load().then(
      ({ Page }) => {
        loaded.set(load, Page);
        render((n) => n + 1);
      },
      () => setError(new Error("This page could not be fetched: is Baton running?")),
    );
  };
  useEffect(() => {
    if (!page) fetchPage();
  }, [load]);
  // A module that could not be had is fetched again by a new page only.
  const connection = useSignal(openServices().state);
  const wasLost = useRef(false);
  useEffect(() => {
    wasLost.current ||= connection === "lost";
    if (error && wasLost.current && connection === "live") location.reload();
  }, [connection, error]);
  if (error) return html`<${Failure} error=${error} again=${() => location.reload()} />`;
  return page ? html`<${page} ...${values} query=${query} />` : html`<${Loading} />`;
}

applyTheme();
openServices();
loadSession();
const root = document.getElementById("app");
root.textContent = "";
render(html`<${App} />`, root);
