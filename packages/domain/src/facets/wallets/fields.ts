import { defineField } from '../../kernel/fields/field.ts';
import type { FieldDefinition } from '../../kernel/fields/field.ts';
import { createSubjectPart } from '../../kernel/fields/subject.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import { availableOf } from './ledger/accounts.ts';
import { accountRows } from './ledger/rows.ts';
import type { AccountRow } from './ledger/rows.ts';
import { walletsIndex } from './rules/rules.ts';

/** The accounts of a member by wallet. */
export interface AccountReader {
  get(wallet: string): AccountRow | null | undefined;
}

const accountsPart = createSubjectPart<AccountReader>(walletsIndex);

interface Figure {
  readonly name: string;
  readonly label: LocalizedText;
  readonly column: string;
  readonly read: (account: AccountRow) => number;
}

/** What conditions, exports and the lens know of each wallet: `wallet.<id>.<name>`. */
export const walletFigures: readonly Figure[] = [
  { name: 'available', label: { en: 'available', zh: '可用' }, column: 'wallet_available', read: availableOf },
  { name: 'balance', label: { en: 'balance', zh: '余额' }, column: 'wallet_balance', read: ({ posted }) => posted },
  { name: 'pending', label: { en: 'pending', zh: '待入账' }, column: 'wallet_pending', read: ({ pending }) => pending },
  { name: 'held', label: { en: 'held', zh: '冻结' }, column: 'wallet_held', read: ({ held }) => held },
  { name: 'owed', label: { en: 'owed', zh: '欠分' }, column: 'wallet_owed', read: ({ debt }) => debt },
  {
    name: 'earned',
    label: { en: 'ever earned', zh: '累计获得' },
    column: 'wallet_earned',
    read: ({ earned }) => earned,
  },
  { name: 'spent', label: { en: 'ever spent', zh: '累计使用' }, column: 'wallet_spent', read: ({ spent }) => spent },
  {
    name: 'expired',
    label: { en: 'ever expired', zh: '累计过期' },
    column: 'wallet_expired',
    read: ({ expired }) => expired,
  },
];

/** Nobody who has no account has anything in it: 0, not unknown. */
export function walletFields(
  wallets: readonly { readonly id: string; readonly name: LocalizedText }[],
): FieldDefinition[] {
  return wallets.flatMap(({ id, name }) => [
    ...walletFigures.map(({ name: figure, label, column, read }) =>
      defineField({
        field: `wallet.${id}.${figure}`,
        type: 'number',
        unit: 'count',
        group: 'wallets',
        time: 'decision',
        label: { en: `${name.en}: ${label.en}`, zh: `${name.zh}：${label.zh}` },
        reader: {
          read: (subject) => {
            const account = accountsPart.of(subject).get(id);
            return account === null || account === undefined ? 0 : read(account);
          },
        },
        needs: [{ by: 'key', kind: accountRows, keys: [[id]] }],
        lens: { column, key: id, otherwise: 0 },
      }),
    ),
    defineField({
      field: `wallet.${id}.expires`,
      class: 'lens',
      type: 'instant',
      group: 'wallets',
      label: { en: `${name.en}: first units expire`, zh: `${name.zh}：最早过期时间` },
      // It lies ahead, so no window that ends now can hold it.
      operators: ['before', 'onOrAfter', 'null', 'notNull'],
      reader: {},
      lens: { column: 'wallet_expires', key: id },
    }),
  ]);
}
