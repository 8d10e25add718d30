import type { ProgramDocuments } from '@perennial/domain';

/** Documents that differ with their version, some of which odd versions alone have. */
export function numberedProgram(version: number): { readonly version: number; readonly documents: ProgramDocuments } {
  const numbers = Array.from({ length: 12 }, (_, n) => n).filter((n) => n % 3 !== 0 || version % 2 === 1);
  const documents = Object.fromEntries(
    numbers.map((n) => [`lifecycles/l${n}.json`, { version, text: 'x'.repeat(4_000) }]),
  );
  return { version, documents };
}
