// What the modules of the page hand to each other. Type checkers read this file; pages do without it.

type Ends = [low: number, high: number];

/** The factors of the four outcomes in a sum. */
type Four = [tp: number, fp: number, fn: number, tn: number];

interface Outcomes { tp: number; fp: number; fn: number; tn: number }

type OfOutcomes = (tp: number, fp: number, fn: number, tn: number) => number;

/** Which examples, or cells of them, count: all if it is null. */
type Keep = Uint8Array | null;

/** What is counted: codes of scores or predicted labels, the truth and the weight of each. */
interface Counted {
  codes: ArrayLike<number>;
  truth: ArrayLike<number>;
  positive: number;
  weight?: ArrayLike<number> | null;
}

interface Histogram { positives: ArrayLike<number>; negatives: ArrayLike<number> }

/** True and false positives at each distinct score, from the lowest one up, and at infinity. */
interface Counts { tp: ArrayLike<number>; fp: ArrayLike<number>; nPositive: number; nNegative: number }

interface Sweep extends Counts { thresholds: ArrayLike<number> }

/** The slice of each row, and how many slices there can be. */
interface Slices { codes: ArrayLike<number>; size: number }

interface Points { x: ArrayLike<number>; y: ArrayLike<number> }

/** Points with the place of each in the sweep. */
interface Curve extends Points { places: ArrayLike<number> }

/** Where data are in a picture: x at left + right * x, y at top + down * y. */
interface Scale { left: number; right: number; top: number; down: number }

type Column = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array | string[];

/** A row of the catalog of metrics. */
interface MetricRow {
  name: string;
  label: string;
  greaterIsBetter: boolean | null;
  numerator: Four;
  denominator: Four;
  interval: string;
  share: { numerator: Four; denominator: Four } | null;
  map: [a: number, b: number, c: number] | null;
  shown: boolean;
  averaged: boolean;
  whole: boolean;
}

type Metric = import('./metrics.js').Metric;
type Metrics = import('./metrics.js').Metrics;

/** What a page knows of metrics. */
type MetricsSpec = Pick<Spec, 'metrics' | 'best' | 'sweep' | 'youden' | 'tie'>;

/** What a rule that chooses a threshold is told. */
interface Targets { target?: number; cost?: { fp: number; fn: number } }

/** The specification of a page, as docs/guide/report_format.rst describes it; only what checked modules read. */
interface Spec {
  kind: 'binary' | 'multiclass' | 'multilabel';
  labels: string[];
  positive: number;
  runs: { name: string; scores: string[]; type: string }[];
  groups: { name: string; column: string; values: string[] }[];
  rounded: boolean;
  panels: string[];
  metrics: MetricRow[];
  best: string;
  sweep: string[];
  youden: { label: string; sum: string[]; offset: number };
  tie: number;
}

/** What is chosen. */
interface State {
  run: number;
  other: number;
  positive: number | null;
  thresholds: Record<string, number>;
  by: 'count' | 'true' | 'pred' | 'all';
  chosen: number[];
  cells: Set<number>;
  ofOther: boolean;
  outcome: 'right' | 'wrong' | null;
  slices: { first: number; second: number | null; metric: string };
  search: string;
  sort: { key: string; descending: boolean } | null;
  page: number;
  columns: string[] | null;
  tab: string;
  theme: 'light' | 'dark' | null;
  order: 'given' | 'support' | 'recall' | 'confusion';
  diagonal: boolean;
  log: boolean;
  spread: boolean;
}

/** The predictions of a page, as far as results are read off them: data.js. */
interface Data {
  spec: Spec;
  metrics: Metrics;
  cached<T>(name: string, key: string, compute: () => T): T;
  hasScores(state: State): boolean;
  labels(state: State): string[];
  matrix(state: State): Float64Array;
  place(state: State, label?: number | null): number;
  scores(state: State, label?: number | null): { name: string } | null;
  sweep(state: State, label?: number | null): Sweep | null;
}

/** What a cell of the table holds. */
type Value = string | number | null | undefined;

type RowTest = (row: number) => boolean;

/** A column of the table whose rows are looked for. */
interface Searched {
  number?: boolean;
  value: (row: number) => any;
  text: (row: number) => string;
  fit: (number: number) => number;
}

/** Attributes of an element; "on" and the name of an event has a listener. */
type Attributes = Record<string, unknown>;

type Child = Node | string | null;

type Option = [value: string | number, text: string];

// What browsers do and the checker does not know yet, or not so well.

interface Uint8ArrayConstructor { fromBase64?(text: string): Uint8Array<ArrayBuffer> }

interface URLSearchParams { set(name: string, value: string | number): void }
