// Whether what is shown is true now. Silent while it is; a line on top while it is not, and when it is again.
import { html, useEffect, useRef, useState } from "../html.js";
import { useSignal } from "../signal.js";
import { loadSession } from "../session.js";
import { openServices, versions, useServices } from "../store.js";
import { loadSystem } from "../system.js";
import { Icon } from "./icon.js";
import { Age } from "./age.js";

const goodNewsStays = 5000;

/** The line about the connection. */
export function Connection() {
  const stream = openServices();
  const state = useSignal(stream.state);
  useServices((v) => v.loaded);
  const [back, setBack] = useState(false);
  const lostAt = useRef(null);
  if (state === "lost") lostAt.current ??= new Date().toISOString();

  useEffect(() => {
    document.documentElement.dataset.connection = state;
    if (state !== "live") return undefined;
    loadSystem();
    // Another daemon may know other tokens.
    loadSession();
    if (!lostAt.current) return undefined;
    lostAt.current = null;
    setBack(true);
    const timer = setTimeout(() => setBack(false), goodNewsStays);
    return () => clearTimeout(timer);
  }, [state]);

  return html`<div class="connection" role="status">
    ${state === "lost" ? html`<div class="line line-lost">
      <${Icon} name="warning" /><span><strong>Connection lost</strong>${stream.reason ? ` (${stream.reason})` : ""}, trying again. ${
        versions.loaded && lostAt.current ? html`What is shown is from <${Age} time=${lostAt.current} /> ago.` : null}</span>
    </div>` : back ? html`<div class="line line-back"><${Icon} name="check" /><span>Back: what is shown is live again.</span></div>` : null}
  </div>`;
}
