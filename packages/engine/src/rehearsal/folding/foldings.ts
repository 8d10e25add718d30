import type { FoldContext } from '@perennial/domain';
import type { FoldStore, HistoryAsked, LogAsked } from '../../fold/fold-store.ts';
import type { Programs } from '../../fold/programs.ts';
import { readGranted } from '../../fold/supply.ts';
import type { RehearsalAsked } from '../answer/rehearsal.ts';
import type { Folding, History } from './fold-member.ts';
import { liveLog, storedLog } from './member-log.ts';
import type { MemberLog } from './member-log.ts';
import type { Page } from './read-page.ts';
import type { Shares } from './shares.ts';

interface FoldingUse {
  readonly store: FoldStore;
  readonly programs: Programs;
  readonly asked: Pick<RehearsalAsked, 'isBackfillLive'>;
  readonly page: Pick<Page, 'logs'>;
}

/** The logs of a page as both programs fold them: each is prepared once. */
export function createLogs({ asked, page }: Pick<FoldingUse, 'asked' | 'page'>): Folding['logOf'] {
  const prepare = asked.isBackfillLive ? liveLog : storedLog;
  const prepared = new Map<string, MemberLog>();
  return ({ id, position }: LogAsked) => {
    const name = `${id} ${position}`;
    const known = prepared.get(name);
    if (known !== undefined) return known;
    const steps = page.logs.get(id) ?? [];
    const isWhole = (steps.at(-1)?.position ?? 0) <= position;
    const log = prepare(isWhole ? steps : steps.filter((step) => step.position <= position));
    prepared.set(name, log);
    return log;
  };
}

/** Members are folded so under one of the two programs. */
export function createFolding(
  use: FoldingUse,
  side: {
    readonly context: FoldContext;
    readonly shares: Shares;
    readonly isRecorded: boolean;
    readonly isTrial: boolean;
  },
  logOf: Folding['logOf'],
): Folding {
  const { store, programs } = use;
  const { context, shares, isRecorded, isTrial } = side;
  const readHistory = (asked: HistoryAsked): Promise<History> =>
    store.snapshot('rehearse-history', async (snapshot) => {
      const histories = await snapshot.readOwnSteps([asked]);
      const members = [{ id: asked.id, shard: asked.shard }];
      const inputs = isRecorded ? await readGranted(snapshot, { members, histories, unwritten: [] }) : null;
      return { steps: histories.get(asked.id) ?? [], inputs };
    });
  return { facets: programs.facets, isTrial, context, shares, logOf, readHistory };
}
