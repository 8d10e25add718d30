import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';

/** An act on one identity that waits for its reason. The key is that of the dialog: sending it twice does it once. */
export interface ChosenIdentity {
  readonly identity: string;
  readonly type: string;
  readonly value: string;
  readonly key: string;
}

interface ActOptions {
  readonly send: (said: {
    readonly body: { readonly identity: string; readonly reason: string };
    readonly idempotencyKey: string;
  }) => Promise<unknown>;
  readonly done: string;
  readonly changes: QueryKey;
}

/** Chooses an identity, asks for the reason, acts, says so, and reads anew what it changed. */
export function useIdentityAct({ send, done, changes }: ActOptions) {
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<ChosenIdentity | null>(null);
  const act = useMutation({
    mutationFn: ({ identity, key, reason }: ChosenIdentity & { readonly reason: string }) =>
      send({ body: { identity, reason }, idempotencyKey: key }),
    onSuccess: async () => {
      setChosen(null);
      void message.success(done);
      await queryClient.invalidateQueries({ queryKey: changes });
    },
  });
  const choose = ({ id, type, value }: { readonly id: string; readonly type: string; readonly value: string }) => {
    act.reset();
    setChosen({ identity: id, type, value, key: crypto.randomUUID() });
  };
  return { chosen, choose, close: () => setChosen(null), act };
}
