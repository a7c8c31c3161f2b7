import { useLayoutEffect, useRef } from "../html.js";

// A wheel or a finger goes on a little after the hand.
const lasts = 700;
const keys = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "]);

/** Says whether a scroll event of `box` is a person's: content that grows or a window that changes scrolls as well. Gives a function. */
export function useScrollIntent(box) {
  const state = useRef({ until: 0, held: false }).current;
  useLayoutEffect(() => {
    const element = box.current;
    const moved = () => (state.until = performance.now() + lasts);
    const keyed = (event) => keys.has(event.key) && moved();
    // Pressed on the box itself and not on a line: the scroll bar.
    const pressed = (event) => (state.held = event.target === element);
    const released = () => {
      if (state.held) moved();
      state.held = false;
    };
    element.addEventListener("wheel", moved, { passive: true });
    element.addEventListener("touchmove", moved, { passive: true });
    element.addEventListener("keydown", keyed);
    element.addEventListener("pointerdown", pressed);
    window.addEventListener("pointerup", released);
    return () => window.removeEventListener("pointerup", released);
  }, []);
  return () => state.held || performance.now() < state.until;
}
