// The journal: what changed and why, newest first, live. An event's cause is one click away.
import { html, useEffect, useMemo, useState } from "../html.js";
import { setQuery } from "../router.js";
import { useSignal } from "../signal.js";
import { useKeys } from "../keys.js";
import { ApiError, get, withQuery } from "../api.js";
import { useServiceOptions } from "../options.js";
import { openJournal } from "../model/journal.js";
import { matching, wordOfEvent } from "../model/eventwords.js";
import { style } from "../style.js";
import { SearchBox } from "../parts/searchbox.js";
import { Picker } from "../parts/picker.js";
import { TimeRange } from "../parts/timerange.js";
import { EventList } from "../parts/eventlist.js";
import { EventPanel } from "../parts/eventpanel.js";
import { Failure, Loading } from "../parts/blank.js";
import { counted } from "../format.js";

await Promise.all([style("journal"), style("events")]);

const ownSubject = "daemon";
// What is no service is named by its subject, as monitor/NAME; a name of a service has no slash.
const isSubject = (about) => about === ownSubject || about.includes("/");

/** The page; its filters and the chosen event are all in the address. */
export function Page({ query }) {
  const asked = useMemo(() => read(query), [query.toString()]);
  const { journal, error } = useJournal(asked);
  const [words, setWords] = useState(new Set());
  useEffect(() => {
    document.title = "Events · Baton";
  }, []);
  return html`<div class="page-head">
      <h1>Events</h1>
      <div class="filters">
      <${SearchBox} value=${asked.text} onSearch=${(q) => setQuery({ q })} label="Search events" />
      <${About} asked=${asked} />
      <${Picker} label="What" all="everything" options=${[...new Set([...words, ...asked.whats])].sort().map((value) => ({ value, label: wordOfEvent(value) }))}
        chosen=${asked.whats} onChange=${(what) => setQuery({ what })} />
      <${TimeRange} since=${asked.since} until=${asked.until} onChange=${setQuery} />
      </div>
    </div>
    ${error ? html`<${Failure} error=${error} />` : journal ? html`<${Events} journal=${journal} asked=${asked} onWords=${setWords} />` : html`<${Loading} />`}`;
}

function About({ asked }) {
  const services = useServiceOptions();
  const options = useMemo(() => [{ value: ownSubject, label: "Baton itself", note: "daemon" }, ...services], [services]);
  return html`<${Picker} label="About" options=${options} chosen=${asked.about} onChange=${(about) => setQuery({ about })} />`;
}

function Events({ journal, asked, onWords }) {
  const version = useSignal(journal.version);
  const state = useSignal(journal.state);
  const earlier = useSignal(journal.earlier);
  const shown = useMemo(() => matching(journal.events, asked.text).slice().reverse(), [version, asked.text, journal]);
  const known = useMemo(() => new Map(journal.events.filter((event) => event.seq).map((event) => [event.seq, event])), [version, journal]);
  useEffect(() => {
    onWords((old) => {
      const next = new Set(old);
      for (const { what } of journal.events) if (what) next.add(what);
      return next.size === old.size ? old : next;
    });
  }, [version]);
  const choose = (seq) => setQuery({ at: String(seq) });
  useKeys({
    Escape: () => (asked.at ? setQuery({ at: "" }) : false),
    j: () => document.querySelector(".eventlist")?.focus(),
  });
  if (state === "failed") return html`<${Failure} error=${journal.error} />`;
  return html`<div class="subhead"><span class="muted num" role="status">${state === "connecting" ? "Reading …" : counted(shown.filter((event) => event.seq).length, "event")}</span>
      ${state === "live" ? html`<span class="livemark">live</span>` : null}</div>
    <div class="events stale-when-lost">
      <div class="events-list">
        <${EventList} events=${shown} chosen=${asked.at} onChoose=${choose} earlier=${earlier} onEnd=${journal.loadEarlier} error=${journal.error} onRetry=${journal.retryEarlier} />
        ${shown.length === 0 && state !== "connecting" ? html`<p class="over">No event fits.${state === "still" ? "" : " New ones will be shown."}</p>` : null}
      </div>
      ${asked.at ? html`<${EventPanel} seq=${asked.at} known=${known} onChoose=${choose} onClose=${() => setQuery({ at: "" })} />` : null}
    </div>`;
}

// Opens the list for what the API is asked; a name that it refuses is told instead of a stream that is lost for ever.
function useJournal(asked) {
  const key = JSON.stringify(asked.api);
  const [known, setKnown] = useState({ key: null, journal: null, error: null });
  useEffect(() => {
    const ended = new AbortController();
    let journal = null;
    const open = () => {
      journal = openJournal(asked.api);
      setKnown({ key, journal, error: null });
    };
    const { until, ...api } = asked.api;
    if (!asked.about.length && !asked.since) open();
    else {
      get(withQuery("/api/v1/events", { ...api, limit: 1 }), { signal: ended.signal }).then(open, (error) => {
        if (error.name === "AbortError") return;
        if (error instanceof ApiError && error.status >= 400 && error.status < 500) setKnown({ key, journal: null, error });
        else open();
      });
    }
    return () => {
      ended.abort();
      journal?.close();
    };
  }, [key]);
  return known.key === key ? known : { journal: null, error: null };
}

function read(query) {
  const about = query.getAll("about");
  const asked = {
    text: query.get("q") ?? "", about, whats: query.getAll("what"), since: query.get("since") ?? "", until: query.get("until") ?? "", at: Number(query.get("at")) || 0,
  };
  asked.api = {
    service: about.filter((one) => !isSubject(one)), subject: about.filter(isSubject), what: asked.whats, since: asked.since, until: asked.until,
  };
  return asked;
}
