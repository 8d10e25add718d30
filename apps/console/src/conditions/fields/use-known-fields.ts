import { findRegisterField } from '@perennial/domain';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsQuery, storesQuery } from '../../api/queries.ts';
import type { Result } from '../../api/queries.ts';
import { attributeName, topicName } from '../../i18n/known-names.ts';
import { useLocal } from '../../i18n/use-local.ts';
import { useSession } from '../../reader/session.ts';
import { stagesInOrder } from '../../stages/lifecycle-document.ts';
import { useLifecycles } from '../../stages/use-lifecycle.ts';
import type { Choice, EditorField, FieldSet } from '../editor-field.ts';

export type CatalogueField = Result<'program', 'fields'>['items'][number];

interface Taken {
  /** Which fields of the catalogue may be used. */
  readonly isTaken: (field: CatalogueField) => boolean;
  /** Why a field cannot be used now, by whether it is known of past days. */
  readonly refusalsOf: (isKnownInPast: boolean) => Pick<EditorField, 'refusal' | 'rhythmRefusal'>;
}

const families = ['tag', 'attribute', 'consent'] as const;
const familyNameMax = 100;

/** Fields of the program in force, with those of families and with what their values are called. Give it functions that stay. */
export function useKnownFields({ isTaken, refusalsOf }: Taken): FieldSet {
  const { t } = useTranslation();
  const local = useLocal();
  const canRead = useSession().capabilities.includes('program.read');
  const { data } = useQuery({ ...fieldsQuery(), enabled: canRead });
  const choices = useChoices();
  return useMemo(() => {
    const toField = (field: CatalogueField): EditorField => {
      const known = choices.get(field.field);
      return {
        name: field.field,
        label: local(field.label),
        kind: field.type,
        unit: field.unit,
        group: field.group,
        operatorNames: field.operators,
        windowDaysMin: field.windowDaysMin,
        ...(known === undefined ? {} : { choices: known }),
        ...refusalsOf(field.isListedInPast),
      };
    };
    const fields = (data?.items ?? []).filter(isTaken).map(toField);
    const byName = new Map(fields.map((field) => [field.name, field]));
    const findInFamily = (name: string): EditorField | undefined => {
      const found = findRegisterField(name);
      const family = families.find((one) => one === found?.group);
      if (found === undefined || family === undefined) return undefined;
      return {
        name,
        label: t(`condition.family.${family}`, { name: nameInFamily(family, found.label.en, t) }),
        kind: found.type,
        unit: '',
        group: family,
        operatorNames: [...found.operators],
        windowDaysMin: 0,
        ...refusalsOf(found.lens?.isKnownInPast === true),
      };
    };
    return {
      fields,
      find: (name) => byName.get(name) ?? findInFamily(name),
      named: (text) => {
        const name = text.trim();
        if (name === '' || name.length > familyNameMax) return [];
        return families.flatMap((family) => findInFamily(`${family}.${name}`) ?? []);
      },
    };
  }, [data, local, choices, isTaken, refusalsOf, t]);
}

function nameInFamily(family: (typeof families)[number], name: string, t: TFunction): string {
  if (family === 'attribute') return attributeName(name, t);
  return family === 'consent' ? topicName(name, t) : name;
}

/** By field the values that it takes, of those whose values have names. */
function useChoices(): ReadonlyMap<string, readonly Choice[]> {
  const local = useLocal();
  const lifecycles = useLifecycles();
  const canReadStores = useSession().capabilities.includes('reference.read');
  const { data: stores } = useQuery({ ...storesQuery(), enabled: canReadStores });
  return useMemo(() => {
    const ofStages = lifecycles.flatMap((lifecycle) => {
      const stages = stagesInOrder(lifecycle).map(({ id, name }): Choice => ({ value: id, label: local(name) }));
      return [`stage.${lifecycle.id}`, `stage.${lifecycle.id}.next`].map((field) => [field, stages] as const);
    });
    const named =
      stores?.items.map(({ storeId, name }): Choice => ({ value: storeId, label: `${name} (${storeId})` })) ?? [];
    return new Map([...ofStages, ...(named.length > 0 ? [['place.store', named] as const] : [])]);
  }, [lifecycles, local, stores]);
}
