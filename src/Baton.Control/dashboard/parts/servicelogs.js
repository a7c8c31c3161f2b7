import { html, useEffect, useMemo, useState } from "../html.js";
import { setQuery } from "../router.js";
import { useSignal } from "../signal.js";
import { openFeed } from "../model/feed.js";
import { patternOf } from "../model/logsearch.js";
import { Empty, Failure, Loading } from "./blank.js";
import { LogTools, useLogTools } from "./logtools.js";
import { LogView } from "./logview.js";
import { SearchBox } from "./searchbox.js";

/** The output of one service: live, both streams, searchable. What is looked for lives in the address. */
export function ServiceLogs({ name, entry, query }) {
  const text = query.get("q") ?? "", only = query.get("only") === "true", stream = query.get("stream") ?? "", run = query.get("run") ?? "";
  const { pattern, invalid } = useMemo(() => read(text), [text]);
  const wanted = JSON.stringify({ service: name, stream, run, ...(only && pattern ? { grep: text, ignore_case: true } : {}) });
  const [feed, setFeed] = useState(null);
  const tools = useLogTools(feed);
  useEffect(() => {
    const opened = openFeed(JSON.parse(wanted));
    setFeed(opened);
    return () => opened.close();
  }, [wanted]);
  if (!feed) return html`<${Loading} />`;
  return html`<div class="service-logs">
    <div class="logbar">
      <${SearchBox} label="Search the log" placeholder="Search (regular expression)" value=${text} invalid=${invalid} onSearch=${(q) => setQuery({ q })} />
      <label class="check"><input type="checkbox" checked=${only} onChange=${(e) => setQuery({ only: e.target.checked ? "true" : null })} />Only lines that fit</label>
      <select class=${stream ? "select chosen" : "select"} aria-label="Stream" value=${stream} onChange=${(e) => setQuery({ stream: e.target.value })}>
        <option value="">Both streams</option><option value="stdout">stdout</option><option value="stderr">stderr</option>
      </select>
      ${run ? html`<button class="button small" aria-pressed="true" title="Show all runs" onClick=${() => setQuery({ run: null })}>Run ${run} only ×</button>` : null}
      <${LogTools} feed=${feed} tools=${tools} pattern=${pattern} name=${run ? `${name}-r${run}` : name} />
    </div>
    <${Lines} feed=${feed} tools=${tools} pattern=${pattern} entry=${entry} />
  </div>`;
}

function Lines({ feed, tools, pattern, entry }) {
  useSignal(feed.version);
  const state = useSignal(feed.state);
  if (state === "failed") return html`<${Failure} error=${feed.error} />`;
  if (!feed.lines.length && state === "connecting") return html`<${Loading} rows=${8} />`;
  return html`${feed.lines.length ? null : html`<${Empty} title="No lines">${entry.record.run
    ? "Nothing that fits was written yet. New lines come by themselves." : `${entry.name} has not run yet.`}</${Empty}>`}
    <${LogView} feed=${feed} follow=${tools.follow} onFollow=${tools.setFollow} wrap=${tools.wrap} pattern=${pattern} target=${tools.target} label=${`Log of ${entry.name}`} />`;
}

function read(text) {
  try {
    return { pattern: patternOf(text), invalid: null };
  } catch (error) {
    return { pattern: null, invalid: error.message };
  }
}
