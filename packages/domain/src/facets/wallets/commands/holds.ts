import { reject } from '../../../kernel/command.ts';
import type { Rejection } from '../../../kernel/command.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import { keyText } from '../../../kernel/rows/row-kind.ts';
import { readInteger } from '../documents/read-parts.ts';
import { holdMinutesRange, unitsMax } from '../documents/wallet-document.ts';
import { holdRows } from '../ledger/rows.ts';
import type { HoldEnding, HoldRow } from '../ledger/rows.ts';
import { readCallersName, readParts, readPlace, someUnits } from './read-input.ts';
import { sharesToGive } from './spending.ts';
import { accountNeed, entryOf, isStop, lacks, walletCommand, walletIn } from './wallet-command.ts';
import type { Look, OfWallet, Seen } from './wallet-command.ts';

const minuteMs = 60_000;

/** `{ wallet, units, hold, minutes, place? }`: units are set aside until they are captured, released, or the time is over. */
export const holdUnits = walletCommand({
  name: 'holdUnits',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'units', 'hold', 'minutes', 'place'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        units: part.number('units', someUnits),
        hold: part.text('hold', readCallersName),
        minutes: part.number('minutes', holdMinutesRange),
        place: readPlace(part),
      }),
    }),
  plan(seen, input) {
    const { wallet, hold, units, minutes } = input;
    const found = walletIn(seen, wallet);
    if (isStop(found)) return found;
    const { holdMinutesMax: minutesMax } = found.document;
    if (minutes > minutesMax) return reject('hold.too_long', { minutesMax });
    const known = holdIn(seen, input);
    if (isStop(known)) return known;
    if (known !== null) return reject('hold.exists', { hold });
    const lots = sharesToGive(seen, input);
    if (isStop(lots)) return lots;
    const expiresAt = seen.use.recordedAt + minutes * minuteMs;
    return {
      operations: [{ op: 'hold', wallet, hold, lots, expiresAt }],
      answer: () => ({ hold, units, expiresAt }),
    };
  },
});

interface OfHold extends OfWallet {
  readonly hold: string;
}

/** `{ wallet, hold, units? }`: all of it is spent, or so many units, and the rest is free again; none of them releases it. */
export const captureHold = walletCommand({
  name: 'captureHold',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'hold', 'units'],
      read: (part) => ({
        wallet: part.text('wallet', readId),
        hold: part.text('hold', readCallersName),
        units: part.optional('units', (value, there) => readInteger(value, there, { min: 0, max: unitsMax })),
      }),
    }),
  plan(seen, input) {
    const open = openHoldIn(seen, input);
    if (isStop(open)) return open;
    const { wallet, hold } = input;
    const captured = input.units ?? open.units;
    if (captured > open.units) return reject('hold.too_much', { held: open.units, asked: captured });
    const freed = open.units - captured;
    return {
      operations: [
        captured > 0 ? { op: 'capture', wallet, hold, units: captured, reason: '' } : { op: 'release', wallet, hold },
      ],
      answer: (after) => ({ hold, captured, freed, entry: entryOf(after, 'capture') }),
    };
  },
});

/** `{ wallet, hold }`: what was set aside is free again. */
export const releaseHold = walletCommand({
  name: 'releaseHold',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['wallet', 'hold'],
      read: (part) => ({ wallet: part.text('wallet', readId), hold: part.text('hold', readCallersName) }),
    }),
  plan(seen, input) {
    const open = openHoldIn(seen, input);
    if (isStop(open)) return open;
    const { wallet, hold } = input;
    return { operations: [{ op: 'release', wallet, hold }], answer: () => ({ hold, freed: open.units }) };
  },
});

function holdIn(seen: Seen, { wallet, hold }: OfHold): Look<HoldRow | null> {
  const missing = lacks(seen, [{ by: 'key', kind: holdRows, keys: [[wallet, hold]] }, accountNeed(wallet)]);
  return missing ?? seen.own.rows(holdRows).get(keyText([wallet, hold]));
}

/** An open hold, or what has become of it. A wallet that the program has no longer may still have one. */
function openHoldIn(seen: Seen, input: OfHold): Look<HoldRow> {
  const row = holdIn(seen, input);
  if (isStop(row)) return row;
  if (row === null) return reject('hold.unknown', { hold: input.hold });
  return row.ending === '' ? row : endedAs(row, row.ending);
}

const codesOfEndings: Readonly<Record<Exclude<HoldEnding, ''>, string>> = {
  captured: 'hold.captured',
  released: 'hold.released',
  timed_out: 'hold.timed_out',
  // The other member of a merge that was taken back has it again, if it was hers.
  unmerged: 'hold.released',
  forfeited: 'hold.released',
};

function endedAs({ hold, endedAt, captured }: HoldRow, ending: Exclude<HoldEnding, ''>): Rejection {
  return reject(codesOfEndings[ending], { hold, endedAt, captured });
}
