import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Commands, MemberPlace } from '@perennial/engine';
import { readBlockedIdentities, readHolders, readSharedIdentities } from '@perennial/postgres/reading';
import type { SharedIdentityRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import { nobody } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import { carryOut } from '../commands/carry-out.ts';
import { commandCallOf, idIn } from '../commands/command-call.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { lastInstant } from '../kernel/list-ends.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { maskText } from '../personal-data/mask-text.ts';
import { maskIdentity } from '../personal-data/masking.ts';
import type { PersonalReader } from '../personal-data/personal-reader.ts';
import { findIdentityId } from '../members/find-identity.ts';
import type { FindIdentity } from '../members/find-identity.ts';

type Group = Routes['identities'];

export interface IdentitiesDependencies {
  readonly sql: Sql;
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'blockIdentity' | 'unblockIdentity'>;
  readonly personal: PersonalReader;
  readonly findIdentity: FindIdentity;
}

export interface IdentityRequest {
  /** Its id, or `type:value`. */
  readonly identity: string;
  readonly reason: string;
}

/** Identities that say of nobody who she is. */
export interface Identities {
  /** Those that many members carry: suggested for blocking. */
  shared(request: { readonly limit: number }): Promise<RouteAnswer<Group['shared']>>;
  blocked(request: PageRequest): Promise<RouteAnswer<Group['blocked']>>;
  /** Throws `identity.not_found`, `identity.blocked_already`. */
  block(context: CallContext, request: IdentityRequest): Promise<RouteAnswer<Group['block']>>;
  /** Throws `identity.not_found`, `identity.not_blocked`. */
  unblock(context: CallContext, request: IdentityRequest): Promise<RouteAnswer<Group['unblock']>>;
}

/** So many members who were kept from joining by one identity are no chance any more. */
const refusedMin = 3;

export function createIdentities(dependencies: IdentitiesDependencies): Identities {
  const { sql, audit, commands, personal, findIdentity } = dependencies;
  return {
    async shared({ limit }) {
      const rows = await readSharedIdentities(sql, { refusedMin, limit });
      const holders = await readHolders(
        sql,
        rows.map(({ hash }) => hash),
      );
      const placeOf = new Map(holders.map((row) => [row.hash, { shard: row.shard, id: row.member_id }]));
      const items = rows.map((row) => sharedItem(personal, row, placeOf.get(row.hash)));
      return { items: await Promise.all(items) };
    },
    async blocked({ cursor, limit }) {
      const [at, id] = decodeCursor(cursor, [lastInstant, lastUuid]);
      const rows = await readBlockedIdentities(sql, { before: { at, hash: uuidOrLast(id) }, limit: limit + 1 });
      return toPage(rows, limit, {
        item: ({ hash, type, label, reason, blocked_at, blocked_by }) => {
          return { id: hash, type, value: label, reason: maskText(reason), at: blocked_at, by: blocked_by };
        },
        cursor: (row) => [row.blocked_at, row.hash],
      });
    },
    async block(context, { identity, reason }) {
      const act = { action: 'identity.blocked', subject: '' } as const;
      const done = await carryOut(audit, { context, act }, async ({ note, entryOf }) => {
        note({ reason });
        const { id, type, value, holder } = await findIdentity(identity);
        note({ subject: `${type}/${id}` });
        const label = maskIdentity(type, value ?? (await valueOf(personal, id, holder)));
        const call = commandCallOf(context, { command: 'blockIdentity', identity, reason });
        const by = nameOfCaller(context.caller);
        return commands.blockIdentity({ ...call, entryOf, identity: id, type, label, reason, by });
      });
      return { id: idIn(done, 'identity'), holderId: done.memberId === nobody ? null : done.memberId };
    },
    async unblock(context, { identity, reason }) {
      const act = { action: 'identity.unblocked', subject: '' } as const;
      const done = await carryOut(audit, { context, act }, async ({ note, entryOf }) => {
        note({ reason });
        const id = await findIdentityId(findIdentity, identity);
        note({ subject: id });
        const call = commandCallOf(context, { command: 'unblockIdentity', identity, reason });
        return commands.unblockIdentity({ ...call, entryOf, identity: id });
      });
      return { id: idIn(done, 'identity') };
    },
  };
}

async function sharedItem(
  personal: PersonalReader,
  { hash: id, type, refused, last_at: lastAt }: SharedIdentityRow,
  holder: MemberPlace | undefined,
): Promise<RouteAnswer<Group['shared']>['items'][number]> {
  const value = maskIdentity(type, await valueOf(personal, id, holder ?? null));
  return { id, type, value, holderId: holder?.id ?? null, refusedCount: refused, lastAt };
}

/** '' where nobody holds it: then nothing of it is known but its index. */
async function valueOf(personal: PersonalReader, id: string, holder: MemberPlace | null): Promise<string> {
  if (holder === null) return '';
  const { identities } = await personal.read(holder);
  return identities.find((one) => one.id === id)?.value ?? '';
}
