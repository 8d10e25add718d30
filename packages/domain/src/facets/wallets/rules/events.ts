import type { EventKind } from '../../../kernel/steps/cause.ts';

/** The derived fact of a step that moved units: once a wallet. */
export const walletChanged = 'wallet.changed';

export const walletEvents: readonly EventKind[] = [
  {
    type: walletChanged,
    label: { en: 'A balance changed', zh: '余额变动' },
    describes: {
      en: 'Units came in, went out, became available or were held. With the wallet, by how many units, and what is there and available then.',
      zh: '账户有入账、出账、生效或冻结。包含账户、变动数量、变动后的余额与可用数。',
    },
  },
];
