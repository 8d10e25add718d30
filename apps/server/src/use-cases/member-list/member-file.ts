import type { ListedFigures, ListedMember } from '@perennial/clickhouse';
import { channelWord } from '@perennial/contracts';
import type { LocalizedText } from '@perennial/contracts';
import { identityColumnWords, memberColumnWords, memberFileColumns, nextChangeWords } from '@perennial/contracts/staff';
import type { MemberFileColumn } from '@perennial/contracts/staff';
import type { CompiledLifecycle } from '@perennial/domain';
import type { PlainIdentity } from '../personal-data/personal-reader.ts';
import { byteOrderMark } from '../reading/file-words.ts';
import type { FileWords } from '../reading/file-words.ts';
import { toCsvRow } from '../reading/csv.ts';
import { maskTags } from '../registers/registers.ts';

/** What a row of the file says of a member. */
export interface FileMember {
  readonly member: ListedMember;
  readonly figures: ListedFigures;
  /** Masked. */
  readonly label: string;
  /** Empty where there is none. */
  readonly storeName: string;
  /** In clear; empty unless they are asked for with a reason. */
  readonly identities: readonly PlainIdentity[];
}

/** A list of members as a file: its first line, and a line a member. */
export interface MemberFile {
  readonly columns: readonly MemberFileColumn[];
  readonly header: string;
  readonly row: (row: FileMember) => string;
}

export interface MemberFileOptions {
  readonly words: FileWords;
  readonly lifecycle: CompiledLifecycle;
  /** In this order; all of them when absent. */
  readonly columns: readonly MemberFileColumn[] | undefined;
  /** As of a past instant `nextChangeAt` is what did come. */
  readonly isHistory: boolean;
  /** With identities in clear after the columns. */
  readonly isRevealed: boolean;
}

interface Column {
  readonly title: string;
  readonly cell: (row: FileMember) => string;
}

/** The list as people read it: its columns, its words, its days and its amounts. */
export function createMemberFile(options: MemberFileOptions): MemberFile {
  const columns = [...new Set(options.columns ?? memberFileColumns)];
  const of = columnsOf(options);
  const all = [...columns.map((key) => of[key]), ...(options.isRevealed ? identityColumns(options.words) : [])];
  return {
    columns,
    header: byteOrderMark + toCsvRow(all.map(({ title }) => title)),
    row: (row) => toCsvRow(all.map(({ cell }) => cell(row))),
  };
}

function columnsOf({ words, lifecycle, isHistory }: MemberFileOptions): Readonly<Record<MemberFileColumn, Column>> {
  const names = new Map(lifecycle.stages.map(({ id, name }) => [id, words.text(name)]));
  const stageName = (id: string) => names.get(id) ?? id;
  const titles = memberColumnWords;
  const day = (title: LocalizedText, at: (row: FileMember) => number | null): Column => ({
    title: words.zonedTitle(title),
    cell: (row) => words.day(at(row)),
  });
  return {
    id: { title: words.text(titles.id), cell: ({ member }) => member.id },
    label: { title: words.text(titles.label), cell: ({ label }) => label },
    stage: { title: words.text(titles.stage), cell: ({ member }) => stageName(member.stage) },
    stageSince: day(titles.stageSince, ({ member }) => member.stageSinceAt),
    nextChangeAt: {
      title: words.zonedTitle(isHistory ? titles.changedNext : titles.nextChangeAt),
      cell: ({ member: { nextStage, nextChangeAt } }) =>
        nextStage === '' || nextChangeAt === null
          ? ''
          : words
              .text(nextChangeWords)
              .replace('{{stage}}', () => stageName(nextStage))
              .replace('{{day}}', () => words.day(nextChangeAt)),
    },
    lastOrderAt: day(titles.lastOrderAt, ({ figures }) => figures.lastOrderAt),
    orders: { title: words.text(titles.orders), cell: ({ figures }) => String(figures.orders) },
    spend: { title: words.amountTitle(titles.spend), cell: ({ figures }) => words.amount(figures.spendMinor) },
    joinedAt: day(titles.joinedAt, ({ member }) => member.joinedAt),
    firstOrderAt: day(titles.firstOrderAt, ({ figures }) => figures.firstOrderAt),
    store: { title: words.text(titles.store), cell: ({ storeName }) => storeName },
    channel: {
      title: words.text(titles.channel),
      cell: ({ member }) => channelWord(member.channel, words.language),
    },
    tags: { title: words.text(titles.tags), cell: ({ figures }) => maskTags(figures.tags).join('; ') },
  };
}

function identityColumns(words: FileWords): readonly Column[] {
  const column = (title: LocalizedText, ...types: readonly string[]): Column => ({
    title: words.text(title),
    cell: ({ identities }) => valuesOf(identities, types).join('; '),
  });
  return [
    column(identityColumnWords.phone, 'phone'),
    column(identityColumnWords.email, 'email'),
    column(identityColumnWords.customerNumber, 'external_id', 'user_id'),
    column(identityColumnWords.cardNumber, 'card_no'),
  ];
}

/** Of these types, whichever source they belong to; of weak ones nothing but an index is kept. */
function valuesOf(identities: readonly PlainIdentity[], types: readonly string[]): readonly string[] {
  const own = identities.filter(({ type, value }) => value !== '' && types.includes(type.split(':')[0] ?? ''));
  return [...new Set(own.map(({ value }) => value))];
}
