// The order of a layered drawing: a layer for each service (one more than the farthest that it needs), and in each layer an order with few crossings.
// Nothing here knows of pixels.

const sweeps = 8;

/**
 * @param {Map} nodes As `relationsOf` gives them, of one connected part.
 * @returns layers of items `{name}` or, where an edge passes through a layer, `{name: null, edge}`; and `paths`, the items of each edge in order.
 */
export function layersOf(nodes) {
  const depth = depths(nodes);
  const layers = [];
  const items = new Map();
  const put = (at, item) => {
    (layers[at] ??= []).push(item);
    item.layer = at;
    item.before = [];
    item.after = [];
    return item;
  };
  for (const name of byDepth(nodes, depth)) items.set(name, put(depth.get(name), { name }));
  const paths = [];
  for (const node of nodes.values()) {
    for (const { name, condition } of node.needs) {
      const edge = { from: name, to: node.name, condition };
      let last = items.get(name);
      const path = [last];
      for (let at = depth.get(name) + 1; at < depth.get(node.name); at++) last = link(last, put(at, { name: null, edge }), path);
      link(last, items.get(node.name), path);
      paths.push({ edge, items: path });
    }
  }
  order(layers);
  return { layers, paths };
}

function link(from, to, path) {
  from.after.push(to);
  to.before.push(from);
  path.push(to);
  return to;
}

// Longest path from those that need nothing. A cycle, which no manifest may have, ends where it began.
function depths(nodes) {
  const depth = new Map();
  const open = new Set();
  for (const start of nodes.keys()) {
    const stack = [start];
    while (stack.length) {
      const name = stack[stack.length - 1];
      if (depth.has(name)) {
        stack.pop();
        continue;
      }
      const needs = nodes.get(name).needs.map((edge) => edge.name);
      const missing = needs.filter((one) => !depth.has(one) && !open.has(one));
      open.add(name);
      if (missing.length) stack.push(...missing);
      else {
        depth.set(name, needs.reduce((most, one) => Math.max(most, (depth.get(one) ?? -1) + 1), 0));
        open.delete(name);
        stack.pop();
      }
    }
  }
  return depth;
}

const byDepth = (nodes, depth) => [...nodes.keys()].sort((a, b) => depth.get(a) - depth.get(b) || nodes.get(a).index - nodes.get(b).index);

// Barycenters, forward and back: each item moves to the middle of its neighbours in the layer beside.
function order(layers) {
  layers.forEach(number);
  let best = layers.map((layer) => layer.slice());
  let fewest = crossings(layers);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    if (sweep % 2) for (let i = layers.length - 2; i >= 0; i--) settle(layers[i], "after");
    else for (let i = 1; i < layers.length; i++) settle(layers[i], "before");
    const now = crossings(layers);
    if (now >= fewest) continue;
    fewest = now;
    best = layers.map((layer) => layer.slice());
  }
  best.forEach((layer, i) => {
    layers[i] = layer;
    number(layer);
  });
}

function settle(layer, side) {
  const middle = new Map(layer.map((item) => [item, item[side].length ? item[side].reduce((sum, one) => sum + one.at, 0) / item[side].length : item.at]));
  layer.sort((a, b) => middle.get(a) - middle.get(b) || a.at - b.at);
  number(layer);
}

const number = (layer) => layer.forEach((item, i) => (item.at = i));

// Between two layers, counted with a tree of sums, so that thousands of edges take no time.
function crossings(layers) {
  let count = 0;
  for (let i = 1; i < layers.length; i++) {
    const ends = [];
    for (const item of layers[i - 1]) ends.push(...item.after.map((one) => one.at).sort((a, b) => a - b));
    const tree = new Int32Array(layers[i].length + 2);
    for (let k = ends.length - 1; k >= 0; k--) {
      for (let at = ends[k]; at > 0; at -= at & -at) count += tree[at];
      for (let at = ends[k] + 1; at < tree.length; at += at & -at) tree[at]++;
    }
  }
  return count;
}
