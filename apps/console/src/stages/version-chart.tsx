import { useMemo } from 'react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Formatter } from '../format/format.ts';
import { useFormat } from '../reader/use-format.ts';
import { useTheme } from '../theme/preferences.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { withVersionColumn, withVersionMarks } from '../ui/chart/version-marks.ts';
import type { MarkWords, VersionMark } from '../ui/chart/version-marks.ts';
import { useVersionMarks } from './use-version-marks.ts';
import type { PublishedVersion } from './use-version-marks.ts';

interface Props extends ComponentProps<typeof Chart> {
  /** Its buckets by their first days, and the last day of the last. */
  readonly points: readonly { readonly on: string }[];
  readonly to: string;
}

/** A chart over time that marks when versions were published: a line in the picture, a column of the rows, and what was said of each. */
export function VersionChart({ points, to, ...chart }: Props) {
  const { t } = useTranslation();
  const theme = useTheme();
  const marks = useVersionMarks(points, to);
  const words = useMemo(() => wordsIn(t), [t]);
  const option = useMemo(
    () => withVersionMarks(chart.option, marks, { theme, words }),
    [chart.option, marks, theme, words],
  );
  const footer =
    marks.length === 0 ? (
      chart.footer
    ) : (
      <>
        {chart.footer}
        <VersionLegend marks={marks} title={words.title} />
      </>
    );
  return <Chart {...chart} option={option} rows={withVersionColumn(chart.rows, marks, words)} footer={footer} />;
}

function wordsIn(t: TFunction): MarkWords {
  const ends = ({ versions }: VersionMark) => ({ first: versions[0]?.version, last: versions.at(-1)?.version });
  return {
    title: t('versionMarks.title'),
    short: (mark) =>
      mark.versions.length === 1
        ? t('versionMarks.short', { version: mark.versions[0]?.version })
        : t('versionMarks.shortSome', ends(mark)),
    cell: (mark) =>
      mark.versions.length === 1
        ? t('versionMarks.one', { version: mark.versions[0]?.version })
        : t('versionMarks.some', ends(mark)),
  };
}

/** More than so many stand behind the summary alone. */
const openMax = 3;

interface LegendProps {
  readonly marks: readonly VersionMark<PublishedVersion>[];
  readonly title: string;
}

/** What the lines are: each version with its day and what was said of it. */
function VersionLegend({ marks, title }: LegendProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const versions = marks.flatMap((mark) => mark.versions).toReversed();
  const list = (
    <ul className="version-legend" aria-label={title}>
      {versions.map((version) => (
        <li key={version.version}>
          <span className="version-line" aria-hidden="true" /> {textOf(version, { t, format })}
        </li>
      ))}
    </ul>
  );
  if (versions.length <= openMax) return list;
  return (
    <details className="version-legend-box">
      <summary>
        {title}: {format.integer(versions.length)}
      </summary>
      {list}
    </details>
  );
}

function textOf(
  { version, note, restores, publishedAt }: PublishedVersion,
  { t, format }: { readonly t: TFunction; readonly format: Formatter },
): string {
  const said = [note, ...(restores === null ? [] : [t('versionMarks.restores', { version: restores })])];
  const text = said.filter((part) => part !== '').join(' · ');
  const named = { version: t('versionMarks.one', { version }), day: format.instant(publishedAt) };
  return text === '' ? t('versionMarks.onNoNote', named) : t('versionMarks.on', { ...named, note: text });
}
