// What people take when they are asked for twelve characters; shorter ones of the known lists are refused by length.
// Compared without case, digits and signs at the end, and the usual replacements of letters.
const common = new Set(
  `password passwort passphrase administrator administrador letmein letmeinplease welcome welcomeback qwertyuiop
   qwertyuiopas qwertyuiopasdf qwertyuiopasdfghjkl qwertzuiop qwertzuiopas asdfghjkl asdfghjklqwertyuiop
   zxcvbnmasdfghjkl qazwsxedcrfv onetwothreefour iloveyou iloveyouforever iloveyousomuch sunshine princess
   superman batman spiderman football baseball basketball starwars trustno changeme changemenow changeit
   defaultpassword mypassword mysecretpassword mypasswordis newpassword oldpassword temppassword testpassword
   temporarypassword userpassword adminpassword rootpassword passwordpassword secretpassword supersecret
   supersecretpassword correcthorsebatterystaple correcthorse thisismypassword thisispassword thisisapassword
   enterpassword nopassword verysecret verysecretpassword plumbline plumblineplumbline postgres postgresql
   postgrespassword postgrespostgres database databasepassword mydatabase abcdefghijkl abcdefghijklm
   abcdefghijklmnop abcdefghijklmnopqrstuvwxyz abcabcabcabc qweqweqweqwe asdasdasdasd qwerty qwertyqwerty
   monkeymonkey dragondragon masterpassword computer internet whatever justletmein hellohello helloworld
   helloworldhello ihateyou leavemealone chocolate michaeljordan liverpoolfc manchesterunited realmadrid
   barcelona slipknot nintendo pokemonpokemon`.split(/\s+/),
);

const replaced: Readonly<Record<string, string>> = {
  ...{ "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s", "!": "i" },
};

/** True for a password that guessing begins with: a known one, one or two characters repeated, or a plain sequence. */
export function isCommonPassword(password: string): boolean {
  const lower = password.normalize("NFKC").toLowerCase();
  if (new Set(lower).size <= 2) return true;
  if (isSequence(lower) || isRepeated(lower)) return true;
  const bare = lower.replace(/[^\p{L}]+$/u, "").replace(/^[^\p{L}]+/u, "");
  const spelled = [...lower.replace(/[\d\W_]+$/u, "")].map((each) => replaced[each] ?? each).join("");
  return [lower, bare, spelled].some((each) => common.has(each.replace(/[\s_.-]+/g, "")));
}

/** 123456789012, abcdefghijkl, 210987654321. */
function isSequence(text: string): boolean {
  return ["0123456789".repeat(30), "9876543210".repeat(30), "1234567890".repeat(30)].some((line) =>
    line.includes(text),
  );
}

/** One short piece over and over: 123412341234. */
function isRepeated(text: string): boolean {
  return [1, 2, 3, 4, 5, 6].some(
    (length) =>
      text.length >= length * 2 &&
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length) === text,
  );
}
