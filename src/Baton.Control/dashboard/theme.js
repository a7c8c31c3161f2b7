// Light or dark: as the system says, or as the person chose, which localStorage keeps.
import { signal } from "./signal.js";

const key = "baton.theme";
const choices = ["system", "light", "dark"];

/** "system", "light" or "dark". */
export const theme = signal(stored());

/** Puts the theme on the page; called before the first rendering. */
export function applyTheme() {
  const chosen = theme.get();
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

/** Goes on to the next of system, light and dark. */
export function nextTheme() {
  theme.set(choices[(choices.indexOf(theme.get()) + 1) % choices.length]);
  applyTheme();
  try {
    localStorage.setItem(key, theme.get());
  } catch {
    // Storage can be forbidden: then the choice lasts as long as the page.
  }
}

function stored() {
  try {
    const value = localStorage.getItem(key);
    return choices.includes(value) ? value : "system";
  } catch {
    return "system";
  }
}
