import type { ObjectFinding } from "../kinds/finding";

/**
 * Something amiss in the actual side alone. It is no difference: the expected side may say the same, and a finding never
 * touches the verdict.
 */
export interface Finding extends Omit<ObjectFinding, "says" | "detail"> {
  /** `F-` and eight base-32 characters: the same for the same code, object and detail in every check. */
  readonly id: string;
  /** True for what concerns who may see or do what; such findings stand first. */
  readonly security: boolean;
  /** One sentence without a full stop: `index public.users_email is invalid`. */
  readonly sentence: string;
  /** True where the expected side says the same, so that fixing the drift leaves it as it is. */
  readonly declared: boolean;
  /** The id of the difference whose fix removes it, where there is one. */
  readonly difference?: string;
}
