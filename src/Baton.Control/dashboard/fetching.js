// What a component shows of one address of the API.
import { get } from "./api.js";
import { useCallback, useEffect, useRef, useState } from "./html.js";
import { useSignal } from "./signal.js";
import { openServices } from "./store.js";
import { useNow } from "./ticker.js";

/**
 * Gets `path` when it is first shown, when it or `version` changes, and, where `every` is more than 0, after that many seconds.
 * After a failure it is also asked for when a lost connection is back. What was had before stays on show meanwhile. `error` is the last ApiError, null after a success.
 */
export function useFetched(path, { version = 0, every = 0 } = {}) {
  const [state, setState] = useState({ path: null, data: null, error: null });
  const [round, again] = useState(0);
  const running = useRef(null);
  const now = useNow(every > 0);
  const beat = every > 0 ? Math.floor(now / 1000 / every) : 0;
  useEffect(() => {
    // A slow answer is waited for and not asked for twice.
    if (running.current?.path === path && beat) return;
    running.current?.abort.abort();
    const mine = { path, abort: new AbortController() };
    running.current = mine;
    get(path, { signal: mine.abort.signal }).then(
      (data) => setState({ path, data, error: null }),
      (error) => error.name !== "AbortError" && setState((old) => ({ path, data: old.path === path ? old.data : null, error })),
    ).finally(() => {
      if (running.current === mine) running.current = null;
    });
  }, [path, version, beat, round]);
  const connection = useSignal(openServices().state);
  useEffect(() => {
    if (connection === "live" && state.error) again((n) => n + 1);
  }, [connection]);
  useEffect(() => () => running.current?.abort.abort(), []);
  const known = state.path === path ? state : { data: null, error: null };
  return { ...known, again: useCallback(() => again((n) => n + 1), []) };
}
