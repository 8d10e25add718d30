import type { EarnBasketSent, EarnPreviewAnswer } from '@perennial/contracts/staff';
import { createEarnPreview, programAt } from '@perennial/domain';
import type { Clip, EarnBasket, EarnPreview, FactPayload, FoldContext, Member, RuleOutcome } from '@perennial/domain';
import {
  createLineEnrichment,
  createMemberId,
  productsWithoutCategory,
  tryFirstStep,
  tryStep,
} from '@perennial/engine';
import type { FoldStore, ProductCatalogue, Programs } from '@perennial/engine';
import type { CallContext } from '../../kernel/call-context.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { keyOf } from '../../members/find-member.ts';
import type { FindMember, FoundMember } from '../../members/find-member.ts';
import type { RuleNames } from '../reading/rule-names.ts';
import { namedWallet } from '../reading/shown-balances.ts';

export interface PreviewEarningPorts {
  readonly foldStore: FoldStore;
  readonly programs: Programs;
  readonly catalogue: Pick<ProductCatalogue, 'categoryOf' | 'prefetch'>;
  readonly findMember: FindMember;
  readonly ruleNames: RuleNames;
  readonly now: () => number;
}

/** What an order would earn: it goes through the fold that orders go through, over a copy that is thrown away. */
export interface PreviewEarning {
  /** Of who was taken in by another, as orders go: to that one. Throws `member.not_found`, `member.erased`. */
  ofMember(asked: Pick<CallContext, 'caller'>, memberId: string, basket: EarnBasketSent): Promise<EarnPreviewAnswer>;
  ofNobody(basket: EarnBasketSent): Promise<EarnPreviewAnswer>;
}

interface Tried extends EarnPreview {
  readonly under: FoldContext;
}

export function createPreviewEarning(ports: PreviewEarningPorts): PreviewEarning {
  const { foldStore, programs, findMember, now } = ports;
  return {
    async ofMember({ caller }, memberId, sent) {
      const member = await livingOf(findMember, memberId, caller);
      const at = now();
      const stepOf = stepMaker(await enriched(ports, sent), at);
      const tried = await tryStep(foldStore, programs, { key: keyOf(member), asOf: at, stepOf });
      // She was merged or erased since she was found.
      if (tried === null) throw new ProblemError('member.not_found');
      return toAnswer(ports, tried, { memberId: member.memberId, at });
    },
    async ofNobody(sent) {
      const at = now();
      const stepOf = stepMaker(await enriched(ports, sent), at);
      const tried = await tryFirstStep(foldStore, programs, { id: createMemberId(at), stepOf });
      return toAnswer(ports, tried, { memberId: null, at });
    },
  };
}

/** Merges follow each other: as many as nobody has gone through. */
const mergesMax = 100;

async function livingOf(find: FindMember, id: string, caller: CallContext['caller']): Promise<FoundMember> {
  let member = await find(id, caller);
  for (let merges = 0; member.mergedInto !== null && merges < mergesMax; merges += 1)
    member = await find(member.mergedInto, caller);
  if (member.status === 'erased') throw new ProblemError('member.erased');
  return member;
}

function stepMaker(basket: EarnBasket, at: number): (member: Member, context: FoldContext) => Tried {
  return (member, context) => ({ ...createEarnPreview(member, basket, { at, context }), under: context });
}

/** What ingestion adds to an order is added to a basket: amounts of lines, and their categories as the catalogue has them now. */
async function enriched(
  { catalogue }: PreviewEarningPorts,
  { amountMinor, lines, tenders, channel, storeId }: EarnBasketSent,
): Promise<EarnBasket> {
  const payload = { lines: lines.map(toPayload) };
  await catalogue.prefetch(productsWithoutCategory(payload));
  const { lines: made } = createLineEnrichment(catalogue.categoryOf)('order.placed', payload);
  const amount = amountMinor === undefined ? {} : { amountMinor };
  // The enrichment of a list is one.
  return { ...amount, lines: made as readonly FactPayload[], tenders, channel, storeId };
}

/** A fact knows no undefined values. */
function toPayload(line: EarnBasketSent['lines'][number]): FactPayload {
  const known = Object.entries(line).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(known);
}

async function toAnswer(
  { ruleNames }: PreviewEarningPorts,
  { under, forecast }: Tried,
  { memberId, at }: { readonly memberId: string | null; readonly at: number },
): Promise<EarnPreviewAnswer> {
  const program = programAt(under, at);
  const { rules, wallets } = forecast();
  const programVersion = program.version;
  const nameOf = await ruleNames(rules.map(({ rule }) => ({ rule, programVersion })));
  return {
    memberId,
    asOfAt: at,
    programVersion,
    wallets: wallets.map(({ wallet, units }) => ({ ...namedWallet(program, wallet), units })),
    rules: rules.map(({ rule, wallet, countedMinor, wanted, granted, why, clips }) => ({
      rule,
      name: nameOf(rule, programVersion)?.name ?? { en: rule, zh: rule },
      wallet,
      countedMinor,
      wanted,
      units: granted,
      why: toWhy(why),
      limits: clips.map(toLimit),
    })),
  };
}

function toWhy(why: RuleOutcome['why']): EarnPreviewAnswer['rules'][number]['why'] {
  if (why === null) return null;
  const { kind } = why;
  return {
    kind,
    missingMinor: 'missingMinor' in why ? why.missingMinor : null,
    by: 'by' in why ? why.by : null,
  };
}

function toLimit(clip: Clip): EarnPreviewAnswer['rules'][number]['limits'][number] {
  const { kind, left } = clip;
  return clip.kind === 'cap'
    ? { kind, per: clip.per, period: clip.period, left }
    : { kind, per: null, period: null, left };
}
