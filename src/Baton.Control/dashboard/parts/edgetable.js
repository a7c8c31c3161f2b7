// The graph as text: for screen readers, and for who would rather read than look.
import { html } from "../html.js";

const most = 500;
const words = { ready: "is ready", started: "has started", completed: "has completed", succeeded: "has succeeded" };

/** Each dependency of what is drawn, in the order of the manifest. */
export function EdgeTable({ relations }) {
  const rows = [];
  for (const node of relations.values()) for (const edge of node.needs) rows.push({ to: node.name, ...edge });
  if (!rows.length) return html`<p class="muted">No service depends on another one.</p>`;
  return html`<table class="edges">
    <caption class="visually-hidden">Which service waits for which</caption>
    <thead><tr><th scope="col">Service</th><th scope="col">waits until</th><th scope="col"></th></tr></thead>
    <tbody>${rows.slice(0, most).map((row) => html`<tr key=${`${row.to} ${row.name}`}>
      <th scope="row"><a href=${`/ui/services/${row.to}`}>${row.to}</a></th><td><a href=${`/ui/services/${row.name}`}>${row.name}</a></td><td>${words[row.condition] ?? row.condition}</td></tr>`)}
    </tbody>
  </table>${rows.length > most ? html`<p class="muted">and ${rows.length - most} more: choose a service above</p>` : null}`;
}
