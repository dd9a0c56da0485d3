/** What *Test connection* answers. */
export interface ConnectionTestState {
  readonly ok: boolean;
  /** In one sentence; undefined before anything was tested. */
  readonly message?: string;
  readonly hint?: string;
  readonly details?: readonly string[];
  /** The error that belongs to a control, by the control's name. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What the role sees and may do. */
  readonly notes?: readonly ConnectionTestNote[];
}

export interface ConnectionTestNote {
  readonly severity: "info" | "warning" | "problem";
  readonly message: string;
  /** SQL that mends it. */
  readonly remedy?: string;
}

export const connectionTestStart: ConnectionTestState = { ok: true };
