import { can, documentMessage, webhookUrlReason } from '@perennial/contracts';
import type { WebhookSaid as Said } from '@perennial/contracts/staff';
import { checkCondition, createProblemList, lifecycleRulesOf } from '@perennial/domain';
import type { CompiledProgram, FactValue, IdentityPolicy } from '@perennial/domain';
import type { WebhookSaid as SaidRow } from '@perennial/postgres/webhooks';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { WordedDetail } from '../kernel/problem-error.ts';
import { unknownStages } from '../member-list/known-stages.ts';
import { refuseCosts } from '../reading/refuse-costs.ts';
import { businessSightOf } from '../reading/sight.ts';
import type { Sending, WebhookRules } from './ports.ts';

const problemsShownMax = 50;

interface Judge {
  readonly rules: WebhookRules;
  readonly sending: Pick<Sending, 'checkUrl'>;
  readonly caller: Caller;
}

/**
 * What is said of a webhook, as it is kept. Throws `webhook.identities_forbidden`, also where another one has named the identities: who
 * may not see them could otherwise have them sent to himself. Throws `webhook.url_refused` and `webhook.invalid`, naming each place.
 */
export async function checkWebhook({ rules, sending, caller }: Judge, said: Said): Promise<SaidRow> {
  const identities = [...new Set(said.identities)];
  if (identities.length > 0) requireReveal(caller);
  if (said.condition !== null && !businessSightOf(caller).costs) refuseCosts(said.condition);
  checkUrl(sending, said.url);
  const problems = [
    ...problemsOfName(said.name),
    ...problemsOfTypes(said.types, new Set(rules.events().map(({ type }) => type))),
    ...problemsOfIdentities(identities, rules.identities()),
    ...(said.condition === null ? [] : problemsOfCondition(said.condition, await rules.program())),
  ];
  if (problems.length > 0) throw new ProblemError('webhook.invalid', { errors: problems.slice(0, problemsShownMax) });
  return {
    name: said.name,
    url: said.url,
    types: [...new Set(said.types)],
    condition: said.condition === null ? null : JSON.stringify(said.condition),
    identities,
    per_second_max: said.perSecondMax,
    timeout_ms: said.timeoutMs,
  };
}

/** Throws `webhook.identities_forbidden`. */
export function requireReveal(caller: Caller): void {
  const verdict = can(caller, 'members.reveal');
  if (!verdict.isAllowed) throw new ProblemError('webhook.identities_forbidden', { detail: verdict.reason });
}

function checkUrl(sending: Pick<Sending, 'checkUrl'>, url: string): void {
  const checked = sending.checkUrl(url);
  if (checked.isAllowed) return;
  const { code } = checked;
  throw new ProblemError('webhook.url_refused', {
    errors: [{ path: '/url', message: webhookUrlReason(code), code }],
    context: { reason: code },
  });
}

function problemsOfName(name: string): readonly WordedDetail[] {
  if (name.trim() !== '') return [];
  return [
    { path: '/name', message: { en: 'A name that people can read is expected here.', zh: '此处应为可读的名称。' } },
  ];
}

function problemsOfTypes(types: readonly string[], known: ReadonlySet<string>): readonly WordedDetail[] {
  const there = [...known];
  return types.flatMap((type, at) =>
    known.has(type)
      ? []
      : [
          {
            path: `/types/${at}`,
            message: {
              en: `There is no event "${type}". There are: ${there.join(', ')}.`,
              zh: `没有事件“${type}”。现有：${there.join('、')}。`,
            },
          },
        ],
  );
}

function problemsOfIdentities(
  identities: readonly string[],
  policies: readonly IdentityPolicy[],
): readonly WordedDetail[] {
  return identities.flatMap((type, at) => {
    const policy = policyOf(type, policies);
    if (policy?.strength === 'strong') return [];
    const message =
      policy === undefined
        ? { en: `The program has no identities "${type}".`, zh: `方案中没有身份类型“${type}”。` }
        : { en: `Of "${type}" nothing is kept that could be sent.`, zh: `“${type}”未保存可发送的明文。` };
    return [{ path: `/identities/${at}`, message }];
  });
}

/** Its own, or that of its family: `external_id:shop` is one of `external_id:*`. */
function policyOf(type: string, policies: readonly IdentityPolicy[]): IdentityPolicy | undefined {
  const [family] = type.split(':', 1);
  return (
    policies.find((one) => one.type === type) ??
    policies.find((one) => one.type === `${family}:*` && type.length > one.type.length - 1)
  );
}

function problemsOfCondition(value: FactValue, program: CompiledProgram): readonly WordedDetail[] {
  const problems = createProblemList();
  const { catalogue } = program;
  const node = checkCondition(value, { path: '', problems }, { catalogue, purpose: 'now' });
  if (node !== null) return unknownStages(node, lifecycleRulesOf(program).lifecycles);
  return problems.problems.map((problem) => ({
    path: `/condition#${problem.path}`,
    message: documentMessage(problem),
    code: problem.code,
  }));
}
