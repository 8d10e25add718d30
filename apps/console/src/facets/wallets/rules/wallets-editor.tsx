import { walletKindWords, walletsFolder, walletsMax, walletWords } from '@perennial/domain';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { DocumentFolder } from '../../../editing/document-form/document-folder.tsx';
import { pathInFolder } from '../../../editing/document-form/folder-documents.ts';
import type { FolderDocument } from '../../../editing/document-form/folder-documents.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useMemberFields } from '../../../conditions/fields/use-member-fields.ts';
import { decimalsOf, firstExpiry, walletShape } from './wallet-shape.ts';

const firstWallet = { kind: 'points', expiry: firstExpiry };

const sectionKeys = {
  basics: ['name', 'kind', 'decimals', 'value'],
  expiry: ['expiry', 'expiryFor'],
  spending: ['spendOrder', 'shortfall', 'holdMinutesMax', 'transfer'],
  limits: ['balanceMax', 'secondPersonAbove'],
} as const;
const sections = ['basics', 'expiry', 'spending', 'limits'] as const;

/** The wallets of the program. */
export function WalletsEditor(props: ProgramTabProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const { currency } = useFormat();
  const fields = useMemberFields();
  const { editor, view } = props;
  const open = partsOf(editor.documents[pathInFolder(walletsFolder, view.item ?? '')]);
  const decimals = decimalsOf(open);
  const shape = useMemo(() => walletShape({ local, fields, currency, decimals }), [local, fields, currency, decimals]);
  return (
    <DocumentFolder
      {...props}
      folder={walletsFolder}
      documentsMax={walletsMax}
      words={walletWords}
      shape={shape}
      sections={sections.map((one) => ({ title: t(`wallets.edit.section.${one}`), keys: sectionKeys[one] }))}
      texts={{
        title: t('wallets.edit.wallets'),
        lead: t('wallets.edit.walletsLead'),
        add: t('wallets.edit.addWallet'),
        none: t('wallets.edit.noWallets'),
      }}
      summary={(document) => <WalletSummary document={document} />}
      first={firstWallet}
    />
  );
}

function WalletSummary({ document }: { readonly document: FolderDocument }) {
  const local = useLocal();
  const { kind } = partsOf(document.value);
  const text = Object.entries(walletKindWords).find(([one]) => one === kind)?.[1];
  return text === undefined ? null : <span className="tag">{local(text)}</span>;
}
