import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { PatchBlock } from "@/components/ui/patch-block";
import { visible } from "@/lib/postgres/identity";

/** A file of the source's project that is new or changes. */
export interface ShownFile {
  readonly path: string;
  readonly content: string;
  /** The change as `git apply` takes it. */
  readonly diff: string;
  readonly isNew: boolean;
}

interface CodeFilesProps {
  readonly files: readonly ShownFile[];
  /** What a person still has to do. */
  readonly left: readonly string[];
  /** Where all files are to be had as one patch, and with `&file=` each one alone. */
  readonly download: string;
}

/** The files by which the code comes to expect what the database has: new ones whole, others as what changes in them. */
export function CodeFiles({ files, left, download }: CodeFilesProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-pretty text-muted text-sm">
          The database stays as it is, and the code comes to expect it. Nothing is written from here.
        </p>
        {files.length > 0 && (
          <div className="flex flex-wrap gap-2">
            <CopyButton text={files.map(({ diff }) => diff).join("")} label="Copy as a patch" />
            <a
              href={download}
              download
              className="inline-flex items-center text-link text-sm hover:underline"
            >
              Download the patch
            </a>
          </div>
        )}
      </div>
      {left.length > 0 && (
        <section aria-label="Left to you" className="rounded-md border bg-shade px-3 py-2 text-sm">
          <h3 className="mb-1 font-medium">Left to you</h3>
          <ul className="grid list-disc gap-1 pl-5">
            {left.map((words) => (
              <li key={words} className="[overflow-wrap:anywhere]">
                {visible(words)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {files.length === 0 && left.length === 0 && (
        <p className="text-sm">There is nothing that the code would have to say otherwise.</p>
      )}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {files.map((file) => (
          <CodeFileItem key={file.path} file={file} download={download} />
        ))}
      </ul>
    </div>
  );
}

function CodeFileItem({ file, download }: { readonly file: ShownFile; readonly download: string }) {
  const name = visible(file.path);
  return (
    <li className="min-w-0">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <p className="min-w-0 text-xs">
          <code className="[overflow-wrap:anywhere]">{name}</code>{" "}
          <span className="text-muted">{file.isNew ? "new" : "changes"}</span>
        </p>
        <p className="flex items-center gap-2 text-xs">
          <a
            href={`${download}&file=${encodeURIComponent(file.path)}`}
            download
            className="text-link hover:underline"
          >
            Download<span className="sr-only"> {name}</span>
          </a>
          <CopyButton text={file.content} label={`Copy ${name}, whole`} iconOnly />
        </p>
      </div>
      {file.isNew ? (
        <CodeBlock sql={file.content.trimEnd()} label={`The file ${name}`} copyable={false} />
      ) : (
        <PatchBlock diff={file.diff} label={`The change of ${name}`} />
      )}
    </li>
  );
}
