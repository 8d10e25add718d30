import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

/** What an installation needs of its machine: the Node it was built for, a folder to write to, room on the disk. */
export async function checkMachine(dataFolder: string): Promise<readonly Finding[]> {
  return [checkNode(), checkFolder(dataFolder), await checkSpace(dataFolder)];
}

function checkNode(): Finding {
  const isRecent = Number(process.versions.node.split('.')[0]) >= 26;
  return { check: 'Node', verdict: isRecent ? 'ok' : 'wrong', detail: process.versions.node };
}

function checkFolder(folder: string): Finding {
  const check = 'data folder';
  if (!existsSync(folder)) return { check, verdict: 'ok', detail: `${folder}, made on the first start` };
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return { check, verdict: 'wrong', detail: `${folder} cannot be written by this user` };
  }
  const keys = join(folder, 'keys.json');
  if (existsSync(keys) && process.platform !== 'win32' && (statSync(keys).mode & 0o077) !== 0) {
    return { check, verdict: 'wrong', detail: `others can read ${keys}: chmod 600` };
  }
  return { check, verdict: 'ok', detail: folder };
}

const freeBytesMin = 1024 ** 3;

async function checkSpace(folder: string): Promise<Finding> {
  const check = 'disk';
  const { bavail, bsize } = await statfs(existsSync(folder) ? folder : '.');
  const detail = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free`;
  return { check, verdict: bavail * bsize < freeBytesMin ? 'warning' : 'ok', detail };
}
