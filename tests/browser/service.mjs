// A service of the tests: a data directory with the bundled records, and `exportd serve` on a free port.
import { spawn, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export const root = new URL("../..", import.meta.url).pathname;
const binary = process.env.EXPORTD_BIN ?? join(root, "build/release/exportd");
export const admin_token = "the-admin-token-of-the-tests";

export const pause = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

export async function until(condition, what, seconds = 120) {
  const last = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > last) throw new Error(`${what} did not come about within ${seconds} s`);
    await pause(50);
  }
}

// A port that is free now: a service that is stopped and started again must keep its address.
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

// A port at which every connection ends at once: a server that is out of order.
export async function brokenServer() {
  const server = createServer((socket) => socket.destroy());
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return { port: server.address().port, close: () => server.close() };
}

export function bundledRecords() {
  return gunzipSync(readFileSync(join(root, "data/basalts.ndjson.gz")))
    .toString()
    .trimEnd()
    .split("\n");
}

// The same with a long comment that does not compress well: quickly imported, slowly exported with gzip.
export function slowRecords() {
  const noise = randomBytes(1 << 20).toString("base64");
  const bytes = 8_000;
  return bundledRecords().map((line, i) => {
    const from = (i * 997) % (noise.length - bytes);
    return line.replace(/}$/, `,"comment":"${noise.slice(from, from + bytes)}"}`);
  });
}

export class Service {
  // records: lines for petdb; toml: more configuration; lease: in seconds.
  static async start({ records = bundledRecords(), toml = "", workers = 1, lease = 10 } = {}) {
    const service = new Service();
    service.folder = mkdtempSync(join(tmpdir(), "exportd-page-"));
    const file = join(service.folder, "records.ndjson");
    writeFileSync(file, records.join("\n") + "\n");
    writeFileSync(join(service.folder, "token"), admin_token + "\n", { mode: 0o600 });
    service.config = join(service.folder, "exportd.toml");
    const limits = "requests_per_minute = 1000000\ncreations_per_minute = 1000000\n";
    writeFileSync(
      service.config,
      `[server]\nadmin_token_file = "${service.folder}/token"\n[queue]\nlease_seconds = ${lease}\n` +
        `${toml.includes("[limits]") ? toml.replace("[limits]\n", `[limits]\n${limits}`) : `[limits]\n${limits}${toml}`}`,
    );
    service.call("import", "petdb", file);
    service.workers = workers;
    service.port = await freePort();
    await service.run();
    return service;
  }

  arguments() {
    return ["--config", this.config, "--data", join(this.folder, "data")];
  }
  call(...words) {
    return execFileSync(binary, [...words, ...this.arguments()], { encoding: "utf8", maxBuffer: 1 << 26 });
  }
  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async run(workers = this.workers) {
    this.log = join(this.folder, `serve-${Date.now()}.log`);
    const log = openSync(this.log, "w");
    this.process = spawn(
      binary,
      ["serve", "--listen", `127.0.0.1:${this.port}`, "--workers", String(workers), ...this.arguments()],
      { stdio: ["ignore", "ignore", log] },
    );
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.process.once("exit", resolve);
    });
    await until(() => {
      if (this.process.exitCode !== null) throw new Error(`exportd serve ended: ${readFileSync(this.log)}`);
      return readFileSync(this.log, "utf8").includes('"listening"');
    }, "an address to ask at");
  }
  async halt(signal = "SIGTERM") {
    this.process.kill(signal);
    await this.ended;
  }
  // Where nothing runs there is nothing to end in order, and no need to wait for it.
  async kill() {
    await this.halt("SIGKILL");
  }
  // A worker in a process of its own, which can be stopped mid-way for as long as a test looks, below its lease.
  startWorker() {
    const log = openSync(join(this.folder, "worker.log"), "a");
    const words = ["worker", "--workers", "1", ...this.arguments()];
    this.worker = spawn(binary, words, { stdio: ["ignore", "ignore", log] });
    closeSync(log);
    this.workerEnded = new Promise((resolve) => {
      this.worker.once("exit", resolve);
    });
  }
  freeze() {
    this.worker.kill("SIGSTOP");
  }
  thaw() {
    this.worker.kill("SIGCONT");
  }
  async killWorker() {
    this.worker.kill("SIGKILL");
    await this.workerEnded;
  }

  async remove() {
    if (this.worker && this.worker.exitCode === null && this.worker.signalCode === null) await this.killWorker();
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
  async get(path, headers = {}) {
    return (await fetch(this.url + path, { headers })).json();
  }
}
