package io.heddle.it.bench.advice;

/** How woven methods come to their advice. */
enum Style {
  /** Not at all: what the others are compared with. */
  NONE,
  /** By {@code invokedynamic}, woven and linked by Heddle itself. */
  DYNAMIC,
  /** Copied into the method by the same Byte Buddy, with its suppression. */
  INLINED
}
