import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of a hash: 16 MiB and five passes, one of the equivalents that OWASP's password storage sheet names for scrypt. */
const cost = { N: 16_384, r: 8, p: 5 } as const;
const keyBytes = 32;
/** Hashes at the same time; more would let sign-in attempts take the machine from everybody else. */
const concurrentMax = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** `scrypt:N:r:p:salt:hash`, so that a later release can raise the cost and still read this one. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join(':');
}

/** Takes the same time for an unknown user (`stored` null) as for a wrong password, so that addresses cannot be probed. */
export async function isPasswordRight(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt = '', hash = ''] = (stored ?? '').split(':');
  const parameters = stored === null ? cost : { N: Number(n), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), parameters);
  const expected = Buffer.from(hash, 'base64url');
  return stored !== null && expected.length === keyBytes && timingSafeEqual(derived, expected);
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

async function derive(password: string, salt: Buffer, parameters: Cost): Promise<Buffer> {
  if (running >= concurrentMax) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      // One spelling of a password, whichever keyboard composed it.
      scrypt(password.normalize('NFKC'), salt, keyBytes, { ...parameters, maxmem: 64 * 1024 * 1024 }, (error, key) =>
        error === null ? resolve(key) : reject(error),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
