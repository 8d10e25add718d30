import { shardOf } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import { maskedLabel } from './masking.ts';
import type { PersonalData, PersonalReader } from './personal-reader.ts';

/** How a member is shown where her name may not be: the end of her id. */
export function labelOf(id: string): string {
  return `#${id.slice(-6)}`;
}

/** What to call a member: her strongest identity, masked, else the end of her id. */
export function labelFrom(id: string, secrets: PersonalData): string {
  const strongest = secrets.identities.find((identity) => identity.value !== '');
  return (strongest && maskedLabel(strongest.type, strongest.value)) ?? labelOf(id);
}

export interface MemberLabel {
  /** A masked identity, never a full one. */
  readonly label: string;
  readonly isUnreadable: boolean;
}

/** Names to show for members, by id. */
export type LabelsOf = (ids: readonly string[]) => Promise<ReadonlyMap<string, MemberLabel>>;

export function createLabelsOf(personal: PersonalReader, shardCount: number): LabelsOf {
  return async (ids) => {
    // Ids come from the lens, which holds those that were made here.
    const places = ids.map((id) => ({ shard: shardOf(id as MemberId, shardCount), id: id as MemberId }));
    const names = await personal.labelsOf(places);
    return new Map(
      ids.map((id) => [
        id,
        { label: names.get(id)?.label ?? labelOf(id), isUnreadable: names.get(id)?.isUnreadable ?? false },
      ]),
    );
  };
}
