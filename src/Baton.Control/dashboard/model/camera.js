// Which part of a drawing is seen: moved and scaled by mouse, wheel and keys. It acts on the element itself, so that nothing is rendered meanwhile.

const range = { least: 0.2, most: 2.5 };
const readable = 0.6;
const step = 1.25;
const margin = 28;

/** `frame` is the svg element, `world` the group in it that moves; `first` is the box that is in the middle at first where not all is large enough to be read. */
export function cameraOf(frame, world, { width, height }, first) {
  let scale = 1, x = margin, y = margin, drag = null;
  fit();
  if (scale < readable) begin();
  const listeners = [["wheel", onWheel, { passive: false }], ["pointerdown", onDown], ["pointermove", onMove], ["pointerup", onUp], ["pointercancel", onUp]];
  for (const [name, listener, options] of listeners) frame.addEventListener(name, listener, options);
  return { fit, zoom: (by) => zoomAt(by > 0 ? step : 1 / step), pan, reveal, close };

  function apply() {
    world.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(4)})`);
    frame.dataset.scale = scale.toFixed(2);
  }

  /** All of it, not larger than life. */
  function fit() {
    const { clientWidth, clientHeight } = frame;
    scale = Math.max(range.least, Math.min(1, (clientWidth - 2 * margin) / Math.max(1, width), (clientHeight - 2 * margin) / Math.max(1, height)));
    x = Math.max(margin, (clientWidth - width * scale) / 2);
    y = Math.max(margin, Math.min((clientHeight - height * scale) / 2, margin * 3));
    apply();
  }

  function begin() {
    scale = readable;
    x = Math.min(margin, Math.max(frame.clientWidth - margin - width * scale, frame.clientWidth / 2 - (first.x + first.width / 2) * scale));
    y = Math.min(margin, Math.max(frame.clientHeight - margin - height * scale, frame.clientHeight / 2 - (first.y + first.height / 2) * scale));
    apply();
  }

  function zoomAt(by, atX = frame.clientWidth / 2, atY = frame.clientHeight / 2) {
    const next = Math.max(range.least, Math.min(range.most, scale * by));
    x = atX - ((atX - x) * next) / scale;
    y = atY - ((atY - y) * next) / scale;
    scale = next;
    apply();
  }

  function pan(byX, byY) {
    x += byX;
    y += byY;
    apply();
  }

  /** Moves as little as brings a box into view. */
  function reveal(box) {
    const left = x + box.x * scale, top = y + box.y * scale;
    const right = left + box.width * scale, bottom = top + box.height * scale;
    const outX = left < margin ? margin - left : right > frame.clientWidth - margin ? frame.clientWidth - margin - right : 0;
    const outY = top < margin ? margin - top : bottom > frame.clientHeight - margin ? frame.clientHeight - margin - bottom : 0;
    if (outX || outY) pan(outX, outY);
  }

  function onWheel(event) {
    event.preventDefault();
    const { left, top } = frame.getBoundingClientRect();
    if (event.shiftKey) return pan(-event.deltaY - event.deltaX, 0);
    return zoomAt(Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.004), event.clientX - left, event.clientY - top);
  }

  // What begins on a service is a click on it, until it has moved.
  function onDown(event) {
    if (event.button === 0) drag = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
  }

  function onMove(event) {
    if (!drag || drag.id !== event.pointerId) return;
    const [byX, byY] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(byX, byY) < 4) return;
    if (!drag.moved) frame.setPointerCapture(event.pointerId);
    drag = { ...drag, x: event.clientX, y: event.clientY, moved: true };
    frame.dataset.dragging = "true";
    pan(byX, byY);
  }

  function onUp() {
    if (drag?.moved) frame.addEventListener("click", swallow, { capture: true, once: true });
    // A drag that ends elsewhere has no click to swallow.
    if (drag?.moved) setTimeout(() => frame.removeEventListener("click", swallow, { capture: true }), 0);
    drag = null;
    delete frame.dataset.dragging;
  }

  function close() {
    for (const [name, listener, options] of listeners) frame.removeEventListener(name, listener, options);
  }
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}
