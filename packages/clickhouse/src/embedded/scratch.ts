import { mkdirSync, rmSync } from 'node:fs';
import { noteEngineLoaded } from './engine.ts';

/**
 * An embedded ClickHouse over an empty folder of its own, for one long computation over a file: tables are made, asked and thrown away
 * with the folder. It keeps no lens; a process may have a lens or a scratch store open, not both.
 */
export interface ScratchStore {
  /** Runs a statement whose answer nobody reads. */
  execute(sql: string): Promise<void>;
  /** The rows of a small answer as objects; numbers of 64 bits come as numbers. */
  rows<Row>(sql: string): Promise<readonly Row[]>;
  /** The bytes of an answer in ClickHouse's `RowBinary`: values one after another, little-endian, nothing between them. */
  binary(sql: string): Promise<Uint8Array>;
  /** The text of an answer of one text column, a line a row; the caller has taken line breaks out of the values. */
  lines(sql: string): Promise<readonly string[]>;
  /** Closes the engine and removes the folder. */
  close(): void;
}

/** The engine refused a statement; `clickhouseCode` is its numeric code, or undefined where it gave none. */
export class ScratchError extends Error {
  override readonly name = 'ScratchError';
  readonly clickhouseCode: number | undefined;
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    const code = /Code: (\d+)/.exec(message)?.[1];
    this.clickhouseCode = code === undefined ? undefined : Number(code);
  }
}

export interface ScratchOptions {
  /** Must not exist yet or be empty. */
  readonly folder: string;
  /** Bytes that one statement may take; sorting and grouping go to the folder from half of it on. */
  readonly memoryBytesMax: number;
  /** Threads of one statement; where absent, as many as there are cores. */
  readonly threadsMax?: number;
}

/** Opens the engine; it is loaded only now (about 0.3 s). */
export async function openScratch({ folder, memoryBytesMax, threadsMax }: ScratchOptions): Promise<ScratchStore> {
  noteEngineLoaded();
  const { Session } = await import('chdb');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const session = new Session(folder);
  const spill = Math.floor(memoryBytesMax / 2);
  // Settings stand in a statement of their own once: the session is nobody else's. Each statement runs once, so that translating expressions
  // into machine code never pays: it took 0.2 to 0.5 s of processor time of an analysis of one line, and gained nothing on half a million lines.
  const settings = `set max_memory_usage = ${memoryBytesMax}, max_bytes_before_external_group_by = ${spill}, max_bytes_before_external_sort = ${spill},
    compile_expressions = 0, compile_aggregate_expressions = 0, compile_sort_description = 0${threadsMax === undefined ? '' : `, max_threads = ${threadsMax}`}`;
  const ask = async (sql: string, format: string) => {
    try {
      return await session.queryAsync(sql, { format });
    } catch (error) {
      throw new ScratchError(error instanceof Error ? error.message : String(error), error);
    }
  };
  await ask(settings, 'Null');
  return {
    async execute(sql) {
      await ask(sql, 'Null');
    },
    async rows<Row>(sql: string): Promise<readonly Row[]> {
      const text = (await ask(sql, 'JSONEachRow')).text();
      // The statement names its columns; this is where its answer is parsed.
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
    },
    async binary(sql) {
      return (await ask(sql, 'RowBinary')).bytes();
    },
    async lines(sql) {
      const text = (await ask(sql, 'TabSeparatedRaw')).text();
      return text === '' ? [] : text.slice(0, -1).split('\n');
    },
    close() {
      session.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A text literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A column's name as an identifier. */
export function sqlName(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
