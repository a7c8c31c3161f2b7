// The buttons beside a log: follow, pause, wrap, matches, download.
import { html, useLayoutEffect, useState } from "../html.js";
import { useSignal } from "../signal.js";
import { useKeys } from "../keys.js";
import { nextHit } from "../model/logsearch.js";
import { saveAll, saveShown } from "../model/download.js";
import { bytes, counted } from "../format.js";
import { toast } from "./toast.js";
import { Icon } from "./icon.js";

/** State of a log view that its tools change: hand all of it to `LogTools`, and `follow`, `wrap`, `target` to `LogView`. */
export function useLogTools(feed) {
  const [follow, setFollow] = useState(true);
  const [paused, setPaused] = useState(false);
  const [wrap, setWrap] = useState(stored);
  const [target, setTarget] = useState(0);
  // Before the buttons and keys can be used: what is chosen then must stay.
  useLayoutEffect(() => {
    setFollow(true);
    setPaused(false);
    setTarget(0);
  }, [feed]);
  useLayoutEffect(() => feed?.pause(paused), [feed, paused]);
  const keepWrap = (on) => {
    setWrap(on);
    store(on);
  };
  return { follow, setFollow, paused, setPaused, wrap, setWrap: keepWrap, target, setTarget };
}

/** The buttons. `name` begins the name of a downloaded file. */
export function LogTools({ feed, tools, pattern = null, name, named = false }) {
  const { follow, setFollow, paused, setPaused, wrap, setWrap, target, setTarget } = tools;
  const waiting = useSignal(feed.waiting);
  const state = useSignal(feed.state);
  const [loading, setLoading] = useState(null);

  const jump = (step) => {
    if (!pattern || !feed.lines.length) return false;
    const from = target ? feed.lines.findIndex((line) => line.id === target) : step > 0 ? -1 : feed.lines.length;
    const at = nextHit(feed.lines, pattern, from, step);
    if (at < 0) return toast("No line that is here has it", "info");
    setFollow(false);
    setTarget(feed.lines[at].id);
    return true;
  };
  const all = async () => {
    setLoading(0);
    try {
      if (!(await saveAll(feed.query, `${name}.log`, named, setLoading))) toast("The file ends after 64 MB; the rest is in the log folder", "info");
    } catch (error) {
      toast(error.message, "error", { title: "Cannot download the log" });
    }
    setLoading(null);
  };
  useKeys({ f: () => setFollow(!follow), p: () => setPaused(!paused), w: () => setWrap(!wrap), n: () => jump(1), N: () => jump(-1) });

  const live = state !== "still";
  return html`<div class="logtools" role="group" aria-label="Log">
    ${pattern ? html`<button class="icon-button" title="Previous match (N)" aria-label="Previous match" onClick=${() => jump(-1)}><${Icon} name="up" /></button>
      <button class="icon-button" title="Next match (n)" aria-label="Next match" onClick=${() => jump(1)}><${Icon} name="down" /></button>` : null}
    ${live ? html`<button class="button small" aria-pressed=${follow} title="Stay at the newest line (f)" onClick=${() => setFollow(!follow)}><${Icon} name="follow" size="14" />Follow</button>
      <button class="button small" aria-pressed=${paused} title="Hold new lines back (p)" onClick=${() => setPaused(!paused)}>
        <${Icon} name=${paused ? "start" : "pause"} size="14" />${paused ? `Paused${waiting ? `, ${counted(waiting, "new line")}` : ""}` : "Pause"}</button>` : null}
    <button class="button small" aria-pressed=${wrap} title="Wrap long lines (w)" onClick=${() => setWrap(!wrap)}><${Icon} name="wrap" size="14" />Wrap</button>
    <button class="button small" title="Download the lines that are here" onClick=${() => saveShown(feed.lines, `${name}.log`, named)}><${Icon} name="download" size="14" />Shown</button>
    <button class="button small" disabled=${loading !== null} title="Download all lines that are kept" onClick=${all}><${Icon} name="download" size="14" />${
      loading === null ? "All" : bytes(loading)}</button>
  </div>`;
}

const key = "baton.wrap";

function stored() {
  try {
    return localStorage.getItem(key) === "true";
  } catch {
    return false;
  }
}

function store(on) {
  try {
    localStorage.setItem(key, String(on));
  } catch {
    // Storage can be forbidden: then the choice lasts as long as the page.
  }
}
