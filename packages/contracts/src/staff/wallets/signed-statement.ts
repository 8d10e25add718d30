import { z } from 'zod';
import { instant, memberId, uuid } from '../../schemas/common.ts';

/** What the signature is made over begins with; another number is another way of reading it. */
export const statementFormat = 'perennial-statement/1';
/** As many entries stand in one document at most; the next one goes on after them. */
export const statementEntriesMax = 20_000;

const digest = z.string().describe('SHA-256, hexadecimal; empty before the first entry');

/** One entry with all that its digest is made of, and the digest. */
const statementEntry = z.object({
  sequence: z.number().int(),
  kind: z.string(),
  debit: z.string(),
  credit: z.string(),
  units: z.number().int(),
  balanceAfter: z.number().int(),
  at: z.number().int().describe('Epoch milliseconds, as the digest has it'),
  lots: z.string().describe('JSON: `[[lot, units], …]`'),
  reverses: z.number().int().nullable(),
  source: z.string(),
  rule: z.string(),
  programVersion: z.number().int(),
  reason: z.string(),
  causeKind: z.string(),
  causePosition: z.number().int(),
  causeAt: z.number().int(),
  digest,
});

/**
 * A statement that can be checked by whoever has it and the public key. The digest of each entry holds that of the one before, so that the
 * signature over the last one, with the balances at both ends, holds all of them.
 */
export const signedStatement = z.object({
  format: z.literal(statementFormat),
  memberId,
  wallet: z.string(),
  decimals: z.number().int(),
  asOf: instant,
  issuedAt: instant,
  opening: z.object({ sequence: z.number().int(), balance: z.number().int(), digest }),
  closing: z.object({ sequence: z.number().int(), balance: z.number().int(), digest }),
  isLast: z.boolean().describe('False where entries come after these, up to the instant'),
  entries: z.array(statementEntry).max(statementEntriesMax),
  keyId: uuid,
  signature: z
    .string()
    .describe(
      'Ed25519, base64url, over the JSON list of format, member, wallet, decimals, both instants, opening, closing, isLast and key id',
    ),
});
export type SignedStatement = z.output<typeof signedStatement>;

export const statementKey = z.object({
  id: uuid,
  algorithm: z.literal('Ed25519'),
  publicKey: z.string().describe('SPKI, PEM'),
  createdAt: instant,
  retiredAt: instant.nullable().describe('Signs no more since then; what it signed stays right'),
});
