import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { Choice } from './choice.tsx';
import { BucketClause, DidClause, KnownClause } from './clauses.tsx';
import { firstNodes, kindOf, nodesOf } from './node.ts';
import type { DraftNode, NodeKind } from './node.ts';
import './editor.css';

export interface NodeProblem {
  readonly path: string;
  readonly message: string;
}

interface Props {
  readonly node: DraftNode;
  /** Where it stands in the condition, as problems name it: `rules[0].rules[1]`. */
  readonly path: string;
  readonly depth: number;
  readonly fields: FieldSet;
  readonly problems: readonly NodeProblem[];
  readonly onChange: (node: DraftNode) => void;
  readonly onRemove?: () => void;
}

const depthMax = 5;

/** A group of clauses and groups, with the ways to add one. */
export function GroupEditor({ node, path, depth, fields, problems, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const nodes = nodesOf(node);
  const kinds: readonly NodeKind[] =
    depth < depthMax - 1 ? ['did', 'known', 'bucket', 'group'] : ['did', 'known', 'bucket'];
  const withNodes = (rules: readonly DraftNode[]) => onChange({ ...node, rules });
  const inner = path === '' ? 'rules' : `${path}.rules`;
  return (
    <fieldset className="segment-group">
      <legend className="visually-hidden">{t('segments.group.name')}</legend>
      <div className="segment-fields">
        <Choice
          name={t('segments.group.combinator')}
          value={node['combinator'] === 'or' ? 'or' : 'and'}
          options={(['and', 'or'] as const).map((one) => ({ value: one, label: t(`segments.group.${one}`) }))}
          onChange={(combinator) => onChange({ ...node, combinator })}
        />
        <Checkbox
          checked={node['not'] === true}
          onChange={({ target }) => {
            const { not: _, ...rest } = node;
            onChange(target.checked ? { ...rest, not: true } : rest);
          }}
        >
          {t('segments.group.not')}
        </Checkbox>
        {onRemove !== undefined && <Remove name={t('segments.group.remove')} onRemove={onRemove} />}
      </div>
      <Problems problems={problems.filter((problem) => problem.path === path || problem.path === inner)} />
      {nodes.map((child, index) => (
        <NodeEditor
          key={index}
          {...{ fields, problems }}
          node={child}
          path={`${inner}[${index}]`}
          depth={depth + 1}
          onChange={(next) => withNodes(nodes.with(index, next))}
          onRemove={() => withNodes(nodes.toSpliced(index, 1))}
        />
      ))}
      <div className="segment-fields">
        {kinds.map((kind) => (
          <Button
            key={kind}
            size="small"
            icon={<PlusOutlined />}
            onClick={() => withNodes([...nodes, firstNodes[kind]])}
          >
            {t(`segments.add_${kind}`)}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

function NodeEditor(props: Props) {
  const { t } = useTranslation();
  const { node, path, fields, problems, onChange, onRemove } = props;
  const kind = kindOf(node);
  if (kind === 'group') return <GroupEditor {...props} />;
  return (
    <fieldset className="segment-clause">
      <legend className="visually-hidden">{t(`segments.kind.${kind}`)}</legend>
      <div className="segment-clause-head">
        <span className="quiet">{t(`segments.kind.${kind}`)}</span>
        {onRemove !== undefined && <Remove name={t('segments.removeClause')} onRemove={onRemove} />}
      </div>
      {kind === 'known' && <KnownClause {...{ node, fields, onChange }} />}
      {kind === 'did' && <DidClause {...{ node, onChange }} />}
      {kind === 'bucket' && <BucketClause {...{ node, onChange }} />}
      <Problems problems={problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`))} />
    </fieldset>
  );
}

function Remove({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  return (
    <Button
      className="segment-remove"
      size="small"
      type="text"
      icon={<CloseOutlined />}
      aria-label={name}
      onClick={onRemove}
    />
  );
}

function Problems({ problems }: { readonly problems: readonly NodeProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="segment-problems">
      {problems.map(({ path, message }) => (
        <li key={path + message}>{message}</li>
      ))}
    </ul>
  );
}
