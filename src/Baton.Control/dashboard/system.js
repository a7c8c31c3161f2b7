// What the daemon says about itself: asked at the beginning and after each lost connection, when it may be another one.
import { get } from "./api.js";
import { signal } from "./signal.js";

/** The system record; null until it is known. */
export const system = signal(null);

/** Asks anew. */
export async function loadSystem() {
  try {
    system.set(await get("/api/v1/system"));
  } catch {
    // The connection line already says that Baton does not answer.
  }
}
