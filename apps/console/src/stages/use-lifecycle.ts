import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { stagesInOrder } from './lifecycle-document.ts';
import type { LifecycleDocument } from './lifecycle-document.ts';
import { programQuery } from './program-query.ts';
import { useLocal } from '../i18n/use-local.ts';
import { styleStages } from './stage-style.ts';
import type { StageStyle } from './stage-style.ts';
import { useTheme } from '../theme/preferences.ts';
import { useSession } from '../reader/session.ts';

export interface StageView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly style: StageStyle | undefined;
}

export interface LifecycleView {
  readonly document: LifecycleDocument | undefined;
  readonly stages: readonly StageView[];
  /** The stage of an id; an unknown one (of an older version) is shown by its id. */
  readonly stage: (id: string) => StageView;
}

/** The lifecycles of the program in force; none for a role that may not read it. */
export function useLifecycles(): readonly LifecycleDocument[] {
  const canRead = useSession().capabilities.includes('program.read');
  const { data } = useQuery({ ...programQuery(), enabled: canRead });
  return data?.lifecycles ?? noLifecycles;
}

const noLifecycles: readonly LifecycleDocument[] = [];

/** A lifecycle by id, the first when absent, with what its stages look like. */
export function useLifecycle(id: string | undefined): LifecycleView {
  const lifecycles = useLifecycles();
  const document = lifecycles.find((lifecycle) => lifecycle.id === id) ?? lifecycles[0];
  return useLifecycleView(document);
}

export function useLifecycleView(document: LifecycleDocument | undefined): LifecycleView {
  const theme = useTheme();
  const local = useLocal();
  return useMemo(() => {
    const ordered = document === undefined ? [] : stagesInOrder(document);
    const styles = styleStages(ordered, theme);
    const stages = ordered.map((stage) => ({
      id: stage.id,
      name: local(stage.name),
      role: stage.role,
      style: styles.get(stage.id),
    }));
    const byId = new Map(stages.map((stage) => [stage.id, stage]));
    return {
      document,
      stages,
      stage: (stageId: string) => byId.get(stageId) ?? { id: stageId, name: stageId, role: 'alive', style: undefined },
    };
  }, [document, theme, local]);
}
