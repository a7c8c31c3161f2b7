// A value that others watch. Everything the pages share is one of these.
import { useEffect, useRef, useState } from "./html.js";

/** Makes a value with `get`, `set` and `watch(listener)`, which returns the act of not watching any more. */
export function signal(value) {
  const listeners = new Set();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a signal inside a component, which is rendered again when it changes. */
export function useSignal(source) {
  const [, render] = useState(0);
  const shown = useRef(null);
  shown.current = source.get();
  useEffect(() => {
    const stop = source.watch(() => render((n) => n + 1));
    // It may have changed between the first rendering and this effect.
    if (!Object.is(shown.current, source.get())) render((n) => n + 1);
    return stop;
  }, [source]);
  return shown.current;
}
