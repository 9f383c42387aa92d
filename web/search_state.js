// The search as the page's address holds it: database, search parameters, file options, and the pair that is drawn.
// Whoever opens the address sees the same.

const page_only = new Set(["environment", "x", "y"]);

export class SearchState {
  constructor(environment) {
    this.environment = environment;
    this.values = new Map(); // of search parameters and file options, by name; what no field knows too
    this.x = [];
    this.y = [];
  }

  // Of the text behind a ?. Several values of a name are one list.
  static of(text, environment) {
    const state = new SearchState(environment);
    for (const [name, value] of new URLSearchParams(text)) {
      if (value === "") continue;
      if (name === "environment") state.environment = value;
      else if (name === "x" || name === "y") state[name].push(value);
      else state.add(name, value);
    }
    return state;
  }

  add(name, value) {
    const before = this.values.get(name);
    const joint = name === "chemistry" ? "," : "||";
    this.values.set(name, before && before !== value ? before + joint + value : value);
  }
  get(name) {
    return this.values.get(name) ?? "";
  }
  set(name, value) {
    if (value) this.values.set(name, value);
    else this.values.delete(name);
  }

  // What the service is asked with.
  query() {
    return new URLSearchParams([...this.values]).toString();
  }
  axes() {
    return [...this.x.map((one) => ["x", one]), ...this.y.map((one) => ["y", one])];
  }
  with(name, value) {
    const other = Object.assign(new SearchState(this.environment), {
      values: new Map(this.values),
      x: this.x,
      y: this.y,
    });
    other.set(name, value);
    return other;
  }
  address() {
    return "/?" + new URLSearchParams([["environment", this.environment], ...this.values, ...this.axes()]);
  }
}

// The parameters in what somebody pasted: an address, or what stands behind its ?. null: there are none.
export function pasted(text) {
  const trimmed = text.trim();
  const query = trimmed.includes("?") ? trimmed.slice(trimmed.indexOf("?") + 1) : trimmed;
  const pairs = [...new URLSearchParams(query.split("#")[0])].filter(([name, value]) => value && !page_only.has(name));
  return query.includes("=") && pairs.length ? pairs : null;
}
