import type { Sql } from '@perennial/postgres';
import { readActorNames } from '@perennial/postgres/access';
import type { AuditRow } from '@perennial/postgres/access';
import { maskText } from '../personal-data/mask-text.ts';
import type { LabelsOf } from '../personal-data/label.ts';

export interface Subject {
  readonly kind: 'member' | 'user' | 'key';
  readonly id: string;
  readonly name: string;
}

/** An act with the names of who did it and whom it was done to. */
export type NamedAct = Awaited<ReturnType<typeof nameActs>>[number];

const idShape = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Acts on one member; what else their subjects name after her is a tag, a merge or an identity. */
const onMember = /^member\./;
const onTwoMembers = /^member\.merged$/;

/** Acts with the names of who did them and whom they were done to. */
export async function nameActs(
  rows: readonly AuditRow[],
  { sql, labelsOf }: { readonly sql: Sql; readonly labelsOf: LabelsOf },
) {
  const ids = [...new Set(rows.flatMap(({ actor, subject }) => [actor, ...subject.split('/')]))].filter(isId);
  const members = [...new Set(rows.flatMap(membersOf))];
  const [named, labels] = await Promise.all([readActorNames(sql, ids), labelsOf(members)]);
  const subjectsOf = (row: AuditRow): Subject[] => {
    const ofMembers = membersOf(row).map((id): Subject => ({ kind: 'member', id, name: labels.get(id)?.label ?? '' }));
    if (ofMembers.length > 0) return ofMembers;
    return row.subject.split('/').flatMap((id): Subject[] => {
      const found = named.get(id.toLowerCase());
      return found === undefined ? [] : [{ id, ...found }];
    });
  };
  return rows.map((row) => {
    const { id, actor_kind: actorKind, request_id: requestId, ...rest } = row;
    return {
      ...rest,
      id: String(id),
      actorKind,
      actorName: named.get(row.actor.toLowerCase())?.name ?? '',
      requestId,
      subject: maskText(row.subject),
      subjects: subjectsOf(row),
      reason: maskText(row.reason),
    };
  });
}

function membersOf({ action, subject }: AuditRow): readonly string[] {
  if (!onMember.test(action)) return [];
  const parts = subject.split('/').slice(0, onTwoMembers.test(action) ? 2 : 1);
  return parts.filter(isId);
}

function isId(text: string): boolean {
  return idShape.test(text);
}
