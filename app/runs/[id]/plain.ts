/** Events come from the store as the mutable values that a client component takes. */
export const plain = <T>(value: T): Mutable<T> => value as Mutable<T>;

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
