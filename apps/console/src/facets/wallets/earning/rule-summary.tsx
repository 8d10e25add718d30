import { walletsFolder } from '@perennial/domain';
import { useTranslation } from 'react-i18next';
import { numberOf, readName } from '../../../editing/document-parts.ts';
import type { Documents } from '../../../editing/document-parts.ts';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { pathInFolder } from '../../../editing/document-form/folder-documents.ts';
import type { FolderDocument } from '../../../editing/document-form/folder-documents.ts';
import { factName } from '../../../i18n/names.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { unitsText } from '../../../units/units-text.ts';
import { decimalsOf } from '../rules/wallet-shape.ts';

interface Props {
  readonly document: FolderDocument;
  readonly documents: Documents;
}

const onKinds = ['order', 'yearly', 'monthly'] as const;

/** What a rule gives and on what, in one line; of what is half written, as far as it goes. */
export function RuleSummary({ document, documents }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const { on, award, wallet } = partsOf(document.value);
  const id = typeof wallet === 'string' ? wallet : '';
  const filled = partsOf(documents[pathInFolder(walletsFolder, id)]);
  const { kind, units, perMinor, factorHundredths } = partsOf(award);
  const count = unitsText(numberOf(units) ?? 0, decimalsOf(filled), format);
  const amount =
    kind === 'rate'
      ? t('wallets.edit.rate', { units: count, amount: format.money(numberOf(perMinor) ?? 0) })
      : kind === 'multiplier'
        ? t('wallets.edit.multiplier', { factor: format.decimal((numberOf(factorHundredths) ?? 0) / 100, 2) })
        : t('wallets.edit.fixed', { units: count });
  const { kind: onKind, type } = partsOf(on);
  const known = onKinds.find((one) => one === onKind);
  const cause = known === undefined ? factName(typeof type === 'string' ? type : '', t) : t(`wallets.edit.on.${known}`);
  return (
    <span>
      {amount} · {local(readName(filled['name'])) || id} · <span className="quiet">{cause}</span>
    </span>
  );
}
