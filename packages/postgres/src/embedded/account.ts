import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The system account that PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const nobody: Account = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root, so root hands it to another account: the owner of `folder` when that is an ordinary
 * user, else `nobody`. Undefined means "as we are". No account is created, because images often lack `useradd`.
 */
export function chooseAccount(folder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(folder);
  if (owner.uid !== 0 && isNamedAccount(owner.uid)) return { uid: owner.uid, gid: owner.gid };
  return nobody;
}

/** initdb looks its account up by number and stops when it has no name. */
function isNamedAccount(uid: number): boolean {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .some((line) => line.split(':')[2] === String(uid));
  } catch {
    return false;
  }
}

/** Whether the account can enter the folder, asked of the system itself, because mode bits do not tell of access lists. */
export function canEnter(account: Account, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/', timeout: 5_000 }).status === 0
  );
}

/** The outermost folder on the way to `folder` that the account cannot enter, told for a person; undefined when all can. */
export function describeBlockingFolder(account: Account, folder: string): string | undefined {
  const ancestors: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    ancestors.unshift(at);
    if (at === dirname(at)) break;
  }
  const blocking = ancestors.find((ancestor) => !canEnter(account, ancestor));
  if (blocking === undefined) return undefined;
  const mode = (statSync(blocking).mode & 0o777).toString(8).padStart(4, '0');
  return `${blocking} (mode ${mode})`;
}
