import net from "node:net";

/** What a server that is no PostgreSQL of ours says of itself. */
export interface FakeAnswers {
  readonly banner: string;
  /** `server_version_num`. */
  readonly version: number;
}

export interface FakeServer {
  readonly port: number;
  /** Everything that clients sent, start-up packets included. */
  readonly received: () => Buffer;
  stop(): Promise<void>;
}

const requestSsl = 80_877_103;

/** A message of the server: its letter, its length, its content (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
function message(letter: string, ...content: readonly (number | string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    content.map((part) => {
      if (typeof part === "string") return Buffer.from(`${part}\0`);
      if (typeof part !== "number") return part;
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(part);
      return bytes;
    }),
  );
  const head = Buffer.alloc(5);
  head.write(letter, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};

const readyForQuery = message("Z", Buffer.from("I"));

/** The row that answers the first question of connect(), in text, its columns in the order in which they were asked. */
function factsRow({ banner, version }: FakeAnswers): Buffer {
  const columns = {
    version: String(version),
    banner,
    pid: "4711",
    user: "somebody",
    database: "somewhere",
    recovery: "f",
  };
  const int4 = 23;
  const bool = 16;
  const text = 25;
  const types: Record<string, number> = { version: int4, pid: int4, recovery: bool };
  const fields = Object.keys(columns).map((name) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      Buffer.alloc(6),
      Buffer.from([0, 0, 0, types[name] ?? text]),
      int16(-1),
      Buffer.from([255, 255, 255, 255]),
      int16(0),
    ]),
  );
  const values = Object.values(columns).map((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(Buffer.byteLength(value));
    return Buffer.concat([length, Buffer.from(value)]);
  });
  return Buffer.concat([
    message("T", int16(fields.length), ...fields),
    message("D", int16(values.length), ...values),
    message("C", "SELECT 1"),
  ]);
}

/** How a rogue server answers a question once it is believed: never, a byte a moment, or without an end. */
export type Malice = "silence" | "drip" | "flood" | "one huge row";

/** Says that it is Postgres when it is asked the first time, and means harm from the second on. */
export function roguePostgres(malice: Malice, answers: FakeAnswers): Promise<FakeServer> {
  const row = message("D", int16(1), 2 ** 20, Buffer.alloc(2 ** 20, "x"));
  const flood = (socket: net.Socket): void => {
    while (!socket.destroyed && socket.write(row));
    if (!socket.destroyed) socket.once("drain", () => flood(socket));
  };
  let questions = 0;
  return listen((socket, packet) => {
    if (packet.letter === undefined) {
      socket.write(Buffer.concat([message("R", 0), message("K", 4711, 1), readyForQuery]));
    } else if (packet.letter === "P") socket.write(message("1"));
    else if (packet.letter === "B") socket.write(message("2"));
    else if (packet.letter === "S" && questions <= 1) socket.write(readyForQuery);
    else if (packet.letter === "E") {
      questions += 1;
      if (questions === 1) {
        socket.write(factsRow(answers));
        return;
      }
      if (malice === "drip") {
        // A notice is no answer, and may come as long as the server likes.
        const drip = setInterval(() => socket.write(message("N", Buffer.from("SNOTICE\0\0"))), 20);
        socket.once("close", () => clearInterval(drip));
      }
      if (malice === "silence" || malice === "drip") return;
      socket.write(
        message(
          "T",
          int16(1),
          Buffer.from("x\0"),
          Buffer.alloc(6),
          Buffer.from([0, 0, 0, 25]),
          int16(-1),
          -1,
          int16(0),
        ),
      );
      if (malice === "flood") flood(socket);
      else {
        const head = Buffer.alloc(5);
        head.write("D", "latin1");
        // Two gigabytes are announced; whoever waits for them keeps what has come so far.
        head.writeInt32BE(2 ** 31 - 1, 1);
        socket.write(head);
        flood(socket);
      }
    }
  });
}

/** Speaks as much of protocol version 3 as it takes to say which server it is. It trusts everybody. */
export function fakePostgres(answers: FakeAnswers): Promise<FakeServer> {
  return listen((socket, packet) => {
    if (packet.letter === undefined) {
      socket.write(Buffer.concat([message("R", 0), message("K", 4711, 1), readyForQuery]));
    } else if (packet.letter === "P") socket.write(message("1"));
    else if (packet.letter === "B") socket.write(message("2"));
    else if (packet.letter === "E") socket.write(factsRow(answers));
    else if (packet.letter === "S") socket.write(readyForQuery);
    else if (packet.letter === "X") socket.end();
  });
}

/** A rogue server: asks whoever comes for the password in the clear. */
export function passwordCollector(): Promise<FakeServer> {
  const askInTheClear = message("R", 3);
  return listen((socket, packet) => {
    if (packet.letter === undefined) socket.write(askInTheClear);
    else if (packet.letter === "p")
      socket.end(message("E", Buffer.from("SFATAL\0C28P01\0Mpassword authentication failed\0\0")));
  });
}

/** Something else than Postgres behind the port: says what it is given to say (nothing, when empty) and waits. */
export async function foreignService(greeting: string): Promise<FakeServer> {
  return listenRaw((socket) => {
    if (greeting !== "") socket.write(greeting);
  });
}

interface Packet {
  /** Undefined for the start-up packet. */
  readonly letter: string | undefined;
}

function listen(answer: (socket: net.Socket, packet: Packet) => void): Promise<FakeServer> {
  return listenRaw((socket, data) => {
    let pending = Buffer.alloc(0);
    let started = false;
    data((chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const head = started ? 1 : 0;
        if (pending.length < head + 4) return;
        const length = head + pending.readInt32BE(head);
        if (pending.length < length) return;
        const packet = pending.subarray(0, length);
        pending = pending.subarray(length);
        if (started) answer(socket, { letter: packet.toString("latin1", 0, 1) });
        else if (packet.readInt32BE(4) === requestSsl) socket.write("N");
        else {
          started = true;
          answer(socket, { letter: undefined });
        }
      }
    });
  });
}

type Greet = (socket: net.Socket, data: (callback: (chunk: Buffer) => void) => void) => void;

async function listenRaw(greet: Greet): Promise<FakeServer> {
  const received: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    // Clients that hang up in the middle are part of the play.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    const callbacks: ((chunk: Buffer) => void)[] = [];
    socket.on("data", (chunk: Buffer) => {
      received.push(chunk);
      for (const callback of callbacks) callback(chunk);
    });
    greet(socket, (callback) => void callbacks.push(callback));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the fake server has no port");
  return {
    port: address.port,
    received: () => Buffer.concat(received),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
