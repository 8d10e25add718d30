import type { PartWords } from '@perennial/domain';
import { Switch } from 'antd';
import { ConditionEditor } from '../../conditions/condition-editor.tsx';
import type { FieldSet } from '../../conditions/editor-field.ts';
import { useLanguage, useLocal } from '../../i18n/use-local.ts';
import { IssueList } from '../issue-list.tsx';
import { issuesAt } from '../issues.ts';
import { afterChange, keysAt, partsOf, withKey } from './change-part.ts';
import { useDocumentForm } from './form-context.ts';
import { join, shapePath } from './form-shape.ts';
import { ListPart } from './list-part.tsx';
import { ScalarPart } from './scalar-part.tsx';

export interface PartProps {
  readonly path: string;
  readonly words: PartWords;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** One part of a document: its name, the control that fits it, what holds where nothing is said, and what is wrong with it. */
export function PartField(props: PartProps) {
  const { path, words } = props;
  const { document, shape, issues } = useDocumentForm();
  const label = usePartLabel(path, words);
  const hasParts = words.kind === 'object' || words.kind === 'list' || words.kind === 'condition';
  const input = shape.inputOf?.(shapePath(path));
  const isPlain = !hasParts || input?.kind === 'choices' || (words.kind === 'list' && words.item.kind === 'text');
  const own = issuesAt(issues, document, path).filter(
    (issue) => isPlain || issue.path === path || words.kind === 'condition',
  );
  const hint = shape.hintOf?.(shapePath(path));
  return (
    <div className="part-field">
      {isPlain ? (
        <div className="part-row">
          <span className="part-label">{label}</span>
          <div className="part-control">
            <ScalarPart {...props} label={label} />
          </div>
        </div>
      ) : (
        <PartWithin {...props} label={label} />
      )}
      {hint !== undefined && <span className="hint">{hint}</span>}
      <IssueList issues={own} />
    </div>
  );
}

/** Its name as a label: names of parts are written as within a sentence. */
function usePartLabel(path: string, words: PartWords): string {
  const { shape } = useDocumentForm();
  const local = useLocal();
  const language = useLanguage();
  const name = local(shape.labelOf?.(shapePath(path)) ?? words.name);
  return language === 'en' ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

interface LabelledProps extends PartProps {
  readonly label: string;
}

/** A part with parts of its own, which may be left out where something holds then. */
function PartWithin(props: LabelledProps) {
  const { path, words, value, label, onChange } = props;
  const { shape, isDisabled } = useDocumentForm();
  const local = useLocal();
  const isOptional =
    words.absent !== undefined || words.kind === 'condition' || (shape.optional ?? []).includes(shapePath(path));
  const isThere = value !== undefined && value !== null;
  if (words.kind === 'list')
    return <ListPart {...props} words={words} drawItem={(item) => <ObjectParts {...item} />} />;
  return (
    <>
      <div className="part-row">
        <span className="part-label">{label}</span>
        {isOptional && (
          <div className="part-control">
            <Switch
              size="small"
              checked={isThere}
              disabled={isDisabled}
              aria-label={label}
              onChange={(isOn) => onChange(isOn ? shape.firstOf(shapePath(path)) : undefined)}
            />
            {!isThere && words.absent !== undefined && <span className="quiet">{local(words.absent)}</span>}
          </div>
        )}
      </div>
      {(isThere || !isOptional) && (
        <div className="part-inner">
          {words.kind === 'condition' ? (
            <ConditionPart {...props} />
          ) : words.kind === 'object' ? (
            <ObjectParts {...props} words={words} />
          ) : null}
        </div>
      )}
    </>
  );
}

const noFields: FieldSet = { fields: [], find: () => undefined, named: () => [] };

function ConditionPart({ path, value, onChange }: PartProps) {
  const { shape, isDisabled } = useDocumentForm();
  const input = shape.inputOf?.(shapePath(path));
  const { fields, firstField } = input?.kind === 'condition' ? input : { fields: noFields, firstField: '' };
  return (
    <ConditionEditor
      value={value}
      fields={fields}
      firstField={firstField}
      isDisabled={isDisabled}
      onChange={onChange}
    />
  );
}

interface ObjectProps extends PartProps {
  readonly words: Extract<PartWords, { readonly kind: 'object' }>;
}

/** The parts of an object that its kind has. */
function ObjectParts({ path, words, value, onChange }: ObjectProps) {
  const { shape } = useDocumentForm();
  const parts = partsOf(value);
  const place = { path, keys: words.keys, shape };
  return keysAt(place, parts).map((key) => {
    const own = words.keys[key];
    return own === undefined ? null : (
      <PartField
        key={key}
        path={join(path, key)}
        words={own}
        value={parts[key]}
        onChange={(next) => onChange(afterChange(place, parts, withKey(parts, key, next)))}
      />
    );
  });
}
