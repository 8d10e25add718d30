import './body.css';

interface Props {
  /** What was sent, as it was sent. */
  readonly body: string;
  readonly label: string;
}

/** A body that can be read: each value on a line of its own. */
export function BodyText({ body, label }: Props) {
  return (
    <section aria-label={label}>
      <pre className="webhook-body">{readable(body)}</pre>
    </section>
  );
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
