interface Said {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly next?: unknown;
}

/** A refusal of the API as the command line says it: what it is, and what to do. */
export function messageOf({ title, detail, next }: Said): string {
  return [`${title}${detail === undefined ? '' : `: ${detail}`}`, typeof next === 'string' ? next : '']
    .filter((part) => part !== '')
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(' ');
}
