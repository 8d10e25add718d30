import type { DeliveryGate } from '@perennial/engine';
import type { Sql } from '@perennial/postgres';
import { readErasedMembers, readLastBackup } from '@perennial/postgres/backup';
import { existsSync } from 'node:fs';
import type { ErasureJournal } from '../../backup/journal/erasure-journal.ts';
import { readJournal } from '../../backup/journal/journal-file.ts';
import type { Finding } from './finding.ts';

export interface BackupPorts {
  readonly database: Sql;
  readonly erasureJournal: ErasureJournal;
  readonly delivery: DeliveryGate;
  /** 0 for no bound. */
  readonly daysMax: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What would be lost, what would come back, and what waits, if this installation had to be restored, or was. */
export async function checkBackup(ports: BackupPorts): Promise<readonly Finding[]> {
  return [await checkAge(ports), await checkJournal(ports), await checkDelivery(ports)];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

async function checkAge({ database, daysMax, now }: BackupPorts): Promise<Finding> {
  const check = 'backup';
  const last = await readLastBackup(database);
  if (last === null) {
    const detail = 'none was taken of this installation: npx perennial backup FILE';
    return { check, verdict: daysMax === 0 ? 'ok' : 'warning', detail };
  }
  const ageMs = now - last.taken_at;
  const age = ageMs < 2 * dayMs ? `${Math.floor(ageMs / hourMs)} hours` : `${Math.floor(ageMs / dayMs)} days`;
  const isThere = existsSync(last.file) ? '' : ', which is not there now';
  const detail = `the last one is ${age} old: ${last.file}${isThere}`;
  if (daysMax === 0 || ageMs <= daysMax * dayMs) return { check, verdict: 'ok', detail };
  return { check, verdict: 'warning', detail: `${detail}; more than ${daysMax} days (PERENNIAL_BACKUP_DAYS)` };
}

async function checkJournal({ database, erasureJournal }: BackupPorts): Promise<Finding> {
  const check = 'erasures beside the backups';
  const file = await erasureJournal.file();
  if (file === undefined) return { check, verdict: 'ok', detail: 'no backup whose folder is here; nothing to note' };
  try {
    const noted = new Set((readJournal(file) ?? []).map(({ memberId }) => memberId));
    const missing = (await readErasedMembers(database)).filter((memberId) => !noted.has(memberId)).length;
    if (missing === 0) return { check, verdict: 'ok', detail: `all in ${file}` };
    const detail = `${missing} are not in ${file} and would come back with a restore; a start or a backup notes them`;
    return { check, verdict: 'warning', detail };
  } catch (error) {
    return { check, verdict: 'warning', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function checkDelivery({ delivery }: BackupPorts): Promise<Finding> {
  const check = 'delivery';
  const pause = await delivery.readPause();
  if (pause === null) return { check, verdict: 'ok', detail: 'not paused' };
  const since = new Date(pause.pausedAt).toISOString();
  const detail = `paused since ${since}, because this was restored from a backup; when nothing else sends to the same members: npx perennial delivery resume`;
  return { check, verdict: 'warning', detail };
}
