import { codecOfNumbers } from '../../../kernel/base/state-codec.ts';

/** What is kept of a member beside her rows: when time alone changes them next, so that none has to be loaded to know it. */
export interface WalletsState {
  /** No lot changes before; the one that would have may be gone. */
  lotsDueAt: number;
  holdsDueAt: number;
  /** A wallet whose units expire all together. */
  accountsDueAt: number;
  /** The next birthday or month that a rule waits for. */
  grantsDueAt: number;
}

export const walletsCodec = codecOfNumbers<WalletsState>(1, {
  lotsDueAt: 'due',
  holdsDueAt: 'due',
  accountsDueAt: 'due',
  grantsDueAt: 'due',
});

export function dueOf({ lotsDueAt, holdsDueAt, accountsDueAt, grantsDueAt }: WalletsState): number {
  return Math.min(lotsDueAt, holdsDueAt, accountsDueAt, grantsDueAt);
}
