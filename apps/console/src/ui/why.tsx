import { QuestionCircleOutlined } from '@ant-design/icons';
import { Popover, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../reader/use-format.ts';
import { MixedMark } from './publication/mixed-mark.tsx';
import type { InstantLike } from '../format/format.ts';

export interface WhyProps {
  /** What the number is called. */
  readonly name: string;
  readonly definition: string;
  readonly asOfAt?: InstantLike | undefined;
  /** The request that the number came from, as an address to copy. */
  readonly query?: string | undefined;
}

/** Answers "why this number?": its definition, the instant it holds for, and the query behind it. */
export function Why(props: WhyProps) {
  const { t } = useTranslation();
  return (
    <>
      <MixedMark />
      <Popover trigger="click" placement="bottom" content={<WhyContent {...props} />} destroyOnHidden>
        <button type="button" className="why" aria-label={t('why.label', { name: props.name })}>
          <QuestionCircleOutlined aria-hidden />
        </button>
      </Popover>
    </>
  );
}

function WhyContent({ name, definition, asOfAt, query }: WhyProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <dl className="why-content">
      <dt>{name}</dt>
      <dd>{definition}</dd>
      {asOfAt !== undefined && (
        <>
          <dt>{t('why.asOf')}</dt>
          <dd>
            {format.instant(asOfAt)} <span className="quiet">{format.zone}</span>
          </dd>
        </>
      )}
      {query !== undefined && (
        <>
          <dt>{t('why.query')}</dt>
          <dd>
            <Typography.Text code copyable={{ text: query, tooltips: [t('why.copyQuery'), t('action.copied')] }}>
              {query}
            </Typography.Text>
          </dd>
        </>
      )}
    </dl>
  );
}
