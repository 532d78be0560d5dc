/*
 * The words of which a field may have one: the type is made of the list, so that the code that checks a message or an
 * option asks for the same words as the code that reads it.
 */

/** The steps of an attempt, in the order in which it takes them. */
export const STEPS = ['read', 'write', 'confirm'] as const;
export type Step = (typeof STEPS)[number];

/** What a lane of the swimlane stands for. */
export const LANE_BYS = ['worker', 'client'] as const;
export type LaneBy = (typeof LANE_BYS)[number];

/** What the horizontal axis counts: time, or steps in an order that agrees with the versions. */
export const AXES = ['time', 'order'] as const;
export type Axis = (typeof AXES)[number];

/** How bad a finding is, worst first. */
export const LEVELS = ['error', 'warning', 'info'] as const;
export type Level = (typeof LEVELS)[number];

/** What is said of one trace. */
export const VERDICTS = ['ok', 'violation', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How bad a key is, as its row in the list says it. */
export const KEY_SEVERITIES = ['calm', 'contended', 'wrong'] as const;
export type KeySeverity = (typeof KEY_SEVERITIES)[number];

/** How a version came to be: it was there, it is in the chain, it should not exist, a timeout made it. */
export const RUNG_STATUSES = ['initial', 'chain', 'stale', 'bridged'] as const;
export type RungStatus = (typeof RUNG_STATUSES)[number];

/** What an arc between two steps says. */
export const ARC_KINDS = ['overtook', 'based-on', 'same-request'] as const;
export type ArcKind = (typeof ARC_KINDS)[number];

/**
 * What the numbers of versions promise: `sequential` that the store counts its writes, `client` that a service writes the
 * version it read + 1, `monotonic` that versions only grow, `opaque` nothing but equality.
 */
export const VERSION_SCHEMES = ['sequential', 'client', 'monotonic', 'opaque'] as const;
export type VersionScheme = (typeof VERSION_SCHEMES)[number];
