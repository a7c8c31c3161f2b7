// A question before an act that touches more than was named.
import { html, useLayoutEffect, useRef } from "../html.js";
import { signal, useSignal } from "../signal.js";

const question = signal(null);

/** Asks; resolves to the `value` of the choice, or null. */
export function confirm({ title, text, names = [], choices }) {
  return new Promise((resolve) => question.set({ title, text, names, choices, resolve }));
}

/** The place of the question: the browser's own modal dialog, which keeps the focus and closes on Escape. */
export function ConfirmDialog() {
  const asked = useSignal(question);
  const dialog = useRef(null);
  useLayoutEffect(() => {
    if (asked) dialog.current.showModal();
  }, [asked]);
  if (!asked) return null;

  const answer = (value) => {
    // To close it answers once more, later.
    if (asked.isAnswered) return;
    asked.isAnswered = true;
    // Closed first: so the browser gives the focus back to where it was.
    if (dialog.current?.open) dialog.current.close();
    question.set(null);
    asked.resolve(value);
  };
  return html`<dialog class="dialog" ref=${dialog} aria-labelledby="confirm-title" onClose=${() => answer(null)}>
    <h2 id="confirm-title">${asked.title}</h2>
    <p>${asked.text}</p>
    ${asked.names.length > 3 ? html`<ul class="dialog-names">${asked.names.map((name) => html`<li key=${name}>${name}</li>`)}</ul>` : null}
    <div class="dialog-choices">
      <button class="button" autofocus onClick=${() => answer(null)}>Cancel</button>
      ${asked.choices.map((one) => html`<button key=${one.value} class=${`button ${one.tone ?? ""}`} onClick=${() => answer(one.value)}>${one.label}</button>`)}
    </div>
  </dialog>`;
}
