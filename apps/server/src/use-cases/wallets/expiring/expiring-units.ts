import { expiringUnits } from '@perennial/clickhouse';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { walletsRulesOf } from '@perennial/domain';
import type { WalletDocument } from '@perennial/domain';
import { dayOf, daysLater, startOfDay } from '../../reading/days.ts';
import { momentText, presentMoment } from '../../reading/moment.ts';
import type { ReadingWorld } from '../../reading/world.ts';

type Answer = RouteAnswer<Routes['wallets']['expiring']>;

const windowDays = [30, 90] as const;

export type ListExpiring = () => Promise<Answer>;

/** What expires soon unless it is spent, of all members, by wallet of the program in force. */
export function createListExpiring(world: ReadingWorld): ListExpiring {
  return async () => {
    const [moment, program] = await Promise.all([presentMoment(world), world.program()]);
    const today = dayOf(moment.at, world.zone);
    const windows = windowDays.map((days) => ({ days, until: daysLater(today, days + 1) }));
    const startAt = (until: string) => startOfDay(until, world.zone);
    const options = { known: moment.version, untils: windows.map(({ until }) => startAt(until)) };
    const found = await expiringUnits(await world.lens(), options);
    const wallets = [...walletsRulesOf(program).wallets.values()].flatMap(({ document }) => {
      const { id: wallet, name, decimals } = document;
      const own = found.filter((one) => one.wallet === wallet);
      // Rules may give units of another term than their wallet's.
      if (document.expiry.kind === 'never' && own.length === 0) return [];
      return [
        {
          wallet,
          name,
          decimals,
          windows: windows.map((window) => {
            const one = own.find(({ until }) => until === startAt(window.until));
            const units = one?.units ?? 0;
            return { ...window, members: one?.members ?? 0, units, valueMinor: worthOf(document, units) };
          }),
        },
      ];
    });
    return { asOfAt: moment.at, known: momentText(moment), wallets };
  };
}

function worthOf({ value }: WalletDocument, units: number): number | null {
  return value === null ? null : Number((BigInt(units) * BigInt(value.minor)) / BigInt(value.units));
}
