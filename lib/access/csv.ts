/** A spreadsheet takes what begins like this for a formula (faults-and-security.md, fault 40). */
const formula = /^[=+\-@\t\r]/;

/**
 * One record of RFC 4180, with its line end. A text that a spreadsheet would calculate gets a `'` in front; a number is
 * left as it is.
 */
export function csvRecord(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(csvField).join(",")}\r\n`;
}

function csvField(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
