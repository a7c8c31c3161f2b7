// Finding text in lines that are here.
import { plain } from "./ansi.js";

/** A pattern for `text`, as a regular expression or else literally; null for no text. Throws a SyntaxError that a person can read. */
export function patternOf(text, { regex = true, ignoreCase = true } = {}) {
  if (!text) return null;
  return new RegExp(regex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), ignoreCase ? "gi" : "g");
}

/** Splits a piece of text into `{text, hit}`. */
export function split(text, pattern) {
  const result = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    if (!found[0]) continue;
    if (found.index > from) result.push({ text: text.slice(from, found.index), hit: false });
    result.push({ text: found[0], hit: true });
    from = found.index + found[0].length;
  }
  if (from < text.length) result.push({ text: text.slice(from), hit: false });
  return result;
}

/** Index of the next line that the pattern fits, from `from` on in steps of `step` (1 or -1), around the end; -1 when there is none. */
export function nextHit(lines, pattern, from, step) {
  const once = new RegExp(pattern.source, pattern.flags.replace("g", ""));
  for (let i = 1; i <= lines.length; i++) {
    const at = (((from + i * step) % lines.length) + lines.length) % lines.length;
    if (once.test(plain(lines[at].parts))) return at;
  }
  return -1;
}
