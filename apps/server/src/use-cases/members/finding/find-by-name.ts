import { shardOf } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import { hasPieces, namePieces, nameQueryOf } from '@perennial/engine';
import type { Keyring, NameQuery } from '@perennial/engine';
import { countUnmarked, filterByStores, findByNameMarks, readSurvivors } from '@perennial/postgres/reading';
import type { NamedPlace } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { maskName } from '../../personal-data/masking.ts';
import type { PersonalReader } from '../../personal-data/personal-reader.ts';

export interface FoundByName {
  readonly memberId: MemberId;
  readonly matched: 'name' | 'whole_name';
  /** As people see it who may not see it whole. */
  readonly maskedName: string;
}

export interface FindByName {
  /** Members with a name that has what is looked for. `stores`: only who was in one of them. Nobody where the text names nobody. */
  find(
    text: string,
    wanted: { readonly limit: number; readonly stores?: readonly string[] | undefined },
  ): Promise<readonly FoundByName[]>;
  /** Names that were kept before names were marked and are not marked yet: they are found later. */
  waiting(): Promise<number>;
}

export interface FindByNameOptions {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly personal: Pick<PersonalReader, 'namesOf'>;
  readonly shardCount: number;
}

/** Opened and compared at once: what is found by marks is nearly always what was looked for. */
const pageSize = 100;
/** Who is bound to stores sees only a part of all whose name it is. */
const candidatesMax = 500;
const candidatesOfStoresMax = 5_000;

/** Finds by blind marks, opens what was found, and keeps whose name says what was looked for: marks only narrow. */
export function createFindByName(options: FindByNameOptions): FindByName {
  const { keyring, sql } = options;
  return {
    waiting: () => countUnmarked(sql),
    async find(text, { limit, stores }) {
      const query = nameQueryOf(keyring, text);
      if (query === undefined) return [];
      const candidates = await candidatesFor(options, query, stores);
      const found: FoundByName[] = [];
      for (let n = 0; n < candidates.length && found.length < limit; n += pageSize) {
        const page = candidates.slice(n, n + pageSize);
        const names = await options.personal.namesOf(page);
        found.push(...page.flatMap(({ id }) => foundIn(names.get(id) ?? [], query, id)));
      }
      return found.slice(0, limit);
    },
  };
}

/** Who they are now: a name stays under the id that it was told of. */
async function candidatesFor(
  { sql, shardCount }: FindByNameOptions,
  { marks }: NameQuery,
  stores: readonly string[] | undefined,
): Promise<readonly Pick<NamedPlace, 'shard' | 'id'>[]> {
  const max = stores === undefined ? candidatesMax : candidatesOfStoresMax;
  const found = (await Promise.all(marks.map((one) => findByNameMarks(sql, one, max)))).flat();
  if (found.length === 0) return found;
  const survivors = await readSurvivors(sql, found);
  const ids = new Set(found.map(({ id }) => survivors.get(id) ?? id));
  const places = [...ids].map((id) => ({ id, shard: shardOf(id, shardCount) }));
  if (stores === undefined) return places;
  const seen = await filterByStores(sql, places, stores);
  return places.filter(({ id }) => seen.has(id));
}

function foundIn(names: readonly string[], { pieces }: NameQuery, memberId: MemberId): readonly FoundByName[] {
  const all = names.map(namePieces);
  if (!hasPieces(all.flat(), pieces)) return [];
  const wanted = textOf(pieces);
  const whole = names.findIndex((_name, n) => textOf(all[n] ?? []) === wanted);
  const shown =
    names[
      Math.max(
        whole,
        all.findIndex((one) => hasPieces(one, pieces)),
        0,
      )
    ] ?? '';
  return [{ memberId, matched: whole < 0 ? 'name' : 'whole_name', maskedName: maskName(shown) }];
}

function textOf(pieces: NameQuery['pieces']): string {
  return pieces.map(({ text }) => text).join(' ');
}
