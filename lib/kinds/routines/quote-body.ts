/** Quotes a body so that it stays as it was written; the tag is one that the body does not hold. */
export function dollarQuote(body: string): string {
  let tag = "$body$";
  // A body that ends in `$body` would close the quote early too.
  for (let count = 1; `${body}$`.includes(tag); count++) tag = `$body${count}$`;
  return `${tag}${body}${tag}`;
}
