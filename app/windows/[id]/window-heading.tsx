import { PageHeading } from "@/components/frame/page-heading";
import { Countdown } from "@/components/windows/countdown";
import { Elsewhere } from "@/components/windows/elsewhere";
import { WindowControls } from "@/components/windows/window-controls";
import { WindowStateChip } from "@/components/windows/window-state-chip";
import { isOpen } from "@/lib/access/window";
import { repeatText, stretchText } from "@/lib/access/window-words";
import type { WindowOverview } from "@/lib/operations/read-window";
import { visible } from "@/lib/postgres/identity";
import { cancelWindow, closeWindow, decideWindow, extendWindow, openWindowEarly } from "../actions";

/** Which window it is, how it is, how long that lasts, and what can be done with it. */
export function WindowHeading({ overview }: { readonly overview: WindowOverview }) {
  const { window, current, now } = overview;
  const open = current !== null && isOpen(current.state);
  const cancelled = window.cancelledAt !== null;
  const until = current === null ? null : open ? current.endsAt : current.occurrence.startsAt;
  return (
    <PageHeading
      title={<bdi>{visible(window.name)}</bdi>}
      chips={<WindowStateChip state={current?.state ?? (cancelled ? "cancelled" : "closed")} />}
      description={
        <>
          <p className="flex flex-wrap gap-x-2 [overflow-wrap:anywhere]">
            {current !== null && (
              <span className="text-ink">
                {stretchText(current.occurrence.startsAt, current.endsAt, window.timeZone)}
              </span>
            )}
            <span>{window.timeZone}</span>
            <span>{repeatText(window.startsLocal, window.repeat)}</span>
            <span>
              <span className="text-faint">for</span>{" "}
              {window.databases.map(({ name }) => visible(name)).join(", ") || "no database"}
            </span>
          </p>
          {current !== null && (
            <Elsewhere
              startsAt={current.occurrence.startsAt.toISOString()}
              endsAt={current.endsAt.toISOString()}
              timeZone={window.timeZone}
            />
          )}
          {until !== null && until > now && (
            <p className="mt-2 font-medium text-ink text-lg" role="timer" aria-live="off">
              {open ? "Closes in " : "Opens in "}
              <Countdown until={until.toISOString()} refresh />
            </p>
          )}
          {current !== null && until !== null && until <= now && (
            <p className="mt-2 font-medium text-ink text-lg">It has begun and opens when somebody says go.</p>
          )}
          {current?.note && <p className="mt-1">{current.note}</p>}
          {current === null && <p className="mt-1">It opens no more.</p>}
        </>
      }
      actions={
        overview.mayManage && (
          <WindowControls
            id={window.id}
            scheduledAt={current?.occurrence.scheduledAt.toISOString() ?? null}
            state={current?.state ?? null}
            goRequired={window.goRequired}
            saidGo={current?.occurrence.go === true}
            mayOpenEarly={overview.mayOpenEarly}
            cancelled={cancelled || current === null}
            actions={{
              decide: decideWindow,
              extend: extendWindow,
              close: closeWindow,
              openEarly: openWindowEarly,
              cancel: cancelWindow,
            }}
          />
        )
      }
    />
  );
}
