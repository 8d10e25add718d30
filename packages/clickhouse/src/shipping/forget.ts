import type { LensErasure } from '@perennial/engine';
import type { LensConnection } from '../client/lens-query.ts';

/**
 * Deletes rows for good: mutations write parts anew without them, and are waited for. The parts of before stay as files for
 * `old_parts_lifetime` (see `prepare.ts`). Derived facts stay: they hold stages and instants.
 */
export async function forgetRows(
  connection: LensConnection,
  tables: readonly string[],
  { shard, memberId, positions }: LensErasure,
): Promise<void> {
  const inShard = `shard = ${Math.trunc(shard)}`;
  if (positions !== null)
    return deleteRows(connection, 'fact', `${inShard} and position in (${positions.map(Math.trunc).join(', ')})`);
  const own = `${inShard} and member_id = '${uuidOf(memberId)}'`;
  await deleteRows(connection, 'fact', own);
  for (const table of tables) await deleteRows(connection, table, own);
}

function deleteRows(connection: LensConnection, table: string, where: string): Promise<void> {
  return connection.execute(`alter table ${table} delete where ${where} settings mutations_sync = 2`);
}

function uuidOf(text: string): string {
  if (!/^[\da-f-]{36}$/i.test(text)) throw new TypeError('A member id is a UUID');
  return text;
}
