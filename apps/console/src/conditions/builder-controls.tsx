import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select } from 'antd';
import type { ActionProps, NotToggleProps, VersatileSelectorProps } from 'react-querybuilder';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFieldSet } from './editor-field.ts';
import { ValueEditor } from './value-editor.tsx';

/** Ant Design's controls in the places of the query builder, each with a name in the reader's language. */
interface NamedOption {
  readonly value: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly title: string;
}

function Selector(props: VersatileSelectorProps & { readonly name: string }) {
  return (
    <Select
      className={props.className ?? ''}
      aria-label={props.name}
      value={props.value ?? ''}
      disabled={props.disabled === true}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={flatOrGrouped(props.options)}
      onChange={(next: string) => props.handleOnChange(next)}
    />
  );
}

/** The library's list is of options or of groups; either way each item tells which it is. */
function flatOrGrouped(options: readonly (Option | OptionGroup)[]) {
  return options.map((item) =>
    'options' in item ? { label: item.label, options: item.options.map(toOption) } : toOption(item),
  );
}

interface Option {
  readonly value?: string;
  readonly name?: string;
  readonly label: string;
  /** Why it cannot be chosen. */
  readonly refusal?: string;
}

interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

function toOption(option: Option): NamedOption {
  return {
    value: option.value ?? option.name ?? '',
    label: option.label,
    disabled: option.refusal !== undefined,
    title: option.refusal ?? option.label,
  };
}

/** Chooses a field by search; a text that none is called by names a tag, an attribute or a consent. */
function FieldSelector(props: VersatileSelectorProps) {
  const { t } = useTranslation();
  const { named } = useFieldSet();
  const [text, setText] = useState('');
  const further = named(text).map(({ name, label, refusal }) => ({
    value: name,
    label,
    disabled: refusal !== undefined,
    title: refusal ?? label,
  }));
  return (
    <Select
      className={props.className ?? ''}
      aria-label={t('condition.edit.field')}
      value={props.value ?? ''}
      disabled={props.disabled === true}
      showSearch={{ optionFilterProp: 'label', onSearch: setText }}
      popupMatchSelectWidth={false}
      options={[
        ...flatOrGrouped(props.options),
        ...(further.length === 0 ? [] : [{ label: t('condition.edit.byName'), options: further }]),
      ]}
      onChange={(next: string) => {
        setText('');
        props.handleOnChange(next);
      }}
    />
  );
}

function createSelector(name: 'operator' | 'combinator') {
  return function NamedSelector(props: VersatileSelectorProps) {
    const { t } = useTranslation();
    return <Selector {...props} name={t(`condition.edit.${name}`)} />;
  };
}

function NotToggle(props: NotToggleProps) {
  const { t } = useTranslation();
  return (
    <Checkbox
      checked={props.checked === true}
      disabled={props.disabled === true}
      onChange={({ target }) => props.handleOnChange(target.checked)}
    >
      {t('condition.not')}
    </Checkbox>
  );
}

function createAdder(text: 'addClause' | 'addGroup') {
  return function Adder(props: ActionProps) {
    const { t } = useTranslation();
    return (
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={props.disabled === true}
        onClick={(event) => props.handleOnClick(event)}
      >
        {t(`condition.edit.${text}`)}
      </Button>
    );
  };
}

function Remove(props: ActionProps) {
  const { t } = useTranslation();
  return (
    <Button
      size="small"
      type="text"
      icon={<CloseOutlined />}
      aria-label={t('action.remove')}
      disabled={props.disabled === true}
      onClick={(event) => props.handleOnClick(event)}
    />
  );
}

export const builderControls = {
  fieldSelector: FieldSelector,
  operatorSelector: createSelector('operator'),
  combinatorSelector: createSelector('combinator'),
  notToggle: NotToggle,
  addRuleAction: createAdder('addClause'),
  addGroupAction: createAdder('addGroup'),
  removeRuleAction: Remove,
  removeGroupAction: Remove,
  valueEditor: ValueEditor,
};
