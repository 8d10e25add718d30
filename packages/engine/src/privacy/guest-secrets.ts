import type { FactValue } from '@perennial/domain';
import type { MemberPlace } from '../log/log-rows.ts';
import type { MergeRecord } from '../log/log-segments.ts';
import type { MemberFamily } from '../log/member-family.ts';
import type { GuestStay, PrivacyStore, SecretKey } from './privacy-store.ts';

/** Where one of them was a guest: what was told of her then stands in the log of a member who is not of her family. */
export function staysOf(merges: readonly MergeRecord[], members: MemberFamily): readonly GuestStay[] {
  const own = new Set(members.map(({ id }) => id));
  return merges.flatMap((merge) => {
    const { status, survivor, absorbed, undoneSurvivorPosition: upTo } = merge;
    if (status !== 'undone' || upTo === null || own.has(survivor.id) || !own.has(absorbed.id)) return [];
    return [{ host: survivor, after: merge.survivorPosition, upTo, identities: merge.undoneIdentities }];
  });
}

const factsPage = 500;

/**
 * Which of the host's personal values were told of the guest. They are kept under the host's key, because the two were one then; the
 * name and the instant of the fact that told a value say whose it is, unless another fact has told it anew since.
 */
export async function secretsOfGuest(store: PrivacyStore, stay: GuestStay): Promise<readonly SecretKey[]> {
  const hers = new Set(stay.identities);
  const told = new Map<string, SecretKey>();
  for (let { after } = stay; ;) {
    const page = await store.readFacts(stay.host, { after, upTo: stay.upTo, limit: factsPage });
    for (const { identities, occurredAt, payload } of page) {
      if (!hers.has(identities[0] ?? '')) continue;
      const value: FactValue = JSON.parse(payload);
      for (const name of namesIn(value)) {
        told.set(`${name}\0${occurredAt}`, { ...placeOf(stay.host), name, occurredAt });
      }
    }
    const last = page.at(-1);
    if (last === undefined || page.length < factsPage) return [...told.values()];
    after = last.position;
  }
}

function placeOf({ shard, id }: MemberPlace): MemberPlace {
  return { shard, id };
}

/** Names of the values that a payload refers to. */
function namesIn(value: FactValue): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('$secret' in value && typeof value.$secret === 'string') return [value.$secret];
  return Object.values(value).flatMap(namesIn);
}
