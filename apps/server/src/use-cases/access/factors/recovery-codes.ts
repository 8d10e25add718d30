import { randomBytes } from 'node:crypto';
import { deleteRecoveryCodes, insertRecoveryCode, takeRecoveryCode } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { hashToken } from '../tokens/tokens.ts';
import { toBase32 } from './totp.ts';

const [codesCount, codeBytes] = [10, 10];

/** New codes in place of those of before, in groups of four as people copy them. Only their hashes are stored. */
export async function renewRecoveryCodes(sql: Sql, userId: string, at: number): Promise<string[]> {
  await deleteRecoveryCodes(sql, userId);
  const codes = Array.from({ length: codesCount }, () => toBase32(randomBytes(codeBytes)));
  for (const code of codes) await insertRecoveryCode(sql, { codeHash: hashCode(code), userId, createdAt: at });
  return codes.map((code) => code.match(/.{4}/g)?.join('-') ?? code);
}

/** True once for each code, however it is written. */
export function useRecoveryCode(sql: Sql, userId: string, code: string): Promise<boolean> {
  return takeRecoveryCode(sql, hashCode(code), userId);
}

/** The zero and the one are no letters of the alphabet: who reads an O or an I as them means the letter. */
function hashCode(code: string): Buffer {
  const letters = code
    .toUpperCase()
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replaceAll(/[^A-Z2-7]/g, '');
  return hashToken(`recovery ${letters}`);
}
