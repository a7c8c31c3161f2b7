// One clock for everything that grows older on the screen.
import { useEffect, useState } from "./html.js";

const listeners = new Set();
let timer = null;

/** The present time in ms; the component is rendered again each second while `active`. */
export function useNow(active = true) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!active) return undefined;
    listeners.add(setNow);
    timer ??= setInterval(tick, 1000);
    return () => {
      listeners.delete(setNow);
      if (listeners.size) return;
      clearInterval(timer);
      timer = null;
    };
  }, [active]);
  return active ? Math.max(now, Date.now()) : now;
}

function tick() {
  if (document.hidden) return;
  const now = Date.now();
  for (const listener of [...listeners]) listener(now);
}
