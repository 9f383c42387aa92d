// Questions to the service. A refusal is a Problem: what RFC 9457 says of it, in words for people.
import { words } from "/page/words.js";

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || words.noAnswer);
    this.status = status;
    this.code = body.code || "no_answer";
    this.body = body;
  }
}

// {method, headers, json, signal}; the answer's JSON. Problem with status 0: nobody answered.
export async function ask(path, { method = "GET", headers = {}, json, signal } = {}) {
  const options = { method, headers: { Accept: "application/json", ...headers }, signal, credentials: "omit" };
  if (json !== undefined) {
    options.body = JSON.stringify(json);
    options.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, { detail: words.noAnswer });
  }
  let body = {};
  try {
    body = await answer.json();
  } catch {
    if (answer.ok) throw new Problem(0, { detail: words.noAnswer });
  }
  if (!answer.ok) throw new Problem(answer.status, body);
  return body;
}

export const bearer = (token) => ({ Authorization: `Bearer ${token}` });

// The newest of several questions: asking again gives up the one before.
export function latest() {
  let current = null;
  return (path, options = {}) => {
    current?.abort();
    current = new AbortController();
    return ask(path, { ...options, signal: current.signal });
  };
}
export const givenUp = (error) => error.name === "AbortError";
