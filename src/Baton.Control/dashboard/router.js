// Client-side routes over the History API. The address is the state: filters, tabs and searches live in it.
import { signal } from "./signal.js";

const base = "/ui/";

/** The present place: `path` below /ui/ without slashes at its ends, and `query` as URLSearchParams. */
export const place = signal(read());

window.addEventListener("popstate", () => place.set(read()));

// A plain click on a link into the app changes the place; with a modifier key it is the browser's.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hash || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!link.pathname.startsWith(base) || link.pathname === base + "login") return;
  event.preventDefault();
  go(link.pathname + link.search);
});

/** Goes to an address inside the app; `replace` leaves no step in the history. */
export function go(address, { replace = false } = {}) {
  const change = replace ? "replaceState" : "pushState";
  history[change](null, "", address);
  place.set(read());
}

/** Changes parameters of the present address: null, "" and [] take one away. Leaves no step in the history. */
export function setQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    for (const one of [value ?? []].flat()) if (one !== "") query.append(name, one);
  }
  const text = query.toString();
  go(location.pathname + (text ? "?" + text : ""), { replace: true });
}

/** Address of a page below /ui/, its segments escaped. */
export const address = (...segments) => base + segments.map(encodeURIComponent).join("/");

/** The first of `routes` whose `path` fits; a segment `:name` fits anything and is handed over. Null when none does. */
export function match(routes, path) {
  const given = path ? path.split("/") : [];
  for (const route of routes) {
    const wanted = route.path ? route.path.split("/") : [];
    if (wanted.length !== given.length) continue;
    const values = {};
    const fits = wanted.every((segment, i) => {
      if (!segment.startsWith(":")) return segment === given[i];
      values[segment.slice(1)] = decode(given[i]);
      return true;
    });
    if (fits) return { route, values };
  }
  return null;
}

// The page of the earlier system lives at /services and opens the same list.
function read() {
  const path = location.pathname === "/services" ? "services" : location.pathname.slice(base.length).replace(/\/+$/, "");
  return { path, query: new URLSearchParams(location.search) };
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A lone % is no escape: the text stands for itself.
    return segment;
  }
}
