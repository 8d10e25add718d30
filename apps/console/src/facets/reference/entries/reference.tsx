import { minorDigits, urlOf } from '@perennial/contracts';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useSession } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { useGo } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { importsPaths } from '../../imports/urls/paths.ts';
import { referencePaths } from '../urls/paths.ts';
import { readReferenceSearch } from '../urls/search.ts';
import { kindNameOf } from './entries-query.ts';
import { EntryTable } from './entry-table.tsx';
import { createReferenceKinds } from './reference-kinds.ts';
import type { ReferenceKind } from './reference-kinds.ts';
import { ReferenceModal } from './reference-modal.tsx';
import { WaitingForRates } from './waiting-for-rates.tsx';
import './reference.css';
import type { ReferenceKindName } from '../urls/search.ts';
import { referenceKinds } from '../urls/search.ts';

/** Products, stores, staff and rates: searched, paged, added, changed by a new version, imported and exported. */
export function Reference() {
  const { t } = useTranslation();
  const go = useGo();
  const format = useFormat();
  const search = usePageSearch(readReferenceSearch);
  const name = kindNameOf(search);
  const showsCosts = useSession().capabilities.includes('reference.costs');
  const kind = createReferenceKinds({ minorDigits: minorDigits(format.currency), showsCosts })[name];
  const { item: _, act: __, ...list } = search;
  return (
    <Panel
      title={t(`reference.kind.${name}`)}
      lead={name === 'rates' ? t('reference.ratesLead', { currency: format.currency }) : t('reference.lead')}
      extra={
        <Segmented
          aria-label={t('reference.title')}
          value={name}
          options={referenceKinds.map((one) => ({ value: one, label: t(`reference.kind.${one}`) }))}
          onChange={(next) => go(referencePaths.reference({ id: next }))}
        />
      }
    >
      {name === 'rates' && <WaitingForRates />}
      <Toolbar key={`tools of ${name}`} name={name} kind={kind} q={search.q ?? ''} />
      {/* Rows of another kind do not stand in for those that are on their way. */}
      <EntryTable key={`rows of ${name}`} name={name} kind={kind} search={{ ...list, id: name }} />
      {(search.item !== undefined || search.act === 'new') && (
        <ReferenceModal
          key={search.item ?? ''}
          name={name}
          kind={kind}
          id={search.item}
          onClose={() => go(referencePaths.reference({ ...list, id: name }))}
        />
      )}
    </Panel>
  );
}

interface ToolbarProps {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  readonly q: string;
}

/** Search and acts of one kind. What is typed stands in the address at once; the list follows when typing rests. */
function Toolbar({ name, kind, q }: ToolbarProps) {
  const { t } = useTranslation();
  const go = useGo();
  const [typed, setTyped] = useState(q);
  // Back and forward change the address under what was typed, which stays only where it says the same.
  const text = typed.trim() === q ? typed : q;
  const find = (next: string) => {
    setTyped(next);
    // A search is one entry of the history, not one a letter.
    go(referencePaths.reference({ id: name, q: next.trim() }), { replace: q !== '' && next.trim() !== '' });
  };
  return (
    <div className="bulk">
      <Input
        className="value-text"
        allowClear
        value={text}
        placeholder={t('reference.search')}
        aria-label={t('reference.search')}
        onChange={({ target }) => find(target.value)}
      />
      <GuardedButton
        type="primary"
        needs={kind.needs}
        onClick={() => go(referencePaths.reference({ id: name, act: 'new' }))}
      >
        {t(`reference.add.${name}`)}
      </GuardedButton>
      <GuardedButton needs="imports.run" onClick={() => go(importsPaths.imports())}>
        {t('reference.import')}
      </GuardedButton>
      <Button href={urlOf(kind.csv, { query: q === '' ? {} : { q } })}>{t('action.exportCsv')}</Button>
    </div>
  );
}
