/** The same texts in another language: every key of the first one, no more and no fewer. */
export type Texts<Words> = { readonly [Key in keyof Words]: Words[Key] extends string ? string : Texts<Words[Key]> };
