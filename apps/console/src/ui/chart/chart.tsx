import { BarChartOutlined, DownloadOutlined, PictureOutlined, TableOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, Suspense, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowTable } from '../export/csv.ts';
import { toCsv } from '../export/csv.ts';
import { blobOfDataUrl, downloadFile } from '../export/download.ts';
import { Panel } from '../panel.tsx';
import { SkeletonBlock } from '../skeleton.tsx';
import { Why } from '../why.tsx';
import type { WhyProps } from '../why.tsx';
import type { ChartPick } from './chart-canvas.tsx';
import { loadChartCanvas } from './load-chart-canvas.ts';
import { RowTableView } from './row-table-view.tsx';

const ChartCanvas = lazy(async () => ({ default: (await loadChartCanvas()).ChartCanvas }));

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly why: Omit<WhyProps, 'name'>;
  readonly option: EChartsCoreOption;
  /** The rows behind the picture: shown as a table, read by screen readers, exported as CSV. */
  readonly rows: RowTable;
  /** One sentence that says what the picture shows, for who cannot see it. */
  readonly summary: string;
  readonly height?: number;
  readonly className?: string;
  readonly controls?: ReactNode;
  readonly isLoading?: boolean;
  readonly onPick?: (pick: ChartPick) => void;
  /** Below the picture, outside of its height. */
  readonly footer?: ReactNode;
}

/** A chart in a panel of its own: readable without hovering, exported as PNG and as rows, drilled into by a click. */
export function Chart(props: Props) {
  const { title, lead, why, option, rows, summary, height = 300, isLoading = false } = props;
  const { t } = useTranslation();
  const [isTable, setIsTable] = useState(false);
  const toPng = useRef<() => string>(null);
  // A picture of nothing but zeros says less than the sentence that there is nothing.
  const isEmpty = !isLoading && rows.rows.every((row) => row.every((cell) => typeof cell !== 'number' || cell === 0));
  const exportPng = () => {
    const url = toPng.current?.();
    if (url !== undefined) downloadFile(`${title}.png`, blobOfDataUrl(url));
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
          onClick={() => downloadFile(`${title}.csv`, toCsv(rows))}
        />
        <ToolButton label={t('action.exportPng')} icon={<PictureOutlined />} onClick={exportPng} isDisabled={isTable} />
        <Why name={title} {...why} />
      </span>
    </>
  );
  return (
    <Panel
      title={title}
      extra={tools}
      {...(lead === undefined ? {} : { lead })}
      {...(props.className === undefined ? {} : { className: props.className })}
    >
      <div style={{ height }} className="chart-body">
        {isLoading && <SkeletonBlock height={height} label={t('chart.loading')} />}
        {isEmpty && <p className="chart-empty">{t('chart.empty')}</p>}
        {!isLoading && !isEmpty && isTable && <RowTableView rows={rows} caption={t('chart.rows', { title })} />}
        {!isLoading && !isEmpty && !isTable && (
          <figure className="chart-figure" aria-label={summary}>
            <Suspense fallback={<SkeletonBlock height={height} label={t('chart.loading')} />}>
              <ChartCanvas
                option={option}
                onPick={props.onPick}
                onReady={(draw) => {
                  toPng.current = draw;
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

interface ToolProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly isDisabled?: boolean;
}

function ToolButton({ label, icon, onClick, isDisabled = false }: ToolProps) {
  return (
    <Tooltip title={label}>
      <Button type="text" size="small" icon={icon} aria-label={label} onClick={onClick} disabled={isDisabled} />
    </Tooltip>
  );
}
