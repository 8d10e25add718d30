import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the running server of a data folder answers, and the token for what only commands on this machine may ask. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly token: string;
  /** The data folder that it serves: the address in a copy of it is not that of a server of the copy. */
  readonly folder: string;
}

/** Writes the address file, readable by its owner alone. Call it once the server listens; `withdraw` removes it. */
export function announceServer(
  dataFolder: string,
  at: { readonly host: string; readonly port: number; readonly token?: string },
): ServerAddress & { withdraw(): void } {
  const token = at.token ?? randomBytes(32).toString('base64url');
  const folder = realpathSync(dataFolder);
  const address: ServerAddress = { host: at.host, port: at.port, pid: process.pid, token, folder };
  const file = addressFile(dataFolder);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return { ...address, withdraw: () => withdraw(dataFolder, token) };
}

/** The address of the running server, or undefined. One that was killed leaves its address behind: the caller finds nobody there. */
export function readServerAddress(dataFolder: string): ServerAddress | undefined {
  let text: string;
  try {
    text = readFileSync(addressFile(dataFolder), 'utf8');
  } catch {
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  return isAddress(value) && value.folder === realpathSync(dataFolder) ? value : undefined;
}

/** `http://127.0.0.1:4600`, as one reaches from this machine what listens there. */
export function toUrl({ host, port }: Pick<ServerAddress, 'host' | 'port'>): string {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
}

function isAddress(value: unknown): value is ServerAddress {
  return (
    typeof value === 'object' &&
    value !== null &&
    'host' in value &&
    typeof value.host === 'string' &&
    'port' in value &&
    typeof value.port === 'number' &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'token' in value &&
    typeof value.token === 'string' &&
    'folder' in value &&
    typeof value.folder === 'string'
  );
}

/** Leaves the file of a server that started meanwhile alone. */
function withdraw(dataFolder: string, token: string): void {
  if (readServerAddress(dataFolder)?.token === token) rmSync(addressFile(dataFolder), { force: true });
}

function addressFile(dataFolder: string): string {
  return join(dataFolder, 'server.json');
}
