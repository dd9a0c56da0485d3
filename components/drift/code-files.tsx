import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import type { CodeFile } from "@/lib/plan/code-change/code-change";
import { visible } from "@/lib/postgres/identity";

interface CodeFilesProps {
  readonly files: readonly CodeFile[];
  /** What a person still has to do. */
  readonly left: readonly string[];
}

/** The files by which the code comes to expect what the database has. */
export function CodeFiles({ files, left }: CodeFilesProps) {
  return (
    <>
      <p className="mb-3 text-muted text-sm">
        The other way to end this difference: the database stays as it is, and the code expects it.
      </p>
      {left.map((words) => (
        <p key={words} className="mb-3 text-sm [overflow-wrap:anywhere]">
          {visible(words)}
        </p>
      ))}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {files.map((file) => (
          <li key={file.path} className="min-w-0">
            <p className="mb-1 flex items-center justify-between gap-2">
              <code className="text-xs [overflow-wrap:anywhere]">{visible(file.path)}</code>
              <CopyButton text={file.content} label={`Copy ${visible(file.path)}`} iconOnly />
            </p>
            <CodeBlock sql={file.content} label={`The file ${visible(file.path)}`} copyable={false} />
          </li>
        ))}
      </ul>
    </>
  );
}
