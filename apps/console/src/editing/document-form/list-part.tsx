import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { PartWords } from '@perennial/domain';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../i18n/use-local.ts';
import { listOf, readName } from '../document-parts.ts';
import { partsOf } from './change-part.ts';
import { useDocumentForm } from './form-context.ts';
import { shapePath } from './form-shape.ts';

interface Props {
  readonly path: string;
  readonly words: Extract<PartWords, { readonly kind: 'list' }>;
  readonly value: unknown;
  readonly label: string;
  readonly onChange: (value: unknown) => void;
  /** Draws the parts of one item. */
  readonly drawItem: (item: ItemDrawn) => ReactNode;
}

export interface ItemDrawn {
  readonly path: string;
  readonly words: Extract<PartWords, { readonly kind: 'object' }>;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** A list of objects: each with its parts, added at the end, taken away, and moved where the order says something. */
export function ListPart({ path, words, value, label, onChange, drawItem }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const { shape, isDisabled } = useDocumentForm();
  const items = listOf(value);
  const noun = local(words.item.noun);
  // An empty list says what none says, and where there must be something the problem tells so.
  const change = (next: readonly unknown[]) =>
    onChange(next.length === 0 && words.absent !== undefined ? undefined : next);
  const swap = (index: number, step: -1 | 1) =>
    change(items.map((item, at) => (at === index ? items[index + step] : at === index + step ? items[index] : item)));
  return (
    <>
      <div className="part-row">
        <span className="part-label">{label}</span>
        <div className="part-control">
          <Button
            size="small"
            icon={<PlusOutlined />}
            disabled={isDisabled}
            aria-label={`${t('action.add')} · ${label}`}
            onClick={() => change([...items, shape.firstOf(`${shapePath(path)}[]`)])}
          >
            {t('action.add')}
          </Button>
          {items.length === 0 && words.absent !== undefined && <span className="quiet">{local(words.absent)}</span>}
        </div>
      </div>
      {items.length > 0 && (
        <div className="part-inner">
          {items.map((item, index) => {
            const name = `${noun} ${index + 1}`;
            const shown = local(readName(partsOf(item)['name']));
            return (
              <div key={index} className="part-item">
                <div className="part-row">
                  <strong>{shown === '' ? name : `${name} · ${shown}`}</strong>
                  <span className="row-actions spacer">
                    {words.order === 'precedence' &&
                      ([-1, 1] as const).map((step) => (
                        <Button
                          key={step}
                          size="small"
                          type="text"
                          icon={step === -1 ? <ArrowUpOutlined /> : <ArrowDownOutlined />}
                          disabled={isDisabled || items[index + step] === undefined}
                          aria-label={`${t(step === -1 ? 'action.moveUp' : 'action.moveDown')} · ${name}`}
                          onClick={() => swap(index, step)}
                        />
                      ))}
                    <Button
                      size="small"
                      type="text"
                      icon={<DeleteOutlined />}
                      disabled={isDisabled}
                      aria-label={`${t('action.remove')} · ${name}`}
                      onClick={() => change(items.filter((_, at) => at !== index))}
                    />
                  </span>
                </div>
                {words.item.kind === 'object' &&
                  drawItem({
                    path: `${path}[${index}]`,
                    words: { kind: 'object', name: words.item.noun, keys: words.item.keys },
                    value: item,
                    onChange: (next) => change(items.map((one, at) => (at === index ? next : one))),
                  })}
              </div>
            );
          })}
        </div>
      )}
    </>
  );
}
