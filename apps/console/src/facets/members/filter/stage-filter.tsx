import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentCondition, DocumentRule } from '../../../conditions/builder-query.ts';
import { isGroup } from '../../../conditions/clauses.ts';
import { StageMark } from '../../../stages/stage-mark.tsx';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';

interface Props {
  readonly clauses: readonly DocumentCondition[];
  readonly lifecycle: LifecycleView;
  readonly onChange: (clauses: readonly DocumentCondition[]) => void;
}

/** The stages of the list, chosen at once. */
export function StageFilter({ clauses, lifecycle, onChange }: Props) {
  const { t } = useTranslation();
  const id = lifecycle.document?.id;
  if (id === undefined) return null;
  const field = `stage.${id}`;
  const place = clauses.findIndex((clause) => stagesOf(clause, field) !== undefined);
  const found = clauses[place];
  const stages = found === undefined ? [] : (stagesOf(found, field) ?? []);
  const change = (next: readonly string[]) => {
    const clause: DocumentRule = { field, operator: 'in', value: next };
    if (place < 0) onChange(next.length === 0 ? clauses : [...clauses, clause]);
    else onChange(next.length === 0 ? clauses.toSpliced(place, 1) : clauses.with(place, clause));
  };
  return (
    <Select
      mode="multiple"
      className="stage-filter"
      maxTagCount="responsive"
      aria-label={t('members.stage')}
      placeholder={t('members.stage')}
      value={[...stages]}
      onChange={change}
      options={lifecycle.stages.map(({ id: value, name, style }) => ({
        value,
        label: (
          <span className="stage-chip">
            <StageMark style={style} /> {name}
          </span>
        ),
      }))}
    />
  );
}

/** The stages that a clause asks for; undefined where it asks something else. */
function stagesOf(clause: DocumentCondition, field: string): readonly string[] | undefined {
  if (isGroup(clause) || clause.field !== field) return undefined;
  const { operator, value } = clause;
  if (operator === '=' && typeof value === 'string') return [value];
  return operator === 'in' && Array.isArray(value) ? value.map(String) : undefined;
}
