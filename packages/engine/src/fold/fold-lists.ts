import { applyLists, type ListById } from './apply-lists.ts';
import type { ResourceAsk } from './fold-store.ts';
import { hintedNeeds, type MemberList, type Stop } from './member-list.ts';
import { supply, type SupplyUse, type Waiting } from './supply.ts';

/** Lists stop for rows, then for a refold, then go on: a batch that needs more rounds than this is not making progress. */
const roundsMax = 64;

type Stopped = MemberList & { readonly stop: Stop };

function isStopped(list: MemberList): list is Stopped {
  return typeof list.stop === 'object' && 'missing' in list.stop;
}

/** Applies every list to its end, loading and taking on the way what the steps ask for; a list that threw stays where it is. */
export async function foldLists(lists: ListById, use: SupplyUse): Promise<void> {
  await use.reads.loadRows(hintedNeeds(lists.values(), use.context));
  for (let round = 0; ; round += 1) {
    if (round > roundsMax) throw new Error('a batch needed more rounds than any batch may');
    applyLists(lists, use.context);
    const stopped = [...lists.values()].filter(isStopped);
    if (stopped.length === 0) return;
    await resume(stopped, { ...use, unwritten: [...lists.values()].map(({ member }) => member) });
  }
}

/** Supplies what stopped lists lack, and notes whose shares were taken. */
async function resume(stopped: readonly Stopped[], use: SupplyUse): Promise<void> {
  const take = async (asks: readonly ResourceAsk[]) => {
    const granted = await use.take(asks);
    let n = 0;
    for (const list of stopped) {
      for (const one of list.stop.missing.takes) {
        list.taken.push({ shard: list.member.shard, ...one, granted: granted[n] ?? 0 });
        n += 1;
      }
    }
    return granted;
  };
  const waiting = stopped.map(({ member, stop }): Waiting => Object.assign({ member }, stop));
  await supply(waiting, { ...use, take });
}
