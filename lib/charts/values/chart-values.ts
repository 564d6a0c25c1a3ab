/** The values of a chart that the testbed chooses. */
export interface ChartValues {
  /** What the testbed rests on: nobody sets it otherwise. */
  readonly fixed: object;
  /** What a description may set otherwise, under `platform.values`. */
  readonly defaults: object;
}
