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
  positive: number | null;
  weight?: ArrayLike<number> | null;
}

interface Histogram { positives: ArrayLike<number>; negatives: ArrayLike<number> }

/** True and false positives at each distinct score, from the lowest one up, and at infinity. */
interface Counts { tp: ArrayLike<number>; fp: ArrayLike<number>; nPositive: number; nNegative: number }

interface Sweep extends Counts { thresholds: Numbers }

/** The slice of each row, and how many slices there can be. */
interface Slices { codes: ArrayLike<number>; size: number }

interface Points { x: number[] | Numbers; y: number[] | Numbers }

/** Points with the place of each in the sweep. */
interface Curve extends Points { places: ArrayLike<number> }

/** Where data are in a picture: x at left + right * x, y at top + down * y. */
interface Scale { left: number; right: number; top: number; down: number }

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

type Column = Numbers | string[];

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

/** What a page says of its intervals: the quantile of the normal distribution is there if they are. */
type Intervals = { interval: string; z: number; noInterval: null } | { interval: null; z: null; noInterval: string | null };

/** Where a picture's axes are, their limits, and the names of what moves. */
interface View {
  frame: [left: number, top: number, width: number, height: number];
  xlim: Ends;
  ylim: Ends;
  parts: Record<string, string[]>;
}

type ChartName = 'roc' | 'pr' | 'sweep';

/** The name of a column of the caller's own. */
type OwnName = 'id' | `column${number}`;

/** The specification of a page, as docs/guide/report_format.rst describes it. */
type Spec = Intervals & {
  version: number;
  kind: 'binary' | 'multiclass' | 'multilabel';
  labels: string[];
  positive: number | null;
  examples: number;
  weighted: boolean;
  /** Whether there are pictures of examples. */
  images: boolean;
  index: { names: string[]; shape: number[] };
  runs: { name: string; scores: string[]; type: string }[];
  runsName: string;
  groups: { name: string; column: string; values: string[]; note: string | null }[];
  columns: { name: string; column: OwnName }[];
  rest: string;
  rounded: boolean;
  first: { run: number; select: string | null; subset: { name: string; code: number } | null; by: State['by'] } & (
    { threshold: number; thresholds: null } | { threshold: null; thresholds: number[] }
  );
  views: Record<ChartName, View>;
  panels: string[];
  findings: string[];
  range: Ends | null;
  words: Record<string, Record<string, string>>;
  metrics: MetricRow[];
  best: string;
  sweep: string[];
  youden: { label: string; sum: string[]; offset: number };
  areas: Record<string, string>;
  areaIntervals: Record<string, string>;
  level: number;
  tie: number;
};

/** What is chosen. */
interface State {
  run: number;
  other: number;
  positive: number | null;
  thresholds: Record<string, number>;
  /** Of the model that is compared. */
  rivalThresholds: Record<string, number>;
  by: 'count' | 'true' | 'pred' | 'all';
  chosen: number[];
  cells: Set<number>;
  ofOther: boolean;
  outcome: 'right' | 'wrong' | null;
  /** Which of two models are right for the examples that are shown. */
  agreement: 'both' | 'first' | 'second' | 'neither' | null;
  /** Whether examples are pictures, and the row of the one that is looked at. */
  pictures: boolean;
  open: number | null;
  /** Findings that are not shown. */
  silenced: string[];
  slices: { first: number; second: number | null; metric: string };
  search: string;
  sort: Sort | null;
  page: number;
  columns: string[] | null;
  tab: string;
  theme: 'light' | 'dark' | null;
  order: 'given' | 'support' | 'recall' | 'confusion';
  diagonal: boolean;
  log: boolean;
  spread: boolean;
}

/** What of it changes; a threshold is that of the label that is shown. */
type Part = Partial<State> & { threshold?: number, rivalThreshold?: number };

type Change = (what: Part | ((state: State) => Part)) => void;

/** What the parts of a page are given beside the data. */
interface Tools { change: Change; reset: () => void; tip: Tip }

type Tip = import('./dom.js').Tip;
type Data = import('./data.js').Data;
type Chart = import('./chart.js').Chart;

/** The curves of a label against the rest, and what is read off them. */
type LabelCurves = ReturnType<typeof import('./results.js').curvesOf>;

/** The columns of a page by their names: what is not listed here are codes and scores, which are there. */
interface Columns {
  has(name: string): boolean;
  get(name: OwnName): Column;
  get(name: 'image'): string[];
  get(name: 'weight' | 'row' | `${string}/${string}` | `${string}.codes`): Numbers | undefined;
  get(name: string): Numbers;
}

/** The scores of a label: codes, the distinct scores that they stand for, and their type. */
interface Scores { name: string; codes: Numbers; values: Numbers; type: string }

/** The scores of all classes with what is true and predicted. */
interface ClassScores { scores: Scores[]; truth: Numbers; predicted: Numbers; weight: Numbers | null; keep: Keep }

/** What of a column is counted, and its groups. */
interface CountedColumn extends Counted { name: string; groups: Numbers[] }

/** Functions that tell a row's true and predicted place in the matrix. */
interface CellOf { true: (row: number) => number; predicted: (row: number) => number }

/** Points of a page. */
interface Drawn { x: number[]; y: number[] }

/** A position in the window. */
interface Position { x: number; y: number }

/** What is done while a curve is read: `said(place)` says what is there. */
interface Reading {
  said: (place: number) => string;
  onread: (place: number, at: Position | null) => void;
  onleave: () => void;
  onchoose: (place: number) => void;
  ondrag?: ((x: number, at: Position) => void) | null;
}

/** A bin of scores: above and below the middle, before and after the threshold each. */
interface Bin { from: number; to: number; up: Ends; down: Ends }

/** The true and the predicted class of a cell. */
type Cell = [row: number, column: number];

/** What a matrix draws: `positive` is the row of the positive class (or -1). */
type MatrixGiven = Pick<State, 'by' | 'diagonal' | 'log'> & {
  counts: Float64Array;
  labels: string[];
  order: number[] | null;
  chosen: Set<number>;
  positive: number;
  spread: Float64Array[] | null;
  z: number | null;
  interval: string | null;
  weighted: boolean;
  below: string;
};

/** What is chosen as a tag, which can be taken away. */
interface Tag { words: string; sign?: string; remove: () => void }

/** What two models are right about: numbers of rows, or weight. */
interface Pairs { both: number; first: number; second: number; neither: number }

/** What a page that compares models adds: columns, orders and tags of its examples, and words of differences. */
interface Comparison {
  columns: typeof import('./columns.js').columnsOfTable;
  select: typeof import('./selection.js').selectionOf;
  orders: (data: Data, state: State) => string[][];
  tags: (spec: Spec, state: State, change: Change) => Tag[];
  headline: (data: Data, state: State) => string;
  difference: (data: Data, state: State, other: State, name: string) => string;
}

/** What a cell of the table holds. */
type Value = string | number | null | undefined;

type RowTest = (row: number) => boolean;

/** What all columns of the table of examples have. */
interface AnyColumn {
  key: string;
  name: string;
  text: (row: number) => string;
  image?: (row: number) => string;
  outcome?: (row: number) => [sign: string, words: string];
  moves?: boolean;
  isOwn?: boolean;
  isRare?: boolean;
  isScore?: boolean;
  /** What stands in its head in place of its name, and its rank among those that go where there is no room. */
  head?: () => Child[];
  rank?: string;
}

interface NumberColumn extends AnyColumn {
  number: true;
  value: (row: number) => number;
  fit: (number: number) => number;
  type: string;
  exact: (row: number) => string;
  meter?: number;
  codes?: undefined;
}

interface TextColumn extends AnyColumn {
  number?: undefined;
  value: (row: number) => string;
  meter?: undefined;
  codes?: undefined;
}

/** A column of texts that few distinct ones stand for. */
interface CodedColumn extends AnyColumn {
  number?: undefined;
  value: (row: number) => string;
  meter?: undefined;
  values: string[];
  codes: ArrayLike<number>;
}

type TableColumn = NumberColumn | TextColumn | CodedColumn;

/** What a search asks for. */
interface Query { still: RowTest[]; moving: RowTest[]; wrong: string[]; words: string[] }

/** The test of a part of a search; it moves if it depends on the threshold. */
interface Understood { test: RowTest; moves: boolean; words?: string }

/** What walks along rows from one place to before another, up or down. */
interface Walk { rows: ArrayLike<number>; from: number; to: number; step: number; size: number }

/** How a column differs between two sets of rows: by medians, or by the share of a text. */
type Fact = { name: string; size: number } & (
  | { number: true; medians: number[]; marks: number[][]; ends: Ends; value?: undefined; shares?: undefined }
  | { number: false; medians?: undefined; marks?: undefined; ends?: undefined; value: string; shares: number[] }
);

interface Sort { key: string; descending: boolean }

/** The score of an example for a class: where it is cut, what another model's is, and whether the class is true and predicted. */
interface ExampleScore { label: number; name: string; value: number; type: string; cut: number; other: number; isTrue: boolean; isPredicted: boolean }

/** Which examples are shown: how many, and those from a start on. */
interface Shown { n: number; rows: (start: number, size: number) => number[] }

/** A column of a table that is sorted by its heads. */
interface SortedColumn<Row> {
  key: string;
  name: string;
  number?: boolean;
  rank?: string;
  value: (row: Row) => string | number | undefined;
  cell: (row: Row) => Child | Child[];
  share?: (row: Row) => number;
}

/** How a table that is sorted looks: the class of each row, and what stands above and below. */
interface TableLook<Row> { caption?: string; classOf: (row: Row) => string | null; last?: Child[][] }

/** A row of the table of models or checkpoints. */
interface Run { name: string; run: number; numbers: Record<string, number> }

/** A row of the table of classes. */
interface Class { found: Outcomes; k: number; n: number }

/** A wrong cell of the matrix: true classes called another one. */
interface Mistake { n: number; cell: number; i: number; j: number }

/** A row of the table of slices: of those of a second group each. */
interface Slice { code: number; all: Outcomes[]; found: Outcomes; n: number; compared: AgainstRest | undefined }

/** A metric of checkpoints: its name among the numbers of a state, in the catalog and in words; a fixed one has no threshold. */
interface EpochMetric { key: string; name: string; label: string; isBetterHigh: boolean; isFixed: boolean }

/** A line of checkpoints: the code of its subset, or -1 for all examples. */
interface EpochLine { code: number; name: string; isShown: boolean }

interface DrawnEpochs extends EpochLine { values: number[] }

/** Successes among trials. */
type Share = [part: number, whole: number];

/** How far a slice is from the rest, the interval of that, Holm's p-value, and the outcomes of the rest. */
interface AgainstRest { off: number; rest: Outcomes; ends: Ends | null; p: number }

/** A slice of a group. */
type Place = [group: number, code: number];

/** Attributes of an element; "on" and the name of an event has a listener. */
interface Attributes extends Listeners { [name: string]: unknown }

type Listeners = { [K in keyof HTMLElementEventMap as `on${K}`]?: ((event: HTMLElementEventMap[K]) => unknown) | null };

type Child = Node | string | null;

type Option = [value: string | number, text: string];

// What browsers do and the checker does not know yet, or not so well.

interface Uint8ArrayConstructor { fromBase64?(text: string): Uint8Array<ArrayBuffer> }

interface URLSearchParams { set(name: string, value: string | number): void }

interface Element { setAttribute(name: string, value: string | number): void }

interface Array<T> { filter(predicate: BooleanConstructor): Exclude<T, null | undefined | false | 0 | ''>[] }

interface Document {
  explorer?: import('./app.js').Explorer;

  /** What every page has, and fields that its menus have. */
  getElementById(id: Lasting): HTMLElement;
  getElementById(id: `view-${string}` | `cost-${string}` | `least-${string}`): HTMLInputElement;
}

type Lasting = 'bar' | 'card-metrics' | 'chips' | 'chosen' | 'cut' | 'examples' | 'headline' | 'lane' | 'pickers' | 'screen' | 'spoken' | 'tabs' | 'tools' | 'where';

/** A picture to save, its name and its key. */
type Saved = [picture: SVGSVGElement, name: string, key: Element | null];
