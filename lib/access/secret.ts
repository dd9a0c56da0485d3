import { inspect } from "node:util";

/** A text that must not be printed. Only {@link Secret.reveal} gives it away; every other way of looking shows `[secret]`. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const hidden = "[secret]";

/** Wraps a text. It lives in a closure, so neither a debugger's listing nor a spread of the object holds it. */
export function secret(text: string): Secret {
  const value = {
    reveal: () => text,
    toString: () => hidden,
    toJSON: () => hidden,
    [inspect.custom]: () => hidden,
    [Symbol.toPrimitive]: () => hidden,
  };
  return Object.freeze(value);
}
