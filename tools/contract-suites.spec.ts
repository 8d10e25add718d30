import { describe, expect, it } from 'vitest';
import { findMissingSuites, findPorts } from './contract-suites.ts';
import { readSourceFiles, type SourceFile } from './source-files.ts';

/** Every port promises what its contract suite says, and every adapter is held to it. */

const files = readSourceFiles();

describe('the ports of the engine', () => {
  it('have contract suites that each of their adapters runs', () => {
    const problems = findMissingSuites(files);
    expect(problems, problems.map((problem) => `\n  ${problem}`).join('')).toEqual([]);
  });

  it('are found by what the code does', () => {
    const found = findPorts(files).map(({ name, adapters }) => `${name}: ${adapters.join(', ')}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'FoldStore: packages/postgres',
        'Lens: packages/clickhouse',
        'ReadStepsWanted: packages/postgres',
        'WakeClock: apps/server',
      ]),
    );
    expect(found.length).toBeGreaterThan(11);
  });
});

describe('the check itself', () => {
  const port: SourceFile = {
    path: 'packages/engine/src/tills/till-store.ts',
    text: [
      'export interface TillStore {',
      '  open<T>(work: (till: Till) => Promise<T>): Promise<T>;',
      '}',
      'export interface Till {',
      '  ring(): Promise<void>;',
      '}',
      'export interface TillRow {',
      '  readonly id: string;',
      '}',
      '',
    ].join('\n'),
  };
  const adapter: SourceFile = {
    path: 'packages/postgres/src/tills/till-store.ts',
    text: [
      'export function createTillStore(database: Database): TillStore {',
      '}',
      'export function createTill(sql: Sql): Till {',
      '}',
      'export function toRow(row: Row): TillRow {',
      '}',
      '',
    ].join('\n'),
  };
  const suite: SourceFile = {
    path: 'packages/engine/src/testing/till-store-contract.ts',
    text: 'export function describeTillStore(name: string): void {\n}\n',
  };
  const spec = (text: string): SourceFile => ({ path: 'packages/postgres/src/tills/till-store.int.spec.ts', text });
  const taken = "import { describeTillStore } from '@perennial/engine/testing';\n";

  it('knows a port from its parts and from data', () => {
    expect(findPorts([port, adapter])).toEqual([{ name: 'TillStore', adapters: ['packages/postgres'] }]);
    expect(findPorts([port])).toEqual([]);
  });

  it('knows no port in a function that goes with a call', () => {
    const said: SourceFile = {
      path: 'packages/engine/src/tills/entry-of.ts',
      text: 'export type EntryOf = (ring: Ring) => Entry;\nexport type AskTill = (id: string) => Promise<Ring>;\n',
    };
    const made: SourceFile = {
      path: 'packages/postgres/src/tills/entry-of.ts',
      text: 'export function entryOf(own: Own): EntryOf {\n}\nexport function askTill(sql: Sql): AskTill {\n}\n',
    };
    expect(findPorts([said, made])).toEqual([{ name: 'AskTill', adapters: ['packages/postgres'] }]);
  });

  it('knows no port in what the engine makes itself', () => {
    const own = { ...adapter, path: 'packages/engine/src/tills/create-till-store.ts' };
    expect(findPorts([port, adapter, own])).toEqual([]);
  });

  it('fails without a suite, and when no spec of the adapter runs it', () => {
    expect(findMissingSuites([port, adapter])).toEqual(['TillStore has no suite describeTillStore']);
    const notRun = 'packages/postgres does not run describeTillStore';
    expect(findMissingSuites([port, adapter, suite])).toEqual([notRun]);
    expect(findMissingSuites([port, adapter, suite, spec(taken)])).toEqual([notRun]);
    expect(findMissingSuites([port, adapter, suite, spec(`${taken}// describeTillStore('PostgreSQL');`)])).toEqual([
      notRun,
    ]);
    const elsewhere = { ...spec(`${taken}describeTillStore('memory');`), path: 'packages/engine/src/tills.spec.ts' };
    expect(findMissingSuites([port, adapter, suite, elsewhere])).toEqual([notRun]);
    expect(findMissingSuites([port, adapter, suite, spec(`${taken}describeTillStore('PostgreSQL');`)])).toEqual([]);
  });

  it('fails for a port of ours whose suite nobody runs any more', () => {
    const without = files.filter(({ path }) => path !== 'packages/postgres/src/fold-store/fold-store.int.spec.ts');
    expect(findMissingSuites(without)).toEqual(['packages/postgres does not run describeFoldStore']);
  });
});
