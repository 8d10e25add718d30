import type { MemberProfile } from '@perennial/contracts/staff';
import { lifecycleRulesOf } from '@perennial/domain';
import { logSegmentsOf } from '@perennial/engine';
import type { SegmentStore } from '@perennial/engine';
import { countFamilyFacts, readFavouriteProducts, readMemberStores } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import { isSharedCardOf, joinedAtOf, metricsOf, stagesOf } from '../lifecycle/standing.ts';
import { identitiesOf } from '../personal-data/identities.ts';
import { labelFrom } from '../personal-data/label.ts';
import type { PersonalReader } from '../personal-data/personal-reader.ts';
import { businessSightOf, namesCost } from '../reading/sight.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { attributesOf, consentsOf, maskTags, notesOf, tagsOf } from '../registers/registers.ts';
import type { ProductNames } from '../reference/product-names.ts';
import type { StoreNames } from '../reference/store-names.ts';
import { keyOf } from './find-member.ts';
import type { FindMember, FoundMember } from './find-member.ts';

export interface GetProfileDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
  readonly personal: PersonalReader;
  readonly reader: MemberReader;
  readonly storeNames: StoreNames;
  readonly productNames: ProductNames;
  /** The merge log: what she did under another name is counted as well. */
  readonly merges: SegmentStore;
}

export interface MemberAsOfRequest {
  readonly memberId: string;
  /** A calendar day or an instant; now unless given. */
  readonly asOf?: string | undefined;
}

export type GetProfile = (context: Pick<CallContext, 'caller'>, request: MemberAsOfRequest) => Promise<MemberProfile>;

/** One member: who she is, where she stands and what she amounts to. Throws `member.not_found`. */
export function createGetProfile(dependencies: GetProfileDependencies): GetProfile {
  const { sql, world, findMember, personal, reader, merges, storeNames } = dependencies;
  return async ({ caller }, { memberId, asOf: text }) => {
    const member = await findMember(memberId, caller);
    const asOf = asOfIn(world, text);
    const countFacts = async () => countFamilyFacts(sql, await logSegmentsOf(merges, keyOf(member)), asOf.at);
    const [judged, secrets, storeIds, favourites, factsCount] = await Promise.all([
      reader.judge(member, asOf),
      personal.read(keyOf(member)),
      readMemberStores(sql, member.shard, member.memberId),
      favouritesOf(dependencies, member, asOf.at),
      countFacts(),
    ]);
    const storeName = await storeNames(storeIds);
    const attributes = attributesOf(judged.registers, secrets, 'masked');
    return {
      id: member.memberId,
      label: labelFrom(member.memberId, secrets),
      isUnreadable: secrets.isUnreadable,
      status: member.status,
      mergedInto: member.mergedInto,
      asOfAt: asOf.at,
      isHistory: !asOf.isNow,
      storeIds,
      stores: storeIds.map((storeId) => ({ storeId, name: storeName(storeId) })),
      favourites,
      factsCount,
      identities: identitiesOf(secrets, 'masked'),
      attributes: businessSightOf(caller).costs ? attributes : attributes.filter(({ name }) => !namesCost(name)),
      stages: stagesOf(judged),
      isSharedCard: isSharedCardOf(judged),
      joinedAt: joinedAtOf(judged, member.createdAt),
      metrics: metricsOf(judged),
      tags: maskTags(tagsOf(judged.registers)),
      consents: consentsOf(judged.registers),
      notes: notesOf(judged.registers, secrets),
    };
  };
}

/** As many as a phone shows at once. */
const favouritesMax = 5;

async function favouritesOf(
  { sql, world, productNames }: GetProfileDependencies,
  member: FoundMember,
  asOfAt: number,
): Promise<MemberProfile['favourites']> {
  const { purchaseCountsWhen: countsWhen } = lifecycleRulesOf(await world.program()).settings;
  const { shard, memberId } = member;
  const rows = await readFavouriteProducts(sql, { shard, memberId, asOfAt, countsWhen, limit: favouritesMax });
  const nameOf = await productNames(
    member,
    rows.map((row) => row.product_id),
  );
  return rows.map((row) => ({
    productId: row.product_id,
    name: nameOf(row.product_id),
    orders: row.orders,
    quantity: row.quantity_milli / 1_000,
    lastAt: row.last_at,
  }));
}
