import { Tabs } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  readonly active: string;
  readonly items: readonly { readonly key: string; readonly label: ReactNode }[];
  readonly onChange: (key: string) => void;
}

/**
 * The tabs over a page's sections. What does not fit is scrolled to, by finger, wheel or arrow keys: a button for the rest would stand
 * among the tabs, where assistive technology expects tabs alone.
 */
export function SectionTabs({ active, items, onChange }: Props) {
  return <Tabs className="section-tabs" activeKey={active} onChange={onChange} items={[...items]} />;
}
