// Where everything stands: connected parts one below the other, each in layers from left to right, and what stands alone in a grid.
import { layersOf } from "./layers.js";

export const size = { width: 176, height: 44 };
const between = { layers: 76, rows: 14, parts: 34 };
const throughHeight = 16;
const passes = 6;

/**
 * @param {Map} nodes As `relationsOf` gives them.
 * @param {number} wide About how wide the grid of single services may be.
 * @returns `nodes` (Map from name to `{name, x, y, layer, row}`), `edges` (`{from, to, condition, path}`), `width`, `height`, `alone` (`y` of the grid, or null).
 */
export function layout(nodes, wide) {
  const result = { nodes: new Map(), edges: [], width: 0, height: 0, alone: null };
  const parts = partsOf(nodes);
  for (const part of parts.filter((one) => one.size > 1).sort((a, b) => b.size - a.size)) place(part, result);
  const alone = parts.filter((one) => one.size === 1).map((one) => [...one.values()][0]).sort((a, b) => a.index - b.index);
  if (alone.length) placeGrid(alone, result, wide);
  result.height = Math.max(0, result.height - between.parts);
  return result;
}

function partsOf(nodes) {
  const seen = new Set();
  const parts = [];
  for (const start of nodes.keys()) {
    if (seen.has(start)) continue;
    const part = new Map();
    const queue = [start];
    seen.add(start);
    while (queue.length) {
      const node = nodes.get(queue.pop());
      part.set(node.name, node);
      for (const one of [...node.needs.map((edge) => edge.name), ...node.neededBy]) {
        if (seen.has(one)) continue;
        seen.add(one);
        queue.push(one);
      }
    }
    parts.push(part);
  }
  return parts;
}

function place(part, result) {
  const { layers, paths } = layersOf(part);
  const top = result.height;
  for (const layer of layers) stack(layer);
  align(layers);
  const highest = Math.min(...layers.flat().map((item) => item.y));
  for (const layer of layers) {
    for (const item of layer) {
      item.x = item.layer * (size.width + between.layers);
      item.y += top - highest;
      if (item.name) result.nodes.set(item.name, { name: item.name, x: item.x, y: item.y, layer: item.layer, row: item.at });
    }
  }
  for (const { edge, items } of paths) result.edges.push({ ...edge, path: curve(items) });
  result.width = Math.max(result.width, layers.length * (size.width + between.layers) - between.layers);
  result.height = Math.max(...layers.flat().map((item) => item.y + heightOf(item))) + between.parts;
}

const heightOf = (item) => (item.name ? size.height : throughHeight);

function stack(layer) {
  let y = 0;
  for (const item of layer) {
    item.y = y;
    y += heightOf(item) + between.rows;
  }
}

// Each item wants to stand beside the middle of its neighbours; the order in the layer is kept.
function align(layers) {
  for (let pass = 0; pass < passes; pass++) {
    const side = pass % 2 ? "after" : "before";
    for (const layer of side === "before" ? layers : layers.slice().reverse()) {
      const wanted = layer.map((item) => {
        const beside = item[side].length ? item[side] : item[side === "before" ? "after" : "before"];
        return beside.length ? beside.reduce((sum, one) => sum + one.y + heightOf(one) / 2, 0) / beside.length - heightOf(item) / 2 : item.y;
      });
      settleDown(layer, wanted);
    }
  }
}

// Twice, pressed from above and from below: the mean of both lies nearest to what is wanted.
function settleDown(layer, wanted) {
  const down = [], up = [];
  for (let i = 0; i < layer.length; i++) down[i] = i ? Math.max(wanted[i], down[i - 1] + heightOf(layer[i - 1]) + between.rows) : wanted[i];
  for (let i = layer.length - 1; i >= 0; i--) up[i] = i < layer.length - 1 ? Math.min(wanted[i], up[i + 1] - heightOf(layer[i]) - between.rows) : wanted[i];
  layer.forEach((item, i) => (item.y = (down[i] + up[i]) / 2));
}

function placeGrid(alone, result, wide) {
  const step = size.width + between.rows;
  const columns = Math.max(1, Math.min(alone.length, Math.floor((Math.max(wide, result.width) + between.rows) / step)));
  result.alone = result.height;
  const top = result.height + 26;
  alone.forEach(({ name }, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    result.nodes.set(name, { name, x: column * step, y: top + row * (size.height + between.rows), layer: column, row });
  });
  result.width = Math.max(result.width, columns * step - between.rows);
  result.height = top + Math.ceil(alone.length / columns) * (size.height + between.rows) + between.parts;
}

function curve(items) {
  const first = items[0];
  let x = first.x + size.width, y = first.y + size.height / 2;
  let path = `M${x} ${round(y)}`;
  for (const item of items.slice(1)) {
    const [toX, toY] = [item.x, item.y + heightOf(item) / 2];
    const bend = (toX - x) / 2;
    path += `C${round(x + bend)} ${round(y)} ${round(toX - bend)} ${round(toY)} ${round(toX)} ${round(toY)}`;
    [x, y] = [toX, toY];
    if (item.name === null) {
      x += size.width;
      path += `L${round(x)} ${round(y)}`;
    }
  }
  return path;
}

const round = (value) => Math.round(value * 10) / 10;
