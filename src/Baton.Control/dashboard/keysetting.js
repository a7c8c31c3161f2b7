// Whether keys of one character act, as the person chose, which localStorage keeps. Who speaks to the computer, or hits keys by chance, turns them off.
import { signal } from "./signal.js";

const key = "baton.keys";

/** True while letters, digits and signs act as keys; arrows, Enter, Esc and Tab always do. */
export const characterKeys = signal(stored());

/** Turns them on or off, for this browser. */
export function setCharacterKeys(on) {
  characterKeys.set(on);
  try {
    localStorage.setItem(key, on ? "on" : "off");
  } catch {
    // Storage can be forbidden: then the choice lasts as long as the page.
  }
}

function stored() {
  try {
    return localStorage.getItem(key) !== "off";
  } catch {
    return true;
  }
}
