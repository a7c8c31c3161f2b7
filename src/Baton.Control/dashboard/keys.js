// Keys of the whole app and of the page on show. A page's keys win; none acts while somebody types.
import { useLayoutEffect, useRef } from "./html.js";
import { characterKeys } from "./keysetting.js";

const layers = [];
let prefix = "";
let prefixTimer = null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
  if (typing && event.key !== "Escape") return;
  if (event.key.length === 1 && !characterKeys.get()) return;
  const name = prefix ? `${prefix} ${event.key}` : event.key;
  setPrefix("");
  for (const layer of [...layers].reverse()) {
    const handler = layer.current[name];
    if (handler && handler(event) !== false) {
      event.preventDefault();
      return;
    }
    if (!prefix && Object.keys(layer.current).some((one) => one.startsWith(event.key + " "))) setPrefix(event.key);
  }
});

/** Puts keys in force while the component is shown: `{ "j": handler, "g s": handler }`. A handler that returns false leaves the key to others. */
export function useKeys(map) {
  const layer = useRef(map);
  layer.current = map;
  // Before the page is painted: whoever sees it may press a key at once.
  useLayoutEffect(() => {
    layers.push(layer);
    return () => layers.splice(layers.indexOf(layer), 1);
  }, []);
}

// The first key of two counts for a second and a half.
function setPrefix(key) {
  clearTimeout(prefixTimer);
  prefix = key;
  if (key) prefixTimer = setTimeout(() => (prefix = ""), 1500);
}
