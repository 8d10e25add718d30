import { randomUUID } from 'node:crypto';
import { openWithMaster, sealWithMaster } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import type { Factor, SecondStepMethod, SecondStepProof } from '@perennial/contracts/staff';
import {
  confirmFactor,
  countRecoveryCodes,
  deleteBegunFactors,
  deleteFactor,
  deleteFactors,
  deleteOtherSessions,
  deleteRecoveryCodes,
  insertFactor,
  insertTotp,
  listFactorRoles,
  listFactors,
  listTotps,
  noteFactorUsed,
  takeTotpStep,
} from '@perennial/postgres/access';
import type { FactorRow } from '@perennial/postgres/access';
import type { Database, Sql } from '@perennial/postgres';
import type { UserCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { renewRecoveryCodes, useRecoveryCode } from './recovery-codes.ts';
import { createTotpSecret, findTotpStep, toBase32, toTotpUri } from './totp.ts';

/** More than anybody carries about; a limit on what a stolen session could fill. */
const factorsMax = 10;

export interface BegunTotp {
  readonly factorId: string;
  readonly secret: string;
  readonly uri: string;
}

/** Second factors of users. The secret of an authenticator is kept under the master key, bound to its factor. */
export interface Factors {
  list(userId: string): Promise<{ readonly items: Factor[]; readonly recoveryCodesLeft: number }>;
  /** How this user may take the second step; none where there is no second factor. */
  methodsOf(userId: string): Promise<SecondStepMethod[]>;
  /** Whether the proof is right, and was not used before. */
  prove(userId: string, proof: SecondStepProof): Promise<boolean>;
  /** What was begun before and not finished is dropped. Throws `factor.too_many`. */
  beginTotp(caller: UserCaller, name: string): Promise<BegunTotp>;
  /** Other sessions end. Recovery codes with the first factor, none with another. Throws `factor.not_found`, `auth.code_wrong`. */
  confirmTotp(caller: UserCaller, factorId: string, code: string): Promise<string[]>;
  /** Other sessions end. Throws `factor.not_found`, and `factor.required` for the last of somebody whose role asks for one. */
  remove(caller: UserCaller, factorId: string): Promise<void>;
  /** Throws `factor.not_found` where there is no factor that they would stand in for. */
  renewCodes(userId: string): Promise<string[]>;
  /** Takes everything off somebody who lost it, and ends every session. */
  reset(userId: string): Promise<void>;
}

interface FactorParts {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => number;
}

export function createFactors(parts: FactorParts): Factors {
  const { database, now } = parts;
  return {
    async list(userId) {
      const rows = await listFactors(database, userId);
      return { items: rows.map(toFactor), recoveryCodesLeft: await countRecoveryCodes(database, userId) };
    },
    async methodsOf(userId) {
      const rows = await listFactors(database, userId);
      const kinds = new Set(rows.map(({ kind }) => kind));
      const hasCodes = kinds.size > 0 && (await countRecoveryCodes(database, userId)) > 0;
      return [
        ...(kinds.has('totp') ? [{ kind: 'totp' } as const] : []),
        ...(hasCodes ? [{ kind: 'recovery_code' } as const] : []),
      ];
    },
    async prove(userId, proof) {
      if (proof.kind === 'recovery_code') return useRecoveryCode(database, userId, proof.code);
      return (await takeTotp(parts, { userId, code: proof.code, state: 'confirmed' })) !== undefined;
    },
    beginTotp: (caller, name) => beginTotp(parts, caller, name),
    async confirmTotp(caller, factorId, code) {
      const taken = await takeTotp(parts, { userId: caller.id, code, state: 'begun', factorId });
      if (taken === undefined) throw new ProblemError('auth.code_wrong');
      return database.transaction({ name: 'confirm factor' }, async (sql) => {
        const isFirst = (await listFactors(sql, caller.id)).length === 0;
        if (!(await confirmFactor(sql, { id: factorId, userId: caller.id, at: now() })))
          throw new ProblemError('factor.not_found');
        await deleteOtherSessions(sql, caller.id, caller.sessionHash);
        return isFirst ? renewRecoveryCodes(sql, caller.id, now()) : [];
      });
    },
    remove: (caller, factorId) =>
      database.transaction({ name: 'remove factor' }, (sql) => removeFactor(sql, caller, factorId)),
    renewCodes: (userId) =>
      database.transaction({ name: 'renew recovery codes' }, async (sql) => {
        if ((await listFactors(sql, userId)).length === 0) throw new ProblemError('factor.not_found');
        return renewRecoveryCodes(sql, userId, now());
      }),
    reset: (userId) =>
      database.transaction({ name: 'reset factors' }, async (sql) => {
        await deleteFactors(sql, userId);
        await deleteRecoveryCodes(sql, userId);
        await deleteOtherSessions(sql, userId, null);
      }),
  };
}

async function beginTotp({ database, keyring, now }: FactorParts, caller: UserCaller, name: string) {
  const id = randomUUID();
  const secret = createTotpSecret();
  const sealed = sealWithMaster(keyring, secret.toString('base64'), id);
  await database.transaction({ name: 'begin totp' }, async (sql) => {
    await deleteBegunFactors(sql, caller.id);
    if ((await listFactors(sql, caller.id)).length >= factorsMax) throw new ProblemError('factor.too_many');
    const factor = { id, user_id: caller.id, kind: 'totp', name, created_at: now(), confirmed_at: null } as const;
    await insertFactor(sql, factor);
    await insertTotp(sql, { factor_id: id, master_key_id: sealed.masterKeyId, secret: sealed.body });
  });
  return { factorId: id, secret: toBase32(secret), uri: toTotpUri(secret, caller.email) };
}

/** The factor whose code this is; its time step is taken, so that nobody who looked on can use the code again. */
async function takeTotp(
  { database, keyring, now }: FactorParts,
  given: {
    readonly userId: string;
    readonly code: string;
    readonly state: 'begun' | 'confirmed';
    readonly factorId?: string;
  },
): Promise<string | undefined> {
  const rows = await listTotps(database, given.userId, given.state);
  const wanted = rows.filter(({ factor_id: id }) => given.factorId === undefined || given.factorId === id);
  if (given.factorId !== undefined && wanted.length === 0) throw new ProblemError('factor.not_found');
  for (const row of wanted) {
    const sealed = { masterKeyId: row.master_key_id, body: row.secret };
    const secret = Buffer.from(openWithMaster(keyring, sealed, row.factor_id), 'base64');
    const step = findTotpStep(secret, given.code, now());
    if (step === undefined || !(await takeTotpStep(database, row.factor_id, step))) continue;
    await noteFactorUsed(database, row.factor_id, now());
    return row.factor_id;
  }
  return undefined;
}

async function removeFactor(sql: Sql, caller: UserCaller, factorId: string): Promise<void> {
  const factors = await listFactors(sql, caller.id);
  if (!factors.some(({ id }) => id === factorId)) throw new ProblemError('factor.not_found');
  const isLast = factors.length === 1;
  if (isLast && (await listFactorRoles(sql)).includes(caller.role)) throw new ProblemError('factor.required');
  await deleteFactor(sql, factorId, caller.id);
  if (isLast) await deleteRecoveryCodes(sql, caller.id);
  await deleteOtherSessions(sql, caller.id, caller.sessionHash);
}

function toFactor(row: FactorRow): Factor {
  return { id: row.id, kind: row.kind, name: row.name, createdAt: row.created_at, lastUsedAt: row.last_used_at };
}
