import { conditional } from './conditional.ts';
import { unsafe } from './unsafe.ts';
import type { Variant } from './variant.ts';

export const VARIANT_NAMES = ['unsafe', 'conditional'] as const;
export type VariantName = (typeof VARIANT_NAMES)[number];

/** Every way of building the service, by name. */
export const VARIANTS: Readonly<Record<VariantName, Variant>> = { unsafe, conditional };
