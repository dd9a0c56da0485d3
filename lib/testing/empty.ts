// Stands in for `server-only` outside Next's server graph (vitest.config.ts, lib/launch/bundle.mjs).
export {};
