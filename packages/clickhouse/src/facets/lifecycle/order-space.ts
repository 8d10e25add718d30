import { spaceReader } from '@perennial/domain';
import type { NumberSpaces } from '@perennial/domain';
import type { LensParams } from '../../client/lens-query.ts';

/** What a program says of orders, as far as facts of the lens are joined to orders by it. */
export interface OrderRules {
  readonly purchaseCountsWhen: 'placed' | 'paid';
  readonly numberSpaces: NumberSpaces;
}

/** Of a row of `fact`: the space in which its order's number counts, with the parameters of `spaceParams`. */
export function spaceSql({ spaces }: NumberSpaces): string {
  if (spaces.length === 0) return 'source';
  return 'transform(source, {spaceSources:Array(String)}, {spaceNames:Array(String)}, source)';
}

export function spaceParams(numberSpaces: NumberSpaces): LensParams {
  if (numberSpaces.spaces.length === 0) return {};
  const spaceOf = spaceReader(numberSpaces);
  const sources = numberSpaces.spaces.flatMap((space) => space.sources);
  return { spaceSources: sources, spaceNames: sources.map(spaceOf) };
}
