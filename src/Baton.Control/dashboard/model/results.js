// The newest results of a monitor, as they are put together from what a stream tells.

/** `known` and `more`, each oldest first and by its time once, at most the newest `most`. */
export function merged(known, more, most) {
  if (!more.length) return known;
  const last = known.length ? known[known.length - 1].time : "";
  // Mostly there is one, and it is newer than all.
  if (more[0].time > last) return [...known, ...more].slice(-most);
  const byTime = new Map([...known, ...more].map((one) => [one.time, one]));
  return [...byTime.values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)).slice(-most);
}

/** "2 of the last 40 failed"; for those who do not see the bars. */
export function summed(results) {
  if (!results.length) return "No results yet";
  const bad = results.filter(({ healthy }) => !healthy).length;
  return bad ? `${bad} of the last ${results.length} failed` : `None of the last ${results.length} failed`;
}
