// The fields that parts of the page get together by Object.assign, or first when they are shown: no checker follows either.
// Type checkers read this file; pages do without it.

import type { CurvesOfAll } from './allcurves.js';
import type { Epochs } from './epochs.js';
import type { CurveTable } from './curvetable.js';
import type { Roving } from './dom.js';
import type { Reader } from './reader.js';
import type { Gradual, SortedTable } from './tables.js';

/** What parts of the page are made of. */
interface PagePart { spec: Spec; data: Data; change: Change }

/** A part that remembers what it showed last. */
interface LastingPart extends PagePart { state: State }

/** One that also looks for other parts of the page. */
interface SeekingPart extends LastingPart { page: Document }

declare module './data.js' {
  interface Data { spec: Spec; columns: Columns; metrics: Metrics; rows?: Data }
}

declare module './tabs.js' {
  interface Tabs extends SeekingPart {}
}

declare module './runs.js' {
  interface Runs extends LastingPart { table: SortedTable<Run> }
}

declare module './checkpoints.js' {
  interface Checkpoints extends LastingPart {
    tip: Tip;
    at: number;
    metric: EpochMetric;
    lines: DrawnEpochs[];
    shown: DrawnEpochs;
    best: number;
    picked: string;
    width: number;
    root: HTMLElement;
    title: HTMLElement;
    picker: HTMLElement;
    caption: HTMLElement;
    figure: HTMLElement;
    picture: SVGSVGElement;
    drawn: SVGElement;
    guides: SVGElement;
    reader: SVGElement;
    epochs: Epochs;
    values: Gradual<number>;
    places: number[];
    x: (run: number) => number;
    y: (value: number) => number;
  }
}

declare module './silence.js' {
  interface Silence extends PagePart { page: Document; key: string }
}

declare module './labels.js' {
  interface Labels extends LastingPart { foot: HTMLElement }
}

declare module './slices.js' {
  interface Slices extends LastingPart {
    title: HTMLElement;
    bar: HTMLElement;
    note: HTMLElement;
    stars: HTMLElement;
    choices: string;
    table: SortedTable<Slice>;
    first: number;
    second: number | null;
    metric: string;
  }
}

declare module './classes.js' {
  interface Classes extends SeekingPart {
    hint: HTMLElement;
    back: HTMLElement;
    search: HTMLInputElement;
    areas: Gradual<number>;
    sides: HTMLElement[];
    card: HTMLElement;
    key: string;
    table: SortedTable<Class>;
    mistakes: SortedTable<Mistake>;
    labels: string[];
    found: Outcomes[];
    wrong: Mistake[];
  }
}

declare module './differenceview.js' {
  interface DifferenceView { key: string; timer: number }
}

declare module './chart.js' {
  interface Chart {
    picture: SVGSVGElement;
    view: View;
    across: number;
    along: number;
    scale: Scale;
    lines: SVGElement;
    marks: SVGElement;
    texts: SVGElement;
    guides: SVGElement;
    card: HTMLElement;
    key: HTMLElement;
    caption: HTMLElement;
    reader: Reader;
    entitle: (text: string) => void;
    near: SVGElement;
    pointing: SVGElement;
  }
}

declare module './reader.js' {
  interface Reader extends Required<Reading> { chart: Chart; curve: Curve; at: number; ruleAt: number; slack: number; last: number }
}

declare module './chips.js' {
  interface Chips extends LastingPart { root: HTMLElement; roving: Roving; key: string; speaking: number }
}

declare module './lane.js' {
  interface Lane extends PagePart { root: HTMLElement; low: number; high: number; width: number; gutter: number; height: number; head: number }
}

declare module './agreement.js' {
  interface Agreement extends SeekingPart { key: string; pairs: Pairs | null }
}

declare module './versus.js' {
  interface Versus extends SeekingPart { bar: HTMLElement; rival: State | null; written: string | null; key: string; ends: Record<string, Ends> }
}

declare module './compare.js' {
  interface SweepNote extends PagePart {}
}

declare module './bar.js' {
  interface Bar extends SeekingPart { half: HTMLElement; refused: HTMLElement; written: string | null }
}

declare module './top.js' {
  interface Top extends SeekingPart {}
}

declare module './where.js' {
  interface Where extends SeekingPart { ordering: HTMLElement; checks: HTMLElement[]; zooms: HTMLElement; orders: HTMLSelectElement }
}

declare module './matrix.js' {
  interface Matrix extends MatrixGiven {
    root: HTMLElement;
    tip: Tip;
    act: (cell: number, more: boolean) => void;
    name: (label: number) => void;
    redraw: () => void;
    window: Cell | null;
    key: string;
    drawnSpread: MatrixGiven['spread'];
    drawnCounts: Float64Array;
    drawnSize: number;
    shown: number[];
    shares: Float64Array | null;
    shade: (cell: number) => number;
    room: number;
    left: number;
    right: number;
    width: number;
    height: number;
    slant: boolean;
    foot: number;
    tall: number;
  }
}

declare module './allcurves.js' {
  interface CurvesOfAll extends PagePart {
    tip: Tip;
    charts: Record<'roc' | 'pr', Chart>;
    shown: Record<'roc' | 'pr', { lines: Drawn[]; areas: { value: number; text: string }[]; short: string; order: number[] }>;
    drawn: string | null;
    isNear: boolean;
  }
}

declare module './curveview.js' {
  interface Curves extends LastingPart {
    state: State;
    tip: Tip;
    guided: ChartName | null;
    none: HTMLElement;
    table: CurveTable;
    charts: Record<ChartName, Chart>;
    all: CurvesOfAll;
    name: string;
    curves: LabelCurves;
    rival: LabelCurves | null;
    drawn: LabelCurves | null;
    drawnRival: LabelCurves | null;
    along: ReturnType<LabelCurves['sweep']>;
    place: number;
    threshold: string;
    settled: string;
    chance: number;
  }
}

declare module './app.js' {
  interface Explorer { timer: number; waiting: number | null; gradual: string }
}

declare module './examples.js' {
  interface Examples extends SeekingPart {
    root: HTMLElement;
    timer: number;
    all: TableColumn[];
    query: Query;
    selection: Shown;
    shown: TableColumn[];
    seen: string[];
    orders: string;
    gallery?: { draw: () => void };
    picked: string;
    heads: string;
  }
}

declare module './curvetable.js' {
  interface CurveTable { state: State; drawn: string }
}

declare module './tables.js' {
  interface Gradual<T> { key: string; values: T[] }
  interface SortedTable<Row> {
    words: string;
    sort: Sort;
    head: HTMLTableRowElement;
    body: HTMLTableSectionElement;
    foot: HTMLTableSectionElement;
    caption: HTMLTableCaptionElement;
    given: [SortedColumn<Row>[], Row[], TableLook<Row>];
  }
}
