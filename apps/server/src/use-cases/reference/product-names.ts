import type { FactValue } from '@perennial/domain';
import { logSegmentsOf } from '@perennial/engine';
import type { SegmentStore } from '@perennial/engine';
import { readProductNames } from '@perennial/postgres';
import type { Sql } from '@perennial/postgres';
import { readOrderPayloads } from '@perennial/postgres/reading';
import type { MemberPlace } from '../kernel/member-place.ts';
import { readJson } from '../kernel/stored-json.ts';
import { maskPayload } from '../personal-data/mask-text.ts';

/** What to call products: as her orders called them, else as the catalogue does, else by their ids. */
export type ProductNames = (
  member: MemberPlace,
  productIds: readonly string[],
) => Promise<(productId: string) => string>;

export interface ProductNamesDependencies {
  readonly sql: Sql;
  readonly merges: SegmentStore;
}

/** Orders whose lines are looked at for names: of older ones the catalogue tells. */
const ordersReadMax = 300;

export function createProductNames({ sql, merges }: ProductNamesDependencies): ProductNames {
  return async (member, productIds) => {
    const wanted = [...new Set(productIds)];
    if (wanted.length === 0) return (id) => id;
    const segments = await logSegmentsOf(merges, { shard: member.shard, id: member.memberId });
    const [orders, catalogue] = await Promise.all([
      readOrderPayloads(sql, segments, ordersReadMax),
      readProductNames(sql, wanted),
    ]);
    const told = new Map<string, string>();
    for (const { type, payload } of orders) {
      for (const { productId, name } of namedProducts(maskPayload(readJson(payload), type)))
        if (name !== '' && !told.has(productId)) told.set(productId, name);
    }
    return (id) => told.get(id) || catalogue.get(id) || id;
  };
}

/** The catalogue's names alone, for what is not of one member. */
export async function readCatalogueNames(
  sql: Sql,
  productIds: readonly string[],
): Promise<(productId: string) => string> {
  const wanted = [...new Set(productIds)];
  const catalogue = wanted.length === 0 ? new Map<string, string>() : await readProductNames(sql, wanted);
  return (id) => catalogue.get(id) || id;
}

/** Products that the payload of a fact speaks of: of its lines, or itself. A name that it does not say is empty. */
export function namedProducts(payload: FactValue): readonly { readonly productId: string; readonly name: string }[] {
  if (!isObject(payload)) return [];
  const { lines } = payload;
  return [payload, ...(Array.isArray(lines) ? lines : [])].flatMap((one: FactValue) => {
    if (!isObject(one) || typeof one['productId'] !== 'string') return [];
    const { productId, name } = one;
    return [{ productId, name: typeof name === 'string' ? name : '' }];
  });
}

function isObject(value: FactValue): value is { readonly [key: string]: FactValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
