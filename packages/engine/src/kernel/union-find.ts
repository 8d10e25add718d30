/** Groups of texts that were joined, directly or over others (Tarjan 1975, with path halving). */
export interface UnionFind {
  join(one: string, other: string): void;
  /** The text that stands for the group; a text never joined stands for itself. */
  rootOf(text: string): string;
}

export function createUnionFind(): UnionFind {
  const parents = new Map<string, string>();
  function rootOf(text: string): string {
    let current = text;
    for (;;) {
      const parent = parents.get(current);
      if (parent === undefined || parent === current) return current;
      const grandparent = parents.get(parent) ?? parent;
      parents.set(current, grandparent);
      current = grandparent;
    }
  }
  return {
    rootOf,
    join(one, other) {
      const first = rootOf(one);
      const second = rootOf(other);
      if (first !== second) parents.set(second, first);
    },
  };
}
