// Log lines as a text file, in the form in which they stand on the disk.
import { get, withQuery } from "../api.js";
import { plain } from "./ansi.js";

const longest = 64 * 1024 * 1024;

/** A line as text; with `named` the service stands before it. */
const textOf = ({ service, time, stream, text }, named) => `${time} ${named ? `${service} ` : ""}[${stream}] ${text}\n`;

/** Saves the lines that are shown. */
export function saveShown(lines, name, named = false) {
  save(lines.map((line) => textOf({ ...line, text: plain(line.parts) }, named)), name);
}

/** Saves all lines that the query finds, as far as they are kept, 64 MB at most; `onProgress` is told how many bytes came. True when that was all. */
export async function saveAll(query, name, named = false, onProgress = () => {}, signal = undefined) {
  const parts = [];
  let size = 0, cursor = null;
  // From the beginning: every run that is kept, not only the newest.
  const from = { ...query, since: query.since || "1970-01-01T00:00:00Z", limit: 1000 };
  do {
    const page = await get(withQuery("/api/v1/logs", cursor ? { ...from, cursor } : from), { signal });
    const text = page.items.map((line) => textOf(line, named)).join("");
    parts.push(text);
    size += text.length;
    cursor = page.next;
    onProgress(size);
  } while (cursor && size < longest);
  save(parts, name);
  return !cursor;
}

function save(parts, name) {
  const address = URL.createObjectURL(new Blob(parts, { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken hold of it once the click is done with.
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
