// Who looks at the dashboard, and what they may do.
import { get, toLogin } from "./api.js";
import { signal } from "./signal.js";

/** `role` is "operate", "read" or "none"; null until it is known. */
export const session = signal(null);

/** Asks who we are. Leaves for the login page when a token is needed and none was given. */
export async function loadSession() {
  try {
    const answer = await get("/api/v1/session");
    session.set(answer);
    if (answer.required && answer.role === "none") toLogin();
  } catch (error) {
    // Without an answer the daemon decides on each act; what it refuses is shown then.
    if (!session.get()) session.set({ required: false, role: "operate", name: null, problem: error.message });
  }
}

/** Why acting is not possible for who looks, or null when it is. */
export function whyNotActing(who = session.get()) {
  return who?.role === "read" ? `“${who.name ?? "this token"}” may look but not act: its role is “read”` : null;
}
