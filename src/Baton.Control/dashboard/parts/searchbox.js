import { html, useEffect, useRef, useState } from "../html.js";
import { Icon } from "./icon.js";
import { characterKeys } from "../keysetting.js";
import { useSignal } from "../signal.js";

// Typing is not a search yet: the address would change with each letter.
const rest = 150;

/** A search field. `onSearch` is told when typing rests, on Enter at once. `id` "search" is where the key / leads. */
export function SearchBox({ value, onSearch, label, placeholder = label, id = "search", invalid = null }) {
  const [text, setText] = useState(value);
  const timer = useRef(null);
  const hasKeys = useSignal(characterKeys);
  const told = useRef(value);
  useEffect(() => {
    if (value !== told.current) setText(value);
    told.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const tell = (next) => {
    clearTimeout(timer.current);
    told.current = next;
    onSearch(next);
  };
  const type = (next) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(next), rest);
  };
  const key = (event) => {
    if (event.key === "Enter") tell(text);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (text) type("");
    else event.target.blur();
  };
  return html`<label class=${invalid ? "search invalid" : "search"} title=${invalid}>
    <${Icon} name="search" />
    <input id=${id} type="search" aria-label=${label} placeholder=${placeholder} value=${text} spellcheck="false" autocomplete="off"
      aria-invalid=${invalid ? "true" : null} onInput=${(e) => type(e.target.value)} onKeyDown=${key} />
    ${text || !hasKeys ? null : html`<kbd aria-hidden="true">/</kbd>`}
  </label>`;
}
