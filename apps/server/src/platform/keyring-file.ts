import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyring, keyBytes } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { z } from 'zod';

const key = z.base64().transform((text) => Buffer.from(text, 'base64'));

/**
 * Hash keys were numbered once. Their numbers are read as the UUIDs that the database has in place of them, in
 * `00000000-0000-0000-0000-000000000001` the first: see the migration that brought key ids.
 */
const hashKeyId = z.union([
  z.uuid().transform((id) => id.toLowerCase()),
  z
    .number()
    .int()
    .min(1)
    .max(32_767)
    .transform((number) => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`),
]);

/** The keys of an installation as they are stored, base64. The first hash key and the named master key are in use. */
const storedKeys = z.object({
  currentMasterKeyId: z.string().min(1).max(50),
  masterKeys: z.record(z.string().min(1).max(50), key),
  hashKeys: z.array(z.object({ id: hashKeyId, key })).min(1),
});

export interface KeyringSource {
  readonly dataFolder: string;
  /** The JSON of `keys.json`, from the environment: then nothing is read from or written to the folder. */
  readonly keys?: string | undefined;
}

/** Losing this file loses every name and number in the database; it is never in a backup of the database alone. */
const fileName = 'keys.json';

/** There is data under keys that are not here. */
export class KeysMissingError extends Error {
  override readonly name = 'KeysMissingError';
}

/**
 * The keyring of the installation: from the environment, else from `keys.json` in the data folder, which is made on the first
 * start, readable by its owner alone. Throws when the keys are there and cannot be used.
 */
export function openKeyring(source: KeyringSource): Keyring {
  if (source.keys !== undefined) return parseKeyring(source.keys, 'PERENNIAL_KEYS');
  const path = join(source.dataFolder, fileName);
  return parseKeyring(readIfThere(path) ?? createFile(path), path);
}

/** The keyring of an installation that has data already: new keys would open nothing of it, so none are made. */
export function openKeyringOfData(source: KeyringSource): Keyring {
  if (source.keys !== undefined) return parseKeyring(source.keys, 'PERENNIAL_KEYS');
  const path = join(source.dataFolder, fileName);
  const text = readIfThere(path);
  if (text !== undefined) return parseKeyring(text, path);
  throw new KeysMissingError(
    `The keys of this database are missing: there is no ${path}. Nothing was changed. Bring back the keys.json that it was begun with, from where it is kept beside the backups, or give it as PERENNIAL_KEYS.`,
  );
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Two processes may start at once: a link, unlike a rename, keeps the keys of the first. */
function createFile(path: string): string {
  const newKey = () => randomBytes(keyBytes).toString('base64');
  const masterKeyId = randomUUID();
  const keys = {
    currentMasterKeyId: masterKeyId,
    masterKeys: { [masterKeyId]: newKey() },
    hashKeys: [{ id: randomUUID(), key: newKey() }],
  };
  const draft = `${path}.${process.pid}`;
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

/**
 * Adds a new key and takes it into use; the older ones stay, to read what they made. The file is replaced in one step. Answers
 * the new key's id.
 */
export function addKey(dataFolder: string, kind: 'master' | 'hash'): string {
  const path = join(dataFolder, fileName);
  const keys = storedTexts.parse(parseJson(readFileSync(path, 'utf8')));
  const key = randomBytes(keyBytes).toString('base64');
  const id = randomUUID();
  if (kind === 'hash') keys.hashKeys.unshift({ id, key });
  else {
    keys.masterKeys[id] = key;
    keys.currentMasterKeyId = id;
  }
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, path);
  return id;
}

/** The same as `storedKeys`, kept as text. */
const storedTexts = z.object({
  currentMasterKeyId: z.string(),
  masterKeys: z.record(z.string(), z.string()),
  hashKeys: z.array(z.object({ id: z.union([z.string(), z.number()]), key: z.string() })).min(1),
});

/** Reads the JSON of `keys.json`. Throws, naming what is wrong and where, never a key. */
export function parseKeyring(text: string, where: string): Keyring {
  const read = storedKeys.safeParse(parseJson(text));
  if (!read.success)
    throw new Error(`The keys in ${where} cannot be read: ${read.error.issues[0]?.path.join('.') ?? ''} is wrong.`);
  const { currentMasterKeyId, masterKeys, hashKeys } = read.data;
  return createKeyring({ currentMasterKeyId, masterKeys: new Map(Object.entries(masterKeys)), hashKeys });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
