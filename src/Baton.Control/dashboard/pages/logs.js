// The logs of all services, merged: live, or of a time; searched by the daemon, so that the search reaches all that is kept.
import { html, useEffect, useMemo, useState } from "../html.js";
import { setQuery } from "../router.js";
import { useSignal } from "../signal.js";
import { get, withQuery } from "../api.js";
import { useServiceOptions } from "../options.js";
import { openFeed } from "../model/feed.js";
import { patternOf } from "../model/logsearch.js";
import { style } from "../style.js";
import { SearchBox } from "../parts/searchbox.js";
import { Picker } from "../parts/picker.js";
import { TimeRange } from "../parts/timerange.js";
import { LogView } from "../parts/logview.js";
import { LogTools, useLogTools } from "../parts/logtools.js";
import { Failure } from "../parts/blank.js";
import { counted } from "../format.js";

await style("journal");

/** The page; its filters are all in the address. */
export function Page({ query }) {
  const asked = useMemo(() => read(query), [query.toString()]);
  const problem = useProblem(asked);
  // Names and patterns that the API refuses would leave a stream that is lost for ever.
  const key = problem === undefined || problem ? null : JSON.stringify(asked.api);
  const feed = useFeed(key, asked.api);
  useEffect(() => {
    document.title = "Logs · Baton";
  }, []);
  return html`<${Head} asked=${asked} problem=${problem} />
    ${problem && !asked.isBadPattern ? html`<${Failure} error=${problem} />`
      : feed ? html`<${Lines} key=${key} feed=${feed} asked=${asked} />` : html`<div class="fill"></div>`}`;
}

function Head({ asked, problem }) {
  const options = useServiceOptions();
  return html`<div class="page-head">
      <h1>Logs</h1>
      <div class="filters">
      <${SearchBox} value=${asked.text} onSearch=${(q) => setQuery({ q })} label="Search lines" invalid=${asked.isBadPattern || problem?.status === 422 ? problem?.message : null} />
      <div class="toggles" role="group" aria-label="How to search">
        <${Toggle} name="case" on=${asked.isCased} title="Upper and lower case count" text="Aa" />
        <${Toggle} name="regex" on=${asked.isRegex} title="A regular expression" text=".*" />
      </div>
      <${Picker} label="Services" options=${options} chosen=${asked.services} onChange=${(service) => setQuery({ service })} />
      <select class=${`select ${asked.stream ? "chosen" : ""}`} aria-label="Stream" value=${asked.stream} onChange=${(e) => setQuery({ stream: e.target.value })}>
        <option value="">Both streams</option><option value="stdout">stdout</option><option value="stderr">stderr</option><option value="baton">Baton's notes</option>
      </select>
      <${TimeRange} since=${asked.since} until=${asked.until} onChange=${setQuery} />
      </div>
    </div>
    ${asked.isBadPattern ? html`<p class="pagenote pagenote-bad" role="alert">${problem?.message}</p>` : null}`;
}

function Toggle({ name, on, title, text }) {
  return html`<button class="button small mono" aria-pressed=${on} title=${title} aria-label=${title} onClick=${() => setQuery({ [name]: on ? "" : "1" })}>${text}</button>`;
}

function Lines({ feed, asked }) {
  const tools = useLogTools(feed);
  useSignal(feed.version);
  const state = useSignal(feed.state);
  if (state === "failed") return html`<${Failure} error=${feed.error} />`;
  const count = feed.lines.length;
  return html`<div class="subhead">
      <span class="muted num" role="status">${state === "connecting" ? "Reading …" : summary(feed, asked, count)}</span>
      <${LogTools} feed=${feed} tools=${tools} pattern=${asked.pattern} name="baton" named=${true} />
    </div>
    <div class="logplace stale-when-lost">
      <${LogView} feed=${feed} follow=${tools.follow} onFollow=${tools.setFollow} wrap=${tools.wrap} pattern=${asked.pattern} target=${tools.target} named=${true} label="Lines of all logs" />
      ${count === 0 && state !== "connecting" ? html`<p class="over">${nothing(asked, state)}</p>` : null}
    </div>`;
}

function summary(feed, asked, count) {
  const dropped = feed.dropped ? `, ${counted(feed.dropped, "older one")} let go` : "";
  return `${counted(count, asked.text ? "match" : "line", asked.text ? "matches" : "lines")}${dropped}`;
}

function nothing(asked, state) {
  if (asked.text) return `No line${asked.since || asked.until ? " of this time" : ""} has “${asked.text}”.${state === "still" ? "" : " New ones will be shown."}`;
  return state === "still" ? "Nothing was written in this time." : "Nothing has been written yet. New lines will be shown.";
}

// The feed lives as long as its filters.
function useFeed(key, api) {
  const [feed, setFeed] = useState(null);
  useEffect(() => {
    if (!key) return setFeed(null);
    const opened = openFeed(api);
    setFeed(opened);
    return () => opened.close();
  }, [key]);
  return feed;
}

// Asked once before the stream is opened: undefined while it is not known, null when all is well, else what is wrong.
function useProblem(asked) {
  const key = JSON.stringify(asked.api) + asked.isBadPattern;
  const risky = asked.services.length > 0 || asked.isRegex || Boolean(asked.since) || Boolean(asked.until);
  const [known, setKnown] = useState({ key: null, problem: undefined });
  useEffect(() => {
    if (asked.isBadPattern || !risky) return undefined;
    const ended = new AbortController();
    get(withQuery("/api/v1/logs", { ...asked.api, limit: 1, tail: 1 }), { signal: ended.signal }).then(
      () => setKnown({ key, problem: null }),
      // Without an answer at all it is the connection's business, which says so itself.
      (error) => error.name === "AbortError" || setKnown({ key, problem: error.status === 0 || error.status >= 500 ? null : error }),
    );
    return () => ended.abort();
  }, [key]);
  if (asked.isBadPattern) return new Error(asked.isBadPattern);
  return risky ? (known.key === key ? known.problem : undefined) : null;
}

function read(query) {
  const text = query.get("q") ?? "";
  const isRegex = query.get("regex") === "1";
  const isCased = query.get("case") === "1";
  const asked = {
    text, isRegex, isCased, isBadPattern: null, pattern: null,
    services: query.getAll("service"), stream: query.get("stream") ?? "", since: query.get("since") ?? "", until: query.get("until") ?? "",
  };
  try {
    asked.pattern = patternOf(text, { regex: isRegex, ignoreCase: !isCased });
  } catch (error) {
    asked.isBadPattern = error.message;
  }
  asked.api = {
    service: asked.services, stream: asked.stream, since: asked.since, until: asked.until,
    grep: isRegex ? text : text.replace(/[\\^$.*+?()[\]{}|#\s]/g, escapeOne), ignore_case: Boolean(text) && !isCased,
  };
  return asked;
}

const escapeOne = (one) => (/\s/.test(one) ? one : `\\${one}`);
