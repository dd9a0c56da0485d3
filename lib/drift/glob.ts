type Token =
  | { readonly type: "run" }
  | { readonly type: "any" }
  | { readonly type: "one"; readonly character: string };

/**
 * True where a glob matches a whole name; case counts. `*` is any run of characters, `?` any one, `\` takes the next one
 * literally. Its time grows with the product of both lengths only, whatever the glob.
 */
export function globMatcher(glob: string): (name: string) => boolean {
  const tokens = tokensOf(glob);
  return (name) => matches(tokens, [...name]);
}

function tokensOf(glob: string): readonly Token[] {
  const tokens: Token[] = [];
  const characters = [...glob];
  for (let position = 0; position < characters.length; position++) {
    const character = characters[position] ?? "";
    const next = characters[position + 1];
    if (character === "\\" && next !== undefined) {
      tokens.push({ type: "one", character: next });
      position += 1;
    } else if (character === "*") tokens.push({ type: "run" });
    else tokens.push(character === "?" ? { type: "any" } : { type: "one", character });
  }
  return tokens;
}

/** On a mismatch only the last run need grow: what stood before it is matched as early as can be. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let token = 0;
  let place = 0;
  let run: { readonly token: number; place: number } | undefined;
  while (place < name.length) {
    const current = tokens[token];
    if (current?.type === "run") {
      run = { token, place };
      token += 1;
    } else if (current !== undefined && (current.type === "any" || current.character === name[place])) {
      token += 1;
      place += 1;
    } else if (run !== undefined) {
      run.place += 1;
      token = run.token + 1;
      place = run.place;
    } else return false;
  }
  return tokens.slice(token).every(({ type }) => type === "run");
}
