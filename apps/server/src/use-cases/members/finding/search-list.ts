import type { RouteAnswer, RouteCall, Routes } from '@perennial/contracts';
import { hasPieces, namePieces } from '@perennial/engine';
import type { MemberPlace } from '@perennial/engine';
import type { Audit } from '../../audit/audit.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { collectMembers, countedMembers } from '../../member-list/members-meant.ts';
import type { Meant, MembersMeantDependencies } from '../../member-list/members-meant.ts';
import { maskName } from '../../personal-data/masking.ts';
import type { PersonalReader } from '../../personal-data/personal-reader.ts';

type Answer = RouteAnswer<Routes['members']['searchList']>;

export interface SearchListDependencies extends MembersMeantDependencies {
  readonly audit: Audit;
  readonly personal: Pick<PersonalReader, 'namesOf'>;
  /** As a search shows a member; undefined for who may not be seen. */
  readonly rowOf: (
    memberId: string,
    caller: CallContext['caller'],
  ) => Promise<Answer['items'][number]['member'] | undefined>;
}

export type SearchList = (
  context: CallContext,
  request: RouteCall<Routes['members']['searchList']>['body'],
) => Promise<Answer>;

/** More would be a search of everybody by what names half of them. */
const searchedMax = 2_000;
const foundMax = 50;
const pageSize = 500;

/**
 * Finds by any part of a name, also by one character, within a list that is narrowed already. No index tells that: the names of all whom
 * the list shows are opened, which takes the right to reveal and a reason. Throws `members.list_too_long`.
 */
export function createSearchList(dependencies: SearchListDependencies): SearchList {
  const { audit, personal, rowOf } = dependencies;
  return (context, { filter, name, reason }) =>
    audit.act(context, { action: 'members.names_searched' }, async (note) => {
      const meant: Meant = { caller: context.caller, filter };
      note({ reason });
      const count = await countedMembers(dependencies, meant);
      if (!isNarrowed(filter) || count > searchedMax) throw new ProblemError('members.list_too_long');
      const members = await collectMembers(dependencies, meant);
      note({ subject: `${members.length} members`, reason });
      const found = await withName(personal, members, name);
      const items = await Promise.all(
        found.map(async ({ id, shown }) => ({ member: await rowOf(id, context.caller), maskedName: maskName(shown) })),
      );
      return {
        items: items.flatMap(({ member, maskedName }) => (member === undefined ? [] : [{ member, maskedName }])),
        searched: members.length,
      };
    });
}

/** By more than which lifecycle is shown, and as of when. */
function isNarrowed({ lifecycle: _lifecycle, asOf: _asOf, ...parts }: Meant['filter']): boolean {
  return Object.values(parts).some((part) => part !== undefined);
}

async function withName(
  personal: SearchListDependencies['personal'],
  members: readonly MemberPlace[],
  text: string,
): Promise<readonly { readonly id: string; readonly shown: string }[]> {
  const wanted = namePieces(text);
  const found: { readonly id: string; readonly shown: string }[] = [];
  if (wanted.length === 0) return found;
  for (let n = 0; n < members.length && found.length < foundMax; n += pageSize) {
    const page = members.slice(n, n + pageSize);
    const names = await personal.namesOf(page);
    for (const { id } of page) {
      const own = names.get(id) ?? [];
      if (hasPieces(own.flatMap(namePieces), wanted)) found.push({ id, shown: own[0] ?? '' });
    }
  }
  return found.slice(0, foundMax);
}
