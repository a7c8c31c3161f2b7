// A field for one service by name, with those that fit below it.
import { html, useEffect, useRef, useState } from "../html.js";
import { Icon } from "./icon.js";
import { characterKeys } from "../keysetting.js";
import { useSignal } from "../signal.js";

const most = 12;

/** `onChoose(name)`: a name of `names`, or "" for none. */
export function ServiceField({ names, value, onChoose }) {
  const [text, setText] = useState(value);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const field = useRef(null);
  const hasKeys = useSignal(characterKeys);
  useEffect(() => setText(value), [value]);
  const fitting = open ? fit(names, text === value ? "" : text) : [];
  const choose = (name) => {
    setOpen(false);
    setText(name);
    onChoose(name);
  };
  const key = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setOpen(true);
      setAt(Math.max(0, Math.min(fitting.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") {
      if (!text) choose("");
      else if (fitting[at]) choose(fitting[at]);
    } else if (event.key === "Escape") {
      if (open) setOpen(false);
      else if (text) choose("");
      else event.target.blur();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };
  return html`<div class="combo">
    <label class="search"><${Icon} name="search" />
      <input id="search" ref=${field} type="search" role="combobox" aria-label="Find a service" placeholder="Find a service" value=${text} autocomplete="off" spellcheck="false"
        aria-expanded=${open && fitting.length > 0} aria-controls="combo-list" aria-autocomplete="list" aria-activedescendant=${open && fitting[at] ? `combo-${at}` : null}
        onInput=${(e) => { setText(e.target.value); setAt(0); setOpen(true); if (!e.target.value) onChoose(""); }}
        onFocus=${(e) => e.target.select()} onBlur=${() => setOpen(false)} onKeyDown=${key} />
      ${text || !hasKeys ? null : html`<kbd aria-hidden="true">/</kbd>`}
    </label>
    ${open && fitting.length ? html`<ul class="combo-list" id="combo-list" role="listbox" aria-label="Services">
      ${fitting.map((name, i) => html`<li key=${name} id=${`combo-${i}`} role="option" aria-selected=${i === at} onPointerDown=${(e) => e.preventDefault()} onClick=${() => choose(name)}>${name}</li>`)}
    </ul>` : null}
  </div>`;
}

// Those that begin with it before those that have it somewhere.
function fit(names, text) {
  const wanted = text.toLowerCase();
  const begins = [], has = [];
  for (const name of names) {
    const at = name.toLowerCase().indexOf(wanted);
    if (at === 0) begins.push(name);
    else if (at > 0) has.push(name);
    if (begins.length === most) break;
  }
  return [...begins, ...has].slice(0, most);
}
