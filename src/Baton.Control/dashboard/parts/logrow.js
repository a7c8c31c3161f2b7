import { Component, html } from "../html.js";
import { clock, moment } from "../format.js";
import { split } from "../model/logsearch.js";
import { longestShown } from "./logview.js";

const hues = 8;

/** One line of a log. It is drawn again only when something of it changes. */
export class LogRow extends Component {
  shouldComponentUpdate(next) {
    const now = this.props;
    return now.line !== next.line || now.top !== next.top || now.height !== next.height || now.pattern !== next.pattern
      || now.target !== next.target || now.begins !== next.begins;
  }

  render({ line, top, height, pattern, named, begins, target }) {
    const look = `logrow logrow-${line.stream}${line.continued ? " logrow-continued" : ""}${begins ? " logrow-begins" : ""}${target ? " logrow-target" : ""}`;
    return html`<div class=${look} style=${{ transform: `translateY(${top}px)`, height: `${height}px` }}>
      <time class="logrow-time" title=${`${moment(line.time, true)} · run ${line.run} · ${line.stream}`}>${clock(line.time, true)}</time>
      ${named ? html`<a class=${`logrow-service hue-${hueOf(line.service)}`} href=${`/ui/services/${line.service}/logs`} title=${line.service}>${line.service}</a>` : null}
      <span class="logrow-text">${textOf(line.parts, pattern)}</span>
      ${begins ? html`<span class="logrow-run">run ${line.run}</span>` : null}
    </div>`;
  }
}

function textOf(parts, pattern) {
  let room = longestShown;
  const nodes = [];
  for (const { text, look } of parts) {
    const shown = text.length > room ? text.slice(0, room) : text;
    room -= shown.length;
    const content = pattern ? split(shown, pattern).map((one) => (one.hit ? html`<mark>${one.text}</mark>` : one.text)) : shown;
    nodes.push(look ? html`<span class=${look}>${content}</span>` : content);
    if (room <= 0) break;
  }
  if (room <= 0) nodes.push(html`<span class="logrow-cut"> … cut here, whole in the download</span>`);
  return nodes;
}

function hueOf(name) {
  let sum = 0;
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) >>> 0;
  return sum % hues;
}
