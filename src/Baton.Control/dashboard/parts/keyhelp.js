// All keys in a dialog, and whether those of one character are in force.
import { html, useLayoutEffect, useRef } from "../html.js";
import { characterKeys, setCharacterKeys } from "../keysetting.js";
import { useSignal } from "../signal.js";

const all = [
  ["Anywhere", [["/", "search"], ["g s", "services"], ["g m", "monitors"], ["g g", "graph"], ["g l", "logs"], ["g e", "events"], ["?", "this help"], ["Esc", "back, or leave a field"]]],
  ["List of services", [["j k ↓ ↑", "move"], ["Enter", "open"], ["x", "select"], ["s", "start"], ["t", "stop"], ["r", "restart"]]],
  ["One service", [["1 … 7", "sections"], ["s t r", "start, stop, restart"]]],
  ["Monitors", [["j k ↓ ↑", "move"], ["Enter", "open"], ["p", "probe now"], ["i", "isolate"], ["c", "close"], ["m", "silence"]]],
  ["Logs", [["f", "follow"], ["p", "pause"], ["w", "wrap lines"], ["n N", "next, previous match"]]],
];

/** All keys, as a dialog. */
export function KeyHelp({ onClose }) {
  const dialog = useRef(null);
  const on = useSignal(characterKeys);
  useLayoutEffect(() => dialog.current.showModal(), []);
  return html`<dialog class="dialog keyhelp" ref=${dialog} aria-labelledby="keys-title" onClose=${onClose}
    onClick=${(event) => event.target === dialog.current && dialog.current.close()}>
    <h2 id="keys-title">Keys</h2>
    <div class="keyhelp-groups">
      ${all.map(([title, keys]) => html`<section key=${title}><h3>${title}</h3>
        <dl>${keys.map(([key, what]) => html`<div key=${key}><dt>${key.split(" ").map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${what}</dd></div>`)}</dl>
      </section>`)}
    </div>
    <label class="check keyhelp-setting"><input type="checkbox" checked=${on} onChange=${(e) => setCharacterKeys(e.target.checked)} />
      <span>Keys of one character act <span class="muted">(off: only arrows, Enter, Esc and Tab; the keyboard button opens this again)</span></span></label>
    <div class="dialog-choices"><button class="button" autofocus onClick=${() => dialog.current.close()}>Close</button></div>
  </dialog>`;
}
