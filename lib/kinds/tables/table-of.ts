import type { Identity } from "../../postgres/identity";

/** The table of a column, constraint or index, by its name: whether it is a foreign one only a side can tell. */
export const tableOf = ({ schema, table }: Identity): Identity => ({
  ...{ kind: "table", name: table ?? "" },
  ...(schema === undefined ? {} : { schema }),
});
