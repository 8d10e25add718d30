import { compileCondition, needsOfCondition } from '../../../conditions/compile-condition.ts';
import type { ConditionNode } from '../../../conditions/condition.ts';
import type { ConditionWorld } from '../../../kernel/fields/world.ts';
import type { ParsedWallet } from '../documents/parse-wallet.ts';
import type { CompiledWallet, Who } from './rules.ts';

export function compileWallet({ document, nodes }: ParsedWallet, world: ConditionWorld): CompiledWallet {
  const expiryFor = document.expiryFor.flatMap(({ expiry }, index) => {
    const node = nodes[index];
    return node === undefined ? [] : [{ who: compileWho(node, world), expiry }];
  });
  return { document, expiryFor };
}

export function compileWho(node: ConditionNode, world: ConditionWorld): Who {
  return { predicate: compileCondition(node, world), needs: needsOfCondition(node) };
}
