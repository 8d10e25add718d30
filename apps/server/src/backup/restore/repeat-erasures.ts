import type { Sql } from '@perennial/postgres';
import { readErasedMembers } from '@perennial/postgres/backup';

export interface RepeatPorts {
  readonly sql: Sql;
  /** Erases a member with her family; does nothing where she is not there or erased already. */
  readonly erase: (memberId: string) => Promise<void>;
}

export interface RepeatedErasures {
  /** Members of the journal who were not erased in the backup, and are now. */
  readonly repeated: number;
  /** Members who went with one of them, because the backup knows them as one person, and who are not in the journal. */
  readonly alsoErased: readonly string[];
}

/** Erases again whoever was erased after the backup was taken. */
export async function repeatErasures(
  { sql, erase }: RepeatPorts,
  memberIds: readonly string[],
): Promise<RepeatedErasures> {
  const before = new Set(await readErasedMembers(sql));
  for (const memberId of memberIds) if (!before.has(memberId)) await erase(memberId);
  const wanted = new Set(memberIds);
  const erased = (await readErasedMembers(sql)).filter((memberId) => !before.has(memberId));
  return {
    repeated: erased.filter((memberId) => wanted.has(memberId)).length,
    alsoErased: erased.filter((memberId) => !wanted.has(memberId)),
  };
}
