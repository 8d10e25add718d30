import { measureKindWords, tierSetsMax, tierSetWords, tiersFolder, walletsFolder } from '@perennial/domain';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { DocumentFolder } from '../../../editing/document-form/document-folder.tsx';
import { documentsIn, pathInFolder } from '../../../editing/document-form/folder-documents.ts';
import type { FolderDocument } from '../../../editing/document-form/folder-documents.ts';
import { listOf, readName } from '../../../editing/document-parts.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useMemberFields } from '../../../conditions/fields/use-member-fields.ts';
import { tierShape } from './tier-shape.ts';

const firstSet = {
  measures: [{ id: 'spend', kind: 'net_spend' }],
  levels: [{ id: 'basic', name: { en: 'Basic', zh: '普通' }, benefits: [] }],
  period: { kind: 'rolling', days: 365 },
};

const sectionKeys = {
  basics: ['name', 'measures', 'period'],
  levels: ['levels'],
  lasting: ['upgrade', 'atPeriodEnd', 'validFor', 'grace', 'keepsAfterRefund', 'onVersion'],
} as const;
const sections = ['basics', 'levels', 'lasting'] as const;

/** The tier sets of the program. */
export function TiersEditor(props: ProgramTabProps) {
  const { t } = useTranslation();
  const shape = useTierShape(props);
  return (
    <DocumentFolder
      {...props}
      folder={tiersFolder}
      documentsMax={tierSetsMax}
      words={tierSetWords}
      shape={shape}
      sections={sections.map((one) => ({ title: t(`tiers.edit.section.${one}`), keys: sectionKeys[one] }))}
      texts={{
        title: t('tiers.edit.title'),
        lead: t('tiers.edit.lead'),
        add: t('tiers.edit.add'),
        none: t('tiers.edit.none'),
      }}
      summary={(document) => <LevelNames document={document} />}
      first={firstSet}
    />
  );
}

function LevelNames({ document }: { readonly document: FolderDocument }) {
  const local = useLocal();
  const names = listOf(partsOf(document.value)['levels']).map((level) => local(readName(partsOf(level)['name'])));
  return <span className="quiet">{names.join(' → ')}</span>;
}

function useTierShape({ editor, view }: ProgramTabProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const { currency } = useFormat();
  const fields = useMemberFields();
  const { documents } = editor;
  return useMemo(() => {
    const open = partsOf(documents[pathInFolder(tiersFolder, view.item ?? '')]);
    const measures = listOf(open['measures']).flatMap((measure) => {
      const { id, kind } = partsOf(measure);
      const words = Object.entries(measureKindWords).find(([one]) => one === kind)?.[1];
      return typeof id === 'string' ? [{ id, kind, label: words === undefined ? id : `${local(words)} · ${id}` }] : [];
    });
    return tierShape({
      fields,
      currency,
      wallets: documentsIn(walletsFolder, documents).map(({ id, name }) => ({ value: id, label: local(name) || id })),
      measures: measures.map(({ id, label }) => ({ value: id, label })),
      isAllMoney: measures.length > 0 && measures.every(({ kind }) => kind === 'net_spend'),
      hintOfAtLeast: t('tiers.edit.atLeastHint'),
    });
  }, [documents, view.item, local, currency, fields, t]);
}
