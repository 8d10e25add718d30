import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text that is safe in headers and addresses. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token or key: it has enough chance in it that a fast hash cannot be searched. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
