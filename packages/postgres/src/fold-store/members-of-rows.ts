import { openMember, type Facets, type Member, type MemberId } from '@perennial/domain';
import type { MemberRow } from '../sql/lock-members.ts';

const statuses = ['live', 'absorbed', 'erased'] as const;

/** Codes of `member.status`. */
export const statusCode = { live: 0, absorbed: 1, erased: 2 } as const;

/** A member with the stored header and the state in her row, and nothing else loaded. */
export function memberOfRow(facets: Facets, row: MemberRow): Member {
  return openMember(
    facets,
    { id: row.id as MemberId, shard: row.shard },
    {
      position: row.position,
      clockAt: row.clock_at,
      programVersion: row.program_version,
      status: statuses[row.status] ?? 'live',
      state: row.state,
      due: dueOf(row.due),
    },
  );
}

type Due = readonly { readonly facet: string; readonly at: number }[];
const nothingDue: Due = [];

/** `facet=instant`, separated by commas. */
function dueOf(text: string): Due {
  if (text === '') return nothingDue;
  return text.split(',').map((one) => {
    const equals = one.indexOf('=');
    return { facet: one.slice(0, equals), at: Number(one.slice(equals + 1)) };
  });
}

/** The due instants of facets whose state is kept apart. */
export function dueText({ facets, dueAt }: Member): string {
  let text = '';
  for (const { keeps, index, name } of facets.list) {
    const at = dueAt[index] ?? Infinity;
    if (keeps === 'apart' && at !== Infinity) text += `${text === '' ? '' : ','}${name}=${at}`;
  }
  return text;
}
