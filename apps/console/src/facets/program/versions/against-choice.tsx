import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { VersionSummary } from './version-summary.ts';

interface Props {
  readonly version: number;
  readonly against: number | undefined;
  readonly currentVersion: number;
  readonly versions: readonly VersionSummary[];
  readonly onChange: (version: number | undefined) => void;
}

/** Stands for the version before, or for nothing before the first one. */
const before = 0;

/** What a version is compared with: the one before unless another one is chosen. */
export function AgainstChoice({ version, against, currentVersion, versions, onChange }: Props) {
  const { t } = useTranslation();
  const others = [...new Set([...versions.map((one) => one.version), against ?? before])]
    .filter((other) => other !== before && other !== version - 1 && (other !== version || other === against))
    .toSorted((a, b) => b - a);
  const nameOf = (other: number) =>
    t(other === currentVersion ? 'program.versionInForce' : 'program.versionOf', { version: other });
  const options = [
    {
      value: before,
      label: version === 1 ? t('program.nothingBefore') : t('program.versionBefore', { version: version - 1 }),
    },
    ...others.map((other) => ({ value: other, label: nameOf(other) })),
  ];
  return (
    <div className="version-against">
      <span>{t('program.against')}</span>
      <Select
        aria-label={t('program.against')}
        showSearch={{ optionFilterProp: 'label' }}
        value={against === undefined || against === version - 1 ? before : against}
        options={options}
        onChange={(chosen) => onChange(chosen === before ? undefined : chosen)}
      />
    </div>
  );
}
