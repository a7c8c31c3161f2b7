// A button that opens a list to tick in: several values at once, with a search where there are many.
import { html, useLayoutEffect, useRef, useState } from "../html.js";

const most = 200;
const searchFrom = 12;

/**
 * @param {string} label What is chosen, as "Services".
 * @param {{value: string, label?: string, note?: string}[]} options All that can be chosen, in order.
 * @param {string[]} chosen Values that are ticked; none means all.
 * @param {(values: string[]) => void} onChange Told at each tick.
 */
export function Picker({ label, all = "all", options, chosen, onChange }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const box = useRef(null);
  useLayoutEffect(() => {
    if (!open) return undefined;
    const outside = (event) => box.current?.contains(event.target) || setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    setText("");
    box.current.querySelector("button").focus();
  };
  const key = (event) => {
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      event.preventDefault();
      close();
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(box.current, event.key === "ArrowDown" ? 1 : -1);
    }
  };
  const toggle = (value) => onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  // Focus that leaves by Tab closes it; what a click on a label does with the focus does not.
  const left = (event) => event.relatedTarget && !box.current.contains(event.relatedTarget) && setOpen(false);

  const shown = text ? options.filter((one) => (one.label ?? one.value).toLowerCase().includes(text.toLowerCase())) : options;
  const value = chosen.length === 0 ? all : chosen.length === 1 ? options.find((one) => one.value === chosen[0])?.label ?? chosen[0] : `${chosen.length} chosen`;
  return html`<div class="picker" ref=${box} onKeyDown=${key} onFocusOut=${left}>
    <button class=${`select ${chosen.length ? "chosen" : ""}`} aria-expanded=${open} aria-haspopup="true" onClick=${() => (open ? close() : setOpen(true))}>
      <span class="picker-label">${label}</span> ${value}
    </button>
    ${open ? html`<div class="picker-list" role="group" aria-label=${label}>
      ${options.length > searchFrom ? html`<input class="picker-search" type="search" aria-label=${`Search ${label}`} placeholder="Search" value=${text} autofocus
        ref=${focusOnce} onInput=${(e) => setText(e.target.value)} />` : null}
      <div class="picker-options">
        ${shown.slice(0, most).map((one) => html`<label key=${one.value} class="picker-option">
          <input type="checkbox" checked=${chosen.includes(one.value)} onChange=${() => toggle(one.value)} />
          <span class="truncate">${one.label ?? one.value}</span>${one.note ? html`<span class="muted">${one.note}</span>` : null}
        </label>`)}
        ${shown.length > most ? html`<p class="muted picker-more">${shown.length - most} more: search for them</p>` : null}
        ${shown.length ? null : html`<p class="muted picker-more">Nothing has this in its name</p>`}
      </div>
      ${chosen.length ? html`<button class="button small" onClick=${() => onChange([])}>Show ${all}</button>` : null}
    </div>` : null}
  </div>`;
}

function focusOnce(field) {
  if (field && !field.dataset.seen) {
    field.dataset.seen = "true";
    field.focus();
  }
}

function move(box, step) {
  const stops = [...box.querySelectorAll(".picker-list input")];
  const at = stops.indexOf(document.activeElement);
  stops[Math.max(0, Math.min(stops.length - 1, at < 0 ? 0 : at + step))]?.focus();
}
