import { html } from "../html.js";
import { useFetched } from "../fetching.js";
import { versions } from "../store.js";
import { Fetched } from "./fetched.js";

const token = /("""[\s\S]*?"""|"(?:\\.|[^"\\])*"|'[^']*')|(#.*$)|(^\s*\[\[?[^\]]*\]\]?)|(^\s*[A-Za-z0-9_."-]+(?=\s*=))|\b(true|false|-?\d[\d_.]*)\b/gm;
const looks = ["text", "comment", "table", "key", "value"];

/** Its part of the manifest as it is in force, and what follows from it. */
export function Definition({ name, entry }) {
  const definition = useFetched(`/api/v1/services/${encodeURIComponent(name)}/definition`, { version: `${entry.record.run}.${versions.roster}` });
  return html`<div class="service-body"><${Fetched} of=${definition}>${({ file, line, text, keys }) => html`
    <section class="card"><h3>In the manifest</h3>
      ${file ? html`<p class="muted definition-file"><code>${file}${line ? `:${line}` : ""}</code></p>` : null}
      <${Source} text=${text ?? ""} line=${line ?? 1} />
    </section>
    <section class="card"><h3>In force</h3>
      <dl class="keys">${Object.entries(keys ?? {}).map(([key, value]) => html`<div key=${key}><dt><code>${key}</code></dt><dd><code>${value}</code></dd></div>`)}</dl>
    </section>`}</${Fetched}></div>`;
}

function Source({ text, line }) {
  const lines = text.replace(/\n$/, "").split("\n");
  return html`<pre class="source" tabindex="0" aria-label="Manifest section">${lines.map((one, i) => html`<span key=${i} class="source-line" data-line=${line + i}>${tinted(one)}
</span>`)}</pre>`;
}

function tinted(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(token)) {
    nodes.push(text.slice(from, found.index));
    const look = looks[found.slice(1).findIndex((group) => group !== undefined)];
    nodes.push(html`<span class=${`source-${look}`}>${found[0]}</span>`);
    from = found.index + found[0].length;
  }
  nodes.push(text.slice(from));
  return nodes;
}
