import type { Mutation } from "../../testing/kind-mutations";
import { columnMutations } from "./core-kinds.column-mutations";
import type { FixtureNames } from "./core-kinds.fixture";
import { ruleMutations } from "./core-kinds.rule-mutations";
import { tableMutations } from "./core-kinds.table-mutations";
import { typeMutations } from "./core-kinds.type-mutations";
import { viewMutations } from "./core-kinds.view-mutations";

export const mutations: readonly Mutation<FixtureNames>[] = [
  ...typeMutations,
  ...tableMutations,
  ...columnMutations,
  ...ruleMutations,
  ...viewMutations,
];
