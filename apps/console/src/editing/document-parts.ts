import { isRecord } from '../api/is-record.ts';

/** Parts of a program's documents. Read tolerantly: a draft may be half written; what is not known is kept. */
export type Rest = Readonly<Record<string, unknown>>;
export type Documents = Readonly<Record<string, unknown>>;

export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

export function recordAt(documents: Documents, path: string): Record<string, unknown> {
  const value = documents[path];
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

export function readName(value: unknown): Bilingual {
  if (!isRecord(value)) return { en: '', zh: '' };
  const { en, zh } = value;
  return { en: typeof en === 'string' ? en : '', zh: typeof zh === 'string' ? zh : '' };
}
