import { findImports } from './import-graph.ts';
import { isTest, isTypeScript, withoutComments, type SourceFile } from './source-files.ts';

/** A port: what the engine needs of the world, as a type of its own, and who makes one. */
export interface Port {
  readonly name: string;
  /** The packages and apps that make one, in order. */
  readonly adapters: readonly string[];
}

const engine = 'packages/engine/src/';
const suites = `${engine}testing/`;
const adapters = ['packages/postgres', 'packages/clickhouse', 'apps/server'] as const;

const interfaceDeclaration = /^export interface (\w+)\b([\s\S]*?)^\}/gm;
const typeDeclaration = /^export type (\w+)\b([\s\S]*?);$/gm;
const madeByFunction = /^export (?:async )?function \w+(?:(?!^\}|: \w+ \{$)[\s\S])*?\): (\w+) \{$/gm;
const madeAsValue = /^export const \w+: (\w+) =/gm;

/**
 * Types that do something: a method, or a function. A type of data is no port, whoever makes it, and neither is a function that answers
 * at once: it goes with a call, and asks nothing of the world.
 */
function behavioursOf(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path, text } of files) {
    if (!path.startsWith(engine) || isTest(path)) continue;
    const code = withoutComments(text);
    const functions = [...code.matchAll(typeDeclaration)].filter(([, , body]) => body?.includes('Promise<') === true);
    for (const [, name = '', body = ''] of [...code.matchAll(interfaceDeclaration), ...functions]) {
      if (/^ {2}(?:readonly )?\w+(?:<[^>]*>)?\(|=>/m.test(body)) found.set(name, body);
    }
  }
  return found;
}

function madeIn(files: readonly SourceFile[], folder: string): ReadonlySet<string> {
  const own = files.filter(({ path }) => path.startsWith(folder) && isTypeScript(path) && !isTest(path));
  const names = own.flatMap(({ text }) => {
    const code = withoutComments(text);
    return [...code.matchAll(madeByFunction), ...code.matchAll(madeAsValue)].map(([, name = '']) => name);
  });
  return new Set(names);
}

/**
 * The ports, by what the code does: types of the engine that do something, which an adapter makes and the engine does not. What another
 * port hands out, its transaction or its snapshot, is a part of that port.
 */
export function findPorts(files: readonly SourceFile[]): readonly Port[] {
  const behaviours = behavioursOf(files);
  const byEngine = madeIn(files, engine);
  const byAdapter = adapters.map((adapter) => ({ adapter, names: madeIn(files, `${adapter}/src/`) }));
  const made = [...behaviours.keys()].flatMap((name): Port[] => {
    const own = byAdapter.filter(({ names }) => names.has(name)).map(({ adapter }) => adapter);
    return own.length === 0 || byEngine.has(name) ? [] : [{ name, adapters: own }];
  });
  const isPart = ({ name }: Port): boolean =>
    made.some((port) => port.name !== name && new RegExp(`\\b${name}\\b`).test(behaviours.get(port.name) ?? ''));
  return made.filter((port) => !isPart(port)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is missing of the contract suite of each port: the suite, or a spec of each adapter that runs it. */
export function findMissingSuites(files: readonly SourceFile[]): readonly string[] {
  const written = files.filter(({ path }) => path.startsWith(suites)).map(({ text }) => withoutComments(text));
  const specs = files.filter(({ path }) => path.endsWith('.spec.ts'));
  return findPorts(files).flatMap(({ name, adapters: own }) => {
    const suite = `describe${name}`;
    if (!written.some((code) => code.includes(`export function ${suite}(`))) return [`${name} has no suite ${suite}`];
    const isRunBy = (adapter: string): boolean =>
      specs.some((spec) => spec.path.startsWith(`${adapter}/`) && runs(spec, suite));
    return own.filter((adapter) => !isRunBy(adapter)).map((adapter) => `${adapter} does not run ${suite}`);
  });
}

function runs(spec: SourceFile, suite: string): boolean {
  const isTaken = findImports(spec).some(({ specifier }) => specifier === '@perennial/engine/testing');
  return isTaken && new RegExp(`^\\s*${suite}\\(`, 'm').test(withoutComments(spec.text));
}
