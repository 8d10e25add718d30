import { earningFolder, earningRulesMax, earningRuleWords, walletsFolder } from '@perennial/domain';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { DocumentFolder } from '../../../editing/document-form/document-folder.tsx';
import { documentsIn, pathInFolder } from '../../../editing/document-form/folder-documents.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useMemberFields } from '../../../conditions/fields/use-member-fields.ts';
import { BudgetOfRule } from '../budgets/rule-budget.tsx';
import { decimalsOf } from '../rules/wallet-shape.ts';
import { TryOrder } from '../trial/try-order.tsx';
import { RuleSummary } from './rule-summary.tsx';
import { ruleShape } from './rule-shape.ts';

const calendarsFolder = 'calendars/';

const sectionKeys = {
  earns: ['name', 'on', 'wallet', 'award'],
  conditions: ['who', 'what', 'lines', 'minimumMinor', 'excludes'],
  when: ['schedule', 'countsBackfill'],
  others: ['group', 'mode', 'priority'],
  caps: ['caps', 'budgetMinor', 'cost', 'keeps'],
  lots: ['pending', 'expiry', 'lotPriority', 'scope', 'lotClass'],
} as const;
const sections = ['earns', 'conditions', 'when', 'others', 'caps', 'lots'] as const;

/** The rules by which members come by units. */
export function EarningEditor(props: ProgramTabProps) {
  const { t } = useTranslation();
  const shape = useRuleShape(props);
  const { documents } = props.editor;
  const [wallet] = documentsIn(walletsFolder, documents);
  const first = {
    on: { kind: 'order' },
    wallet: wallet?.id ?? '',
    award: { kind: 'rate', perMinor: 100, units: 1 },
  };
  return (
    <>
      <DocumentFolder
        {...props}
        folder={earningFolder}
        documentsMax={earningRulesMax}
        words={earningRuleWords}
        shape={shape}
        sections={sections.map((one) => ({ title: t(`wallets.edit.section.${one}`), keys: sectionKeys[one] }))}
        texts={{
          title: t('wallets.edit.rules'),
          lead: t('wallets.edit.rulesLead'),
          add: t('wallets.edit.addRule'),
          none: t('wallets.edit.noRules'),
        }}
        summary={(document) => <RuleSummary document={document} documents={documents} />}
        first={first}
        beside={(document) => <BudgetOfRule document={document} />}
      />
      <TryOrder editor={props.editor} open={props.view.item} />
    </>
  );
}

function useRuleShape({ editor, view }: ProgramTabProps) {
  const local = useLocal();
  const { currency, locale } = useFormat();
  const members = useMemberFields();
  const { documents } = editor;
  return useMemo(() => {
    const choices = (folder: string) =>
      documentsIn(folder, documents).map(({ id, name }) => ({ value: id, label: local(name) || id }));
    const open = partsOf(documents[pathInFolder(earningFolder, view.item ?? '')]);
    const wallet = partsOf(documents[pathInFolder(walletsFolder, String(open['wallet']))]);
    return ruleShape({
      local,
      members,
      currency,
      locale,
      decimals: decimalsOf(wallet),
      isAboutOrder: partsOf(open['on'])['kind'] === 'order',
      wallets: choices(walletsFolder),
      rules: choices(earningFolder).filter(({ value }) => value !== view.item),
      calendars: choices(calendarsFolder),
    });
  }, [documents, view.item, local, members, currency, locale]);
}
