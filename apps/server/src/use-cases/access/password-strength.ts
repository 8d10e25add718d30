import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { ProblemError } from '../kernel/problem-error.ts';

/** Of the estimator's five: 3 withstands 10^8 guesses, which is more than the limits of sign-in let anybody make in a thousand years. */
const scoreMin = 3;
const productWords = ['perennial', '常青', 'changqing'];

/** Once a process, and only where a password is chosen: the lists take 30 MB. */
let loading: Promise<ZxcvbnFactory> | undefined;

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Estimator }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new Estimator({ dictionary, graphs: adjacencyGraphs });
}

/**
 * Refuses what is guessed first: the most common passwords and what is made of them, rows of keys, repeats, dates, and what belongs to
 * its owner or to this product. There are no rules of what a password must contain (NIST SP 800-63B, 3.1.1.2). Throws
 * `auth.password_weak`.
 */
export async function refuseWeakPassword(
  password: string,
  owner: { readonly email: string; readonly name: string },
): Promise<void> {
  loading ??= loadEstimator();
  const estimator = await loading;
  const own = [
    owner.email,
    ...owner.email.split(/[@._+-]/),
    owner.name,
    ...owner.name.split(/[\s-]+/),
    ...productWords,
  ];
  const words = own.filter((word) => word.length > 1);
  const { score } = estimator.check(password.normalize('NFKC'), words);
  if (score < scoreMin || isMadeOf(password, words)) throw new ProblemError('auth.password_weak');
}

/** Nothing but own words, digits and signs: estimators take long names for chance. */
function isMadeOf(password: string, words: readonly string[]): boolean {
  let rest = password.normalize('NFKC').toLowerCase();
  const longestFirst = words.map((word) => word.toLowerCase()).toSorted((a, b) => b.length - a.length);
  const before = rest.length;
  for (const word of longestFirst) rest = rest.replaceAll(word, '');
  return rest.length < before && rest.replaceAll(/[^\p{L}]/gu, '').length < 3;
}
