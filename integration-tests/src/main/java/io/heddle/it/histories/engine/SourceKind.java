package io.heddle.it.histories.engine;

/** Where connections come from. */
public enum SourceKind {
  /** The driver. */
  DRIVER,
  /** The driver's {@code XADataSource}. */
  XA,
  HIKARI,
  DBCP2,
  TOMCAT,
  C3P0,
  DRUID,
  AGROAL,
  VIBUR;

  private static final SourceKind[] POOLS = {
    HIKARI, HIKARI, HIKARI, DBCP2, TOMCAT, TOMCAT, C3P0, DRUID, AGROAL, VIBUR
  };

  /** The pool of a number from 0 to 9; some are drawn more often. */
  static SourceKind pool(int number) {
    return POOLS[number];
  }

  /** Whether it is a pool. */
  public boolean isPool() {
    return this != DRIVER && this != XA;
  }
}
