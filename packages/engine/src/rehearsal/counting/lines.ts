import { type CompiledProgram, type Facets, type OutcomeLine, type Worth } from '@perennial/domain';

/** A figure that either program knows, with what it is worth under each. */
export interface ComparedLine extends Omit<OutcomeLine, 'worth'> {
  readonly baseWorth: Worth | null;
  readonly draftWorth: Worth | null;
}

/** The figures of two programs, numbered. */
export interface ComparedLines {
  readonly list: readonly ComparedLine[];
  /** -1 of what neither declares. */
  readonly numberOf: (document: string, figure: string) => number;
}

export function compareLines(facets: Facets, base: CompiledProgram, draft: CompiledProgram): ComparedLines {
  const lines = new Map<string, ComparedLine>();
  for (const line of linesOf(facets, base)) {
    const { worth, ...rest } = line;
    lines.set(nameOf(line), { ...rest, baseWorth: worth, draftWorth: null });
  }
  for (const line of linesOf(facets, draft)) {
    const { worth, ...rest } = line;
    lines.set(nameOf(line), { ...rest, baseWorth: lines.get(nameOf(line))?.baseWorth ?? null, draftWorth: worth });
  }
  const numbers = new Map<string, Map<string, number>>();
  const list = [...lines.values()];
  for (const [number, { document, figure }] of list.entries()) {
    const ofDocument = numbers.get(document) ?? new Map<string, number>();
    numbers.set(document, ofDocument.set(figure, number));
  }
  return { list, numberOf: (document, figure) => numbers.get(document)?.get(figure) ?? -1 };
}

function linesOf({ list }: Facets, program: CompiledProgram): readonly OutcomeLine[] {
  return list.flatMap(({ outcomes, index }) => outcomes?.lines(program.rules[index]) ?? []);
}

function nameOf({ document, figure }: OutcomeLine): string {
  return `${document} ${figure}`;
}

/** Minor units of money, to the nearest; halves away from nothing. */
export function moneyOf(units: number, worth: Worth): number {
  const product = Math.abs(units) * worth.minor;
  if (Number.isSafeInteger(2 * product))
    return Math.sign(units) * Math.floor((2 * product + worth.units) / (2 * worth.units));
  const exact = BigInt(Math.abs(units)) * BigInt(worth.minor) * 2n + BigInt(worth.units);
  return Math.sign(units) * Number(exact / BigInt(2 * worth.units));
}
