import { html, useState } from "../html.js";
import { useFetched } from "../fetching.js";
import { versions } from "../store.js";
import { Empty } from "./blank.js";
import { Fetched } from "./fetched.js";
import { SearchBox } from "./searchbox.js";

const searchFrom = 12;

/** The variables that it is started with; what may be secret is masked by Baton itself and never comes here. */
export function Environment({ name, entry }) {
  const found = useFetched(`/api/v1/services/${encodeURIComponent(name)}/environment`, { version: `${entry.record.run}.${versions.roster}` });
  const [text, setText] = useState("");
  return html`<div class="service-body"><${Fetched} of=${found}>${({ variables }) => {
    if (!variables.length) return html`<${Empty} title="No variables">${name} is started with an empty environment.</${Empty}>`;
    // What the manifest declares comes before what is only inherited.
    const shown = variables.filter((one) => one.name.toLowerCase().includes(text.toLowerCase())).sort((a, b) => a.masked - b.masked);
    return html`<div class="table-bar">${variables.length >= searchFrom ? html`<${SearchBox} label="Search variables" value=${text} onSearch=${setText} />` : null}
        <span class="muted">Inherited values, and those whose names speak of secrets, are masked.</span></div>
      <table class="table"><caption class="visually-hidden">Environment of ${name}</caption><thead><tr><th>Variable</th><th>Value</th></tr></thead>
      <tbody>${shown.map((one) => html`<tr key=${one.name}><td><code>${one.name}</code></td>
        <td class="wide">${html`<code class=${one.masked ? "masked" : ""} title=${one.masked ? "Masked" : null}>${one.value}</code>`}</td></tr>`)}</tbody></table>`;
  }}</${Fetched}></div>`;
}
