// What can be chosen where services are: groups, then services by name.
import { useMemo } from "./html.js";
import { entries, useServices, versions } from "./store.js";

/** Options for a picker of services; follows who is there. */
export function useServiceOptions() {
  useServices((v) => v.roster);
  return useMemo(() => {
    const groups = new Map();
    for (const { record } of entries()) for (const group of record.groups) groups.set(group, (groups.get(group) ?? 0) + 1);
    return [
      ...[...groups.keys()].sort().map((value) => ({ value, note: `group of ${groups.get(value)}` })),
      ...entries().map(({ name }) => ({ value: name })),
    ];
  }, [versions.roster]);
}
