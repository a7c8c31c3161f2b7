// The last figures of every service, in flat arrays: 5,000 services with a minute of figures each take 2.4 MB and no object per figure.

/** How many measurements are kept of each service. */
export const kept = 60;

/** CPU (percent) and memory (bytes) of services, by slot. */
export class Figures {
  #cpu = new Float32Array(0);
  #memory = new Float32Array(0);
  #count = new Uint8Array(0);
  #next = new Uint8Array(0);

  /** Makes room for `slots` services; what is known of the first ones stays. */
  grow(slots) {
    if (slots <= this.#count.length) return;
    const room = Math.max(64, slots, this.#count.length * 2);
    this.#cpu = copied(this.#cpu, room * kept);
    this.#memory = copied(this.#memory, room * kept);
    this.#count = copied(this.#count, room);
    this.#next = copied(this.#next, room);
  }

  /** Adds a measurement; an unknown CPU figure counts as none used. */
  add(slot, cpu, memory) {
    const at = slot * kept + this.#next[slot];
    this.#cpu[at] = cpu ?? 0;
    this.#memory[at] = memory ?? 0;
    this.#next[slot] = (this.#next[slot] + 1) % kept;
    if (this.#count[slot] < kept) this.#count[slot]++;
  }

  /** Puts older measurements before those that are known, as far as there is room. */
  prepend(slot, cpu, memory) {
    const known = { cpu: this.read(slot, "cpu"), memory: this.read(slot, "memory") };
    const room = Math.min(kept - known.cpu.length, cpu.length);
    this.clear(slot);
    for (let i = cpu.length - room; i < cpu.length; i++) this.add(slot, cpu[i], memory[i]);
    for (let i = 0; i < known.cpu.length; i++) this.add(slot, known.cpu[i], known.memory[i]);
  }

  /** Forgets what is known of a slot. */
  clear(slot) {
    this.#count[slot] = 0;
    this.#next[slot] = 0;
  }

  /** How many measurements there are of a slot. */
  count(slot) {
    return this.#count[slot];
  }

  /** The measurements of a slot, oldest first: `which` is "cpu" or "memory". */
  read(slot, which) {
    const from = which === "cpu" ? this.#cpu : this.#memory;
    const count = this.#count[slot];
    const first = (this.#next[slot] - count + kept) % kept;
    const result = new Float32Array(count);
    for (let i = 0; i < count; i++) result[i] = from[slot * kept + ((first + i) % kept)];
    return result;
  }
}

function copied(from, length) {
  const to = new from.constructor(length);
  to.set(from);
  return to;
}
