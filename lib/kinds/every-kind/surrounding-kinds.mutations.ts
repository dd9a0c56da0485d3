import { dataMutations } from "./surrounding-kinds.data-mutations";
import { defaults, type Mutation } from "./surrounding-kinds.mutation";
import { presenceMutations } from "./surrounding-kinds.presence-mutations";
import { typeMutations } from "./surrounding-kinds.type-mutations";

export const mutations: readonly Mutation[] = [
  ...typeMutations,
  ...dataMutations,
  ...presenceMutations,
  defaults(
    "App",
    "tables",
    ["privileges"],
    ({ owner, reader }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA "App" REVOKE INSERT ON TABLES FROM ${reader}`,
  ),
  defaults(
    "App",
    "sequences",
    "missing",
    ({ owner }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA "App" REVOKE ALL ON SEQUENCES FROM ${owner}`,
  ),
  defaults(
    undefined,
    "functions",
    "missing",
    ({ owner }) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} GRANT EXECUTE ON FUNCTIONS TO PUBLIC`,
  ),
  defaults(
    undefined,
    "types",
    ["privileges"],
    ({ owner }) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE USAGE ON TYPES FROM PUBLIC`,
  ),
  defaults(
    undefined,
    "tables",
    ["privileges"],
    ({ owner }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} GRANT DELETE ON TABLES TO ${owner}; ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE UPDATE ON TABLES FROM ${owner}`,
  ),
  defaults(
    "shared",
    "types",
    "unexpected",
    ({ owner, reader }) =>
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA shared GRANT USAGE ON TYPES TO ${reader}`,
  ),
];
