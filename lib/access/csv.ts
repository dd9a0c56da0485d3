/**
 * A spreadsheet takes what begins like this for a formula (faults-and-security.md, fault 40): white space in front does
 * not keep it from that, and some take the wide signs of East Asian keyboards too.
 */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

// Where lists are separated by semicolons, so are columns: a text that is not quoted would begin a new one at each.
const quoted = /[",;\t\r\n]/;

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
  return quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
