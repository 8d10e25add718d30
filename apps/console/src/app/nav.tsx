import {
  ApartmentOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { Capability } from '@perennial/contracts';
import type { ReactNode } from 'react';
import { paths } from '../urls/paths.ts';

export interface NavItem {
  readonly id: 'overview' | 'members' | 'lifecycle' | 'data' | 'settings';
  readonly href: string;
  /** Letter that follows `g`. */
  readonly key: string;
  readonly icon: ReactNode;
  /** Hidden from a role that has none of these: a shop assistant sees members and her account only. */
  readonly needs: readonly Capability[];
}

export const navItems: readonly NavItem[] = [
  { id: 'overview', href: paths.overview(), key: 'o', icon: <DashboardOutlined />, needs: ['overview.read'] },
  { id: 'members', href: paths.members(), key: 'm', icon: <TeamOutlined />, needs: ['members.read'] },
  {
    id: 'lifecycle',
    href: paths.lifecycle(),
    key: 'l',
    icon: <ApartmentOutlined />,
    needs: ['program.edit', 'overview.read'],
  },
  { id: 'data', href: paths.data(), key: 'd', icon: <DatabaseOutlined />, needs: ['facts.read'] },
  { id: 'settings', href: paths.settings(), key: 's', icon: <SettingOutlined />, needs: [] },
];

export function visibleNav(capabilities: readonly string[]): readonly NavItem[] {
  return navItems.filter(({ needs }) => needs.length === 0 || needs.some((need) => capabilities.includes(need)));
}
