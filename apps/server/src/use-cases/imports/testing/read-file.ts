import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFact } from '@perennial/contracts/ingest';
import type { FactVerdict } from '@perennial/engine';
import type { BuiltFact, ReferenceRow } from '@perennial/engine/import';
import { currencyDigits } from '../../../ingest/currency-digits.ts';
import { planImport } from '../plan-import.ts';
import type { ImportPlan, ImportWishes } from '../plan-import.ts';
import { createRejectsFile } from '../kept-files/rejects-file.ts';
import { runImport } from '../run-import.ts';

export interface ReadFile {
  readonly plan: ImportPlan;
  /** Facts that ingestion would take, as they were built. */
  readonly facts: readonly BuiltFact['value'][];
  readonly reference: readonly ReferenceRow[];
  readonly rejects: readonly { readonly line: number; readonly code: string; readonly reason: string }[];
}

export interface ReadFileOptions extends ImportWishes {
  readonly programCurrency?: string;
  readonly isDryRun?: boolean;
}

const farAhead = Date.UTC(2100, 0, 1);

/** Imports a file as the command does, up to where facts go into the log: they are checked there and kept here. */
export async function readFile(
  name: string,
  content: string | Buffer,
  options: ReadFileOptions = {},
): Promise<ReadFile> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-read-'));
  try {
    writeFileSync(join(folder, name), content);
    return await readPath(join(folder, name), folder, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function readPath(path: string, folder: string, options: ReadFileOptions): Promise<ReadFile> {
  const { programCurrency = 'EUR', isDryRun = false, ...wishes } = options;
  const plan = await planImport(path, wishes);
  const facts: BuiltFact['value'][] = [];
  const reference: ReferenceRow[] = [];
  const rejects = createRejectsFile(join(folder, 'rejects.csv'));
  await runImport({
    plan,
    isDryRun,
    rejects,
    ingest: { takeValues: async (values) => values.map((value) => take(value, facts)) },
    reference: {
      async write(rows) {
        reference.push(...rows);
        return { written: rows.length, unchanged: 0 };
      },
      knownProducts: async () => new Set<string>(),
    },
    zone: options.zone ?? 'UTC',
    currency: programCurrency,
    currencyDigits,
    skipFacts: 0,
    now: () => 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await rejects.close();
  return { plan, facts, reference, rejects: rejects.first };
}

function take(value: unknown, facts: BuiltFact['value'][]): FactVerdict {
  const checked = checkFact(value, { source: 'test', now: farAhead });
  // What was built is what was given.
  const built = value as BuiltFact['value'];
  if (checked.kind === 'problem') return { kind: 'quarantined', messageId: built.messageId, problem: checked.problem };
  facts.push(built);
  return { kind: 'accepted', messageId: built.messageId };
}

/** What each customer paid and kept, minor units, by her first identity; '' for sales of nobody. */
export function netByCustomer(facts: readonly BuiltFact['value'][]): Readonly<Record<string, number>> {
  const net: Record<string, number> = {};
  for (const { type, identities, payload } of facts) {
    const sign = { 'order.placed': 1, 'order.refunded': -1 }[type] ?? 0;
    const who = identities[0]?.value ?? '';
    net[who] = (net[who] ?? 0) + sign * Number(payload['amountMinor'] ?? 0);
  }
  return net;
}
