// Who depends on whom, as it is asked for: neighbours, everything upstream and downstream, and a part small enough to draw.

/** Indexes the services of `GET /api/v1/graph`: a Map from name to `{name, needs: [{name, condition}], neededBy: [names], index}`. */
export function relationsOf(services) {
  const nodes = new Map(services.map(({ name, depends_on }, index) => [name, { name, needs: depends_on, neededBy: [], index }]));
  for (const node of nodes.values()) {
    node.needs = node.needs.filter((edge) => nodes.has(edge.name));
    for (const { name } of node.needs) nodes.get(name).neededBy.push(node.name);
  }
  return nodes;
}

/** All that `name` needs, directly or not. */
export const upstream = (nodes, name) => reach(nodes, name, (node) => node.needs.map((edge) => edge.name));

/** All that needs `name`, directly or not. */
export const downstream = (nodes, name) => reach(nodes, name, (node) => node.neededBy);

/** `name` with what is up- and downstream of it, the nearest first, `most` at most; `left` is how many did not fit. */
export function related(nodes, name, most) {
  const all = [name, ...interleave(upstream(nodes, name), downstream(nodes, name))];
  return { names: new Set(all.slice(0, most)), left: Math.max(0, all.length - most) };
}

/** Names with the most dependents first: where to begin in a graph that is too large to be drawn. */
export function mostNeeded(nodes, count) {
  return [...nodes.values()].filter((node) => node.neededBy.length).sort((a, b) => b.neededBy.length - a.neededBy.length || a.index - b.index).slice(0, count);
}

function reach(nodes, name, next) {
  const seen = new Set([name]);
  const queue = [name];
  for (let i = 0; i < queue.length; i++) {
    for (const one of next(nodes.get(queue[i]))) {
      if (seen.has(one)) continue;
      seen.add(one);
      queue.push(one);
    }
  }
  return queue.slice(1);
}

function interleave(a, b) {
  const result = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (i < a.length) result.push(a[i]);
    if (i < b.length) result.push(b[i]);
  }
  return result;
}
