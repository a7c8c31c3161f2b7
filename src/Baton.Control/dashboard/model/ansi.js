// Text of programs as it may be shown: colours become classes, tabs spaces, other control characters symbols. Nothing becomes markup.

const special = /[\x00-\x1f\x7f-\x9f]/;
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e\ud840-\ud888][\udc00-\udfff]/g;
// A colour sequence, any other control sequence, or one control character.
const sequence = /\x1b\[([0-9;]*)m|\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x1f\x7f-\x9f]/g;

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** Pieces of a line, `{text, look}`; `look` is a class list or "". A line without control characters is one piece. */
export function pieces(text) {
  if (!special.test(text)) return [{ text, look: "" }];
  const result = [];
  let colour = "", bold = false, from = 0, column = 0;
  const add = (piece, own = null) => {
    if (!piece) return;
    const look = own ?? [colour && `ansi-${colour}`, bold && "ansi-bold"].filter(Boolean).join(" ");
    const last = result[result.length - 1];
    if (last && last.look === look) last.text += piece;
    else result.push({ text: piece, look });
    column += piece.length;
  };
  for (const found of text.matchAll(sequence)) {
    add(text.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[0] === "\t") add(" ".repeat(8 - (column % 8)));
    else if (found[1] === undefined) add(symbol(found[0]), "ansi-symbol");
    else ({ colour, bold } = changed(found[1], colour, bold));
  }
  add(text.slice(from));
  return result.length ? result : [{ text: "", look: "" }];
}

/** How many columns of a fixed-width font the pieces take; wide characters take two. */
export function columns(parts) {
  let count = 0;
  for (const { text } of parts) {
    count += text.length;
    for (const [one] of text.matchAll(wide)) count += 2 - one.length;
  }
  return count;
}

/** The text without colours, as it is searched and downloaded. */
export const plain = (parts) => (parts.length === 1 ? parts[0].text : parts.map((part) => part.text).join(""));

function symbol(found) {
  if (found.length > 1) return `␛${found.slice(1)}`;
  const code = found.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "␡" : "�";
}

function changed(codes, colour, bold) {
  for (const code of codes.split(";").map(Number)) {
    if (code === 0) [colour, bold] = ["", false];
    else if (code === 1) bold = true;
    else if (code === 22) bold = false;
    else if (code >= 30 && code <= 37) colour = names[code - 30];
    else if (code >= 90 && code <= 97) colour = `bright-${names[code - 90]}`;
    else if (code === 39) colour = "";
  }
  return { colour, bold };
}
