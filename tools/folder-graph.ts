import { posix } from 'node:path';
import { resolveRelative, type ImportStatement } from './import-graph.ts';

/** Imports by folder: importing folder → imported folder → the statements, as `file imports file`. */
export type FolderGraph = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/**
 * Which folder leans on which. A folder is its own files alone: a subfolder is another folder, and counts like any other, so
 * that a folder may import from its subfolders or they from it, but not both. What every room of a package needs stands in
 * a folder of its own beside them, never in the folder above that also puts them together.
 */
export function folderGraphOf(imports: readonly ImportStatement[]): FolderGraph {
  const graph = new Map<string, Map<string, string[]>>();
  for (const statement of imports) {
    const target = resolveRelative(statement);
    if (target === undefined) continue;
    const [from, to] = [posix.dirname(statement.from), posix.dirname(target)];
    if (from === to) continue;
    const targets = graph.get(from) ?? new Map<string, string[]>();
    graph.set(from, targets);
    targets.set(to, [...(targets.get(to) ?? []), `${statement.from} imports ${target}`]);
  }
  return graph;
}

/** Folders that reach themselves over others, each with the imports that lead to its companions on a cycle; in order. */
export function foldersOnCycles(graph: FolderGraph): ReadonlyMap<string, readonly string[]> {
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachOf(graph, folder)]));
  const found = new Map<string, readonly string[]>();
  for (const folder of [...graph.keys()].toSorted()) {
    if (reached.get(folder)?.has(folder) !== true) continue;
    const targets = [...(graph.get(folder) ?? [])].filter(([target]) => reached.get(target)?.has(folder) === true);
    found.set(folder, targets.flatMap(([, statements]) => [...new Set(statements)]).toSorted());
  }
  return found;
}

function reachOf(graph: FolderGraph, start: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const target of graph.get(folder)?.keys() ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}

/** How many of these files stand in each folder itself. */
export function countByFolder(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}
