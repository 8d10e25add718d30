import type { MemberId } from '@perennial/domain';
import { orderKey } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { readOrderOwners } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';

/** Whose order has this number, in whichever number space. */
export type FindByOrder = (text: string) => Promise<readonly MemberId[]>;

export interface FindByOrderOptions {
  readonly sql: Sql;
  readonly keyring: Keyring;
  /** All that a number may count in: sources, and spaces that sources share. */
  readonly numberSpaces: () => Promise<readonly string[]>;
  readonly now: () => number;
}

const spacesKeptMs = 60_000;
const numberLengthMax = 100;

/** An order is claimed under its number and the space that the number counts in, so each space is asked for it. */
export function createFindByOrder({ sql, keyring, numberSpaces, now }: FindByOrderOptions): FindByOrder {
  let spaces: readonly string[] = [];
  let until = 0;
  return async (text) => {
    const number = text.trim();
    if (number === '' || number.length > numberLengthMax) return [];
    if (now() >= until) {
      spaces = await numberSpaces();
      until = now() + spacesKeptMs;
    }
    return readOrderOwners(
      sql,
      spaces.map((space) => orderKey(keyring, space, number)),
    );
  };
}
