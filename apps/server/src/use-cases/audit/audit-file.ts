import type { WordTable } from '@perennial/contracts';
import { actorWords, actWords, auditColumnWords, auditText, outcomeWords } from '@perennial/contracts/staff';
import { toCsvRow } from '../reading/csv.ts';
import { byteOrderMark, createFileWords } from '../reading/file-words.ts';
import type { FileRequest, FileSettings, FileWords } from '../reading/file-words.ts';
import type { NamedAct } from './audit-names.ts';

/** The audit log as a file: its first line, and a line an act. */
export interface AuditFile {
  readonly header: string;
  readonly row: (act: NamedAct) => string;
}

export function createAuditFile(settings: FileSettings, { form, language }: FileRequest): AuditFile {
  if (form === 'raw') return { header: toCsvRow(rawHeader), row: rawRow };
  const words = createFileWords(settings, language);
  const { at, actor, action, subject, reason, outcome } = auditColumnWords;
  const titles = [words.zonedTitle(at), ...[actor, action, subject, reason, outcome].map(words.text)];
  return { header: byteOrderMark + toCsvRow(titles), row: (act) => toCsvRow(wordedCells(act, words)) };
}

/** As the console shows them. */
function wordedCells(act: NamedAct, words: FileWords): readonly string[] {
  return [
    words.instant(act.at),
    whoOf(act, words),
    wordOf(actWords, act.action.replaceAll('.', '_'), words) ?? act.action,
    onWhatOf(act, words),
    auditText(act.reason, words.language),
    wordOf(outcomeWords, act.outcome, words) ?? act.outcome,
  ];
}

function whoOf({ actor, actorKind, actorName }: NamedAct, words: FileWords): string {
  const kind = wordOf(actorWords, actorKind, words) ?? actorKind;
  if (actorKind !== 'user' && actorKind !== 'key' && actorKind !== 'device') return kind;
  const name = actorName === '' ? `…${actor.slice(-6)}` : actorName;
  return actorKind === 'user' ? name : `${name} (${kind})`;
}

/** The people that the subject names by their names, and the rest of it in words. */
function onWhatOf({ subject, subjects }: NamedAct, words: FileWords): string {
  const rest = subjects.reduce((text, { id }) => text.replace(id, ''), subject).replaceAll(/^\/+|\/+$/g, '');
  const names = subjects.map(({ name }) => name).join(' · ');
  return [names, rest === '' ? '' : auditText(rest, words.language)].filter((text) => text !== '').join(' ');
}

function wordOf(table: WordTable, key: string, words: FileWords): string | undefined {
  const text = Object.hasOwn(table, key) ? table[key] : undefined;
  return text && words.text(text);
}

const rawHeader = [
  'id',
  'at',
  'actor_kind',
  'actor',
  'actor_name',
  'action',
  'subject',
  'names',
  'reason',
  'outcome',
  'request_id',
];

function rawRow(act: NamedAct): string {
  return toCsvRow([
    act.id,
    new Date(act.at).toISOString(),
    act.actorKind,
    act.actor,
    act.actorName,
    act.action,
    act.subject,
    act.subjects.map(({ name }) => name).join(' '),
    act.reason,
    act.outcome,
    act.requestId,
  ]);
}
