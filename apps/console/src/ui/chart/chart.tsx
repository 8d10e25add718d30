import { BarChartOutlined, DownloadOutlined, PictureOutlined, TableOutlined } from '@ant-design/icons';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, Suspense, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowTable } from '../export/csv.ts';
import { toCsv } from '../export/csv.ts';
import { blobOfDataUrl, downloadFile } from '../export/download.ts';
import { useGo } from '../link.tsx';
import { Panel } from '../panel.tsx';
import { SkeletonBlock } from '../skeleton.tsx';
import { Why } from '../why.tsx';
import type { WhyProps } from '../why.tsx';
import { useFormat } from '../../reader/use-format.ts';
import { useTheme } from '../../theme/preferences.ts';
import type { ChartPick, DrawChart } from './chart-canvas.tsx';
import { framePicture } from './frame-picture.ts';
import { loadChartCanvas } from './load-chart-canvas.ts';
import { RowTableView } from './row-table-view.tsx';
import { ToolButton } from './tool-button.tsx';

/** The lists behind the figures of a chart: by what is clicked in the picture, and by the cell of its rows. */
export interface ChartDrill {
  readonly ofPick: (pick: ChartPick) => string | undefined;
  readonly ofCell: (row: number, column: number) => string | undefined;
}

/** In pixels, where a chart says nothing else. */
export const chartHeight = 300;

const ChartCanvas = lazy(async () => ({ default: (await loadChartCanvas()).ChartCanvas }));

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly why: Omit<WhyProps, 'name'>;
  readonly option: EChartsCoreOption;
  /** The rows behind the picture: shown as a table, read by screen readers, exported as CSV. */
  readonly rows: RowTable;
  /** The days that the picture is of, in words: for who cannot see it, and for who sees it somewhere else. */
  readonly period: string;
  readonly height?: number;
  readonly controls?: ReactNode;
  /** What its figures open. Absent: nothing, and nothing looks as if it did. */
  readonly drill?: ChartDrill;
  /** Below the picture, outside of its height. */
  readonly footer?: ReactNode;
}

/** A chart in a panel of its own: readable without hovering, exported as PNG and as rows, drilled into by a click. */
export function Chart(props: Props) {
  const { title, lead, why, option, rows, period, height = chartHeight } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const theme = useTheme();
  const [isTable, setIsTable] = useState(false);
  const draw = useRef<DrawChart>(null);
  // A picture of nothing but zeros says less than the sentence that there is nothing.
  const isEmpty = rows.rows.every((row) => row.every((cell) => typeof cell !== 'number' || cell === 0));
  const exportPng = () => {
    const chart = draw.current?.();
    if (chart === undefined) return;
    const lines = [
      period,
      ...(why.asOfAt === undefined ? [] : [`${t('why.asOf')} ${format.instant(why.asOfAt)} ${format.zone}`]),
    ];
    downloadFile(`${title}.png`, blobOfDataUrl(framePicture(chart, { title, lines, theme })));
  };
  const tools = (
    <>
      {props.controls}
      <span className="chart-tools">
        <ToolButton
          label={isTable ? t('action.showChart') : t('action.showRows')}
          icon={isTable ? <BarChartOutlined /> : <TableOutlined />}
          onClick={() => setIsTable(!isTable)}
        />
        <ToolButton
          label={t('action.exportCsv')}
          icon={<DownloadOutlined />}
          onClick={() => downloadFile(`${title}.csv`, toCsv(rows, format))}
        />
        <ToolButton label={t('action.exportPng')} icon={<PictureOutlined />} onClick={exportPng} isDisabled={isTable} />
        <Why name={title} {...why} />
      </span>
    </>
  );
  return (
    <Panel title={title} extra={tools} {...(lead === undefined ? {} : { lead })}>
      <div style={{ height }} className="chart-body">
        {isEmpty && <p className="chart-empty">{t('chart.empty')}</p>}
        {!isEmpty && isTable && (
          <RowTableView rows={rows} caption={t('chart.rows', { title })} drillOf={props.drill?.ofCell} />
        )}
        {!isEmpty && !isTable && (
          <figure className="chart-figure" aria-label={`${title}: ${period}`}>
            <Suspense fallback={<SkeletonBlock height={height} label={t('chart.loading')} />}>
              <ChartCanvas
                option={option}
                hrefOf={props.drill?.ofPick}
                onGo={go}
                onReady={(drawChart) => {
                  draw.current = drawChart;
                }}
              />
            </Suspense>
          </figure>
        )}
      </div>
      {props.footer}
    </Panel>
  );
}
