import { html } from "../html.js";
import { perform, whyNot } from "../acts.js";
import { possible } from "../states.js";
import { Icon } from "./icon.js";

const labels = { start: "Start", stop: "Stop", restart: "Restart" };

/** The acts that a service may need in its state, as icons; those that are not possible now say why. */
export function ActIcons({ entry, under, tabbable }) {
  const can = possible(entry.record.state);
  const idle = can.start && !can.restart;
  return html`<span class="acts">${(idle ? ["start"] : can.start ? ["start", "stop"] : ["restart", "stop"]).map((act) => {
    const not = whyNot(act, entry, under);
    const busy = under.get(entry.name) === act;
    return html`<button key=${act} class=${`icon-button act-${act} ${busy ? "is-busy" : ""}`} disabled=${Boolean(not)} tabindex=${tabbable ? 0 : -1}
      aria-label=${`${labels[act]} ${entry.name}`} title=${not ? `${labels[act]}: ${not}` : `${labels[act]} ${entry.name}`}
      onClick=${() => perform(act, [entry.name])}><${Icon} name=${act} size="15" /></button>`;
  })}</span>`;
}

/** The same acts as buttons with words, for one service or a selection of them. */
export function ActButtons({ names, whyNotAny, small = false }) {
  return html`${["start", "stop", "restart"].map((act) => {
    const not = whyNotAny(act);
    return html`<button key=${act} class=${`button ${small ? "small" : ""}`} disabled=${Boolean(not)} title=${not ? `${labels[act]}: ${not}` : null}
      onClick=${() => perform(act, names)}><${Icon} name=${act} size="14" />${labels[act]}</button>`;
  })}`;
}
