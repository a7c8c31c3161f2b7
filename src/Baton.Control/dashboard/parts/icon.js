// Line icons on a grid of 16, drawn here so that nothing is fetched.
import { html } from "../html.js";

const paths = {
  services: "M2.5 3.5h11M2.5 8h11M2.5 12.5h11",
  graph: "M5.5 4h5M4 6v4.5a1.5 1.5 0 0 0 1.5 1.5h5M2.5 2.5h3v3h-3zM10.5 2.5h3v3h-3zM10.5 10.5h3v3h-3z",
  monitors: "M1.5 8h3l2-4.5 3 9L11.5 8h3",
  trigger: "M8 1.8v3M8 11.2v3M1.8 8h3M11.2 8h3M10.2 8a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0z",
  silence: "M4.5 11V7a3.5 3.5 0 0 1 6-2.4M11.5 8v3M3 11.5h10M7 13.5h2M2.5 2.5l11 11",
  logs: "M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
  events: "M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  start: "M5 3.2v9.6L12.5 8z",
  stop: "M4 4h8v8H4z",
  restart: "M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2",
  close: "M4 4l8 8M12 4l-8 8",
  up: "M8 12.5v-9M4.5 7 8 3.5 11.5 7",
  down: "M8 3.5v9M4.5 9 8 12.5 11.5 9",
  back: "M12.5 8h-9M7 4.5 3.5 8 7 11.5",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  download: "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10",
  wrap: "M2.5 4h11M2.5 8h8.5a2.3 2.3 0 0 1 0 4.6H8M9.7 10.8 8 12.6l1.7 1.8M2.5 12.5H5",
  follow: "M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M3.5 13.5h9",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1",
  moon: "M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z",
  system: "M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3",
  keyboard: "M1.5 4h13v8.5h-13zM4 6.5h.01M6.7 6.5h.01M9.4 6.5h.01M12 6.5h.01M4 9h.01M12 9h.01M6 9.8h4",
  warning: "M8 2.2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.01",
  check: "M3 8.5 6.5 12 13 4.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  power: "M8 2v6M4.7 4.2a5 5 0 1 0 6.6 0",
  exit: "M9.5 2.5h-6v11h6M6.5 8h7M11 5.5 13.5 8 11 10.5",
};

/** An icon by name; it says nothing to screen readers, what it is on must. */
export function Icon({ name, size = 16 }) {
  return html`<svg class="icon" viewBox="0 0 16 16" width=${size} height=${size} aria-hidden="true"><path d=${paths[name]} /></svg>`;
}
