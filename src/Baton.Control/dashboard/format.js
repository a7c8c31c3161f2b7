// Values as people read them. Sizes in powers of 1,024, spans in the two largest units.

const dash = "–";

/** Bytes as "412 MB". */
export function bytes(value) {
  if (value === null || value === undefined) return dash;
  if (value < 1024) return `${Math.round(value)} B`;
  let unit = -1;
  do {
    value /= 1024;
    unit++;
  } while (value >= 1023.5 && unit < 4);
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${["kB", "MB", "GB", "TB", "PB"][unit]}`;
}

/** Percent of one processor as "12.5 %". */
export function percent(value) {
  if (value === null || value === undefined) return dash;
  return value > 0 && value < 0.05 ? "< 0.1 %" : `${value < 9.95 ? value.toFixed(1) : Math.round(value)} %`;
}

/** A span of milliseconds as "3 d 4 h", "2 min 5 s", "840 ms". */
export function span(ms) {
  if (ms < 0) ms = 0;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 10 && seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 && days < 30 ? `${days} d ${hours % 24} h` : `${days} d`;
}

/** A span that may be short, in seconds: "0.84 s", else as `span`. */
export function seconds(value) {
  if (value === null || value === undefined) return dash;
  if (value < 1) return `${Math.round(value * 1000)} ms`;
  return value < 10 ? `${+value.toFixed(1)} s` : span(value * 1000);
}

const pad = (value, digits = 2) => String(value).padStart(digits, "0");

/** Clock time of the browser's zone, "12:03:07"; with `ms` also thousandths. */
export function clock(time, ms = false) {
  const t = new Date(time);
  const text = `${pad(t.getHours())}:${pad(t.getMinutes())}:${pad(t.getSeconds())}`;
  return ms ? `${text}.${pad(t.getMilliseconds(), 3)}` : text;
}

/** Date and clock time of the browser's zone, "2026-11-20 12:03:07". */
export function moment(time, ms = false) {
  const t = new Date(time);
  return `${t.getFullYear()}-${pad(t.getMonth() + 1)}-${pad(t.getDate())} ${clock(t, ms)}`;
}

/** As `clock` on the present day, else as `moment`. */
export function when(time) {
  return new Date(time).toDateString() === new Date().toDateString() ? clock(time) : moment(time);
}

/** A count with its noun: "1 service", "4 services". */
export const counted = (count, noun, many = noun + "s") => `${count.toLocaleString("en")} ${count === 1 ? noun : many}`;
