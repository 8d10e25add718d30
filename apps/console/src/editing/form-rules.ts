/** Rules of forms, in the shape that Ant Design's forms take them: a rejected promise carries the message. */
export interface FormRule {
  readonly validator: (_: unknown, value: unknown) => Promise<void>;
}

/** The value must satisfy `isRight`, else the message is shown. */
export function mustBe(isRight: (value: unknown) => boolean, message: string): FormRule {
  return {
    validator: async (_, value) => {
      if (!isRight(value)) throw new Error(message);
    },
  };
}

export function isWholeWithin({ min, max }: { readonly min: number; readonly max: number }) {
  return (value: unknown): boolean =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
