package io.heddle.it.histories.engine;

/** Where connections come from. */
public enum SourceKind {
  /** The driver. */
  DRIVER,
  /** The driver's {@code XADataSource}. */
  XA,
  HIKARI
}
