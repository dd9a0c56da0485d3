import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectionSettingsFromUrl, describeAddress, tlsModes } from "./connection-settings";

describe("connectionSettingsFromUrl", () => {
  it("takes a URL apart", () => {
    expect(
      connectionSettingsFromUrl("postgresql://app:secret@db.example:6543/shop?sslmode=verify-full"),
    ).toEqual({
      host: "db.example",
      port: 6543,
      database: "shop",
      user: "app",
      password: "secret",
      tls: "verify-full",
    });
  });

  it("knows the default port and TLS mode, and a password that is not there from an empty one", () => {
    const settings = connectionSettingsFromUrl("postgres://app@db/shop");
    expect(settings).toEqual({ host: "db", port: 5432, database: "shop", user: "app", tls: "prefer" });
    expect("password" in settings).toBe(false);
    expect(connectionSettingsFromUrl("postgres://app:@db/shop").password).toBe("");
  });

  it.each(["p#w", "p@w", "p/w", "p:w", "100%", "p?w", "%zz", "a@b#c/d:e", "x@evil.example/y"])(
    "keeps the host where it is when the password is %s, unescaped",
    (password) => {
      const settings = connectionSettingsFromUrl(`postgresql://app:${password}@db.example/shop`);
      expect(settings).toMatchObject({ host: "db.example", database: "shop", user: "app", password });
    },
  );

  it("gives back every user, password and database that was written with escapes", () => {
    const word = fc.string({ minLength: 1, unit: "grapheme" });
    fc.assert(
      fc.property(word, word, word, (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent);
        expect(connectionSettingsFromUrl(`postgresql://${u}:${p}@h:1/${d}`)).toMatchObject({
          user,
          password,
          database,
          host: "h",
        });
      }),
    );
  });

  it("reads IPv6 addresses", () => {
    expect(connectionSettingsFromUrl("postgresql://a@[::1]:5433/b")).toMatchObject({
      host: "::1",
      port: 5433,
    });
    expect(connectionSettingsFromUrl("postgresql://a@[2001:db8::7]/b")).toMatchObject({
      host: "2001:db8::7",
      port: 5432,
    });
  });

  it.each([
    ...tlsModes.map((mode) => [`sslmode=${mode}`, mode] as const),
    ["sslmode=allow", "prefer"] as const,
    ["ssl=true", "require"] as const,
  ])("understands %s", (parameter, mode) => {
    expect(connectionSettingsFromUrl(`postgresql://a@b/c?${parameter}`).tls).toBe(mode);
  });

  it.each([
    "host=evil.example",
    "hostaddr=10.0.0.1",
    "sslrootcert=/etc/passwd",
    "sslkey=/x",
    "options=-c%20x=y",
    "service=x",
    "passfile=/x",
    "user=root",
  ])("refuses %s, which would lead elsewhere or read files", (parameter) => {
    expect(() => connectionSettingsFromUrl(`postgresql://a:canary@b/c?${parameter}`)).toThrow(
      expect.objectContaining({ code: "connection-url", message: expect.not.stringContaining("canary") }),
    );
  });

  it("takes what tools write into URLs without meaning for us", () => {
    const url = "postgresql://a@b/c?schema=public&pgbouncer=true&connection_limit=5&connect_timeout=10";
    expect(connectionSettingsFromUrl(url)).toMatchObject({ host: "b", database: "c" });
  });

  it("takes a socket's folder only where sockets are allowed", () => {
    const url = "postgresql://a@/c?host=/var/run/postgresql";
    expect(() => connectionSettingsFromUrl(url)).toThrow(expect.objectContaining({ code: "connection-url" }));
    expect(connectionSettingsFromUrl(url, { sockets: true })).toMatchObject({
      host: "/var/run/postgresql",
      tls: "disable",
    });
    expect(() => connectionSettingsFromUrl("postgresql://a@/c?host=evil.example", { sockets: true })).toThrow(
      "host",
    );
  });

  it.each([
    ["mysql://a@b/c", "does not begin with postgresql://"],
    ["", "does not begin with postgresql://"],
    ["postgresql://", "names no host"],
    ["postgresql://a@b", "names no database"],
    ["postgresql://b/c", "names no user"],
    ["postgresql://a@b:0/c", "Port 0"],
    ["postgresql://a@b:65536/c", "Port 65536"],
    ["postgresql://a@b:port/c", "host part"],
    ["postgresql://a@b/c?sslmode=maybe", "Unknown sslmode"],
  ])("refuses %s with the reason and a hint", (url, reason) => {
    expect(() => connectionSettingsFromUrl(url)).toThrow(
      expect.objectContaining({
        code: "connection-url",
        message: expect.stringContaining(reason),
        hint: expect.any(String),
      }),
    );
  });

  it("throws nothing else and shows no password, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        try {
          connectionSettingsFromUrl(`postgresql://${before}:canary${after}`);
        } catch (error) {
          expect(error).toMatchObject({ code: "connection-url" });
        }
      }),
    );
  });

  it("is described without user and password", () => {
    expect(describeAddress(connectionSettingsFromUrl("postgresql://app:canary@h:5433/d"))).toBe("h:5433/d");
  });
});
