import { can } from '@perennial/contracts';
import type { EarnBasketSent, EarnPreviewAnswer } from '@perennial/contracts/staff';
import { createEarnPreview, programAt, walletsRulesOf } from '@perennial/domain';
import type {
  Clip,
  EarnBasket,
  EarnPreview,
  Facets,
  FactPayload,
  FoldContext,
  Member,
  ProgramDocuments,
  RuleForecast,
} from '@perennial/domain';
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
import { checkSizes, requireValid } from '../../program/check-documents.ts';
import { namedWallet } from '../reading/shown-balances.ts';

export interface PreviewEarningPorts {
  readonly foldStore: FoldStore;
  readonly programs: Programs;
  readonly catalogue: Pick<ProductCatalogue, 'categoryOf' | 'prefetch'>;
  readonly findMember: FindMember;
  readonly facets: Facets;
  /** Throws `draft.not_found`. */
  readonly documentsOfDraft: (draftId: string) => Promise<ProgramDocuments>;
  readonly now: () => number;
}

type Asked = Pick<CallContext, 'caller'>;

/** What an order would earn: it goes through the fold that orders go through, over a copy that is thrown away. */
export interface PreviewEarning {
  /**
   * Of who was taken in by another, as orders go: to that one. Throws `member.not_found`, `member.erased`, `request.invalid` for a time that is
   * past or too far, and of a draft `auth.forbidden`, `draft.not_found`, `request.too_large`, `program.invalid`.
   */
  ofMember(asked: Asked, memberId: string, basket: EarnBasketSent): Promise<EarnPreviewAnswer>;
  ofNobody(asked: Asked, basket: EarnBasketSent): Promise<EarnPreviewAnswer>;
}

interface Tried extends EarnPreview {
  readonly under: FoldContext;
}

/** What is tried: under which documents, and when. */
interface Trial {
  /** Undefined: what is in force. */
  readonly draft: ProgramDocuments | undefined;
  readonly asOf: number;
}

export function createPreviewEarning(ports: PreviewEarningPorts): PreviewEarning {
  const { foldStore, programs, findMember } = ports;
  return {
    async ofMember({ caller }, memberId, sent) {
      const member = await livingOf(findMember, memberId, caller);
      const trial = await trialOf(ports, caller, sent);
      const stepOf = stepMaker(await enriched(ports, sent), trial.asOf);
      const tried = await tryStep(foldStore, programs, { ...trial, key: keyOf(member), stepOf });
      // She was merged or erased since she was found.
      if (tried === null) throw new ProblemError('member.not_found');
      return toAnswer(tried, { memberId: member.memberId, trial });
    },
    async ofNobody({ caller }, sent) {
      const trial = await trialOf(ports, caller, sent);
      const stepOf = stepMaker(await enriched(ports, sent), trial.asOf);
      const tried = await tryFirstStep(foldStore, programs, { ...trial, id: createMemberId(trial.asOf), stepOf });
      return toAnswer(tried, { memberId: null, trial });
    },
  };
}

/** What is known today says little of later. */
const aheadDaysMax = 366;
const dayMs = 86_400_000;

async function trialOf(
  { now, programs, facets, documentsOfDraft }: PreviewEarningPorts,
  caller: Asked['caller'],
  { at, documents, draftId }: EarnBasketSent,
): Promise<Trial> {
  const present = now();
  if (at !== undefined && (at < present - aMinuteMs || at > present + aheadDaysMax * dayMs))
    throw new ProblemError('request.invalid', {
      detail: {
        en: `An order is tried from now on, and at most ${aheadDaysMax} days ahead.`,
        zh: `试算的下单时间不能早于现在，最多可设为 ${aheadDaysMax} 天之后。`,
      },
    });
  const asOf = Math.max(present, at ?? present);
  if (documents === undefined && draftId === undefined) return { draft: undefined, asOf };
  if (!can(caller, 'program.edit').isAllowed) throw new ProblemError('auth.forbidden');
  const draft = documents ?? (await documentsOfDraft(draftId ?? ''));
  checkSizes(draft);
  requireValid(draft, facets);
  // A version that was published just now may be in force from a moment ahead.
  return { draft, asOf: Math.max(asOf, programs.context.programs.at(-1)?.effectiveAt ?? 0) };
}

/** Clocks differ, and people take a while. */
const aMinuteMs = 60_000;

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

function toAnswer(
  { under, forecast }: Tried,
  { memberId, trial: { asOf: at, draft } }: { readonly memberId: string | null; readonly trial: Trial },
): EarnPreviewAnswer {
  const program = programAt(under, at);
  const { rules, wallets } = forecast();
  const names = walletsRulesOf(program).earning.byId;
  return {
    memberId,
    asOfAt: at,
    programVersion: program.version,
    isDraft: draft !== undefined,
    wallets: wallets.map(({ wallet, units }) => ({ ...namedWallet(program, wallet), units })),
    rules: rules.map(({ rule, wallet, countedMinor, wanted, granted, why, clips, lot }) => ({
      rule,
      name: names.get(rule)?.rule.name ?? { en: rule, zh: rule },
      wallet,
      countedMinor,
      wanted,
      units: granted,
      why: toWhy(why),
      lot: lot === null ? null : { ...lot },
      limits: clips.map(toLimit),
    })),
  };
}

function toWhy(why: RuleForecast['why']): EarnPreviewAnswer['rules'][number]['why'] {
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
