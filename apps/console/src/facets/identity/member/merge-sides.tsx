import { useTranslation } from 'react-i18next';
import { valueText } from '../../../conditions/condition-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import type { MemberProfile } from '../../../facet/member-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { StageChip } from '../../../stages/stage-chip.tsx';
import { useLifecycle } from '../../../stages/use-lifecycle.ts';
import { memberName } from '../../../ui/member-name.tsx';
import { ScrollBox } from '../../../ui/scroll-box.tsx';
import { identityName } from '../../../i18n/known-names.ts';

const figures = ['purchase.count', 'purchase.net_spend', 'purchase.first', 'purchase.last'] as const;
const plain = { field: '', type: 'any', unit: '', label: '' };

/** Two members beside each other, with all that says whether they are one person. */
export function MergeSides({ sides }: { readonly sides: readonly [MemberProfile, MemberProfile] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const context = useTextContext();
  const { stage } = useLifecycle(undefined);
  const figure = (profile: MemberProfile, field: string) =>
    valueText(profile.metrics.find((metric) => metric.field === field)?.value, context.fieldOf(field), context);
  const names = [...new Set(sides.flatMap(({ attributes }) => attributes.map(({ name }) => name)))].toSorted();
  const attribute = (profile: MemberProfile, name: string) =>
    valueText(profile.attributes.find((one) => one.name === name)?.value, plain, context);
  const rows: readonly (readonly [string, (profile: MemberProfile) => React.ReactNode])[] = [
    [t('identity.merge.joined'), (profile) => format.day(profile.joinedAt)],
    [
      t('identity.merge.stage'),
      ({ stages: [first] }) => (first === undefined ? t('value.none') : <StageChip stage={stage(first.stage)} />),
    ],
    [
      t('identity.merges.identity'),
      ({ identities }) =>
        identities.map(({ type, value }) => (
          <div key={type + value}>
            <span className="quiet">{identityName(type, t)}</span> {value}
          </div>
        )),
    ],
    ...figures.map(
      (field) => [context.fieldOf(field).label, (profile: MemberProfile) => figure(profile, field)] as const,
    ),
    [t('identity.merge.tags'), ({ tags }) => tags.join(', ') || t('value.none')],
    [t('identity.merge.stores'), ({ stores }) => stores.map(({ name }) => name).join(', ') || t('value.none')],
    ...names.map((name) => [name, (profile: MemberProfile) => attribute(profile, name)] as const),
  ];
  return (
    <ScrollBox className="table-box" name={t('identity.merge.sides')}>
      <table className="data-table merge-sides">
        <caption className="visually-hidden">{t('identity.merge.sides')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('identity.merge.what')}</span>
            </th>
            {sides.map((profile) => (
              <th key={profile.id} scope="col">
                {memberName(profile)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, render]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {sides.map((profile) => (
                <td key={profile.id} className="wrap">
                  {render(profile)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
