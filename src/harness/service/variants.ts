import { atomic } from './atomic.ts';
import { conditional } from './conditional.ts';
import { unsafe } from './unsafe.ts';
import type { Variant } from './variant.ts';

export const VARIANT_NAMES = ['unsafe', 'conditional', 'atomic'] as const;
export type VariantName = (typeof VARIANT_NAMES)[number];

/** Every way of building the service, by name. */
export const VARIANTS: Readonly<Record<VariantName, Variant>> = { unsafe, conditional, atomic };

/** Which service is to be built: a value, so that it crosses to the processes that are it. */
export interface ServiceChoice {
  readonly variant: VariantName;
  /** False switches off that a repeated request gets its first confirmation; otherwise it is as the variant has it. */
  readonly idempotent?: boolean;
}

/** The service that was chosen. */
export function variantOf({ variant, idempotent = true }: ServiceChoice): Variant {
  const chosen = VARIANTS[variant];
  return { ...chosen, idempotent: chosen.idempotent && idempotent };
}
