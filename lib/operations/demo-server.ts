import { AppError } from "../postgres/app-error";

/**
 * The superuser's URL of the server that holds the demo: the one `npm start` brings (`PLUMBLINE_DEMO_SERVER_URL`).
 * @throws AppError `no-demo-server` where the store is a server of somebody's own, on which no demo is made unasked
 */
export function demoServer(environment: NodeJS.ProcessEnv = process.env): string {
  const url = environment.PLUMBLINE_DEMO_SERVER_URL;
  if (url) return url;
  throw new AppError("no-demo-server", "There is no server for the demo.", {
    hint: "The demo lives on the Postgres that npm start brings. It is not made on a server that DATABASE_URL names.",
  });
}
