// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that JSON escapes
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * A text as JSON writes it. JSON.stringify is asked only where more is needed than two quotes: texts are written by the
 * hundred thousands, and the call costs more than the look.
 */
export const quoteJson = (text: string): string => (escaped.test(text) ? JSON.stringify(text) : `"${text}"`);
