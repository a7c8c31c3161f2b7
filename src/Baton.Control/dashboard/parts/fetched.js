import { html } from "../html.js";
import { Failure, Loading } from "./blank.js";

/** Shows what was fetched with `children(data)`, or that it is on its way, or what went wrong. */
export function Fetched({ of, children, rows = 5 }) {
  if (of.data) return children(of.data);
  return of.error ? html`<${Failure} error=${of.error} again=${of.again} />` : html`<${Loading} rows=${rows} />`;
}
