// Asks for how long nobody is to be told of a monitor.
import { html, useLayoutEffect, useRef } from "../html.js";
import { signal, useSignal } from "../signal.js";
import { silence } from "../monitoracts.js";
import { whyNotActing } from "../session.js";
import { toast } from "./toast.js";

const asked = signal(null);
const spans = [[1800, "30 minutes"], [3600, "1 hour"], [4 * 3600, "4 hours"], [86400, "1 day"], [7 * 86400, "7 days"]];

/** Opens the dialog for a monitor. */
export function askSilence(name) {
  const denied = whyNotActing();
  if (denied) toast(`${name}: cannot silence, ${denied}`, "info");
  else asked.set(name);
  return true;
}

/** The place of the dialog. */
export function SilenceDialog() {
  const name = useSignal(asked);
  const dialog = useRef(null);
  useLayoutEffect(() => {
    if (name) dialog.current.showModal();
  }, [name]);
  if (!name) return null;
  const send = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    dialog.current.close();
    silence(name, Number(form.get("seconds")), String(form.get("reason")).trim());
  };
  return html`<dialog class="dialog" ref=${dialog} aria-labelledby="silence-title" onClose=${() => asked.set(null)}>
    <h2 id="silence-title">Silence ${name}</h2>
    <p>For this time nobody is told that it is down. It is probed and counted as always.</p>
    <form class="silence-form" onSubmit=${send}>
      <label>For <select class="select" name="seconds" autofocus>${spans.map(([value, text]) => html`<option key=${value} value=${value} selected=${value === 3600}>${text}</option>`)}</select></label>
      <label class="silence-reason">Why <input class="field" name="reason" maxlength="500" placeholder="new disk" autocomplete="off" /></label>
      <div class="dialog-choices"><button type="button" class="button" onClick=${() => dialog.current.close()}>Cancel</button><button class="button primary">Silence</button></div>
    </form>
  </dialog>`;
}
