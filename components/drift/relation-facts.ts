import { relativeText } from "@/components/ui/moment-text";
import type { Fact } from "./facts-table";
import { byteSize } from "./quantity";

/** Figures of a relation as a check stored them. */
interface StoredFigures {
  readonly rows: number | null;
  readonly tableBytes: number;
  readonly indexBytes: number;
  /** ISO 8601. */
  readonly analysedAt: string | null;
}

/** Figures of a relation as the server counts them now. */
interface LiveFigures extends StoredFigures {
  readonly sequentialScans: number;
  readonly indexScans: number;
  readonly writes: number;
  readonly countedSince: string | null;
}

/** What a check knew of the table, each figure with its basis and age. */
export function storedFacts(figures: StoredFigures, checkedAt: Date): readonly Fact[] {
  const basis = `as of the check, ${ago(checkedAt)}`;
  return [
    { label: "Rows", value: rowsText(figures.rows), basis: `${rowsBasis(figures)}; ${basis}` },
    { label: "Table", value: byteSize(figures.tableBytes), basis: `pages at the last ANALYZE; ${basis}` },
    { label: "Indexes", value: byteSize(figures.indexBytes), basis: `pages at the last ANALYZE; ${basis}` },
  ];
}

/** What the server says of the table now, each figure with its basis and age. */
export function liveFacts(figures: LiveFigures): readonly Fact[] {
  const since =
    figures.countedSince === null
      ? "counted since the server's statistics began"
      : `counted since ${ago(new Date(figures.countedSince))}`;
  return [
    { label: "Rows", value: rowsText(figures.rows), basis: rowsBasis(figures) },
    { label: "Table", value: byteSize(figures.tableBytes), basis: "pg_table_size, read just now" },
    { label: "Indexes", value: byteSize(figures.indexBytes), basis: "pg_indexes_size, read just now" },
    {
      label: "Reads",
      value: `${figures.indexScans.toLocaleString("en")} by index, ${figures.sequentialScans.toLocaleString("en")} whole`,
      basis: `scans, ${since}`,
    },
    { label: "Writes", value: figures.writes.toLocaleString("en"), basis: `rows, ${since}` },
  ];
}

const rowsText = (rows: number | null): string =>
  rows === null ? "not known" : `about ${Math.round(rows).toLocaleString("en")}`;

const rowsBasis = ({ rows, analysedAt }: StoredFigures): string =>
  rows === null
    ? "never analysed"
    : `estimate (reltuples)${analysedAt === null ? "" : `, analysed ${ago(new Date(analysedAt))}`}`;

const ago = (moment: Date): string => relativeText(moment.getTime(), Date.now());
