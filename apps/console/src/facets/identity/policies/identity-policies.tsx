import { PlusOutlined } from '@ant-design/icons';
import { identityPoliciesMax } from '@perennial/domain';
import { useTranslation } from 'react-i18next';
import { identitiesPath, readPolicies, writePolicies } from '../../../editing/program-documents.ts';
import type { PolicyDocument } from '../../../editing/program-documents.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { paths } from '../../../urls/paths.ts';
import { IssueList } from '../../../editing/issue-list.tsx';
import { issuesAt, issuesOfTab } from '../../../editing/issues.ts';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { policiesInForce, putPolicy, removePolicy } from './policy-list.ts';
import type { PolicyView } from './policy-list.ts';
import { PolicyModal } from './policy-modal.tsx';
import type { ProgramTabProps } from '../../../editing/program-tab.ts';
import { usePolicyName } from './use-policy-name.ts';
import '../../program/settings/settings.css';

/** How each type of identity behaves, strongest first; the program's own policies and the default ones. */
export function IdentityPolicies({ editor, search, onItem }: ProgramTabProps) {
  const { t } = useTranslation();
  const mayEdit = useVerdict('program.edit').isAllowed;
  const own = readPolicies(editor.documents);
  const policies = policiesInForce(own);
  const change = (next: readonly PolicyDocument[]) => editor.changeDocument(identitiesPath, writePolicies(next));
  const open = policies.find(({ type }) => type === search.item);
  const isFull = own.length >= identityPoliciesMax;
  const columns = useColumns({
    hrefOf: mayEdit ? (type) => paths.lifecycle({ ...search, item: type }) : undefined,
    issuesOf: (type) => {
      const index = own.findIndex((policy) => policy.type === type);
      return index < 0 ? [] : issuesAt(editor.issues, identitiesPath, `types[${index}]`);
    },
    onEdit: onItem,
    onReset: (type) => change(removePolicy(own, type)),
  });
  return (
    <Panel
      title={t('program.identities.title')}
      lead={t('program.identities.lead')}
      extra={
        <GuardedButton
          icon={<PlusOutlined />}
          needs="program.edit"
          refusal={isFull ? t('program.identities.full', { max: identityPoliciesMax }) : undefined}
          onClick={() => onItem('new')}
        >
          {t('program.identities.add')}
        </GuardedButton>
      }
    >
      <IssueList issues={issuesOfTab(editor.issues, 'identities').filter(({ path }) => !path.startsWith('types['))} />
      <DataTable
        caption={t('program.identities.title')}
        columns={columns}
        rows={policies}
        rowKey={({ type }) => type}
        empty={t('empty.nothing')}
      />
      <p className="hint">{t('program.identities.movesNobody')}</p>
      {mayEdit && (open !== undefined || (search.item === 'new' && !isFull)) && (
        <PolicyModal
          key={search.item}
          policy={open}
          own={own}
          isPublished={readPolicies(editor.published).some(({ type }) => type === open?.type)}
          onClose={() => onItem(undefined)}
          onDone={(policy) => {
            change(putPolicy(own, policy));
            onItem(undefined);
          }}
        />
      )}
    </Panel>
  );
}

interface Acts {
  /** Where the policy of a type is changed; absent for who may not. */
  readonly hrefOf: ((type: string) => string) | undefined;
  readonly issuesOf: (type: string) => readonly DocumentIssue[];
  readonly onEdit: (type: string) => void;
  readonly onReset: (type: string) => void;
}

function useColumns({ hrefOf, issuesOf, onEdit, onReset }: Acts): readonly Column<PolicyView>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = usePolicyName();
  const resetText = (origin: PolicyView['origin']) =>
    origin === 'own' ? t('action.remove') : t('program.identities.reset');
  return [
    {
      key: 'type',
      title: t('program.identities.type'),
      isLong: true,
      render: ({ type, strength, origin }) => (
        <>
          {hrefOf === undefined ? nameOf(type) : <RouteLink href={hrefOf(type)}>{nameOf(type)}</RouteLink>}{' '}
          {origin !== 'default' && <span className="tag">{t(`program.identities.origins.${origin}`)}</span>}
          <span className="hint">
            {t(`program.identities.strengths.${strength}`)} <code>{type}</code>
          </span>
          <IssueList issues={issuesOf(type)} />
        </>
      ),
    },
    {
      key: 'priority',
      title: t('program.identities.priority'),
      isNumber: true,
      render: ({ priority }) => format.integer(priority),
    },
    {
      key: 'limit',
      title: t('program.identities.perMember'),
      isNumber: true,
      render: ({ perMemberMax }) => format.integer(perMemberMax),
    },
    {
      key: 'blocked',
      title: t('program.identities.blocked'),
      isNumber: true,
      render: ({ blockedValues }) => format.integer(blockedValues.length),
    },
    {
      key: 'acts',
      title: t('action.edit'),
      render: ({ type, origin }) => (
        <span className="row-actions">
          <GuardedButton
            size="small"
            needs="program.edit"
            aria-label={`${t('action.edit')} · ${nameOf(type)}`}
            onClick={() => onEdit(type)}
          >
            {t('action.edit')}
          </GuardedButton>
          {origin !== 'default' && (
            <GuardedButton
              size="small"
              needs="program.edit"
              aria-label={`${resetText(origin)} · ${nameOf(type)}`}
              onClick={() => onReset(type)}
            >
              {resetText(origin)}
            </GuardedButton>
          )}
        </span>
      ),
    },
  ];
}
