import { PlusOutlined } from '@ant-design/icons';
import { identityPoliciesMax } from '@perennial/domain';
import { useTranslation } from 'react-i18next';
import { identitiesPath, readPolicies, writePolicies } from './identities-document.ts';
import type { PolicyDocument } from './identities-document.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { IssueList } from '../../../editing/issue-list.tsx';
import { issuesAt } from '../../../editing/issues.ts';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { policiesInForce, putPolicy, removePolicy } from './policy-list.ts';
import type { PolicyView } from './policy-list.ts';
import { PolicyModal } from './policy-modal.tsx';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { usePolicyName } from './use-policy-name.ts';

/** How each type of identity behaves, strongest first; the program's own policies and the default ones. */
export function IdentityPolicies({ editor, view, issues, onItem, hrefOf }: ProgramTabProps) {
  const { t } = useTranslation();
  const mayEdit = useVerdict('program.edit').isAllowed;
  const own = readPolicies(editor.documents);
  const policies = policiesInForce(own);
  const change = (next: readonly PolicyDocument[]) => editor.changeDocument(identitiesPath, writePolicies(next));
  const open = policies.find(({ type }) => type === view.item);
  const isFull = own.length >= identityPoliciesMax;
  const columns = useColumns({
    hrefOf: mayEdit ? (type) => hrefOf({ ...view, item: type }) : undefined,
    issuesOf: (type) => {
      const index = own.findIndex((policy) => policy.type === type);
      return index < 0 ? [] : issuesAt(editor.issues, identitiesPath, `types[${index}]`);
    },
    onEdit: onItem,
    onReset: (type) => change(removePolicy(own, type)),
  });
  return (
    <Panel
      title={t('identity.policies.title')}
      lead={t('identity.policies.lead')}
      extra={
        <GuardedButton
          icon={<PlusOutlined />}
          needs="program.edit"
          refusal={isFull ? t('identity.policies.full', { max: identityPoliciesMax }) : undefined}
          onClick={() => onItem('new')}
        >
          {t('identity.policies.add')}
        </GuardedButton>
      }
    >
      <IssueList issues={issues.filter(({ path }) => !path.startsWith('types['))} />
      <DataTable
        caption={t('identity.policies.title')}
        columns={columns}
        rows={policies}
        rowKey={({ type }) => type}
        empty={t('empty.nothing')}
      />
      <p className="hint">{t('identity.policies.movesNobody')}</p>
      {mayEdit && (open !== undefined || (view.item === 'new' && !isFull)) && (
        <PolicyModal
          key={view.item}
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
    origin === 'own' ? t('action.remove') : t('identity.policies.reset');
  return [
    {
      key: 'type',
      title: t('identity.policies.type'),
      isLong: true,
      render: ({ type, strength, origin }) => (
        <>
          {hrefOf === undefined ? nameOf(type) : <RouteLink href={hrefOf(type)}>{nameOf(type)}</RouteLink>}{' '}
          {origin !== 'default' && <span className="tag">{t(`identity.policies.origins.${origin}`)}</span>}
          <span className="hint">
            {t(`identity.policies.strengths.${strength}`)} <code>{type}</code>
          </span>
          <IssueList issues={issuesOf(type)} />
        </>
      ),
    },
    {
      key: 'priority',
      title: t('identity.policies.priority'),
      isNumber: true,
      render: ({ priority }) => format.integer(priority),
    },
    {
      key: 'limit',
      title: t('identity.policies.perMember'),
      isNumber: true,
      render: ({ perMemberMax }) => format.integer(perMemberMax),
    },
    {
      key: 'blocked',
      title: t('identity.policies.blocked'),
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
